"""A council with cards and two hubs, and what residents, an officer and the kiosks do with them."""

import datetime
import re
from pathlib import Path

from kiosk.visit import Finished, drawing
from sync.cards import CardItem
from tests.collector.officer import Answer, Officer
from tests.journeys.parts import CARDS, Kiosk
from tests.journeys.town import begun, copied

HERE, THERE = "Central Library", "North Library"
KIOSKS = (("here", HERE), ("there", THERE))
CONTACT = "qz0161496q"
"""A canary: how to reach whoever said something."""
SAYS = {
    "ask": {"card": "ask", "what": "lift", "say": "A lift to the clinic", "area": "Riverside",
            "days": "30", "first_name": "Ruth", "contact": CONTACT, "consent": "yes"},
    "offer": {"card": "offer", "what": "food", "say": "I cook too much soup", "days": "7",
              "contact": CONTACT, "consent": "yes"},
    "thanks": {"card": "thanks", "say": "Thank you, Dot at the market", "picture": "no",
               "consent": "yes"},
    "story": {"card": "story", "say": "We saved the old bandstand", "picture": "draw",
              "consent": "yes"},
}  # fmt: skip
TURN, STORY, ANSWER = (
    "Ask for a good turn, or offer one", "Say thank you, or tell a story", "Answer a good turn",
)  # fmt: skip
"""What the forms are called."""
DRAWN = "100,100 900,400"


class Town:
    """A collector, a kiosk in each of two hubs, and an officer."""

    def __init__(self, folder: Path) -> None:
        made, cookies = begun(tuple(CARDS), KIOSKS, "officer")
        self.collector = copied(made, folder, KIOSKS)
        address = self.collector.address
        self.here, self.there = (Kiosk(folder / name, address) for name in ("here", "there"))
        self.officer = Officer(self.collector, dict(cookies))

    def say(self, kiosk: Kiosk, form: str, said: dict[str, str]) -> tuple[str, str]:
        """One visit's answers, arrived and read: their page at the collector, and reference."""
        reference = say(kiosk, form, said)
        kiosk.sync()
        self.collector.said("read", "--once")
        found = re.search(r"/forms/\d+/[0-9a-f]{64}/", self.officer.get("/inbox/").text)
        assert found is not None
        return found[0], reference

    def let_through(self, page: str, *hidden: str) -> Answer:
        """Let others see all that is offered, but for parts with these words; or nothing."""
        shown = self.officer.get(page + "shown").text
        fields = {"whole": "show"}
        for part in shown.split('<fieldset class="plain part">')[1:]:
            name = re.search(r'name="(decision-\d+)"', part)
            assert name is not None
            keep = not any(each in part for each in hidden)
            fields[name[1]] = "show" if keep else "hide"
        return self.officer.post(page + "shown", **fields)

    def show(self, page: str, *hubs: str, days: int = 5) -> Answer:
        """Show it on the kiosks of some hubs, or of all."""
        last = datetime.date.today() + datetime.timedelta(days)
        offered = self.officer.get(page + "card").text
        ids = dict(re.findall(r'for="hub-(\d+)">\s*([^<]+?)\s*</label>', offered))
        picked = [number for number, name in ids.items() if name in hubs]
        assert len(picked) == len(hubs), "with no hub ticked it would be shown in all"
        fields = {"do": "show", "last": last.isoformat()} | ({"hub": picked[0]} if picked else {})
        return self.officer.post(page + "card", **fields)

    def card(self, kiosk: Kiosk, form: str, kind: str, *hubs: str) -> tuple[str, str]:
        """Said, let through and shown: its page and reference."""
        page, reference = self.say(kiosk, form, SAYS[kind])
        assert self.let_through(page).status == 302
        assert self.show(page, *hubs).status == 302
        return page, reference

    def sync(self) -> None:
        for each in (self.here, self.there):
            each.sync()

    def end(self) -> None:
        self.collector.kill()


def say(kiosk: Kiosk, form: str, said: dict[str, str]) -> str:
    """One visit's answers, saved at a kiosk; gives the reference."""
    offer = next(each for each in kiosk.desk.offers() if each.title["en"] == form)
    answers = kiosk.desk.open_form(offer.key).start("English (en)")
    for name, value in said.items():
        answers.answer(f"/data/{name}", value)
    if said.get("picture") == "draw":
        svg = drawing.svg(drawing.lines(DRAWN))
        answers.attach("/data/drawing", svg, "svg")
    done = Finished(offer.key, answers.finish(), "en", False, answers.files())
    return kiosk.desk.submit(done).reference


def cards(kiosk: Kiosk) -> list[CardItem]:
    """What a kiosk shows of cards."""
    return kiosk.desk.commons.cards("ask", "offer", "thanks", "story")
