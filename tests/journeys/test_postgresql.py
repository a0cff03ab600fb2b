"""The same line over a real PostgreSQL, which the test starts itself."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.journeys import postgresql
from tests.journeys.parts import PACK, CollectorProcess, Kiosk
from tests.journeys.test_line import wheres

pytestmark = pytest.mark.skipif(not postgresql.TOOLS, reason="PostgreSQL is not installed here")


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    """Address of a fresh database on loopback."""
    with postgresql.server() as address:
        yield address


def test_everything_arrives_once_over_postgresql(server: str, tmp_path: Path) -> None:
    collector = CollectorProcess(tmp_path / "collector", environment={"COLLECTOR_DATABASE": server})
    collector.init()
    assert not (tmp_path / "collector" / "collector.db").exists()
    collector.said("publish", *map(str, PACK))
    collector.start()
    try:
        kiosk = Kiosk(tmp_path / "kiosk", collector.address)
        kiosk.enrol(collector.said("code").split()[0])
        kiosk.sync()
        for number in range(4):
            kiosk.report_light(f"lamp {number}")
        kiosk.sync()
        collector.kill()
        for number in range(4, 7):
            kiosk.report_light(f"lamp {number}")
        kiosk.restart()
        collector.start()
        kiosk.sync()
        kiosk.sync()
        assert wheres(collector, tmp_path) == [f"lamp {number}" for number in range(7)]
    finally:
        collector.kill()
