"""A release as one file, for its way from where it is made to the key and to the collector.

A tar file: ``statement``, whose first 64 bytes are the signature or zeroes until it is signed;
``manifest``; then the content of each file under its place in the list. Nothing in it is unpacked
by a name of its own.
"""

import io
import os
import tarfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from sync.collector.errors import PublishError
from sync.errors import SyncError
from sync.protocol import Signer
from sync.releases import manifest, statement
from sync.releases.manifest import LINK, File
from sync.releases.statement import MAX_STATEMENT, Statement
from sync.wire import SIGNATURE

AT = tarfile.BLOCKSIZE
"""Where the statement begins in the file."""
PART = 1 << 20
NONE = bytes(SIGNATURE)


def write(path: Path, said: Statement, files: list[File], folder: Path) -> None:
    """Write a release that is not signed; raises OSError."""
    new = path.with_name(path.name + ".new")
    with new.open("wb") as out, tarfile.open(fileobj=out, mode="w") as tar:
        _add(tar, "statement", NONE + said.payload)
        _add(tar, "manifest", manifest.encode(files))
        for place, file in enumerate(_sorted(files)):
            if file.kind != LINK:
                with (folder / file.path).open("rb") as content:
                    _add(tar, str(place), content, file.size)
    new.replace(path)


def _sorted(files: list[File]) -> list[File]:
    return sorted(files, key=lambda each: each.path)


def _add(tar: tarfile.TarFile, name: str, content: "bytes | IO[bytes]", size: int = 0) -> None:
    entry = tarfile.TarInfo(name)
    entry.size = len(content) if isinstance(content, bytes) else size
    tar.addfile(entry, io.BytesIO(content) if isinstance(content, bytes) else content)


def sign(path: Path, signer: Signer) -> Statement:
    """Put the root key's signature into a release; raises PublishError."""
    said = unsigned(path)
    with path.open("r+b") as file:
        file.seek(AT)
        file.write(signer(statement.DOMAIN + said.payload))
        file.flush()
        os.fsync(file.fileno())
    return said


def unsigned(path: Path) -> Statement:
    """What it says, whoever signed it; raises PublishError."""
    with _opened(path) as tar:
        try:
            return Statement.decode(_small(tar, "statement", MAX_STATEMENT)[SIGNATURE:])
        except SyncError as error:
            raise PublishError(f"{path.name} is no release: {error}") from error


class Archive:
    """A release as it is read, from its beginning to its end."""

    def __init__(self, tar: tarfile.TarFile, root: bytes) -> None:
        """Raises SyncError: it is not signed by this root key, or is no release."""
        self._tar = tar
        self.signed = _small(tar, "statement", MAX_STATEMENT)
        self.statement = statement.opened(self.signed, root)
        self.manifest = _small(tar, "manifest", manifest.LARGEST)
        self.files = manifest.of_statement(self.manifest, self.statement)

    def lay(self, folder: Path) -> None:
        """Write its files into a folder; what they are is for the caller to measure."""
        for place, file in enumerate(self.files):
            path = folder / file.path
            path.parent.mkdir(parents=True, exist_ok=True)
            if file.kind != LINK:
                with path.open("wb") as out:
                    for part in _content(self._tar, str(place), file.size):
                        out.write(part)
                path.chmod(0o755 if file.kind == manifest.RUNS else 0o644)
        for file in self.files:
            if file.kind == LINK:
                (folder / file.path).symlink_to(os.fsdecode(file.what))


@contextmanager
def opened(path: Path, root: bytes) -> Iterator[Archive]:
    """A signed release; raises PublishError."""
    with _opened(path) as tar:
        if _small(tar, "statement", MAX_STATEMENT)[:SIGNATURE] == NONE:
            raise PublishError(
                f"{path.name} is not signed yet; where the root key is, run: collector release"
                f" sign {path.name}"
            )
    with _opened(path) as tar:
        try:
            yield Archive(tar, root)
        except SyncError as error:
            raise PublishError(f"{path.name} was refused: {error}") from error


@contextmanager
def _opened(path: Path) -> Iterator[tarfile.TarFile]:
    try:
        with path.open("rb") as file, tarfile.open(fileobj=file, mode="r:") as tar:
            yield tar
    except (tarfile.TarError, EOFError, ValueError) as error:
        raise PublishError(f"{path.name} is no release, or not all of it is there.") from error


def _small(tar: tarfile.TarFile, name: str, most: int) -> bytes:
    return b"".join(_content(tar, name, most, exact=False))


def _content(tar: tarfile.TarFile, name: str, size: int, exact: bool = True) -> Iterator[bytes]:
    """The next entry, which must be a plain one of this name and size."""
    entry = tar.next()
    if entry is None or not entry.isreg() or entry.name != name:
        raise tarfile.ReadError("something else was expected")
    if entry.size != size if exact else not 0 < entry.size <= size:
        raise tarfile.ReadError("a size is wrong")
    content = tar.extractfile(entry)
    left = entry.size
    while content is not None and left and (part := content.read(min(PART, left))):
        left -= len(part)
        yield part
    if left:
        raise tarfile.ReadError("it ends too soon")
