"""Root's side: a version is copied from the kiosk's own folder to where only root can write.

A kiosk that was broken into can write whatever it likes into its own folder. So each file is opened
without following a link and measured by the signed list while it is copied, and what a start finds
later is the copy. It has its name once it is whole; a power cut leaves the whole of it or nothing.
"""

import fcntl
import os
import shutil
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from kiosk.releases import order
from kiosk.releases.job import part_of
from kiosk.releases.order import Order
from kiosk.releases.own import Running
from kiosk.releases.pin import ANOTHER, Pin
from kiosk.releases.shelf import Shelf
from kiosk.releases.strange import Strange
from sync.errors import CarrierError, ProtocolError, SyncError
from sync.flushing import flush
from sync.releases import manifest, versions
from sync.releases.laying import Laying
from sync.releases.manifest import File
from sync.releases.statement import Statement, opened
from sync.trust import Keys

PART = ".part"
SPARE = 50_000_000
"""Bytes that stay free in root's folder."""


class Installing:
    """Takes versions from ``shelf``, which is the kiosk's, into ``programs``, which is root's."""

    def __init__(self, programs: Path, shelf: Path, runs: Running) -> None:
        """``runs`` is the installed program, which is the one that does this."""
        self._programs, self._shelf, self._runs = programs, shelf, runs
        self._strange, self._pin = Strange(shelf.parent), Pin(programs)

    def install(self, version: str) -> None:
        """Take one version; nothing happens where it is here already.

        Raises:
            ProtocolError, SignatureError: it is not what the council signed for this machine.
            CarrierError: another install is under way, there is too little room for now, or the
                version is of a council that this machine does not belong to.
            OSError: the disk failed, or a file is not there or a link.
        """
        with self._alone():
            said, files, newest = self._checked(version)
            self._pin.keep(newest)
            if not (self._programs / version).is_dir():
                self._copy(said, files)

    def keep(self, stay: Collection[str]) -> None:
        """Remove every other version. Raises CarrierError, OSError."""
        with self._alone():
            Shelf(self._programs).tidy(lambda version: version in stay)

    def _checked(self, version: str) -> tuple[Statement, tuple[File, ...], bytes]:
        with self._strange.open(self._shelf / order.NAME) as file:
            content = file.read(order.LARGEST + 1)
        if len(content) > order.LARGEST:
            raise ProtocolError("The order of this version is too long.")
        found = Order.decode(content)
        keys, newest = self._council(found.keys)
        said = opened(found.statement, keys.root)
        if (said.version, said.platform) != (version, self._runs.platform):
            raise ProtocolError("What was signed is another version, or one for other machines.")
        if not versions.newer(version, self._runs.version):
            raise ProtocolError("This version is not newer than the installed one.")
        return said, manifest.of_statement(found.listed, said), newest

    def _council(self, statements: tuple[bytes, ...]) -> tuple[Keys, bytes]:
        """Another council's version may do later, once root has been told to trust that one."""
        try:
            return self._pin.keys(statements)
        except SyncError as error:
            raise CarrierError(ANOTHER) from error

    def _copy(self, said: Statement, files: tuple[File, ...]) -> None:
        part = part_of(self._programs, said)
        for each in self._programs.glob("*" + PART):
            if each != part:
                shutil.rmtree(each)
        self._check_room(part, said)
        source = part_of(self._shelf, said)
        known = {each.what: source / each.path for each in files if each.kind != manifest.LINK}
        try:
            for _ in Laying(part, files, (), _nothing, known, self._open).steps():
                pass
        except BaseException as error:
            if isinstance(error, Exception):
                shutil.rmtree(part, ignore_errors=True)
            raise
        part.replace(self._programs / said.version)
        flush(self._programs)

    def _open(self, path: Path) -> BinaryIO:
        ours = path.is_relative_to(self._programs)
        return path.open("rb") if ours else self._strange.open(path)

    def _check_room(self, part: Path, said: Statement) -> None:
        here = sum(each.lstat().st_size for each in part.rglob("*") if each.is_file())
        if shutil.disk_usage(self._programs).free - (said.size - here) < SPARE:
            raise CarrierError("There is too little room among the programs for this version.")

    @contextmanager
    def _alone(self) -> Iterator[None]:
        handle = os.open(self._programs, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            yield
        except BlockingIOError as error:
            raise CarrierError("Another version is being installed; it is tried again.") from error
        finally:
            os.close(handle)


def _nothing(piece: object) -> bytes:
    raise ProtocolError("A version that is installed comes in files, not in pieces.")
