"""A collector with one form, and devices that speak the protocol without being kiosks."""

import os
from collections.abc import Iterator
from pathlib import Path

import django
import pytest

from tests.journeys.parts import PACK, CollectorProcess

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sync.collector.bare")
django.setup()


@pytest.fixture(scope="module")
def collector(tmp_path_factory: pytest.TempPathFactory) -> Iterator[CollectorProcess]:
    """Serves pages and sync; a test reads with ``read --once``."""
    made = CollectorProcess(tmp_path_factory.mktemp("collector") / "data")
    made.init()
    made.said("publish", str(next(path for path in PACK if "report" in path.name)))
    made.start()
    yield made
    made.kill()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Where a collector may be made."""
    return tmp_path / "data"
