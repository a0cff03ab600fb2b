"""A kiosk says how it is when that is new, and is silent else."""

from pathlib import Path

import pytest

from kiosk.health import EVERY_SECONDS, Reporter
from sync import wire
from sync.errors import ProtocolError
from sync.health import Health, Printer, Update


def test_it_is_told_once_and_again_when_it_changes(tmp_path: Path) -> None:
    now, printer = [0.0], [Printer.READY]
    reporter = Reporter(tmp_path, lambda: printer[0], lambda: now[0])
    first = reporter.news()
    assert Health.decode(first).printer == Printer.READY and Health.decode(first).disk_size > 0
    assert reporter.news()  # nobody has heard it yet
    reporter.told(reporter.news())
    assert reporter.news() == b""
    printer[0] = Printer.TROUBLE
    assert Health.decode(reporter.news()).printer == Printer.TROUBLE
    reporter.told(reporter.news())
    now[0] = EVERY_SECONDS
    assert reporter.news()


def test_a_disk_that_is_gone_is_no_news(tmp_path: Path) -> None:
    assert Reporter(tmp_path / "gone").news() == b""


def test_a_new_version_is_told_of_as_it_changes(tmp_path: Path) -> None:
    state = [(Update.NONE, "")]
    reporter = Reporter(tmp_path, monotonic=lambda: 0.0, update=lambda: state[0])
    reporter.told(reporter.news())
    assert reporter.news() == b""
    for state[0] in ((Update.FETCHING, "0.6.0"), (Update.NO_START, "0.6.0"), (Update.NONE, "")):
        said = reporter.news()
        assert (Health.decode(said).update, Health.decode(said).version) == state[0]
        reporter.told(said)
        assert reporter.news() == b""


def test_without_a_new_version_an_older_collector_reads_it() -> None:
    kinds = (int, str, int, int, int, int)
    assert wire.parse(Health("0.6.0", 1, 2, 3).encode(), kinds, "it")[1] == "0.6.0"
    longest = Health(
        "1" * 30, 2**32 - 1, 2**32 - 1, 2**32 - 1, Printer.TROUBLE, Update.NO_START, "1" * 30
    )
    assert len(longest.encode()) <= 64


@pytest.mark.parametrize("said", [[1], [1, 2], ["1", "a"], [1, "x" * 17], [1, "a", 3]])
def test_what_is_no_state_is_refused(said: list[object]) -> None:
    body = wire.dump([1, "0.5.0", 1, 2, 3, 0, said])
    with pytest.raises(ProtocolError):
        Health.decode(body)
    unknown = Health.decode(wire.dump([1, "0.5.0", 1, 2, 3, 0, [99, "9.9"]]))
    assert (unknown.update, unknown.version) == (Update.NONE, "")
