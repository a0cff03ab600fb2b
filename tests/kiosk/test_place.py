"""What's on and find help, without a window: in order, found, taken along, forgotten."""

import datetime
import gc
from collections.abc import Iterator
from dataclasses import replace

import icalendar
import pytest
from hypothesis import given
from hypothesis import strategies as st
from icalendar.parser import Contentlines

from kiosk.place import codes
from kiosk.place.coming import coming
from kiosk.place.entry import checked
from kiosk.place.finding import find
from kiosk.place.needs import NEEDS, by_need, label_of
from kiosk.screens import QR, Light, Notice, Screen, Text
from kiosk.visit import Rules, Visit
from kiosk.voice.spoken import spoken
from kiosk.words import Words, shipped
from sync.directory import Service
from sync.events import Event, EventsItem
from tests.kiosk.fakes import Desk
from tests.kiosk.town import CALENDARS, DEBT, HUB, SERVICES, SOUP, TODAY

DAY = datetime.timedelta(days=1)


@pytest.fixture
def desk() -> Desk:
    return Desk()


def visiting(desk: Desk, *ids: str, language: str = "en") -> Visit:
    visit = Visit(desk.services(), Rules())
    for id in (f"language:{language}", *ids):
        assert visit.screen().action(id), (id, visit.screen().name)
        visit.act(id)
    return visit


def labels(screen: Screen) -> list[str]:
    return [each.label for each in screen.choices]


def lights(screen: Screen) -> dict[str, str]:
    return {each.label: each.text for each in screen.blocks if isinstance(each, Light)}


def code(screen: Screen) -> str:
    return next(each.text for each in screen.blocks if isinstance(each, QR))


# What's on


def test_days_are_in_order_and_what_is_over_is_gone() -> None:
    titles = [each.event.title for each in coming(CALENDARS, HUB, TODAY)]
    assert titles[:3] == [
        "Winter market",  # since yesterday, and so today
        "Warm hub: soup and company",
        "Planning committee: the Riverside neighbourhood development plan",
    ]
    later = [each.event.title for each in coming(CALENDARS, HUB, TODAY + 3 * DAY)]
    assert "Winter market" not in later and "Choir practice 3" in later
    assert coming(CALENDARS, HUB, TODAY + 400 * DAY) == []


def test_the_same_event_of_two_calendars_shows_once() -> None:
    twice = (*CALENDARS, replace(CALENDARS[0], name="A copy"))
    assert coming(twice, HUB, TODAY) == coming(CALENDARS, HUB, TODAY)


def test_the_days_then_a_day_then_an_event(desk: Desk) -> None:
    visit = visiting(desk, "room:1")
    assert labels(visit.screen())[:4] == ["Near me", "Today", "Tomorrow", "Thursday 3 December"]
    visit.act(visit.screen().choices[1].id)
    visit.act(visit.screen().choices[1].id)
    shown = visit.screen()
    assert (shown.title, shown.kicker) == ("Warm hub: soup and company", "Central Library")
    assert lights(shown) == {
        "Sunday 29 November": "12:00 to 14:00", "Where": "Central Library",
        "What it costs": "Free of charge",
    }  # fmt: skip
    for name in ("whats-on-day", "whats-on", "tasks"):
        visit.act("back")
        assert visit.screen().name == name


def test_a_long_list_goes_on_and_back_leads_to_its_beginning(desk: Desk) -> None:
    visit = visiting(desk, "room:1")
    first = visit.screen()
    assert (len(first.choices), labels(first)[-1]) == (13, "More")
    visit.act("in:more")
    assert labels(visit.screen())[0] not in labels(first)
    visit.act("back")
    assert visit.screen() == first


def test_near_me_begins_with_this_hub(desk: Desk) -> None:
    details = [each.detail for each in visiting(desk, "room:1", "in:near").screen().choices]
    assert [each.startswith("Here.") for each in details[:4]] == [True, True, True, False]
    assert details[3].startswith("In another place. Today, All day")


def test_an_event_is_here_when_its_place_names_the_hub() -> None:
    elsewhere = EventsItem(
        "Town", "", (Event("a", "A", "2026-12-01", "", "Côte d'Or, CENTRAL LIBRÁRY"),)
    )
    assert coming([elsewhere], HUB, TODAY)[0].here
    assert not coming([elsewhere], "North Library", TODAY)[0].here


