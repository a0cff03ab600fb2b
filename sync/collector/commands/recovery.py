"""``keys split`` and ``keys join``: the private keys as words on paper, and back."""

import argparse
import datetime
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, TextIO

from sync.collector import secret
from sync.collector.commands.common import anywhere
from sync.collector.errors import CollectorError, ConfigError
from sync.collector.place import Place
from sync.collector.recovery import named, paper, shares
from sync.collector.recovery.shares import Gathered

TITLE = "Keys of the collector"
ASK = "The {words} words of one key from one page, then an empty line. Only an empty line: done."


def arguments(keys: argparse.ArgumentParser) -> None:
    """What can be typed after ``keys``."""
    ways: Any = keys.add_subparsers(dest="way", metavar="WAY")
    apart = ways.add_parser("split", help="the private keys as words on paper, for several holders")
    apart.add_argument("--shares", type=int, default=5, help="how many holders get a page")
    apart.add_argument("--need", type=int, default=3, help="how many of them bring a key back")
    apart.add_argument("--into", type=Path, required=True, help="the pages, a new .html file")
    apart.add_argument("--title", default=TITLE, help="what stands on top of each page")
    apart.set_defaults(work=split)
    back = ways.add_parser("join", help="bring keys back from the words of enough pages")
    back.add_argument(
        "words", type=Path, nargs="*", metavar="FILE",
        help="files of words, an empty line after each key of a page; none: they are typed",
    )  # fmt: skip
    back.add_argument(
        "--expect", nargs="+", default=[], metavar="NAME",
        help="names of the keys as the pages have them, where the folder keys is lost too",
    )  # fmt: skip
    back.set_defaults(work=join)
    for each in (apart, back):
        anywhere(each)


def split(place: Place, given: argparse.Namespace) -> None:
    """Write a page for each holder, with the words of every private key that lies here."""
    found = named.here(place)
    if not found:
        raise ConfigError(f"There is no private key in {place.reading} or {place.root_key}.")
    if given.into.suffix != ".html":
        raise CollectorError("Name a new .html file with --into; the words are kept nowhere else.")
    words = {name: shares.split(key, given.need, given.shares) for name, key in found.items()}
    today = datetime.date.today()
    pages = "".join(paper.pages(given.title, given.need, words, today))
    secret.write(given.into.absolute(), pages.encode())
    print(f"{given.shares} pages with {', '.join(found)} are in {given.into}.")
    if not any(name.startswith("root-") for name in found):
        print(f"The root key is not on them: it does not lie in {place.root_key}.")
    print(f"Print them, give each holder one, and delete {given.into}.")


def join(place: Place, given: argparse.Namespace) -> None:
    """Bring back every key of which there are words enough, once it is checked."""
    expected, gathered = named.expected(place, given.expect), Gathered()
    for path in given.words:
        with path.open(encoding="utf-8", errors="replace") as file:
            _take(gathered, file, f" of {path}")
    if not given.words:
        _take(gathered, sys.stdin, "")
    for key in gathered.whole():
        name, path = named.keep(place, key, expected)
        print(f"{name} is right, and lies in {path}.")
    _complain(gathered)


def _complain(gathered: Gathered) -> None:
    short = gathered.lacking()
    if not gathered:
        raise CollectorError("No words were given, and nothing was changed.")
    if len(short) > 1:
        raise CollectorError(
            f"These are words of {len(short)} different keys, and there are too few pages of each:"
            f" {'; '.join(short)}."
        )
    if short:
        raise CollectorError(f"A key did not come back: there are {short[0]}.")


def _take(gathered: Gathered, file: TextIO, where: str) -> None:
    """Add what a file has; whoever types may try again after a slip."""
    typing = file.isatty()
    for number, text in enumerate(_paragraphs(file, typing), 1):
        try:
            held, need = gathered.add(shares.read(text))
        except CollectorError as error:
            if not typing:
                raise CollectorError(f"The words of paragraph {number}{where}: {error}") from error
            print(error)
        else:
            if typing:
                print(f"They are right: {held} of {need} for this key.")


def _paragraphs(file: TextIO, typing: bool) -> Iterator[str]:
    """Lines up to an empty one; who types ends with an empty line alone."""
    lines: list[str] = []
    if typing:
        print(ASK.format(words=shares.WORDS))
    for line in file:
        if line.strip():
            lines.append(line)
        elif lines:
            yield " ".join(lines)
            lines = []
        elif typing:
            return
    if lines:
        yield " ".join(lines)
