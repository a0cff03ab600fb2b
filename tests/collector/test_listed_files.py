"""Good calendars and directories as the kiosks get them: times, exceptions, fields, plain texts."""

import datetime
import json
import unicodedata
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from sync.collector.local import calendars, directories
from sync.collector.local.plain import Refused, line, plain, web
from sync.directory import Hours, Service
from sync.events import Event
from tests.collector.test_hostile_listings import calendar

FIRST = datetime.date(2026, 11, 29)


def events(*each: str, zone: str = "Europe/London") -> list[Event]:
    parts = ["\r\n".join([*one.split("|"), ""]) for one in each]
    return calendars.read(calendar(*parts), FIRST, zone)[1]


def times(*each: str, zone: str = "Europe/London") -> list[tuple[str, str]]:
    return [(one.start, one.end) for one in events(*each, zone=zone)]


@pytest.mark.parametrize(
    ("given", "zone", "start", "end"),
    [
        ("DTSTART:20261201T120000", "Europe/London", "2026-12-01T12:00", ""),
        ("DTSTART:20261201T120000Z", "Europe/Warsaw", "2026-12-01T13:00", ""),
        ("DTSTART;TZID=America/New_York:20261201T190000|DURATION:PT90M", "Europe/London",
         "2026-12-02T00:00", "2026-12-02T01:30"),
        ("DTSTART;VALUE=DATE:20261201", "Europe/London", "2026-12-01", ""),
        ("DTSTART;VALUE=DATE:20261201|DTEND;VALUE=DATE:20261204", "Europe/London",
         "2026-12-01", "2026-12-03"),
        ("DTSTART;VALUE=DATE:20261120|DTEND;VALUE=DATE:20261205", "Europe/London",
         "2026-11-20", "2026-12-04"),
    ],
)  # fmt: skip
def test_times_are_those_on_the_clocks_of_the_place(
    given: str, zone: str, start: str, end: str
) -> None:
    assert times(f"UID:a|SUMMARY:Soup|{given}", zone=zone) == [(start, end)]


def test_what_repeats_is_written_out_with_its_exceptions_and_changes() -> None:
    weekly = ("UID:a|SUMMARY:Choir|DTSTART;TZID=Europe/London:20260101T190000|DURATION:PT1H"
              "|RRULE:FREQ=WEEKLY;BYDAY=TH|EXDATE;TZID=Europe/London:20261224T190000")  # fmt: skip
    moved = ("UID:a|SUMMARY:Choir, upstairs|RECURRENCE-ID;TZID=Europe/London:20261210T190000"
             "|DTSTART;TZID=Europe/London:20261211T200000")  # fmt: skip
    gone = ("UID:a|SUMMARY:Choir|STATUS:CANCELLED|RECURRENCE-ID;TZID=Europe/London:20261217T190000"
            "|DTSTART;TZID=Europe/London:20261217T190000")  # fmt: skip
    found = events(weekly, moved, gone)
    assert [each.start for each in found] == [
        "2026-12-03T19:00", "2026-12-11T20:00", "2026-12-31T19:00", "2027-01-07T19:00",
        "2027-01-14T19:00", "2027-01-21T19:00",
    ]  # fmt: skip
    assert found[1].title == "Choir, upstairs"


def test_a_newer_version_of_an_event_takes_the_place_of_the_older() -> None:
    old, new = ("UID:a|SEQUENCE:1|SUMMARY:Old|DTSTART:20261201T120000",
                "UID:a|SEQUENCE:2|SUMMARY:New|DTSTART:20261202T120000")  # fmt: skip
    for order in ((old, new), (new, old)):
        assert [each.title for each in events(*order)] == ["New"]


def test_a_line_ends_where_icalendar_ends_it() -> None:
    """Word processors leave separators in texts that other programs take for ends of lines."""
    (found,) = events(
        "UID:a|SUMMARY:Soup|DTSTART:20261201T120000|DESCRIPTION:One\u2028two\x85three"
    )
    assert found.text.split() == ["One", "two", "three"]


def test_only_the_days_to_come_are_taken() -> None:
    assert times("UID:a|SUMMARY:Gone|DTSTART:20261128T120000") == []
    assert times("UID:a|SUMMARY:Far|DTSTART:20270201T120000") == []
    assert len(times("UID:a|SUMMARY:Daily|DTSTART:20200101T120000|RRULE:FREQ=DAILY")) == 60


