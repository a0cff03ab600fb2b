"""``python -m tests.journeys.one_voice``: tokens at three kiosks that do not hear of each other.

Each token is tried at kiosks by chance, at some of them twice, while the kiosks meet the council by
chance too. At the end all have met: of each token that was used exactly one submission counts, all
that were accepted are kept, and no kiosk takes any of them again.

examples:
  python -m tests.journeys.one_voice                  10,000 tokens
  python -m tests.journeys.one_voice --tokens 100
"""

import argparse
import json
import random
import re
import sqlite3
import sys
import tempfile
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

import openpyxl

from kiosk.visit import Finished, VoiceError
from sync import reference
from sync.protocol import VOICE_META
from tests.journeys.parts import CollectorProcess, Kiosk

WISHES = ("trees", "benches", "lights")
HUBS = ("Central Library", "North Library", "South Library")


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


def say(kiosk: Kiosk, token: bytes, wish: str) -> bool:
    """One visit with a token; whether the kiosk took it."""
    offer = next(each for each in kiosk.desk.offers() if each.one_voice)
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


@dataclass
class Town:
    """A council with three kiosks, and what was taken at which."""

    collector: CollectorProcess
    kiosks: list[Kiosk]
    tokens: list[bytes]
    taken: Counter[bytes] = field(default_factory=Counter)

    def use(self, token: bytes, where: int, wish: str) -> None:
        self.taken[token] += say(self.kiosks[where], token, wish)

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
        kiosks.append(kiosk)
    return Town(collector, kiosks, made)


def live(town: Town, seed: int) -> dict[str, int]:
    """Use every token by chance; what came of it."""
    chance = random.Random(seed)
    tries = []
    for token in town.tokens:
        wheres = chance.choices(range(len(HUBS)), k=chance.choice((1, 1, 2, 3)))
        tries += [(token, where) for where in wheres]
    chance.shuffle(tries)
    for number, (token, where) in enumerate(tries):
        town.use(token, where, chance.choice(WISHES))
        if chance.random() < 0.02:
            town.kiosks[where].sync()
        if number == len(tries) // 2:
            town.meet()
    town.meet()
    found = town.counted()
    again = sum(say(kiosk, token, "trees") for kiosk in town.kiosks for token in town.tokens[:200])
    return {
        "tokens": len(town.tokens), "tries": len(tries), "taken": town.taken.total(),
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
