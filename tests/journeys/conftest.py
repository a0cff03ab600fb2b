"""A collector with the sample pack published, running for one test."""

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from tests.journeys.parts import CollectorProcess, Kiosk


@pytest.fixture
def collector(tmp_path: Path) -> Iterator[CollectorProcess]:
    made = CollectorProcess(tmp_path / "collector")
    made.begin()
    made.start()
    yield made
    made.kill()


@pytest.fixture
def stack() -> Iterator[ExitStack]:
    """What has to be ended after the test, such as a window."""
    with ExitStack() as made:
        yield made


@pytest.fixture
def kiosk(tmp_path: Path, collector: CollectorProcess) -> Kiosk:
    made = Kiosk(tmp_path / "kiosk", collector.address)
    made.enrol(collector.said("code").split()[0])
    made.sync()
    return made