def test_markup_and_addresses_that_are_none_do_not_reach_a_kiosk() -> None:
    (found,) = events(
        "UID:a|SUMMARY:<b>Soup</b> &amp; bread|DTSTART:20261201T120000|X-COST:£0.00"
        "|DESCRIPTION:Come<br>all<p>of you</p>|URL:javascript:alert(1)"
    )
    assert (found.title, found.text) == ("Soup & bread", "Come\nall\nof you")
    assert (found.url, found.cost) == ("", "0")
    assert web("https://example.org/a?b=c") == "https://example.org/a?b=c"


@given(st.text(max_size=300), st.integers(5, 60))
def test_a_plain_text_is_short_and_shows_all_it_has(text: str, longest: int) -> None:
    made = plain(text, longest)
    assert len(made) <= longest and made == made.strip()
    hidden = [each for each in made if unicodedata.category(each) in ("Cc", "Cs", "Co", "Cn")]
    assert set(hidden) <= {"\n"} and "\u202e" not in made and "\n" not in line(text, longest)
    made.encode()


FULL: dict[str, Any] = {
    "id": "ac148810", "name": "Soup kitchen", "status": "active", "assured_date": "2026-06-03",
    "description": "<p>Hot meals.</p><p>No questions.</p>", "email": "soup@example.org",
    "url": "https://example.org/soup", "minimum_age": 18, "maximum_age": None,
    "alert": "Closed on 25 December.",
    "organization": {"id": "o", "name": "St Mary's", "description": "A church."},
    "contacts": [{"id": "c", "name": "Ann", "phones": [{"id": "p", "number": "0161 496 0000"}]}],
    "schedules": [
        {"id": "1", "freq": "WEEKLY", "byday": "FR,MO", "opens_at": "10:00:00Z",
         "closes_at": "14:00:00", "description": "Ring the bell."},
        {"id": "2", "freq": "MONTHLY", "byday": "2MO", "opens_at": "10:00", "closes_at": "12:00",
         "description": "The second Monday of a month."},
        {"id": "3", "freq": "WEEKLY", "byday": "SU", "opens_at": "10:00", "closes_at": "12:00",
         "valid_to": "2026-01-01"},
    ],
    "cost_options": [{"id": "1", "option": "A meal", "amount": 2.5, "currency": "GBP",
                      "amount_description": "if you can"}],
    "service_at_locations": [{"id": "s", "location": {
        "id": "l", "name": "The Hall", "addresses": [
            {"id": "a", "address_1": "1 High Street", "city": "Anytown", "postal_code": "AN1 1AA",
             "state_province": "Greater Anytown", "country": "GB", "address_type": "physical"}]}}],
    "attributes": [{"id": "t", "taxonomy_term": {"id": "x", "name": "Food banks",
                                                 "description": "Food"}}],
}  # fmt: skip


def services(*given: Any) -> tuple[list[Service], int]:
    return directories.read([("a.json", json.dumps(given).encode())], FIRST)


def test_a_full_service_comes_with_all_that_kiosks_show() -> None:
    ((found,), left_out) = services(FULL)
    assert left_out == 0
    assert found == Service(
        "ac148810", "Soup kitchen", "St Mary's", "Hot meals.\nNo questions.", ages="18+",
        cost="A meal: £2.50 if you can", alert="Closed on 25 December.", phones=("0161 496 0000",),
        addresses=("The Hall, 1 High Street, Anytown, AN1 1AA",), email="soup@example.org",
        url="https://example.org/soup", needs=("Food banks",), checked="2026-06-03",
        hours=(Hours("04", "10:00", "14:00", "Ring the bell."),
               Hours("", "", "", "The second Monday of a month.")),
    )  # fmt: skip


def test_free_is_free_and_unknown_is_unknown() -> None:
    free = FULL | {"cost_options": [{"id": "1", "amount": 0}]}
    assert services(free)[0][0].cost == "0"
    assert services(FULL | {"cost_options": []})[0][0].cost == ""
    assert services(FULL | {"cost_options": [], "fees": "A pound"})[0][0].cost == "A pound"


def test_services_are_in_order_and_what_is_not_active_is_counted() -> None:
    made = [{"id": n, "name": n, "status": s} for n, s in (("b", "active"), ("A", "active"),
                                                           ("c", "defunct"))]  # fmt: skip
    found, left_out = services(*made)
    assert [each.name for each in found] == ["A", "b"] and left_out == 1


def test_the_schema_is_one_and_every_part_of_it_is_held() -> None:
    schema = json.loads(directories.SCHEMA.read_text())
    Draft202012Validator.check_schema(schema)
    for field in schema["properties"]:
        with pytest.raises(Refused) as refused:
            services(FULL | {field: {"a": "thing"} if field != "organization" else [1]})
        assert "Service 1" in str(refused.value)
