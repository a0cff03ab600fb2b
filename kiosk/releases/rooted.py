"""The shelf of a kiosk on which only root can put anything: a version comes there on request."""

import os
import shutil
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from kiosk.releases import line, order
from kiosk.releases.order import Order
from kiosk.releases.shelf import Shelf
from sync.flushing import flush

Ask = Callable[[str], Iterator[None]]


class RootedShelf(Shelf):
    """Versions in root's folder; marks and what is under way in the kiosk's own."""

    def __init__(
        self, folder: Path, own: Path, keys: Callable[[], Sequence[bytes]], ask: Ask = line.ask
    ) -> None:
        """``keys`` gives the council's statements of keys, from the one of the enrolment on."""
        super().__init__(folder, own)
        self._keys, self._ask = keys, ask

    def take(self, part: Path, version: str, signed: bytes, listed: bytes) -> Iterator[None]:
        """Have root copy what lies there. Raises ProtocolError, CarrierError, OSError."""
        asked = self.own / order.NAME
        with asked.open("wb") as file:
            file.write(Order(signed, listed, tuple(self._keys())).encode())
            file.flush()
            os.fsync(file.fileno())
        yield from self._ask(f"install {version}")
        asked.unlink(missing_ok=True)
        shutil.rmtree(part)
        flush(self.own)

    def tidy(self, keep: Callable[[str], bool]) -> None:
        """Have root remove what stays no longer. Raises ProtocolError, CarrierError."""
        here = self.names()
        stay = [name for name in here if keep(name)]
        if stay != here:
            for _ in self._ask(" ".join(("keep", *stay))):
                pass  # it takes no longer than a moment
