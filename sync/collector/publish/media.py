"""The files a form names: pictures, sounds and tables that travel with it."""

import re
from collections.abc import Mapping
from pathlib import Path

from sync.collector.errors import PublishError

LARGEST = 300_000
"""Bytes of one file: a kiosk may have to fetch it over a poor link."""
KINDS = {"png", "jpg", "jpeg", "mp3", "ogg", "wav", "csv", "xml", "geojson"}
_NAMED = re.compile(r"jr://[a-z-]+/([^\"'<>\s]+)")


def files(spreadsheet: Path, folder: Path | None, xml: str) -> dict[str, bytes]:
    """Content of every file that an XForm names, by its name; raises PublishError."""
    where = folder or spreadsheet.with_name(f"{spreadsheet.stem}-media")
    return {name: _read(where / name, spreadsheet) for name in sorted(_names(xml))}


def given(xml: str, files: Mapping[str, bytes]) -> dict[str, bytes]:
    """Those of the files that an XForm names; raises PublishError when one is missing."""
    found = {}
    for name in sorted(_names(xml)):
        _check_kind(name, "The form")
        if name not in files:
            raise PublishError(f"The form names {name}, which was not uploaded with it.")
        found[name] = _sized(name, files[name])
    return found


def _names(xml: str) -> set[str]:
    return {name.rpartition("/")[2] for name in _NAMED.findall(xml) if "last-saved" not in name}


def _check_kind(name: str, who: str) -> None:
    if Path(name).suffix.lower().lstrip(".") not in KINDS:
        raise PublishError(f"{who} names {name}; a kiosk cannot show or read such a file.")


def _sized(name: str, content: bytes) -> bytes:
    if len(content) > LARGEST:
        raise PublishError(f"{name} is larger than 300 kB; make it smaller.")
    return content


def _read(path: Path, spreadsheet: Path) -> bytes:
    _check_kind(path.name, spreadsheet.name)
    try:
        content = path.read_bytes()
    except OSError as error:
        raise PublishError(
            f"{spreadsheet.name} names {path.name}, which is not in {path.parent}; put it there, or"
            " name its folder with --media."
        ) from error
    return _sized(path.name, content)
