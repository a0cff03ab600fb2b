"""``python -m tests.journeys.visits``: three people live a visit each, at the real window.

Every screen is kept as a picture in a folder, and what was said aloud is printed; the few pictures
of ``kiosk/VISIT.md`` are made anew.

examples:
  python -m tests.journeys.visits                        all three, into .demo/visits
  python -m tests.journeys.visits --who dean --into /tmp/dean
  python -m tests.journeys.visits --pictures assets/pictures
"""

import argparse
import shutil
import sys
import tempfile
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path

from PIL import Image

from tests.journeys.ear import Ear, config
from tests.journeys.parts import ROOT, CollectorProcess, Kiosk
from tests.journeys.test_hearing import Officer, brought
from tests.journeys.visits_town import tokens, town
from tests.journeys.window import Window
from tests.voice.parts import heard, recorder

HEADSET = "1 [Headset]: USB-Audio - Headset\n"
WIDE, COLOURS = 480, 32
"""Of a picture that is kept for the page."""
KEPT = {"dean-home", "hussain-contact_name-opens", "hussain-contact_name", "halina-minutes-opens"}


class Diary:
    """A window, a hand before it, and what was seen and heard."""

    def __init__(self, window: Window, album: Path, said: Path, given: argparse.Namespace) -> None:
        self.robot, self.album, self.said, self.given = window.robot, album, said, given
        self.ear = Ear(said, self.robot)
        self.count = self.told = 0

    def look(self, keep: str = "") -> None:
        """Keep what shows, and write down what was said since."""
        self.ear.settled()
        self.count += 1
        seen, state = sorted(self.album.glob("*.png"))[-1], self.robot.state()
        shutil.copy(seen, self.given.into / f"{self.count:03d}-{state['screen']}.png")
        print(f"{self.count:3} {state['screen']}: {state['title']}", flush=True)
        words = heard(self.said)[self.told :]
        self.told += len(words)
        for each in words:
            print(f"      {each['language']}  {each['text']}")
        if keep in KEPT and self.given.pictures:
            small(seen, self.given.pictures / f"visit-{keep}.png")

    def tap(self, *ids: str, keep: str = "") -> None:
        for id in ids:
            self.robot.until(lambda s, id=id: any(c["id"] == id for c in s["controls"]), id)
            self.robot.tap(id)
            self.look(keep)

    def named(self, *labels: str) -> None:
        """Whatever begins with these words."""
        for label in labels:
            fits = [c["id"] for c in self.robot.state()["controls"] if c["label"].startswith(label)]
            self.tap(fits[0])

    def further(self) -> None:
        while self.robot.state()["scroll"]["down"]:
            self.tap("scroll:down")

    def typed(self, ref: str, text: str, keep: str = "") -> None:
        self.robot.type_text(ref, text)
        self.look(keep)

    def answer(self, text: str, keep: str = "", **said: str) -> None:
        """Every question of a form: what is said of it, or the first choice, or the text."""
        while self.robot.state()["screen"] == "question":
            for asked in self.robot.state()["fields"]:
                name = asked["ref"].rpartition("/")[2]
                if asked["choices"]:
                    self.robot.choose(asked["ref"], said.get(name, asked["choices"][0]["value"]))
                    self.look()
                elif asked["kind"] == "date":
                    self.typed(asked["ref"], "20112026")
                else:
                    usual = "2" if asked["kind"] == "number" else text
                    self.look(f"{keep}-{name}-opens" if keep else "")
                    self.typed(asked["ref"], said.get(name, usual), keep and f"{keep}-{name}")
            self.tap("next")


def small(picture: Path, into: Path) -> None:
    """A picture that weighs little and stays the same when nothing changed."""
    image = Image.open(picture)
    high = round(image.height * WIDE / image.width)
    reduced = image.resize((WIDE, high), Image.Resampling.LANCZOS)
    reduced.quantize(COLOURS, dither=Image.Dither.NONE).save(into, optimize=True)


