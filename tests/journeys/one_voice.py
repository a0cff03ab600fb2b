"""``python -m tests.journeys.one_voice``: tokens at three kiosks that do not hear of each other.

Each token is tried at kiosks by chance, at some of them twice, while the kiosks meet the council by
chance too. At the end all have met: of each token that was used exactly one submission counts, all
that were accepted are kept, and no kiosk takes any of them again.

Stretching is meant to be slow, and left a proof of 10,000 tokens without an end: 16 MiB at every
try of a token, 64 MiB behind every submission for who comes back to ask. Here the council stretches
each token, and so do the kiosks, once: the three of them share what came of it. Nobody comes back.

examples:
  python -m tests.journeys.one_voice                  10,000 tokens
  python -m tests.journeys.one_voice --tokens 100
"""

import argparse
import functools
import json
import random
import re
import sqlite3
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import openpyxl

from kiosk.visit import Finished, FormOffer, VoiceError
from sync import reference, voices
from sync.protocol import VOICE_META
from tests.journeys.parts import CollectorProcess, Kiosk

WISHES = ("trees", "benches", "lights")
HUBS = ("Central Library", "North Library", "South Library")


@dataclass(frozen=True)
class Try:
    """A token at a kiosk, and whether that syncs afterwards."""

    token: bytes
    where: int
    wish: str
    sync: bool = False


@contextmanager
def stretched_once() -> Iterator[None]:
    """Kiosks that try a token again are given what was worked out at the first time."""
    real = voices.of
    voices.of = functools.cache(real)
    try:
        yield
    finally:
        voices.of = real


def spreadsheet(folder: Path) -> Path:
    """Where the money should go; each person says it once."""
    book = openpyxl.Workbook()
    book.active.title = "survey"
    book.active.append(("type", "name", "label", "required"))
    book.active.append(("select_one wishes", "wish", "What should the money go to?", "yes"))
    choices = book.create_sheet("choices")
    choices.append(("list_name", "name", "label"))
    for name in WISHES:
        choices.append(("wishes", name, name.title()))
    settings = book.create_sheet("settings")
    settings.append(("form_id", "form_title", "kiosk_one_voice"))
    settings.append(("budget", "Where the money goes", "yes"))
    path = folder / "budget.xlsx"
    book.save(path)
    return path


def tokens(collector: CollectorProcess, count: int, into: Path) -> list[bytes]:
    """Made by the council and read off the page that it prints."""
    collector.said("slips", "budget", "--count", str(count), "--into", str(into))
    return [reference.read(each) for each in re.findall("<b>([^<]+)</b>", into.read_text())]


def say(kiosk: Kiosk, token: bytes, wish: str, offer: FormOffer | None = None) -> bool:
    """One visit with a token; whether the kiosk took it."""
    offer = offer or asks_for_one(kiosk)
    try:
        voice = kiosk.desk.voice(offer.key, token)
    except VoiceError as error:
        assert error.spent
        return False
    answers = kiosk.desk.open_form(offer.key).start()
    answers.answer("/data/wish", wish)
    answers.note(VOICE_META, voice.hex())
    kiosk.desk.submit(Finished(offer.key, answers.finish(), "en", False, voice=voice))
    return True


def asks_for_one(kiosk: Kiosk) -> FormOffer:
    """The form with one voice each."""
    return next(each for each in kiosk.desk.offers() if each.one_voice)