def test_what_is_taken_along_is_a_calendar_that_a_telephone_reads(desk: Desk) -> None:
    visit = visiting(desk, "room:1", "in:near", "in:event:1", "in:take")
    (event,) = icalendar.Calendar.from_ical(code(visit.screen())).walk("VEVENT")
    assert event["SUMMARY"] == "Warm hub: soup and company"
    assert event["DTSTART"].dt == datetime.datetime(2026, 11, 29, 12)
    assert event["DTEND"].dt == datetime.datetime(2026, 11, 29, 14)
    assert (event["LOCATION"], event["URL"]) == ("Central Library", "https://example.org/soup")
    visit.act("in:done")
    assert visit.screen().name == "event"


texts = st.text(
    st.characters(exclude_categories=["C", "Z"]) | st.sampled_from(" ,;\\:"), min_size=1
)


@given(texts.filter(str.strip), texts, st.dates(), st.integers(0, 5))
def test_every_event_makes_a_calendar_that_can_be_read(
    title: str, where: str, day: datetime.date, days: int
) -> None:
    last = day if day > datetime.date.max - 9 * DAY else day + days * DAY
    made = codes.event(Event("x,;y", title, day.isoformat(), last.isoformat(), where))
    assert all(len(line.encode()) <= 75 for line in made.split("\r\n"))
    (event,) = icalendar.Calendar.from_ical(made).walk("VEVENT")
    assert not event.errors and {"UID", "DTSTAMP", "DTSTART", "SUMMARY"} <= set(event)
    assert event["DTSTART"].dt == day
    short = " ".join(title.split())
    assert str(event["SUMMARY"])[:70] == short[:70]


@given(texts.filter(str.strip), st.lists(texts, max_size=3))
def test_every_service_makes_an_entry_for_an_address_book(name: str, phones: list[str]) -> None:
    made = codes.service(replace(SOUP, name=name, phones=tuple(phones)))
    lines = [line.parts() for line in Contentlines.from_ical(made) if line]
    names = [name for name, _, _ in lines]
    assert (names[:2], names[-1]) == (["BEGIN", "VERSION"], "END")
    assert {"FN", "N"} <= set(names) and len(made.encode()) < 1000


# Find help


def test_needs_in_everyday_words_lead_to_what_fits() -> None:
    found = {id: [each.name for each in those] for id, those in by_need(SERVICES).items()}
    assert found["food"] == ["St Mary's soup kitchen"]
    assert found["money"] == [DEBT.name]
    assert found["way"] == ["Dial-a-Ride"]
    assert found["other"] == ["The Bench"]
    assert len(found["home"]) == 14 and "safe" not in found
    everywhere = {each.name for those in by_need(SERVICES).values() for each in those}
    assert everywhere == {each.name for each in SERVICES}


@pytest.mark.parametrize(
    ("typed", "language", "first"),
    [
        ("soup", "en", SOUP.name), ("SOUPS", "en", SOUP.name), ("I am hungry", "en", SOUP.name),
        ("skint", "en", DEBT.name), ("my bills", "en", DEBT.name), ("kitch", "en", SOUP.name),
        ("bus", "en", "Dial-a-Ride"), ("business", "en", ""), ("evicted", "en", "Housing office 0"),
        ("Jedzenie", "pl", SOUP.name), ("dlugi", "pl", DEBT.name), ("długi", "pl", DEBT.name),
        ("їжа", "uk", SOUP.name), ("ਖਾਣਾ", "pa", SOUP.name), ("食物", "zh", SOUP.name),
        ("کھانا", "ur", SOUP.name), ("mancare", "ro", SOUP.name), ("the", "en", ""),
        ("", "en", ""), ("...", "en", ""), ("s", "en", ""),
    ],
)  # fmt: skip
def test_everyday_words_find_in_every_language(typed: str, language: str, first: str) -> None:
    found = find(SERVICES, typed, Words(language))
    assert (found[0].name if found else "") == first


@given(st.text(max_size=200))
def test_whatever_is_typed_finds_or_does_not(typed: str) -> None:
    assert set(find(SERVICES, typed, Words("en"))) <= set(SERVICES)


@pytest.mark.parametrize("code", [each.code for each in shipped()])
def test_the_name_of_every_need_finds_it(code: str) -> None:
    words = Words(code)
    for need in NEEDS:
        service = Service("x", "x", "", needs=(next(b for b in need.begins if b[-1] != "$"),))
        assert service in find([service], label_of(need.id, words), words), need.id


