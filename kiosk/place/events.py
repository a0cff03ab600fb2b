"""What's on: the days, what there is on one of them, one event, and the way to take it along."""

import datetime
from collections.abc import Callable, Sequence
from typing import Any

from kiosk.place import codes
from kiosk.place.coming import Coming
from kiosk.place.taking import Keepsake, Printer, Takeable
from kiosk.place.texts import cost, paragraphs
from kiosk.place.trail import Stop, part_of
from kiosk.screens import Action, Block, Light, Screen
from kiosk.words import Words, day_text


class WhatsOn(Takeable):
    """What there is to go to, for one visit."""

    def __init__(
        self, events: Sequence[Coming], today: datetime.date, printer: Printer | None = None
    ) -> None:
        super().__init__("days", printer)
        self.events, self.today = events, today
        self.screens |= {
            "days": self._days, "day": self._day, "near": self._near, "event": self._event,
        }  # fmt: skip
        self.does |= {
            "day": lambda rest, value: self.go("day", datetime.date.fromordinal(int(rest))),
            "near": lambda rest, value: self.go("near"), "event": self._open,
        }  # fmt: skip

    def _days(self, words: Words, stop: Stop) -> Screen:
        days: dict[datetime.date, int] = {}
        for each in self.events:
            days[each.day] = days.get(each.day, 0) + 1
        near = Action(
            "in:near", words("Near me"), "choice", words("What is on here comes first."), "place"
        )
        by_day = [
            Action(
                f"in:day:{day.toordinal()}", self._called(day, words), "choice",
                words("Events: {count}", count=count), "events",
            )
            for day, count in days.items()
        ]  # fmt: skip
        return Screen("whats-on", words("What's on"), choices=part_of([near, *by_day], stop, words))

    def _called(self, day: datetime.date, words: Words) -> str:
        names = {0: words("Today"), 1: words("Tomorrow")}
        return names.get((day - self.today).days) or day_text(day, words)

    def _day(self, words: Words, stop: Stop) -> Screen:
        on = [each for each in self.events if each.day == stop.about]
        return Screen(
            "whats-on-day",
            self._called(stop.about, words),
            kicker=words("What's on"),
            choices=self._list(on, lambda each: self._time(each, words), stop, words),
        )

    def _near(self, words: Words, stop: Stop) -> Screen:
        """Everything, what is in this hub before the rest."""
        ordered = sorted(self.events, key=lambda each: not each.here)

        def detail(each: Coming) -> str:
            where = words("Here") if each.here else words("In another place")
            return f"{where}. {self._called(each.day, words)}, {self._time(each, words)}"

        choices = self._list(ordered, detail, stop, words)
        return Screen("near-me", words("Near me"), kicker=words("What's on"), choices=choices)

    def _list(
        self, events: Sequence[Coming], detail: Callable[[Coming], str], stop: Stop, words: Words
    ) -> tuple[Action, ...]:
        made = [
            Action(
                f"in:event:{self.events.index(each)}", each.event.title, "choice",
                ", ".join(part for part in (detail(each), each.event.where) if part),
                "place" if each.here else "events",
            )
            for each in events
        ]  # fmt: skip
        return part_of(made, stop, words)

    def _time(self, each: Coming, words: Words) -> str:
        event = each.event
        if event.whole or event.day != each.day:
            return words("All day")
        start, end = event.start[11:], event.end[11:] if event.last_day == event.day else ""
        return words("{start} to {end}", start=start, end=end) if end else start

    def _event(self, words: Words, stop: Stop) -> Screen:
        each: Coming = stop.about
        return Screen(
            "event",
            each.event.title,
            kicker=each.source,
            blocks=self._facts(each, words),
            actions=(Action("in:take", words("Take it with you"), "primary"),),
        )

    def _facts(self, each: Coming, words: Words) -> tuple[Block, ...]:
        event = each.event
        days = day_text(event.day, words)
        if event.last_day > event.day and event.whole:
            days = words("{first} to {last}", first=days, last=day_text(event.last_day, words))
        facts: list[Block] = [Light(days, self._time(each, words))]
        if event.where:
            facts.append(Light(words("Where"), event.where))
        if event.cost:
            facts.append(Light(words("What it costs"), cost(event.cost, words)))
        return (*facts, *paragraphs(event.text, words))

    def kept(self, words: Words) -> Keepsake:
        each: Coming = self.here.about
        return Keepsake(
            each.event.title, each.source, self._facts(each, words), codes.event(each.event)
        )

    def _open(self, rest: str, value: Any) -> None:
        self.go("event", self.events[int(rest)])
