"""One service of the directory: what it is, where, when, for whom, and when that was checked."""

import datetime
from collections.abc import Iterator

from kiosk.place.texts import cost, date_text, in_order, paragraphs
from kiosk.screens import Block, Light, Notice, Text
from kiosk.words import Words, weekdays
from sync.directory import Hours, Service

OLD_DAYS = 365
"""After so many days an entry may well have changed."""


def facts(service: Service, today: datetime.date, words: Words) -> tuple[Block, ...]:
    """Everything that is known, what to be careful with first."""
    return tuple(_facts(service, today, words))


def _facts(service: Service, today: datetime.date, words: Words) -> Iterator[Block]:
    if service.alert:
        yield Notice(service.alert, "warn")
    yield from paragraphs(service.text, words)
    if service.who:
        yield Light(words("Who it is for"), service.who)
    if service.ages:
        yield Light(words("Age"), in_order(service.ages, words))
    for number in service.phones:
        yield Light(words("Telephone"), in_order(number, words))
    for place in service.addresses:
        yield Light(words("Where"), place)
    for each in service.hours:
        yield from _hours(each, words)
    if service.cost:
        yield Light(words("What it costs"), cost(service.cost, words))
    yield checked(service, today, words)


def _hours(hours: Hours, words: Words) -> Iterator[Light]:
    if hours.days:
        time = words("{start} to {end}", start=hours.opens, end=hours.closes)
        yield Light(_days(hours.days, words), time)
    if hours.text:
        yield Light(words("Opening times"), hours.text)


def _days(days: str, words: Words) -> str:
    """Days that follow one another as the first and the last, others one by one."""
    numbers = [int(each) for each in days]
    names = weekdays(words)
    if len(numbers) > 2 and numbers == list(range(numbers[0], numbers[-1] + 1)):
        return words("{first} to {last}", first=names[numbers[0]], last=names[numbers[-1]])
    return ", ".join(names[each] for each in numbers)


def checked(service: Service, today: datetime.date, words: Words) -> Block:
    """When somebody last made sure of it."""
    if not service.checked:
        return Notice(words("It is not known when this was last checked."), "warn")
    day = datetime.date.fromisoformat(service.checked)
    said = date_text(day, words)
    if (today - day).days > OLD_DAYS:
        return Notice(words("Last checked on {day}. It may have changed.", day=said), "warn")
    return Text(words("Checked on {day}", day=said))
