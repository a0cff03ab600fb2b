"""The guides are code: every command line in them is one that its own parser takes."""

import re
import shlex
from collections.abc import Iterator
from pathlib import Path

import pytest

from kiosk.parser import parser as kiosk
from sync.collector.__main__ import parser as collector

ROOT = Path(__file__).resolve().parent.parent
GUIDES = (
    "kiosk/GUIDE.md", "sync/collector/GUIDE.md", "README.md", "sync/collector/API.md",
    "sync/collector/PLACE.md",
)  # fmt: skip
PARSERS = {"kiosk": kiosk, "collector": collector}
UNITS = {path.name for path in (ROOT / "build/packing/debian").glob("*/*.*")}
USERS = {
    line.split()[1]
    for path in (ROOT / "build/packing/debian").glob("*/sysusers.conf")
    for line in path.read_text().splitlines()
}


def lines(guide: str) -> Iterator[str]:
    """Indented lines, and in a guide what stands between backticks inside a sentence."""
    text = (ROOT / guide).read_text(encoding="utf-8")
    yield from (line.strip() for line in text.splitlines() if line.startswith("    "))
    if guide == "README.md":
        return  # names commands in sentences, without their arguments
    yield from (" ".join(found.split()) for found in re.findall(r"`([^`]+)`", text))


def ours(guide: str) -> list[list[str]]:
    """Lines that begin with one of our commands, as a person would type them."""
    found = []
    for line in lines(guide):
        words = shlex.split(line, comments=True) if line.count("'") % 2 == 0 else []
        if words[:2] == ["sudo", "-u"]:
            assert words[2] in USERS, line
            words = words[3:]
        if len(words) > 1 and words[0] in PARSERS and not {"...", "="} & set(words):
            found.append(words)
    return found


@pytest.mark.parametrize("guide", GUIDES)
def test_every_command_in_a_guide_is_taken(guide: str) -> None:
    found = ours(guide)
    assert len(found) > 2
    for words in found:
        try:
            PARSERS[words[0]]().parse_args(words[1:])
        except SystemExit as error:
            raise AssertionError(f"{guide}: {' '.join(words)}") from error


@pytest.mark.parametrize("guide", GUIDES[:2])
def test_every_unit_in_a_guide_is_shipped(guide: str) -> None:
    for line in lines(guide):
        words = line.split()
        if words[:2] == ["sudo", "systemctl"]:
            for name in (word for word in words[3:] if not word.startswith("-")):
                full = name if "." in name else f"{name}.service"
                assert full in UNITS, line


def test_a_wrong_command_would_be_found() -> None:
    with pytest.raises(SystemExit):
        kiosk().parse_args(["carry", "sideways", "/media/stick"])
