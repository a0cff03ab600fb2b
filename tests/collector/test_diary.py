"""What the kiosks show as calendars: the standard's own shape, read by two others' libraries.

vobject and libical, which share no line with what writes the files; libical holds every file
against the rules of RFC 5545 and RFC 5546. Looked for in November 2026: ical4j's validator is on
Maven Central alone, which is not asked here; sabre/vobject's stands in Debian as of 2014 and wants
PHP; npm's ical.js and PyPI's icalendar, which writes the files, read and do not judge.
"""

import datetime
from collections.abc import Iterator
from typing import Any

import pytest
import vobject
from django.test import override_settings

from sync.events import LONGEST_TEXT, LONGEST_TITLE, Event, EventsItem
from tests.collector import inside, libical
from tests.collector.payloads import MARKUP

TODAY = datetime.date(2026, 6, 1)
SOUP = Event("soup@example", "Soup; for all, \\always", "2026-06-03T12:00", "2026-06-03T13:30",
             "Mill Lane, 3", "Line one\nline two", "0", "https://example.org/soup")  # fmt: skip
FAIR = Event("fair@example", "Fair", "2026-06-06", "2026-06-07")
WINTER = Event("soup@example", "Soup", "2026-12-03T12:00", "")


@pytest.fixture(scope="module")
def collector(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    with inside.collector(tmp_path_factory.mktemp("diary") / "data") as place:
        yield place


@pytest.fixture
def council(collector: Any, request: pytest.FixtureRequest) -> Iterator[Any]:
    made = inside.council(request.node.name, ("Central Library", "North Library"))
    yield made
    made.listings.all().delete()


@pytest.fixture
def reader(collector: Any) -> Any:
    """Anybody at all."""
    from django.test import Client

    return Client()


def load(owner: Any, *events: Event, hub: str = "", name: str = "Town") -> Any:
    """A calendar on the kiosks of one hub, or of all."""
    from sync.collector import feeds

    key = feeds.add_item(owner.pk, "events", EventsItem(name, hub, events).encode())
    listing = owner.listings.create(
        kind="events", name=name, source=b"", keys=[key], count=len(events), first_day=TODAY
    )
    listing.hubs.set(owner.hubs.filter(name=hub))
    return listing


def fetch(reader: Any, owner: Any, hub: str = "") -> dict[str, Any]:
    """The events by their titles, once the peer has found the file to be as the standard has it."""
    where = owner.hubs.get(name=hub).pk if hub else "all"
    answer = reader.get(f"/calendars/{owner.pk}/{where}.ics")
    assert answer.status_code == 200
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    return read(answer.content)


def read(content: bytes) -> dict[str, Any]:
    lines = content.split(b"\r\n")
    assert lines.pop() == b"" and all(len(line) <= 75 for line in lines)  # RFC 5545, 3.1
    assert not any(b"\n" in line or b"\r" in line for line in lines)
    assert not libical.NAME or not libical.faults(content)
    (calendar,) = vobject.readComponents(content.decode())
    assert calendar.validate(raiseException=True)
    assert (calendar.version.value, calendar.name) == ("2.0", "VCALENDAR")
    events = getattr(calendar, "vevent_list", [])
    assert len({each.uid.value for each in events}) == len(events)
    for each in events:
        assert each.dtstamp.value.tzinfo is not None
    return {each.summary.value: each for each in events}


def publish(owner: Any, id: str, **more: Any) -> Any:
    form = inside.form(owner, id, title=more.pop("title", id))
    hubs = more.pop("hubs", [])
    type(form).objects.filter(pk=form.pk).update(**more)
    form.hubs.set(owner.hubs.filter(name__in=hubs))
    return form


def later(days: int) -> datetime.date:
    from django.utils import timezone

    return timezone.localdate() + datetime.timedelta(days=days)


def test_events_are_there_with_their_times_on_the_clock_of_the_world(
    council: Any, reader: Any
) -> None:
    load(council, SOUP, FAIR, WINTER)
    found = fetch(reader, council)
    soup = found[SOUP.title]
    assert soup.dtstart.value == datetime.datetime(2026, 6, 3, 11, tzinfo=datetime.UTC)
    assert soup.dtend.value == datetime.datetime(2026, 6, 3, 12, 30, tzinfo=datetime.UTC)
    assert (soup.location.value, soup.url.value) == (SOUP.where, SOUP.url)
    assert soup.description.value == "Line one\nline two\nFree of charge"
    fair = found["Fair"]
    assert (fair.dtstart.value, fair.dtend.value) == (
        datetime.date(2026, 6, 6), datetime.date(2026, 6, 8)
    )  # fmt: skip
    winter = found["Soup"]
    assert winter.dtstart.value.hour == 12 and not hasattr(winter, "dtend")


@pytest.mark.skipif(not libical.NAME, reason="libical is not installed here")
@pytest.mark.parametrize(
    ("said", "instead"),
    [(b"VERSION:2.0\r\n", b""), (b"PRODID:", b"METHOD:PUBLISH\r\nPRODID:"),
     (b"UID:", b"UID:another\r\nUID:"), (b"DTEND:", b"DURATION:PT1H\r\nDTEND:"),
     (b"SUMMARY:Soup\\;", b"SUMMARY\r\nX-A:")],
    ids=["no version", "a method", "two names", "two ends", "half a line"],
)  # fmt: skip
def test_the_judge_of_these_files_finds_what_is_wrong(
    council: Any, reader: Any, said: bytes, instead: bytes
) -> None:
    """Among it the METHOD that stood there once: without an ORGANIZER, RFC 5546 has none."""
    load(council, SOUP)
    good = reader.get(f"/calendars/{council.pk}/all.ics").content
    assert said in good and not libical.faults(good)
    assert libical.faults(good.replace(said, instead, 1))


def test_a_hub_has_its_own_and_what_is_for_all(council: Any, reader: Any) -> None:
    load(council, SOUP, name="all")
    load(council, FAIR, hub="North Library", name="north")
    publish(council, "budget", title="Budget", closes_on=later(9), hubs=["North Library"])
    publish(council, "street", title="Streets", closes_on=later(9))
    both = {SOUP.title, "Last day to answer: Streets"}
    assert set(fetch(reader, council, "Central Library")) == both
    more = both | {"Fair", "Last day to answer: Budget"}
    assert set(fetch(reader, council, "North Library")) == more == set(fetch(reader, council))


def test_only_forms_that_stand_on_kiosks_have_a_last_day(council: Any, reader: Any) -> None:
    from django.utils import timezone

    publish(council, "now", closes_on=later(0))
    publish(council, "over", closes_on=later(-1))
    publish(council, "canary-coming", opens_on=later(1), closes_on=later(5))
    publish(council, "gone", closes_on=later(5), withdrawn_at=timezone.now())
    publish(council, "without")
    council.drafts.create(name="canary.xlsx", spreadsheet=b"")
    found = fetch(reader, council)
    assert set(found) == {"Last day to answer: now"}
    day = found["Last day to answer: now"]
    assert (day.dtstart.value, day.dtend.value) == (later(0), later(1))
    assert day.transp.value == "TRANSPARENT"


def test_no_council_shows_what_is_another_s(council: Any, reader: Any) -> None:
    ours, theirs = council, inside.council("Theirs")
    load(theirs, Event("a", "canary", "2026-06-06", ""))
    publish(theirs, "canary", closes_on=later(5))
    assert fetch(reader, ours) == {} == fetch(reader, ours, "Central Library")
    nobodys = reader.get(f"/calendars/{ours.pk}/999999.ics")
    their_hub = theirs.hubs.get().pk
    for path in (f"{ours.pk}/{their_hub}", f"{'9' * 40}/all", f"{ours.pk}/{'9' * 40}"):
        answer = reader.get(f"/calendars/{path}.ics")
        assert (answer.status_code, answer.content) == (404, nobodys.content)
    theirs.listings.all().delete()


def test_it_is_fetched_again_only_when_it_changed(council: Any, reader: Any) -> None:
    path = f"/calendars/{council.pk}/all.ics"
    first = reader.get(path)
    assert first["Cache-Control"] == "public, max-age=900" and not first.cookies
    same = reader.get(path, headers={"if-none-match": first["ETag"]})
    assert (same.status_code, same.content, same["ETag"]) == (304, b"", first["ETag"])
    assert reader.head(path)["ETag"] == first["ETag"] == reader.get(path)["ETag"]
    load(council, FAIR)
    changed = reader.get(path, headers={"if-none-match": first["ETag"]})
    assert changed.status_code == 200 and set(read(changed.content)) == {"Fair"}
    assert reader.post(path).status_code == 405


def test_one_address_fetches_so_often_and_no_more(council: Any, reader: Any) -> None:
    with override_settings(MOST_A_MINUTE={"calendars": 2}):
        asked = [reader.get(f"/calendars/{council.pk}/all.ics", REMOTE_ADDR="203.0.113.7")
                 for _ in range(6)]  # fmt: skip
        other = reader.get(f"/calendars/{council.pk}/all.ics", REMOTE_ADDR="203.0.113.8")
    refused = [each for each in asked if each.status_code == 429]
    assert 2 <= len(refused) <= 4, "a new minute of the clock may begin once"
    assert 1 <= int(refused[0]["Retry-After"]) <= 60 and b"Try again in" in refused[0].content
    assert other.status_code == 200


def test_an_event_keeps_its_name_when_it_is_written_out_anew(council: Any, reader: Any) -> None:
    listing = load(council, SOUP, WINTER)
    before = {title: each.uid.value for title, each in fetch(reader, council).items()}
    listing.save()
    assert {title: each.uid.value for title, each in fetch(reader, council).items()} == before


@pytest.mark.parametrize("text", [*MARKUP, "a\r\nEND:VCALENDAR\r\nBEGIN:VCALENDAR", "é🥣" * 80])
def test_no_text_breaks_out_of_its_line(council: Any, reader: Any, text: str) -> None:
    load(council, Event("a", text[:LONGEST_TITLE], "2026-06-06", "", text, text[:LONGEST_TEXT]))
    publish(council, "street", title=text[:200], closes_on=later(1))
    assert len(fetch(reader, council)) == 2


def test_two_events_that_are_the_same_are_one(council: Any, reader: Any) -> None:
    load(council, FAIR, FAIR)
    assert len(fetch(reader, council)) == 1


def test_a_calendar_that_can_be_written_out_no_more_says_so_once(
    council: Any, collector: Any, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    from sync.collector.local import publish as local

    looked, examined = [], local._examined
    monkeypatch.setattr(local, "_examined", lambda *a: looked.append(a[1]) or examined(*a))

    good = (b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nBEGIN:VEVENT\r\nUID:a\r\nSUMMARY:Soup\r\n"
            b"DTSTART:20240101T120000\r\nRRULE:FREQ=DAILY\r\nEND:VEVENT\r\n"
            b"END:VCALENDAR\r\n")  # fmt: skip
    listing = local.publish(collector, council, "events", [("a.ics", good)], []).listing
    kept = list(listing.keys)

    def renewed(source: bytes) -> tuple[int, str]:
        council.listings.update(source=source, first_day=later(-30))
        caplog.clear()
        local.renew(collector)
        listing.refresh_from_db()
        return len([each for each in caplog.records if each.name == "collector.local"]), (
            listing.problem
        )

    assert renewed(b"damaged")[0] == 1
    before = len(looked)
    assert renewed(b"damaged") == (0, listing.problem) and len(looked) == before
    assert "BEGIN:VCALENDAR" in listing.problem
    assert listing.keys == kept
    assert renewed(good.replace(b"DAILY", b"SECONDLY"))[0] == 1 and "second" in listing.problem
    assert renewed(good) == (0, "") and listing.keys != []
    assert renewed(b"damaged")[0] == 1