@dataclass
class Town:
    """A council with three kiosks, and what was taken at which."""

    collector: CollectorProcess
    kiosks: list[Kiosk]
    tokens: list[bytes]
    taken: Counter[bytes] = field(default_factory=Counter)

    def use(self, tries: list[Try]) -> None:
        """Each kiosk goes through its own tries in their order, all kiosks at the same time."""
        with ThreadPoolExecutor(len(self.kiosks)) as hubs:
            for taken in hubs.map(lambda where: self._at(where, tries), range(len(self.kiosks))):
                self.taken += taken

    def _at(self, where: int, tries: list[Try]) -> Counter[bytes]:
        kiosk, taken = self.kiosks[where], Counter[bytes]()
        offer = asks_for_one(kiosk)
        for each in (each for each in tries if each.where == where):
            taken[each.token] += say(kiosk, each.token, each.wish, offer)
            if each.sync:
                kiosk.sync()
        return taken

    def meet(self) -> None:
        """Every kiosk sends, the council reads and tells all of them."""
        for kiosk in self.kiosks:
            kiosk.sync()
        self.collector.said("read", "--once")
        an_hour_later(self.collector)
        self.collector.said("tend")
        for kiosk in self.kiosks:
            kiosk.sync()

    def counted(self) -> Counter[bool]:
        """How many submissions count, and how many do not."""
        lines = self.collector.said("export", "budget", "--format", "ndjson", "--out", "-")
        return Counter(json.loads(line)["counts"] for line in lines.splitlines())


def an_hour_later(collector: CollectorProcess) -> None:
    """What kiosks learn of each other is put together once an hour."""
    with sqlite3.connect(collector.data / "collector.db", timeout=60) as db:
        db.execute(
            "update collector_placeitem set loaded_at = datetime(loaded_at, '-61 minutes')"
            " where kind = 'spent'"
        )


def town(folder: Path, collector: CollectorProcess, count: int) -> Town:
    """The form published, the tokens made, three kiosks enrolled that know of both."""
    for hub in HUBS[1:]:
        collector.said("addhub", hub)
    collector.said("publish", str(spreadsheet(folder)))
    made = tokens(collector, count, folder / "slips.html")
    kiosks = []
    for number, hub in enumerate(HUBS):
        kiosk = Kiosk(folder / f"kiosk{number}", collector.address)
        kiosk.enrol(collector.said("code", "--hub", hub).split()[0])
        kiosk.sync()
        kiosk.desk.hearing.remember = lambda reference, seq: None  # type: ignore[method-assign]
        kiosks.append(kiosk)
    return Town(collector, kiosks, made)


def by_chance(tokens: list[bytes], chance: random.Random) -> list[Try]:
    """Every token at one kiosk at least."""
    tries = []
    for token in tokens:
        for where in chance.choices(range(len(HUBS)), k=chance.choice((1, 1, 2, 3))):
            tries.append(Try(token, where, chance.choice(WISHES), chance.random() < 0.02))
    chance.shuffle(tries)
    return tries


def live(town: Town, seed: int) -> dict[str, int]:
    """Use every token by chance; what came of it."""
    tries = by_chance(town.tokens, random.Random(seed))
    with stretched_once():
        for half in (tries[: len(tries) // 2], tries[len(tries) // 2 :]):
            town.use(half)
            town.meet()
        found, taken = town.counted(), Counter(town.taken)
        town.use([Try(each, where, "trees") for each in town.tokens for where in range(len(HUBS))])
    again = (town.taken - taken).total()
    return {
        "tokens": len(town.tokens), "tries": len(tries), "taken": taken.total(),
        "count": found[True], "kept and not counted": found[False], "taken again": again,
    }  # fmt: skip


def main() -> int:
    """Print what came of it; exit code 1 when a token counted twice or not at all."""
    parser = argparse.ArgumentParser(
        prog="python -m tests.journeys.one_voice", description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )  # fmt: skip
    parser.add_argument("--tokens", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=int(time.time()))
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        collector = CollectorProcess(Path(folder) / "collector")
        collector.begin()
        collector.start()
        try:
            made = town(Path(folder), collector, given.tokens)
            found = live(made, given.seed)
        finally:
            collector.kill()
    print(", ".join(f"{count:,} {name}" for name, count in found.items()))
    right = found["count"] == found["tokens"] and not found["taken again"]
    return int(not right or found["taken"] != found["count"] + found["kept and not counted"])


if __name__ == "__main__":
    sys.exit(main())
