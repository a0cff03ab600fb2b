"""The list of all files of a release, which follows from its folder alone: the same folder gives
the same bytes, so a kiosk makes that of what it runs by looking at it.

It is read as if somebody hostile had written it, whoever signed it: what it names stays inside the
folder, each thing has one name, and nothing is larger than it says.
"""

import posixpath
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sync import wire
from sync.errors import ProtocolError
from sync.protocol import HASH
from sync.releases import PROGRAM
from sync.releases.statement import MOST_BYTES, MOST_FILES, Statement, digest

PLAIN, RUNS, LINK = 0, 1, 2
"""Kinds of entries: a file, one that can be run, a link to a file beside it."""
MOST_OF_ONE = 256 << 20
"""Bytes of one file."""
LONGEST_PATH, LONGEST_NAME, DEEPEST = 300, 200, 20
"""Bytes of a path and of each name in it, and names in a path."""
LARGEST = 4 << 20
"""Bytes of the list itself."""


@dataclass(frozen=True)
class File:
    """One entry."""

    path: str
    """With ``/`` between names, inside the folder."""
    kind: int
    size: int
    """Bytes; 0 for a link."""
    what: bytes
    """The hash of its content, or where a link leads, as UTF-8."""


def encode(files: Iterable[File]) -> bytes:
    """The one list of these files. Raises ProtocolError when they are no release."""
    rows = sorted(files, key=lambda each: each.path)
    _check(rows)
    return wire.dump([[each.path, each.kind, each.size, each.what] for each in rows])


def decode(content: bytes) -> tuple[File, ...]:
    """Read a list; raises ProtocolError for one that no folder can have."""
    if len(content) > LARGEST:
        raise ProtocolError("The list of files of this release is too long.")
    rows = wire.parse_all(content, list, MOST_FILES, "a list of files")
    files = tuple(_file(row) for row in rows)
    _check(files)
    if [each.path for each in files] != sorted(each.path for each in files):
        raise ProtocolError("The files of this release are not in their order.")
    return files


def of_statement(content: bytes, said: Statement) -> tuple[File, ...]:
    """The list that a signed statement leads to; raises ProtocolError for any other."""
    if digest(content) != said.manifest:
        raise ProtocolError("The list of files is not the one that was signed.")
    files = decode(content)
    if (len(files), total(files)) != (said.files, said.size):
        raise ProtocolError("The list of files has other sizes than were signed.")
    return files


def total(files: Iterable[File]) -> int:
    """Bytes of all of them together."""
    return sum(each.size for each in files)


def _file(row: list[object]) -> File:
    if [type(part) for part in row] != [str, int, int, bytes]:
        raise ProtocolError("A line of the list of files is of the wrong shape.")
    return File(*row)  # type: ignore[arg-type]


def _check(files: Sequence[File]) -> None:
    if len(files) > MOST_FILES or total(files) > MOST_BYTES:
        raise ProtocolError("This release is larger than a release may be.")
    for each in files:
        _check_path(each.path)
        _check_kind(each)
    _check_names([each.path for each in files])
    plain = {each.path for each in files if each.kind != LINK}
    for each in files:
        if each.kind == LINK and leads_to(each) not in plain:
            raise ProtocolError(f"The link {shown(each.path)} leads to no file of this release.")
    if not any(each.path == PROGRAM and each.kind == RUNS for each in files):
        raise ProtocolError("This release has no program 'kiosk' at its top that can be run.")


def _check_path(path: str) -> None:
    names = path.split("/")
    try:
        long = len(path.encode()) > LONGEST_PATH or len(names) > DEEPEST
        long = long or max(len(name.encode()) for name in names) > LONGEST_NAME
    except UnicodeEncodeError:
        long = True
    strange = any(unicodedata.category(each).startswith("C") or each == "\\" for each in path)
    if long or strange or {"", ".", ".."} & set(names):
        raise ProtocolError(f"The path {shown(path)} can be no path of a release.")


def _check_kind(file: File) -> None:
    if file.kind in (PLAIN, RUNS):
        good = 0 <= file.size <= MOST_OF_ONE and len(file.what) == HASH
    else:
        good = file.kind == LINK and file.size == 0 and 0 < len(file.what) <= LONGEST_PATH
    if not good:
        raise ProtocolError(f"The entry {shown(file.path)} is of no kind a release may have.")


def _check_names(paths: Sequence[str]) -> None:
    """Nothing has two names, nothing is a file and a folder, on whatever disk it is put."""
    seen: dict[str, str] = {}
    for path in paths:
        names = path.split("/")
        for count in range(1, len(names) + 1):
            part = "/".join(names[:count]) + ("" if count == len(names) else "/")
            key = unicodedata.normalize("NFC", part).casefold().rstrip("/")
            if seen.setdefault(key, part) != part:
                raise ProtocolError(f"The path {shown(path)} is there twice in this release.")
    if len(set(paths)) != len(paths):
        raise ProtocolError("A path is there twice in this release.")


def leads_to(link: File) -> str:
    """The path inside the folder that a link leads to; empty when it leads out of it."""
    try:
        where = link.what.decode()
    except UnicodeDecodeError:
        return ""
    if where.startswith("/"):
        return ""
    full = posixpath.normpath(posixpath.join(posixpath.dirname(link.path), where))
    return "" if full.startswith("..") else full


def shown(path: str) -> str:
    """A path as it may stand in a message."""
    return ascii(path[:60])
