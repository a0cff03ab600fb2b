"""A table as an Excel workbook (ECMA-376), made as it is sent.

``openpyxl`` writes each sheet to a temporary file in clear before it makes the workbook, and a
process that is killed leaves that file behind; here nothing of what people said touches the disk.
Text is always marked as text, so that no spreadsheet runs it as a formula.
"""

import datetime
import re
import zipfile
from collections.abc import Iterator
from contextlib import closing
from typing import IO, cast
from xml.sax.saxutils import escape

from sync.collector import csvfile
from sync.collector.exports import xlsx_parts
from sync.collector.exports.table import Table

ROWS = 1_048_576
"""Rows a sheet may have; more go on another."""
SHEET_BYTES = 1_900_000_000
"""Bytes of one sheet before it is compressed; from 2 GiB on, Excel opens no streamed file."""
CELL = 32_767
"""Characters Excel lets a cell have; a longer text is cut here and whole in CSV and JSON."""
CHUNK = 64 * 1024
_NUMBER = re.compile(r"-?(0|[1-9][0-9]{0,14})(\.[0-9]{1,9})?")
_FORBIDDEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0d\x0e-\x1f\ud800-\udfff\ufffe\uffff]|_(?=x[0-9A-Fa-f]{4}_)"
)
_EPOCH = datetime.datetime(1899, 12, 30)
_FIRST_SAFE = datetime.datetime(1900, 3, 1)
"""Excel takes 1900 for a leap year; days before this one would be off by one."""
PLAIN, TEXT_LIKE_A_FORMULA, HEADING, MOMENT, DAY = range(5)
"""The styles of ``xlsx_parts.STYLES``, in their order."""


class _Sink:
    """What the archive is written into: bytes that wait to be sent."""

    def __init__(self) -> None:
        self.waiting = bytearray()

    def write(self, data: bytes, /) -> int:
        self.waiting += data
        return len(data)

    def flush(self) -> None:
        """Nothing is held back."""

    def take(self) -> bytes:
        found, self.waiting = bytes(self.waiting), bytearray()
        return found


def of(table: Table) -> Iterator[bytes]:
    """A table as the bytes of a workbook, in pieces."""
    sink, sheets, rows = _Sink(), 0, table.rows()
    heading = _row(table.headings, ["heading"] * len(table.headings))
    kinds = table.kinds
    archive = zipfile.ZipFile(cast(IO[bytes], sink), "w", zipfile.ZIP_DEFLATED, compresslevel=4)
    with archive:
        row = next(rows, None)
        while row is not None or not sheets:
            sheets += 1
            with closing(archive.open(xlsx_parts.sheet_name(sheets), "w")) as sheet:
                size, count = sheet.write(xlsx_parts.BEGIN + heading), 1
                while row is not None and count < ROWS and size < SHEET_BYTES:
                    size, count = size + sheet.write(_row(row, kinds)), count + 1
                    row = next(rows, None)
                    if len(sink.waiting) >= CHUNK:
                        yield sink.take()
                sheet.write(xlsx_parts.END)
        for name, content in xlsx_parts.around(sheets):
            archive.writestr(name, content)
    yield sink.take()


def _row(cells: list[str], kinds: list[str]) -> bytes:
    made = "".join(_cell(text, kind) for text, kind in zip(cells, kinds, strict=True))
    return f"<row>{made}</row>".encode()


def _cell(text: str, kind: str) -> str:
    if not text:
        return "<c/>"
    if kind in ("int", "decimal", "range") and _NUMBER.fullmatch(text):
        return f"<c><v>{text}</v></c>"
    if kind in ("moment", "date") and (serial := _serial(text)) is not None:
        return f'<c s="{MOMENT if kind == "moment" else DAY}"><v>{serial}</v></c>'
    style = HEADING if kind == "heading" else PLAIN
    if csvfile.safe(text) != text:  # kept as text even by who edits the cell or saves it as CSV
        style = TEXT_LIKE_A_FORMULA
    return f'<c s="{style}" t="inlineStr"><is><t xml:space="preserve">{_text(text)}</t></is></c>'


def _serial(text: str) -> float | None:
    """Days since the epoch of spreadsheets, by the clock on the wall; None for what is no time."""
    try:
        when = datetime.datetime.fromisoformat(text).replace(tzinfo=None)
    except ValueError:
        return None
    return (when - _EPOCH) / datetime.timedelta(days=1) if when >= _FIRST_SAFE else None


def _text(text: str) -> str:
    cut = text if len(text) <= CELL else text[: CELL - 1] + "…"
    return escape(_FORBIDDEN.sub(lambda found: f"_x{ord(found[0]):04X}_", cut))