def halina(diary: Diary, slip: str, reference: str) -> None:
    """71, Polish, sees little: text at 200 %, and listens."""
    diary.tap("language:pl", "over:size", "size:2.0", "close")
    diary.further()
    diary.named("Your High Street")
    diary.further()
    diary.tap("start")
    diary.answer("ab", keep="halina")
    diary.tap("finish")
    diary.further()
    diary.tap("clear")


def hussain(diary: Diary, slip: str, reference: str) -> None:
    """64, Urdu, reads little: a small screen, large text, and listens."""
    diary.tap("language:ur", "over:size", "size:2.0", "close", "task:0", "start")
    diary.answer("پارک", keep="hussain", way="phone", contact_phone="01614960123")
    diary.further()
    diary.tap("finish")
    diary.further()
    diary.tap("clear")


def dean(diary: Diary, slip: str, reference: str) -> None:
    """38, English, unsure with reading, in a hurry: much to do, one after the other."""
    diary.tap("language:en", keep="dean-home")
    diary.named("Report a problem", "Start")
    diary.answer("behind 12 Mill Lane", kind="rubbish", danger="yes")
    diary.tap("finish", "clear", "language:en")
    diary.named("What's on", "Near me", "Story time", "Take it", "Done", "Back", "Back", "Back")
    diary.named("Find help", "Getting about", "Dial-a-Ride", "Back", "Back", "Back")
    diary.named("Ask for a good turn", "Start")
    diary.answer("to the clinic", card="ask", what="lift")
    diary.tap("finish", "clear", "language:en")
    diary.named("Say thank you", "Start")
    diary.answer("thanks dot", card="thanks", picture="no")
    diary.tap("finish", "clear", "language:en")
    diary.named("Where the money goes", "Start")
    parts(diary, slip)
    diary.answer("")
    diary.tap("finish", "clear", "language:en", "reference:reply")
    parts(diary, reference)
    diary.robot.wait_for("reply")
    diary.look()
    diary.tap("clear")


def parts(diary: Diary, words: str) -> None:
    """A reference or a slip, word by word."""
    for number, part in enumerate(words.split("-")):
        diary.robot.wait_for("reference", f"reference:{number}")
        diary.typed(f"reference:{number}", part.lower())
        diary.robot.tap("part")


PEOPLE: dict[str, tuple[Callable[[Diary, str, str], None], str]] = {
    "halina": (halina, "1280x800"), "hussain": (hussain, "800x480"), "dean": (dean, "1280x800"),
}  # fmt: skip


def live(who: str, collector: CollectorProcess, folder: Path, given: argparse.Namespace) -> None:
    """One visit, on a kiosk of its own; what was reported there before has been answered."""
    kiosk = Kiosk(folder / who, collector.address)
    kiosk.enrol(collector.said("code", "--hub", "Central Library").split()[0])
    kiosk.sync()
    reference = kiosk.report_light("lamp 42")
    kiosk.desk.hearing.wait()
    brought(collector, kiosk)
    officer = Officer(collector)
    officer.answer(officer.pages()[0], "Thank you. The rubbish is gone, and the lane is lit again.")
    brought(collector, kiosk)
    walk, size = PEOPLE[who]
    said, cards, album = (folder / f"{who}-{each}" for each in ("said", "cards", "album"))
    cards.write_text("" if who == "dean" else HEADSET)
    path = config(kiosk.data, speech=recorder(said), sound_cards=str(cards), walk_away_seconds=300)
    with ExitStack() as stack:
        window = Window(stack, kiosk, size, "--config", str(path), pictures=album)
        walk(Diary(window, album, said, given), tokens(collector)[0], reference)


def main() -> int:
    """Live the visits that are asked for; gives the exit code."""
    parser = argparse.ArgumentParser(
        prog="python -m tests.journeys.visits", description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )  # fmt: skip
    parser.add_argument("--who", action="append", choices=PEOPLE)
    parser.add_argument("--into", type=Path, default=ROOT / ".demo" / "visits")
    parser.add_argument("--pictures", type=Path, help="where the pictures of kiosk/VISIT.md go")
    given = parser.parse_args()
    given.into.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, town(Path(folder)) as collector:
        for who in given.who or PEOPLE:
            live(who, collector, Path(folder), given)
    return 0


if __name__ == "__main__":
    sys.exit(main())
