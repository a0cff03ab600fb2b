"""``export``: the answers to a form as a file, however many there are."""

import argparse
import json
import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import BinaryIO

from sync.collector.commands.common import council, ready
from sync.collector.errors import CollectorError, NotFound
from sync.collector.place import Place

KINDS = ("csv", "xlsx", "json", "ndjson")
STEP = 10_000
"""Rows between two lines of progress."""


def export(place: Place, given: argparse.Namespace) -> None:
    """Write the answers to a form, or what its columns mean, into a file."""
    ready(place)
    from sync.collector.exports.table import Table

    kind, out = _where(given)
    forms = _forms(given)
    table = _Counted(Table(forms, given.codes), quiet=given.json)
    with _opened(out) as file:
        for piece in _pieces(table, kind, given.dictionary):
            file.write(piece)
    if given.json:
        _say({"form": given.form, "format": kind, "file": str(out), "rows": table.count}, out)
    elif not given.dictionary:
        _say(f"{table.count} submissions written to {out}.", out)


class _Counted:
    """A table that says how far it is."""

    def __init__(self, table, quiet: bool) -> None:  # type: ignore[no-untyped-def]
        self.count, self._began, self._quiet = 0, time.monotonic(), quiet
        self.table = replace(table, each=self._one)

    def _one(self) -> None:
        self.count += 1
        if self.count % STEP == 0 and not self._quiet:
            rate = self.count / max(time.monotonic() - self._began, 0.001)
            print(f"{self.count:,} rows, {rate:,.0f} a second", file=sys.stderr, flush=True)


def _pieces(counted: _Counted, kind: str, columns: bool) -> Iterator[bytes]:
    from sync.collector import csvfile
    from sync.collector.exports import dictionary
    from sync.collector.exports.files import FORMATS

    forms = counted.table.forms
    if not columns:
        yield from FORMATS[kind].pieces(counted.table)
    elif kind == "csv":
        for line in csvfile.written(dictionary.HEADINGS, dictionary.rows(forms)):
            yield line.encode()
    else:
        yield json.dumps(dictionary.tree(forms), ensure_ascii=False, indent=1).encode() + b"\n"


def _where(given: argparse.Namespace) -> tuple[str, Path]:
    """Format and file: as they were named, or as the ending of the file says."""
    out = given.csv or given.out
    if out is None:
        raise CollectorError("Say where to write with --out FILE; --out - is the standard output.")
    kind = "csv" if given.csv else given.format or out.suffix.lower().lstrip(".") or "csv"
    if kind not in KINDS:
        raise CollectorError(f"Say the format with --format; there are {', '.join(KINDS)}.")
    if given.dictionary and kind not in ("csv", "json"):
        raise CollectorError("What the columns mean can be written as csv or json.")
    return kind, out


def _forms(given: argparse.Namespace):  # type: ignore[no-untyped-def]
    from sync.collector.models import Form

    owner = council(given.council)
    found = Form.objects.filter(council=owner, form_id=given.form)
    forms = list(found.order_by("-published_at", "-pk"))
    if not forms:
        names = sorted(set(Form.objects.filter(council=owner).values_list("form_id", flat=True)))
        raise NotFound(f"There is no form {given.form}; there are: {', '.join(names)}.")
    return forms


@contextmanager
def _opened(out: Path) -> Iterator[BinaryIO]:
    """The file under another name until it is whole: half an export is never taken for one."""
    if str(out) == "-":
        yield sys.stdout.buffer
        return
    part = out.with_name(out.name + ".part")
    try:
        with open(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
            yield file
        part.replace(out)
    finally:
        part.unlink(missing_ok=True)


def _say(what: object, out: Path) -> None:
    text = what if isinstance(what, str) else json.dumps(what)
    print(text, file=sys.stderr if str(out) == "-" else sys.stdout)