def test_an_entry_says_all_that_is_known_and_when_it_was_checked(desk: Desk) -> None:
    screen = visiting(desk, "room:2", "in:need:food", "in:service:1").screen()
    assert lights(screen) == {
        "Who it is for": "Everybody in Anytown", "Age": "18+", "Telephone": "0161 496 0001",
        "Where": "St Mary's Hall, 1 High Street, Anytown, AN1 1AA",
        "Monday, Wednesday, Friday": "10:00 to 14:00", "Opening times": "By appointment",
        "What it costs": "Free of charge",
    }  # fmt: skip
    assert screen.blocks[0] == Notice("Closed on 25 December.", "warn")
    assert screen.blocks[-1] == Text("Checked on 3 June 2026")
    said = [each.text for each in spoken(screen)]
    assert "Telephone. 0161 496 0000" in said and "Talk to a person here first" in said


def test_what_was_not_checked_lately_says_so() -> None:
    words = Words("en")
    old = checked(DEBT, TODAY, words)
    assert old == Notice("Last checked on 9 January 2024. It may have changed.", "warn")
    never = checked(SERVICES[3], TODAY, words)
    assert never == Notice("It is not known when this was last checked.", "warn")
    assert isinstance(checked(SOUP, TODAY, words), Text)


def test_a_number_keeps_its_order_among_words_from_right_to_left(desk: Desk) -> None:
    visit = visiting(desk, "room:2", "in:need:food", "in:service:1", language="ar")
    numbers = [each for each in lights(visit.screen()).values() if "496" in each]
    assert numbers == ["\u20660161 496 0001\u2069"]
    visit = visiting(desk, "room:2", "in:need:food", "in:service:1", "in:take", language="ar")
    assert "\u2066" not in code(visit.screen())


@pytest.mark.parametrize("way", [(), ("in:need:food", "in:service:1")])
def test_a_person_is_called_from_the_lists_and_the_entries(desk: Desk, way: tuple[str]) -> None:
    visit = visiting(desk, "room:2", *way, "in:person")
    assert (visit.screen().name, desk.bell.rings) == ("help", 1)
    visit.act("close")
    assert visit.screen().name in ("find-help", "service")
    visit.act("back")  # and then nobody is called again
    assert desk.bell.rings == 1


def test_printing_says_what_became_of_it(desk: Desk) -> None:
    visit = visiting(desk, "room:2", "in:need:food", "in:service:1", "in:take", "in:print")
    (slip,) = desk.printer.slips
    on_paper = [each.text for each in slip.blocks if isinstance(each, Text | Notice)]
    assert (slip.title, slip.kicker) == (SOUP.name, SOUP.by)
    assert "Telephone: 0161 496 0000" in on_paper and "Checked on 3 June 2026" in on_paper
    visit.act("in:print")  # it is on its way, and the screen does not offer it
    assert len(desk.printer.slips) == 1
    for state, word in (("done", "It is printed"), ("paper", "no paper"), ("failed", "not answer")):
        desk.printer.now = state
        assert word in visit.screen().blocks[0].text
    visit.act("in:print")
    assert len(desk.printer.slips) == 2
    visit.act("in:done")
    assert visit.screen().name == "service"


def test_without_a_printer_nothing_is_offered_that_does_not_work(desk: Desk) -> None:
    desk.printer = None
    visit = visiting(desk, "room:1", "in:near", "in:event:1", "in:take")
    assert visit.screen().action("in:print") is None


def held(mark: str) -> Iterator[str]:
    """What Python still reaches that has a text in it; the parts of the mark stand apart here."""
    gc.collect()
    for one in gc.get_objects():
        for each in gc.get_referents(one):
            if type(each) is str and mark in each and each != mark:
                yield each


def test_nothing_that_was_searched_for_is_kept(desk: Desk) -> None:
    visit = visiting(desk, "room:2", "in:search")
    visit.act("fill:find", "debt " + "".join(("zq", "canary")))
    visit.act("in:find")
    assert labels(visit.screen()) == [DEBT.name]
    assert "".join(("zq", "canary")) not in repr(visit.screen())
    visit.act("back")
    assert list(held("".join(("zq", "canary")))) and visit.screen().fields()[0].value
    visit.act("over:stop")
    visit.act("clear")
    assert visit.at_rest and not list(held("".join(("zq", "canary"))))
    assert "canary" not in str(desk.counts)
