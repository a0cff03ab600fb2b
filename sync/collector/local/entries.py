"""One service of Open Referral UK, already held against the schema, as an entry of a kiosk."""

import datetime
import re
from collections.abc import Iterable, Iterator
from typing import Any

from sync.collector.local.plain import line, plain, web
from sync.directory import LONGEST_NAME, LONGEST_TEXT, MOST_LINES, Hours, Service

DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
MONEY = {"GBP": "£", "": "£", "EUR": "€"}
Made = dict[str, Any]


def service(given: Made, today: datetime.date) -> Service:
    """What a kiosk shows of it; times that are over are left out."""
    by = given.get("organization") or {}
    text = plain(given.get("description") or by.get("description"), LONGEST_TEXT)
    return Service(
        id=line(given["id"], 100), name=line(given["name"], LONGEST_NAME),
        by=line(by.get("name"), LONGEST_NAME), text=text,
        who=plain(given.get("eligibility_description"), LONGEST_NAME), ages=_ages(given),
        cost=_cost(given), alert=plain(given.get("alert"), LONGEST_NAME),
        phones=_few(line(each["number"], 60) for each in _phones(given)),
        addresses=_few(_address(place, each) for place, each in _addresses(given)),
        email=_email(given), url=web(given.get("url")),
        hours=_few(_hours(each) for each in schedules(given) if _holds(each, today)),
        needs=_few(line(each, LONGEST_NAME) for each in _terms(given)),
        checked=given.get("assured_date") or "",
    )  # fmt: skip


def _few(found: Iterable[Any]) -> tuple[Any, ...]:
    """Each once, in its order, the empty ones left out."""
    return tuple(dict.fromkeys(each for each in found if each))[:MOST_LINES]


def _places(given: Made) -> list[Made]:
    """Everything that may have addresses, telephones and hours of its own."""
    here = given.get("service_at_locations") or []
    locations = [each["location"] for each in here if each.get("location")]
    return [*here, *locations, *(given.get("locations") or [])]


def schedules(given: Made) -> list[Made]:
    """The schedules of a service and of its places."""
    return [each for place in (given, *_places(given)) for each in place.get("schedules") or []]


def _holds(schedule: Made, today: datetime.date) -> bool:
    last = schedule.get("valid_to")
    return not last or datetime.date.fromisoformat(last) >= today


def _hours(schedule: Made) -> Hours | None:
    """Days of every week with times; anything rarer only in the directory's own words."""
    text = plain(schedule.get("description"), LONGEST_NAME)
    named = [part.strip().upper() for part in (schedule.get("byday") or "").split(",")]
    weekly = schedule.get("freq") == "WEEKLY" and schedule.get("interval") in (None, 1)
    opens, closes = ((schedule.get(each) or "")[:5] for each in ("opens_at", "closes_at"))
    if weekly and opens and closes and named and set(named) <= set(DAYS):
        days = "".join(str(number) for number, name in enumerate(DAYS) if name in named)
        return Hours(days, opens, closes, text)
    return Hours("", "", "", text) if text else None


def _phones(given: Made) -> Iterator[Made]:
    for place in (given, *_places(given)):
        yield from place.get("phones") or []
        for contact in place.get("contacts") or []:
            yield from contact.get("phones") or []


def _addresses(given: Made) -> Iterator[tuple[str, Made]]:
    for place in _places(given):
        for each in place.get("addresses") or []:
            yield str(place.get("name") or ""), each


def _address(place: str, each: Made) -> str:
    parts = [place, each["address_1"], each.get("address_2"), each["city"], each["postal_code"]]
    return ", ".join(_few(line(part, LONGEST_NAME) for part in parts))


def _email(given: Made) -> str:
    found = [given.get("email"), *(each.get("email") for each in given.get("contacts") or [])]
    good = [each for each in found if each and re.fullmatch(r"[^\s@]{1,64}@[^\s@]{1,190}", each)]
    return line(good[0], LONGEST_NAME) if good else ""


def _ages(given: Made) -> str:
    """Such as ``12–17`` or ``60+``; empty for every age."""
    least, most = given.get("minimum_age") or 0, given.get("maximum_age") or 0
    if not least and not most:
        return ""
    return f"{least:g}+" if not most else f"{least:g}–{most:g}"


def _cost(given: Made) -> str:
    """What it costs in a line; ``0`` when all of it is free of charge."""
    options = given.get("cost_options") or []
    said = [_option(each) for each in options]
    if options and not any(said):
        return "0"
    fees = given.get("fees_description") or given.get("fees")
    return plain("\n".join(_few(said)) or fees, LONGEST_NAME)


def _option(each: Made) -> str:
    amount, about = each.get("amount"), line(each.get("amount_description"), 100)
    whom = line(each.get("option"), 100)
    if not amount and not about:
        return ""
    sign = MONEY.get((each.get("currency") or "").upper(), f"{each.get('currency')} ")
    price = "" if not amount else f"{sign}{amount:.2f}".removesuffix(".00")
    said = " ".join(part for part in (price, about) if part)
    return f"{whom}: {said}" if whom else said


def _terms(given: Made) -> Iterator[str]:
    for each in given.get("attributes") or []:
        if term := each.get("taxonomy_term"):
            yield term["name"]
