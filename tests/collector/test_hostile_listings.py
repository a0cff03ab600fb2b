"""Forty broken, huge and malicious calendars and directories: each refused within its limits."""

import json
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from sync.collector.local import examine

HEAD = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\n"
SOUP = "UID:a\r\nSUMMARY:Soup\r\n"
AT = SOUP + "DTSTART:20261201T120000\r\n"


def calendar(*events: str) -> bytes:
    inner = "".join(f"BEGIN:VEVENT\r\n{each}END:VEVENT\r\n" for each in events)
    return f"{HEAD}{inner}END:VCALENDAR\r\n".encode()


def service(**changes: Any) -> bytes:
    """A list of one good service, with these members changed; None takes one away."""
    made = {"id": "1", "name": "Soup", "status": "active"} | changes
    return json.dumps([{k: v for k, v in made.items() if v is not None}]).encode()


CALENDARS = {
    "empty": (b"", "does not begin with BEGIN:VCALENDAR"),
    "a picture": (b"\x89PNG\r\n\x1a\n" + bytes(range(256)), "not a calendar in UTF-8"),
    "a web page": (b"<html>Log in</html>", "does not begin with"),
    "zeros": (calendar(AT).replace(b"Soup", b"So\0p"), "zeros among its letters"),
    "cut off": (calendar(AT)[:-40], "has no end"),
    "no events": (calendar(), "no events"),
    "junk line": (calendar(AT + "what is this\r\n"), "Line 8 of this calendar"),
    "ends too much": (calendar(AT + "END:VTODO\r\n"), "Line 8 of this calendar ends a part"),
    "too deep": (b"BEGIN:VCALENDAR\r\n" * 100_000, "too deep"),
    "no title": (calendar("UID:a\r\nDTSTART:20261201\r\n"), "Event 1 has no title"),
    "blank title": (calendar("SUMMARY: \r\nDTSTART:20261201\r\n"), "has no title"),
    "no start": (calendar(AT, SOUP), "Event 2, 'Soup', has no start"),
    "no such day": (calendar(SOUP + "DTSTART:20261301\r\n"), "its start (DTSTART) cannot be read"),
    "two starts": (calendar(AT + "DTSTART:20261202T120000\r\n"), "two starts"),
    "backwards": (calendar(AT + "DTEND:20261201T110000\r\n"), "ends before it begins"),
    "endless length": (calendar(AT + "DURATION:P99999999999D\r\n"), "(DURATION) cannot be read"),
    "unknown rule": (calendar(AT + "RRULE:FREQ=NOW\r\n"), "how it repeats (RRULE)"),
    "rule without end": (calendar(AT + "RRULE:FREQ=DAILY;UNTIL=soon\r\n"), "(RRULE)"),
    "every second": (calendar(AT + "RRULE:FREQ=SECONDLY\r\n"), "repeats every second"),
    "every minute": (calendar(AT + "RRULE:FREQ=MINUTELY;COUNT=9\r\n"), "repeats every minute"),
    "in each hour": (
        calendar(AT + f"RRULE:FREQ=DAILY;BYMINUTE={','.join(map(str, range(60)))}\r\n"),
        "60 times a day",
    ),
    "standing still": (calendar(AT + "RRULE:FREQ=DAILY;INTERVAL=0\r\n"), "every 0 days"),
    "since ever": (
        calendar(SOUP + "DTSTART:00010101T120000\r\nRRULE:FREQ=DAILY\r\n"), "since before 1970",
    ),
    "never": (
        calendar(SOUP + "DTSTART:19700101T120000\r\nRRULE:FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30\r\n"),
        "time",
    ),
    "a thousand a day": (
        calendar(*[AT + "RRULE:FREQ=DAILY\r\n"] * 1000), "more than 3000 events in 60 days",
    ),
    "too many": (calendar(*[AT] * 2001), "more than 2000 events"),
    "listed to death": (
        calendar(AT + "RDATE:" + ",".join(["20261202T120000"] * 100_000) + "\r\n"), "",
    ),
    "too large": (calendar(AT + "DESCRIPTION:" + "x" * (2 << 20) + "\r\n"), "larger than 2 MB"),
}  # fmt: skip
DIRECTORIES = {
    "empty": (b"", "is not JSON"),
    "not UTF-8": (b"\xff\xfe[]", "not in UTF-8"),
    "cut off": (service()[:-5], "is not JSON: line 1"),
    "something else": (b'{"features": []}', "not Open Referral UK"),
    "only a word": (b'"soup"', "not Open Referral UK"),
    "no services": (b'{"contents": []}', "no service"),
    "too deep": (b"[" * 200_000, "too deep"),
    "a number for a service": (b"[7]", "Service 1: it should be an entry with fields"),
    "no name": (service(name=None), "Service 1: 'name' is missing"),
    "empty name": (service(name="  "), "Service 1: 'name' is empty"),
    "no id": (service(id=None), "Service 1, 'Soup': 'id' is missing"),
    "unknown status": (service(status="open"), "'status' should be one of: active"),
    "no organisation's name": (
        service(organization={"id": "o", "description": "x"}),
        "Service 1, 'Soup', organisation: 'name' is missing",
    ),
    "a telephone without a number": (
        service(contacts=[{"id": "c", "phones": [{"id": "p", "number": "1"}, {"id": "q"}]}]),
        "Service 1, 'Soup', contact 1, telephone 2: 'number' is missing",
    ),
    "a text for a list": (service(phones="0161"), "'phones' should be a list"),
    "an address without a town": (
        service(locations=[{"id": "l", "addresses": [
            {"id": "a", "address_1": "1 High Street", "postal_code": "AN1"}]}]),
        "location 1, address 1: 'city' is missing",
    ),
    "checked on no day": (service(assured_date="2026-02-30"), "'assured_date' is no day"),
    "checked in words": (service(assured_date="June"), "'assured_date' is not written as it must"),
    "open at no time": (service(schedules=[{"id": "s", "opens_at": "nine"}]), "'opens_at'"),
    "twice the same": (b"[" + service()[1:-1] + b"," + service()[1:-1] + b"]", "same id"),
    "too many": (json.dumps([{}] * 3001).encode(), "more than 3000 services"),
    "all nothing": (b"[" + b"[]," * 2_600_000 + b"[]]", "memory"),
    "too large": (service(description="x" * (8 << 20)), "larger than 8 MB"),
}  # fmt: skip
EVERY = [("events", *each) for each in CALENDARS.items()] + [
    ("directory", *each) for each in DIRECTORIES.items()
]
MEMORY, SECONDS = 200 << 20, 2.0


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> dict[tuple[str, str], Any]:
    """What became of each, from one run of the examiner."""
    folder, cases = tmp_path_factory.mktemp("hostile"), []
    for number, (kind, _, (content, _)) in enumerate(EVERY):
        cases.append([kind, str(folder / str(number))])
        Path(cases[-1][1]).write_bytes(content)
    done = subprocess.run(
        [sys.executable, "-m", "tests.collector.examiner"], input=json.dumps(cases),
        capture_output=True, text=True, check=True, timeout=300,
    )  # fmt: skip
    told = [json.loads(line) for line in done.stdout.splitlines()]
    return {each[:2]: said for each, said in zip(EVERY, told, strict=True)}


@pytest.mark.parametrize(("kind", "name"), [each[:2] for each in EVERY])
def test_each_is_refused_within_its_limits(
    kind: str, name: str, found: dict[tuple[str, str], Any]
) -> None:
    _, words = {"events": CALENDARS, "directory": DIRECTORIES}[kind][name]
    told = found[kind, name]
    assert told["seconds"] < SECONDS and told["memory"] < MEMORY
    if told["code"] < 0:  # ended by its own clock; the page says that it needs too much time
        assert told["code"] == -signal.SIGPROF and not told["said"]
        return
    assert told["code"] == 1
    error = json.loads(told["said"])["error"]
    assert words in error and len(error) < 300 and error[-1] in ".:"


def test_the_limits_are_below_what_is_promised() -> None:
    assert examine.MEMORY < MEMORY and examine.PROCESSOR_SECONDS < SECONDS
    assert len(EVERY) >= 40
