"""What a collector loads before anybody comes: nothing that only some pages and commands need."""

import re
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.journeys.parts import CollectorProcess

LATER = {
    "openpyxl", "pyxform", "wordfreq", "langcodes", "ftfy", "PIL", "qrcode", "icalendar",
    "recurring_ical_events", "jsonschema", "lxml", "numpy",
}  # fmt: skip
"""Of spreadsheets, their words, pictures, paper, calendars and directories. The last two come with
others of them on a machine that has them."""
SECONDS = 60


@pytest.fixture(scope="module")
def collector(tmp_path_factory: pytest.TempPathFactory) -> CollectorProcess:
    made = CollectorProcess(tmp_path_factory.mktemp("start") / "data")
    made.init()
    return made


def begun(collector: CollectorProcess, told: Path, *command: str) -> subprocess.Popen[bytes]:
    """A process of the collector that writes a line for each module it loads."""
    line = [sys.executable, "-X", "importtime", "-m", "sync.collector", *command]
    with told.open("wb") as file:
        return subprocess.Popen([*line, "--data", str(collector.data)], stderr=file)


def loaded(told: Path) -> set[str]:
    """The packages it had loaded until now."""
    return set(re.findall(r"^import time:.*\| +(\w+)", told.read_text(), re.M))


def test_the_web_process_answers_without_them(collector: CollectorProcess, tmp_path: Path) -> None:
    process = begun(collector, tmp_path / "told", "serve", "--port", str(collector.port))
    try:
        until = time.monotonic() + SECONDS
        while not collector.answers():
            assert process.poll() is None and time.monotonic() < until
            time.sleep(0.1)
    finally:
        process.kill()
        process.wait()
    assert {"waitress", "whitenoise", "sync"} <= loaded(tmp_path / "told")
    assert loaded(tmp_path / "told") & LATER == set()


@pytest.mark.parametrize("command", [("read", "--once"), ("tend",)], ids=["reading", "chores"])
def test_a_round_with_nothing_to_do_needs_none_of_them(
    collector: CollectorProcess, tmp_path: Path, command: tuple[str, ...]
) -> None:
    process = begun(collector, tmp_path / "told", *command)
    assert process.wait(timeout=SECONDS) == 0
    assert {"django", "sync"} <= loaded(tmp_path / "told")
    assert loaded(tmp_path / "told") & LATER == set()
