"""Pieces of new versions of the program on a stick, in a folder of their own beside the batches.

They are public, and named by their hash: what is given is measured first, so that a piece that was
cut, spoilt or exchanged is the same as none. Whoever made the stick can only withhold.
"""

import re
import shutil
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from pathlib import Path

from sync.carriers.stick import PIECES, Stick, names, put, read, there
from sync.errors import CarrierError
from sync.protocol import MAX_PIECE
from sync.releases.statement import digest

PIECE = ".pie.cs"
PART = 65_536
"""Bytes that are given at once."""
_NAME = re.compile(r"[0-9a-f]{16}\.pie\.cs(\.new)?")
_LACKS = (
    "Not all of the new version is on this stick, or it was taken out; what came is kept, and the"
    " next stick or the network goes on from there."
)


class Pieces:
    """Those on one stick."""

    def __init__(self, stick: Stick) -> None:
        self.folder = stick.folder / PIECES

    def names(self) -> list[str]:
        """Files that are named as pieces are; none where the stick was taken out."""
        try:
            return list(filter(_NAME.fullmatch, names(self.folder))) if self._ours else []
        except OSError:
            return []

    def held(self, key: bytes) -> bytes | None:
        """A piece that is here whole."""
        content = read(self._path(key), MAX_PIECE) if self._ours else None
        return content if content is not None and digest(content) == key else None

    @contextmanager
    def piece(self, path: str, start: int) -> Iterator[tuple[int, Iterator[bytes]]]:
        """As a collector gives it; raises CarrierError when it is not here."""
        content = self.held(bytes.fromhex(path.rpartition("/")[2]))
        if content is None:
            raise CarrierError(_LACKS)
        yield start, (content[at : at + PART] for at in range(start, len(content), PART))

    def put(self, key: bytes, content: bytes) -> None:
        """Write a piece; raises CarrierError when the stick does not hold it."""
        if not there(self.folder.parent):
            raise CarrierError("The stick was taken out; put it in and begin again.")
        put(self.folder, self._path(key).name, content)

    def keep(self, keys: Collection[bytes]) -> None:
        """Take all others away, and what a cut has left of them; raises CarrierError."""
        stay = {self._path(key).name for key in keys}
        try:
            for name in self.names():
                if name not in stay and not (self.folder / name).is_dir():
                    (self.folder / name).unlink()
        except OSError as error:
            raise CarrierError("The stick cannot be written; it may be locked.") from error

    def room(self) -> int:
        """Bytes that the stick still takes; raises CarrierError when it was taken out."""
        try:
            return shutil.disk_usage(self.folder.parents[1]).free
        except OSError as error:
            raise CarrierError("The stick is not there any more; put it in again.") from error

    @property
    def _ours(self) -> bool:
        """Whether the folder is there, and on the stick itself."""
        return there(self.folder.parent) and there(self.folder)

    def _path(self, key: bytes) -> Path:
        return self.folder / (key.hex()[:16] + PIECE)
