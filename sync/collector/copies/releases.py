"""Copies of the folder ``releases``: what was published, beside each copy of the database.

A release is two files that are never changed once they are there (``sync.collector.figures.kept``).
"""

import json
import os
import re
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from shutil import copyfileobj

from sync.collector.errors import CollectorError
from sync.collector.place import Place
from sync.flushing import flush

SUFFIX = ".releases.zip"
NAME = re.compile(r"\d+-[0-9a-f]{16}-\d+\.json")
RECORDS = ".records"


def beside(copy: Path) -> Path:
    """Where the releases of a copy of the database lie."""
    return copy.with_name(copy.stem + SUFFIX)


def make(place: Place, path: Path) -> int:
    """Copy every release; how many. Made after the database, it lacks none that is in that.

    Raises:
        CollectorError: a release has lost half of itself.
    """
    names = sorted(each.name for each in place.releases.glob("*.json"))
    with open(os.open(path, os.O_RDWR | os.O_CREAT | os.O_TRUNC, 0o600), "w+b") as file:
        with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as pack:
            for name in names:
                for each in _both(place.releases / name):
                    _add(pack, each)
        file.flush()
        os.fsync(file.fileno())
    flush(path.parent)
    return len(verified(path))


def verified(path: Path) -> list[str]:
    """Read it whole, as a restore would; the names of its releases.

    Raises:
        CollectorError: it is damaged, or holds what is no release.
    """
    try:
        with zipfile.ZipFile(path) as pack:
            if pack.testzip() is not None:
                raise _damaged(path)
            names = [name for name in pack.namelist() if NAME.fullmatch(name)]
            every = {each.name for name in names for each in _both(Path(name))}
            if every != set(pack.namelist()) or not all(_told(pack.read(each)) for each in names):
                raise _damaged(path)
    except (OSError, zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError) as error:
        raise _damaged(path) from error
    return names


def put_back(place: Place, path: Path) -> None:
    """Bring back what the folder lacks, or has damaged; a whole release here stays as it is."""
    names = verified(path)
    place.releases.mkdir(mode=0o700, exist_ok=True)
    with zipfile.ZipFile(path) as pack:
        for name in names:
            told, here = pack.read(name), place.releases / name
            if here.exists() and _told(here.read_bytes()) and here.read_bytes() != told:
                continue
            for each in reversed(list(_both(here))):  # what tells of a release comes last
                _extract(pack, each)
    flush(place.releases)


def _both(path: Path) -> Iterator[Path]:
    """What tells of a release, and whom it counts."""
    yield path
    yield path.with_suffix(RECORDS)


def _told(content: bytes) -> bool:
    """Whether it tells of a release."""
    try:
        found = json.loads(content)
    except (ValueError, RecursionError):
        return False
    return isinstance(found, dict) and {"council_id", "form_id", "number", "tables"} <= found.keys()


def _add(pack: zipfile.ZipFile, path: Path) -> None:
    try:
        pack.write(path, path.name)
    except FileNotFoundError as error:
        raise CollectorError(
            f"{path} is not there any more; run 'collector restore' of a copy that has it."
        ) from error


def _extract(pack: zipfile.ZipFile, path: Path) -> None:
    part = path.with_name(path.name + ".part")
    handle = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with pack.open(path.name) as inside, open(handle, "wb") as out:
        copyfileobj(inside, out)
        out.flush()
        os.fsync(out.fileno())
    part.replace(path)


def _damaged(path: Path) -> CollectorError:
    return CollectorError(
        f"The copy {path} of the released figures is damaged; bring it back from where copies of"
        " it are kept, or move it away to go on with the folder 'releases' as it is."
    )
