"""What is on and who helps in a small town: samples for the screens, long names among them."""

import datetime

from kiosk.place.coming import coming
from kiosk.place.directory import FindHelp
from kiosk.place.events import WhatsOn
from kiosk.place.taking import Printer
from kiosk.visit import RoomOffer
from sync.directory import Hours, Service
from sync.events import Event, EventsItem

TODAY = datetime.date(2026, 11, 29)
HUB = "Central Library"
CALENDARS = (
    EventsItem(
        "Central Library", HUB,
        (
            Event("soup", "Warm hub: soup and company", "2026-11-29T12:00", "2026-11-29T14:00", HUB,
                  "Soup, bread and a warm room.\nEverybody is welcome. No need to book.", "0",
                  "https://example.org/soup"),
            Event("soup", "Warm hub: soup and company", "2026-12-06T12:00", "2026-12-06T14:00",
                  HUB),
            Event("digital", "Help with telephones and computers", "2026-11-30T10:00", "", HUB),
        ),
    ),
    EventsItem(
        "Anytown Council", "",
        (
            Event("market", "Winter market", "2026-11-28", "2026-12-01", "Market Square, Anytown",
                  "Sixty stalls.", "£2, children free"),
            Event("forum", "Planning committee: the Riverside neighbourhood development plan",
                  "2026-11-29T18:30", "2026-11-29T21:00", "Town Hall, Council Chamber"),
            *(Event(f"choir-{number}", f"Choir practice {number}", f"2026-12-{number:02}T19:00", "",
                    "St Mary's Church") for number in range(3, 19)),
        ),
    ),
)  # fmt: skip
SOUP = Service(
    "soup", "St Mary's soup kitchen", "St Mary's Church",
    "A hot meal, and somebody to talk to.\nNobody asks you anything.", "Everybody in Anytown",
    "18+", "0", "Closed on 25 December.", ("0161 496 0000", "0161 496 0001"),
    ("St Mary's Hall, 1 High Street, Anytown, AN1 1AA",), "soup@example.org",
    "https://example.org/help",
    (Hours("024", "10:00", "14:00"), Hours("", "", "", "By appointment")),
    ("Food banks", "Community meals"), "2026-06-03",
)  # fmt: skip
DEBT = Service(
    "debt", "Anytown Debt and Money Advice Partnership for Households", "Citizens Together",
    "Free advice about debts, bills and benefits.", phones=("+44 161 496 0100",),
    hours=(Hours("01234", "09:00", "17:00", "Closed for lunch"),), needs=("Debt advice",),
    checked="2024-01-09",
)  # fmt: skip
SERVICES = (
    DEBT, SOUP,
    Service("dial", "Dial-a-Ride", "Anytown Transport", needs=("Community transport",)),
    Service("bench", "The Bench", "Anytown Men", "Making things together."),
    *(Service(f"rent-{n}", f"Housing office {n}", "Anytown Homes", needs=("Housing",))
      for n in range(14)),
)  # fmt: skip


def rooms(printer: Printer | None) -> list[RoomOffer]:
    """Both, as the home screen offers them."""
    events = coming(CALENDARS, HUB, TODAY)
    return [
        RoomOffer(
            lambda words: words("What's on"),
            lambda words: words("Events: {count}", count=len(events)), "events",
            lambda: WhatsOn(events, TODAY, printer),
        ),
        RoomOffer(
            lambda words: words("Find help"),
            lambda words: words("Places that help: {count}", count=len(SERVICES)), "help",
            lambda: FindHelp(SERVICES, TODAY, printer), first_in_crisis=True,
        ),
    ]  # fmt: skip
