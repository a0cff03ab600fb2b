"""A kiosk says how it is when that is new, and is silent else."""

from pathlib import Path

from kiosk.health import EVERY_SECONDS, Reporter
from sync.health import Health, Printer


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
