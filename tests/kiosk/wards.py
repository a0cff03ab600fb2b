"""Wards of a small town, who speaks for them, and what was decided: samples for the screens."""

import io

from PIL import Image, ImageDraw

from kiosk.place.area import Area
from kiosk.place.coming import coming
from kiosk.place.my_place import MyPlace
from kiosk.place.taking import Printer
from kiosk.visit import RoomOffer
from sync.decisions import Told
from sync.events import Event, EventsItem
from sync.postcodes import PostcodesItem, packed
from sync.wards import Councillor, WardItem
from tests.kiosk.town import HUB, TODAY


def face(colour: str) -> bytes:
    """A drawing of somebody as a small JPEG."""
    drawn = Image.new("RGB", (180, 225), colour)
    brush = ImageDraw.Draw(drawn)
    brush.ellipse((50, 40, 130, 140), fill="#f2d0b0")
    brush.ellipse((20, 150, 160, 320), fill="#334455")
    out = io.BytesIO()
    drawn.save(out, "JPEG", quality=70)
    return out.getvalue()


LEE = Councillor(
    "Ann Lee", "The Anytown Party", face("#88aacc"),
    ("First Saturday of the month, 10 to 11, Central Library",
     "Every Tuesday by telephone, 18:00 to 19:00"),
    "0161 496 0200", "https://example.org/lee",
)  # fmt: skip
ABBEY = WardItem(
    "E05000001", "Abbey",
    (LEE, Councillor("Bashir Khan", "Independent", face("#ccbb88")),
     Councillor("Carys Prichard-Featherstonehaugh", "The Residents of the Riverside", b"",
                ("By appointment",), "0161 496 0201")),
)  # fmt: skip
BROOK = WardItem("E05000002", "Brook and Saint Mary-le-Water", ())
MOOR = WardItem("E05000003", "Moor Top", (Councillor("Dan Okafor"),))
OTHERS = tuple(WardItem(f"E050001{n:02}", f"North {n}", ()) for n in range(14))
POSTCODES = (
    PostcodesItem(
        ABBEY.code, packed([("AN1", "1AA"), ("AN1", "1AB"), ("AN10", "0ZZ")]),
        packed([("AN9", "9ZZ")]),
    ),
    PostcodesItem(BROOK.code, packed([("AN1", "1AD"), ("AN2", "1AA")]), {}),
    PostcodesItem(MOOR.code, packed([("OL1", "0PP")]), {}),
)  # fmt: skip
DECISIONS = (
    Told(
        {"en": "Six new benches on the High Street", "ur": "ہائی اسٹریٹ پر چھ نئے بینچ"},
        {"en": "People told us there was nowhere to sit.\nThe benches come before May.",
         "ur": "لوگوں نے بتایا کہ بیٹھنے کی جگہ نہیں ہے۔\nبینچ مئی سے پہلے آ جائیں گے۔"},
        "2026-11-03", (ABBEY.code,), "https://example.org/benches",
    ),
    Told({"en": "The council tax for next year"}, {"en": "It goes up by 2 %."}, "2026-10-21"),
    Told({"en": "A crossing at Moor Lane"}, {"en": "Work begins in June."}, "2026-10-20",
         (MOOR.code,)),
)  # fmt: skip
STEPS = (
    Told({"en": "Before the meeting"},
         {"en": "Ring 0161 496 0300 by noon the day before and say what it is about."}),
    Told({"en": "At the meeting"}, {"en": "You have three minutes.\nSomebody may speak for you."}),
)  # fmt: skip
SURGERY = Event("surgery", "Surgery: Councillor Ann Lee", "2026-12-05T10:00", "2026-12-05T11:00",
                HUB)  # fmt: skip
LEEDS = Event("trip", "Trip to Ann Leeds", "2026-12-06T10:00", "", HUB)
AREA = Area(
    (ABBEY, BROOK, MOOR, *OTHERS), POSTCODES, DECISIONS, STEPS,
    coming([EventsItem("Town", "", (SURGERY, LEEDS))], HUB, TODAY),
)  # fmt: skip


def room(printer: Printer | None) -> RoomOffer:
    """My place, as the home screen offers it."""
    return RoomOffer(
        lambda words: words("My place"),
        lambda words: words("Your councillors, and what the council decided"), "place",
        lambda: MyPlace(AREA, printer),
    )  # fmt: skip
