"""A bus, and a NetworkManager on it, for each test."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.wifi import daemon as made


@pytest.fixture
def address(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """A bus that takes the place of the machine's."""
    with made.bus(tmp_path) as address:
        monkeypatch.setenv("DBUS_SYSTEM_BUS_ADDRESS", address)
        yield address


@pytest.fixture
def daemon(address: str) -> Iterator[made.Daemon]:
    with made.daemon(address) as daemon:
        yield daemon
