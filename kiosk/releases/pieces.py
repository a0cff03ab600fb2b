"""Pieces of a version on their way: kept half and whole, so that nothing is fetched twice."""

import os
from collections.abc import Callable, Collection, Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Protocol

from sync.errors import CarrierError
from sync.flushing import flush
from sync.protocol import PIECE_PATH
from sync.releases.statement import digest

FOLDER = "pieces"
HALF = ".half"
Called = Callable[[], bool]
"""Whether something more urgent waits."""


class Way(Protocol):
    """How pieces are fetched."""

    def piece(self, path: str, start: int) -> AbstractContextManager[tuple[int, Iterator[bytes]]]:
        """Raises CarrierError."""


class Pieces:
    """A folder of them, each under its hash."""

    def __init__(self, shelf: Path, device: bytes) -> None:
        self.folder, self._device = shelf / FOLDER, device
        self.fetched = 0
        """Bytes that came by the network since this was made."""

    def has(self, key: bytes) -> bool:
        """Whether all of a piece is here."""
        return self._path(key).exists()

    def read(self, key: bytes) -> bytes:
        """A piece that is here; raises CarrierError when the disk spoilt it: it comes again."""
        content = self._path(key).read_bytes()
        if digest(content) != key:
            self._path(key).unlink()
            raise CarrierError("A piece of a new version was spoilt on the disk.")
        return content

    def half(self, key: bytes) -> int:
        """How many bytes are here of one that is not whole."""
        half = self._half(key)
        return half.stat().st_size if half.exists() else 0

    def fetch(self, key: bytes, size: int, way: Way, called: Called) -> bool:
        """Fetch a piece, or a part of it; True once it is whole.

        Raises:
            CarrierError: the network is away, or gives something else.
            OSError: the disk is full or failed.
        """
        if self.has(key):
            return True
        self.folder.mkdir(parents=True, exist_ok=True)
        whole = self.half(key) >= size or self._more(key, size, way, called)
        if whole:
            self._finish(key)
        return whole

    def _more(self, key: bytes, size: int, way: Way, called: Called) -> bool:
        path = f"{PIECE_PATH}{self._device.hex()}/{key.hex()}"
        handle = os.open(self._half(key), os.O_WRONLY | os.O_CREAT, 0o600)
        with (
            os.fdopen(handle, "wb") as file,
            way.piece(path, self.half(key)) as (start, parts),
        ):
            file.truncate(start)
            file.seek(start)
            for part in parts:
                file.write(part[: size - file.tell()])
                file.flush()
                self.fetched += len(part)
                if file.tell() >= size:
                    return True
                if called():
                    return False
        raise CarrierError("A piece of a new version came only in part.")

    def _finish(self, key: bytes) -> None:
        """Give it its name once it is what it should be; after a power cut it may not be."""
        half = self._half(key)
        if digest(half.read_bytes()) != key:
            half.unlink()
            raise CarrierError("A piece of a new version was not what it should be.")
        flush(half)
        half.replace(self._path(key))
        flush(self.folder)

    def tidy(self, needed: Collection[bytes]) -> None:
        """Delete all others."""
        names = {key.hex() for key in needed}
        for path in self.folder.iterdir() if self.folder.is_dir() else ():
            if path.name.removesuffix(HALF) not in names:
                path.unlink()

    def _path(self, key: bytes) -> Path:
        return self.folder / key.hex()

    def _half(self, key: bytes) -> Path:
        return self.folder / (key.hex() + HALF)
