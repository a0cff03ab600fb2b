"""The postcodes of a council's area out of the ONS Postcode Directory, line by line.

Its columns have had several names: ``pcds`` or ``pcd``; ``osward``, ``ward`` or ``wd25cd`` with the
year of the wards; ``oslaua``, ``laua`` or ``lad25cd``; ``doterm`` is the month after which a
postcode is not used any more (ONS, "ONS Postcode Directory: User Guide", record layout). The
National Statistics Postcode Lookup and a part of either have the same ones.
"""

import csv
import re
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from sync import postcodes
from sync.collector.local.plain import Refused
from sync.postcodes import PostcodesItem

POSTCODE = re.compile(r"pcds|pcd[0-9]?")
WARD = re.compile(r"osward|oswrd|ward|wd[0-9]{2}cd")
AUTHORITY = re.compile(r"oslaua|laua|lad([0-9]{2})?cd")
MOST = 200_000
"""Postcodes that are kept; no council has so many."""
LONGEST_LINE = 16_384
"""Bytes."""
TELL_BYTES = 4 << 20
"""How often it is told how far it is."""
Told = Callable[[int, int], None]
"""Bytes that were read, and postcodes that were found."""


class Lines(Protocol):
    """A file that gives a line of so many bytes at most."""

    def readline(self, size: int, /) -> bytes:
        """Empty behind the last."""


@dataclass
class Found:
    """What a file has of the area."""

    wards: dict[str, tuple[set[tuple[str, str]], set[tuple[str, str]]]] = field(
        default_factory=dict
    )
    """By the code of the ward: the postcodes in use, and those that are not any more."""
    count: int = 0
    ended: int = 0
    passed: int = 0
    """Lines that were looked at."""
    unread: int = 0
    """Lines in the area that have no postcode as they are written."""

    def items(self) -> list[PostcodesItem]:
        """By ward."""
        return [
            PostcodesItem(ward, postcodes.packed(now), postcodes.packed(ended - now))
            for ward, (now, ended) in sorted(self.wards.items())
        ]


@dataclass(frozen=True)
class Columns:
    """Where in a line everything stands."""

    postcode: int
    ward: int
    authority: int | None
    ended: int | None

    @classmethod
    def named(cls, names: list[str]) -> "Columns":
        """From the first line; raises Refused."""
        plain = [each.strip().lower() for each in names]
        best = {"pcds": 1}
        codes = [n for n, each in enumerate(plain) if POSTCODE.fullmatch(each)]
        codes.sort(key=lambda n: best.get(plain[n], 0), reverse=True)
        wards = _latest(plain, WARD)
        if not codes or wards is None:
            missing = "of the postcode (pcds)" if not codes else "of the ward (such as wd25cd)"
            raise Refused(
                f"its first line names no column {missing}; it should be the ONS Postcode"
                " Directory as CSV, or a part of it with its first line."
            )
        ended = plain.index("doterm") if "doterm" in plain else None
        return cls(codes[0], wards, _latest(plain, AUTHORITY), ended)

    @property
    def most(self) -> int:
        return max(self.postcode, self.ward, self.authority or 0, self.ended or 0)


def read(
    path: Path, wards: Collection[str], authorities: Collection[str],
    told: Told = lambda done, found: None,
) -> Found:  # fmt: skip
    """The postcodes in some wards, or in whole local authorities; raises Refused."""
    found = Found()
    with path.open("rb") as file:
        read_into(found, file, wards, authorities, told)
    return found


def read_into(
    found: Found, file: Lines, wards: Collection[str], authorities: Collection[str],
    told: Told = lambda done, found: None,
) -> None:  # fmt: skip
    """Add what another file has; raises Refused."""
    reader = csv.reader(_lines(file, found, told))
    try:
        columns = Columns.named(next(reader, []))
        if authorities and columns.authority is None:
            raise Refused("it has no column of the local authority (such as lad25cd).")
        for cells in reader:
            _take(found, columns, cells, wards, authorities)
    except csv.Error as error:
        raise Refused(f"line {reader.line_num} is no CSV: {error}.") from error


def _latest(names: list[str], wanted: re.Pattern[str]) -> int | None:
    """The column of that meaning; the newest year where there are several."""
    fits = [number for number, each in enumerate(names) if wanted.fullmatch(each)]
    return max(fits, key=lambda number: names[number], default=None)


def _lines(file: Lines, found: Found, told: Told) -> Iterator[str]:
    """The lines as text, each of bounded length; letters of other columns may be of any kind."""
    done, next_told = 0, TELL_BYTES
    while line := file.readline(LONGEST_LINE):
        if not done and line.startswith((b"\xff\xfe", b"\xfe\xff", b"PK")):
            raise Refused("it is not CSV in UTF-8; unpack it, or save it as 'CSV UTF-8'.")
        if len(line) == LONGEST_LINE:
            raise Refused(f"line {found.passed + 1} is longer than {LONGEST_LINE} letters.")
        found.passed += 1
        yield line.removeprefix(b"\xef\xbb\xbf").decode("utf-8", "replace").replace("\0", "")
        done += len(line)
        if done >= next_told:
            told(done, found.count)
            next_told = done + TELL_BYTES


def _take(
    found: Found, columns: Columns, cells: list[str], wards: Collection[str],
    authorities: Collection[str],
) -> None:  # fmt: skip
    if len(cells) <= columns.most:
        found.unread += bool(cells)
        return
    ward = cells[columns.ward].strip().upper()
    if columns.authority is not None and authorities:
        wanted = cells[columns.authority].strip().upper() in authorities
    else:
        wanted = ward in wards
    if not wanted or not postcodes.WARD.fullmatch(ward):
        return
    code = postcodes.parted(cells[columns.postcode])
    if code is None:
        found.unread += 1
        return
    ended = columns.ended is not None and bool(cells[columns.ended].strip())
    found.wards.setdefault(ward, (set(), set()))[ended].add(code)
    found.count += 1
    found.ended += ended
    if found.count > MOST:
        raise Refused(f"more than {MOST} postcodes of it are in this area, which cannot be.")
