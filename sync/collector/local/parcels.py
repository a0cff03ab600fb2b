"""``python -m sync.collector.local.parcels FOLDER FILE.zip``: unpacks the files of an archive.

Runs in its own short-lived process, because an archive from anywhere may ask for any amount of
memory or time, and unpack to any size.
"""

import json
import sys
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from sync.collector.local import bounds
from sync.collector.local.plain import Refused

MARK = b"PK\x03\x04"
"""What an archive begins with (PKWARE, APPNOTE.TXT, section 4.3.7)."""
MOST = 64 << 20
"""Bytes that one may unpack to."""
MOST_FILES = 500
KNOWN = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
PIECE = 1 << 20
MEMORY = 190 << 20
PROCESSOR_SECONDS = 1.5
BROKEN = (OSError, ValueError, zipfile.BadZipFile, zlib.error, NotImplementedError, EOFError)
LARGE = f"it unpacks to more than {MOST >> 20} MB; make it smaller."


class Bounded:
    """A file of an archive, of which no more is unpacked than may be."""

    def __init__(self, file: IO[bytes], left: int = MOST) -> None:
        self._file, self._left = file, left

    def read(self, size: int) -> bytes:
        """So many bytes at most; raises Refused."""
        return self._counted(self._file.read(size))

    def readline(self, size: int, /) -> bytes:
        """A line of so many bytes at most; raises Refused."""
        return self._counted(self._file.readline(size))

    def _counted(self, piece: bytes) -> bytes:
        self._left -= len(piece)
        if self._left < 0:
            raise Refused(LARGE)
        return piece


@contextmanager
def opened(path: Path) -> Iterator[zipfile.ZipFile]:
    """An archive whose files can be read; raises Refused, for what goes wrong within as well."""
    try:
        with zipfile.ZipFile(path) as archive:
            _check(archive.infolist())
            yield archive
    except BROKEN as error:
        raise Refused("it is no archive (.zip), or damaged.") from error


def _check(files: list[zipfile.ZipInfo]) -> None:
    if len(files) > MOST_FILES:
        raise Refused(f"there are more than {MOST_FILES} files in it.")
    if any(each.flag_bits & 1 for each in files):
        raise Refused("it is locked with a password; save it without.")
    if any(each.compress_type not in KNOWN for each in files):
        raise Refused("it is packed in a way that is not known here; save it as a plain .zip.")
    if sum(each.file_size for each in files) > MOST:
        raise Refused(LARGE)


def ours(archive: zipfile.ZipFile) -> Iterator[zipfile.ZipInfo]:
    """Its files, without folders and what a Mac puts beside them."""
    for each in archive.infolist():
        name = Path(each.filename).name
        if not each.is_dir() and not name.startswith(".") and "__MACOSX" not in each.filename:
            yield each


def unpack(path: Path, folder: Path) -> None:
    """Every file into the folder itself, wherever it lay; raises Refused."""
    with opened(path) as archive:
        for each in ours(archive):
            with archive.open(each) as inner:
                bounded = Bounded(inner)
                with (folder / Path(each.filename).name).open("xb") as file:
                    while piece := bounded.read(PIECE):
                        file.write(piece)


def main() -> int:
    """Print ``{}`` or ``{"error": ...}``."""
    bounds.limit(MEMORY, PROCESSOR_SECONDS)
    said = {}
    try:
        unpack(Path(sys.argv[2]), Path(sys.argv[1]))
    except FileExistsError:
        said = {"error": "two files in it have the same name."}
    except Refused as error:
        said = {"error": str(error)}
    except MemoryError:
        said = {"error": "it needs too much memory; make it smaller."}
    print(json.dumps(said))
    return 0


if __name__ == "__main__":
    sys.exit(main())
