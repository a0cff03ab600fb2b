"""Lays a release out in a folder from its pieces and from what is here already.

Every file is measured by the signed list as it is written, and flushed. What a power cut left is
looked at and kept where it is right, so that nothing is done twice. Links come last, so that
nothing is ever written through one.
"""

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import BinaryIO

from sync.errors import ProtocolError
from sync.flushing import flush
from sync.releases import pieces
from sync.releases.folder import PART, hash_of
from sync.releases.manifest import LINK, RUNS, File, shown
from sync.releases.plan import BASE, Piece, Span
from sync.releases.statement import digest, hasher

Known = Mapping[bytes, Path]
"""Where a file of some content is, by its hash."""
MODES = {True: 0o755, False: 0o644}


class Laying:
    """One release on its way into a folder; ``steps`` does it bit by bit."""

    def __init__(
        self, folder: Path, files: Sequence[File], plan: Sequence[Piece],
        get: Callable[[Piece], bytes], known: Known,
        opener: Callable[[Path], BinaryIO] = lambda path: path.open("rb"),
    ) -> None:  # fmt: skip
        """``get`` gives a piece as it travelled; ``known`` what need not travel, which is opened
        with ``opener`` to be copied."""
        self._folder, self._files, self._plan, self._get = folder, files, plan, get
        self._known, self._opener = dict(known), opener
        self._here: set[str] = set()
        self._handle = -1
        self._state = hasher()

    def steps(self) -> Iterator[None]:
        """Lay it out; gives way after every piece and file it writes.

        Raises:
            ProtocolError: what came is not what was signed.
            OSError: the disk failed, or is full.
        """
        self._folder.mkdir(parents=True, exist_ok=True)
        try:
            for piece in self._plan:
                if self._lay(piece):
                    yield
        finally:
            self._close()
        for file in self._files:
            if file.kind != LINK and not self._is_here(file):
                self._copy(file)
                yield
        self._link()
        for folder in sorted(self._folders(), reverse=True):
            flush(folder)

    def _folders(self) -> set[Path]:
        """Every folder that has a new name in it, the top included."""
        found = {self._folder}
        for file in self._files:
            found.update(self._folder / each for each in Path(file.path).parents)
        return found

    def _lay(self, piece: Piece) -> bool:
        """Write what a piece holds; False when all of it is here already."""
        files = {span.file: self._files[span.file] for span in piece.spans}
        if self._handle < 0 and all(self._is_here(each) for each in files.values()):
            return False
        plain = unpacked(piece, self._get(piece), self._known)
        at = 0
        for span in piece.spans:
            self._write(self._files[span.file], span, plain[at : at + span.length])
            at += span.length
        return True

    def _write(self, file: File, span: Span, content: bytes) -> None:
        path = self._path(file)
        if span.start == 0:
            self._handle, self._state = _opened(path, file), hasher()
        _all(self._handle, content)
        self._state.update(content)
        if span.start + span.length == file.size:
            self._done(file, path)

    def _done(self, file: File, path: Path) -> None:
        os.fsync(self._handle)
        self._close()
        if self._state.digest() != file.what:
            path.unlink()
            raise ProtocolError(f"The file {shown(file.path)} is not the one that was signed.")
        self._known[file.what] = path
        self._here.add(file.path)

    def _copy(self, file: File) -> None:
        """From what is here, which may have changed under us: so it is measured again."""
        path, source = self._path(file), self._known.get(file.what)
        if file.size and source is None:
            raise ProtocolError(f"The file {shown(file.path)} did not come with its release.")
        self._handle, self._state = _opened(path, file), hasher()
        try:
            if file.size and source is not None:
                self._pour(file, source)
            self._done(file, path)
        finally:
            self._close()

    def _pour(self, file: File, source: Path) -> None:
        """Never more than the file may have, however the other grows meanwhile."""
        left = file.size
        with self._opener(source) as content:
            while left and (part := content.read(min(PART, left))):
                _all(self._handle, part)
                self._state.update(part)
                left -= len(part)

    def _is_here(self, file: File) -> bool:
        path = self._path(file)
        if file.path in self._here:
            return True
        if path.is_symlink() or not path.is_file() or path.stat().st_size != file.size:
            return False
        right = path.stat().st_mode & 0o777 == MODES[file.kind == RUNS]
        if right and hash_of(path) == file.what:
            self._known[file.what] = path
            self._here.add(file.path)
        return file.path in self._here

    def _link(self) -> None:
        for file in self._files:
            if file.kind == LINK:
                path = self._path(file)
                path.parent.mkdir(parents=True, exist_ok=True)
                path.unlink(missing_ok=True)
                path.symlink_to(os.fsdecode(file.what))

    def _path(self, file: File) -> Path:
        return self._folder / file.path

    def _close(self) -> None:
        if self._handle >= 0:
            os.close(self._handle)
        self._handle = -1


def unpacked(piece: Piece, packed: bytes, known: Known) -> bytes:
    """What a piece opens to. Raises ProtocolError for another one, or one that builds on a file
    that is not here."""
    if digest(packed) != piece.key:
        raise ProtocolError("A piece of a release is not the one it should be.")
    plain = pieces.unpack(packed, piece.opened, _base(piece, known))
    if len(plain) != piece.opened:
        raise ProtocolError("A piece of a release opens to less than it says.")
    return plain


def _base(piece: Piece, known: Known) -> bytes:
    if not piece.bases:
        return b""
    short = {key[:BASE]: path for key, path in known.items()}
    paths = [short.get(each) for each in piece.bases]
    found = [path for path in paths if path is not None]
    if len(found) < len(paths):
        raise ProtocolError("A piece of a release builds on a file that is not here.")
    if sum(path.stat().st_size for path in found) > pieces.MOST_BASE:
        raise ProtocolError("A piece of a release builds on more than it may.")
    return b"".join(path.read_bytes() for path in found)


def _opened(path: Path, file: File) -> int:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.unlink(missing_ok=True)
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, 0o600)
    os.fchmod(handle, MODES[file.kind == RUNS])
    return handle


def _all(handle: int, content: bytes) -> None:
    view = memoryview(content)
    while view:
        view = view[os.write(handle, view) :]
