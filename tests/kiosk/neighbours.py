"""What people near here ask, offer, thank for and tell: samples for the screens, a picture too."""

import io

from PIL import Image, ImageDraw

from kiosk.place.life import glimpses
from kiosk.place.stories import Proud
from kiosk.place.turns import GoodTurns
from kiosk.screens import Screen
from kiosk.visit import RoomOffer
from kiosk.words import Words
from sync.cards import CardItem, CardLine
from sync.notices import NoticeItem
from sync.outcomes import OutcomeItem
from tests.kiosk.town import CALENDARS, HUB, TODAY, coming

DAY = 86_400
THEN = 1_795_000_000


def picture() -> bytes:
    """A drawing of a house, as the council sends one."""
    image = Image.new("L", (800, 400), 255)
    brush = ImageDraw.Draw(image)
    brush.line([(200, 350), (200, 180), (400, 60), (600, 180), (600, 350), (200, 350)], 0, 6)
    brush.rectangle((360, 240, 440, 350), outline=0, width=6)
    out = io.BytesIO()
    image.save(out, "PNG")
    return out.getvalue()


def line(name: str, text: str, **more: str) -> CardLine:
    return CardLine({"en": name, "ur": name}, {"": text} if not more else {"en": text, **more})


ABOUT, SAY, AREA = "What is it about?", "Say it in a few words", "Where, roughly?"
TURNS = (
    CardItem(7, "ask", THEN + 7, THEN + 30 * DAY, "en", (
        line(ABOUT, "A lift to somewhere", ur="کہیں جانے کے لیے سواری"),
        line(SAY, "I have to be at the clinic in Riverside every second Tuesday at ten, and the bus"
             " does not go there any more.\nI can pay for the petrol."),
        line(AREA, "Near St Mary's"),
    )),
    CardItem(6, "offer", THEN + 6, THEN + 7 * DAY, "ur", (
        line(ABOUT, "Food or shopping", ur="کھانا یا خریداری"),
        line(SAY, "میں ہر اتوار سوپ پکاتی ہوں، بہت زیادہ۔ لے جائیں۔"),
    )),
    *(CardItem(number, "ask", THEN, THEN + DAY, "en", (line(SAY, f"A shelf, number {number}"),))
      for number in range(5, 1, -1)),
)  # fmt: skip
STORIES = (
    CardItem(9, "story", THEN + 9, THEN + 30 * DAY, "en", (
        line("Tell it in your own words", "We saved the old bandstand. Eleven of us painted it in"
             " one weekend, and the brass band came back after nineteen years."),
        line("What is your first name?", "Ruth"),
    ), (picture(),)),
    CardItem(8, "thanks", THEN + 8, THEN + 30 * DAY, "en", (
        line("Tell it in your own words", "Thank you, Dot at the market, for the bag of apples."),
    )),
)  # fmt: skip
OUTCOMES = (
    OutcomeItem(
        "high_street", THEN, {"en": "Your High Street"}, {}, {"en": "Six benches before May."}, {}
    ),
)
NOTICES = (
    NoticeItem(bytes(16), HUB, THEN + DAY, {"en": "Warm hub tonight"},
               {"en": "Soup and company from noon.\nEverybody is welcome."}),
)  # fmt: skip


def rooms() -> list[RoomOffer]:
    """Both, as the home screen offers them."""
    return [
        RoomOffer(
            lambda words: words("Good turns"),
            lambda words: words("Cards: {count}", count=len(TURNS)), "help",
            lambda: GoodTurns(TURNS, True), first_in_crisis=True,
        ),
        RoomOffer(
            lambda words: words("Proud of this place"),
            lambda words: words("Thanks and stories: {count}", count=len(STORIES)), "story",
            lambda: Proud(STORIES),
        ),
    ]  # fmt: skip


def life(words: Words) -> tuple[Screen, ...]:
    """What the screen shows while nobody is there."""
    today = [each for each in coming(CALENDARS, HUB, TODAY) if each.day == TODAY]
    return glimpses(STORIES, OUTCOMES, NOTICES, today, words)
