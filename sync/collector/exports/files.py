"""The formats a table can be written in, and what a browser must be told of each."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from sync.collector import csvfile
from sync.collector.exports import jsonfile, xlsx
from sync.collector.exports.table import Table


@dataclass(frozen=True)
class Format:
    """One kind of file."""

    content_type: str
    pieces: Callable[[Table], Iterator[bytes]]
    codes: bool = False
    """Whether it always has names and codes, because a script reads it."""


def _text(lines: Callable[[Table], Iterator[str]]) -> Callable[[Table], Iterator[bytes]]:
    return lambda table: (line.encode() for line in lines(table))


FORMATS = {
    "csv": Format("text/csv; charset=utf-8", _text(csvfile.of)),
    "xlsx": Format("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", xlsx.of),
    "json": Format("application/json", _text(jsonfile.whole), True),
    "ndjson": Format("application/x-ndjson", _text(jsonfile.by_line), True),
}
