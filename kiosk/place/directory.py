"""Find help: needs and everyday words, the services that fit, one of them, and a person first."""

import datetime
from collections.abc import Sequence
from typing import Any

from kiosk.place import codes
from kiosk.place.entry import facts
from kiosk.place.finding import find
from kiosk.place.needs import by_need, label_of
from kiosk.place.taking import Keepsake, Printer, Takeable
from kiosk.place.texts import theirs
from kiosk.place.trail import Stop, a_person, part_of
from kiosk.screens import Action, Field, Notice, Screen, Text
from kiosk.words import Words
from sync.directory import DirectoryItem, Service


def every(items: Sequence[DirectoryItem]) -> list[Service]:
    """The services of some directories by name; one of the same id stands once."""
    found: dict[str, Service] = {}
    for item in items:
        for each in item.services:
            found.setdefault(each.id, each)
    return sorted(found.values(), key=lambda each: each.name.casefold())


class FindHelp(Takeable):
    """Who helps, for one visit."""

    def __init__(
        self, services: Sequence[Service], today: datetime.date, printer: Printer | None = None
    ) -> None:
        super().__init__("needs", printer)
        self.services, self.today = services, today
        self.needs = by_need(services)
        self.typed = ""
        self.screens |= {
            "needs": self._needs, "need": self._need, "search": self._search,
            "found": self._found, "service": self._service,
        }  # fmt: skip
        self.does |= {
            "need": lambda rest, value: self.go("need", rest),
            "search": lambda rest, value: self.go("search"), "find": self._find,
            "fill": self._fill, "service": self._open,
        }  # fmt: skip

    def _needs(self, words: Words, stop: Stop) -> Screen:
        typed = Action("in:search", words("Type it in your own words"), "choice", icon="search")
        needs = [
            Action(f"in:need:{id}", label_of(id, words), "choice",
                   words("Places that help: {count}", count=len(those)))
            for id, those in self.needs.items()
        ]  # fmt: skip
        return Screen(
            "find-help", words("What do you need help with?"), kicker=words("Find help"),
            choices=(a_person(words), typed, *needs),
        )  # fmt: skip

    def _need(self, words: Words, stop: Stop) -> Screen:
        return Screen(
            "need",
            label_of(stop.about, words),
            kicker=words("Find help"),
            choices=self._list(self.needs[stop.about], stop, words),
        )

    def _list(self, services: Sequence[Service], stop: Stop, words: Words) -> tuple[Action, ...]:
        made = [
            Action(
                f"in:service:{self.services.index(each)}",
                each.name,
                "choice",
                each.by,
                "signpost",
                language=theirs(words),
            )
            for each in services
        ]
        return part_of(made, stop, words)

    def _search(self, words: Words, stop: Stop) -> Screen:
        label = words("What do you need help with?")
        asked = Field("find", "text", label, value=self.typed, heading=True)
        return Screen(
            "search",
            label,
            blocks=(asked,),
            below=(Text(words("A word or two is enough. It is not kept."), "small"),),
            actions=(Action("in:find", words("Search"), "primary"),),
        )

    def _found(self, words: Words, stop: Stop) -> Screen:
        found = find(self.services, self.typed, words)
        none = Notice(words("Nothing here fits these words. Try another word, or ask a person."))
        return Screen(
            "found",
            words("This may help"),
            kicker=words("Find help"),
            blocks=() if found else (none,),
            choices=self._list(found, stop, words) or (a_person(words),),
        )

    def _service(self, words: Words, stop: Stop) -> Screen:
        each: Service = stop.about
        return Screen(
            "service",
            each.name,
            kicker=each.by,
            blocks=facts(each, self.today, words),
            choices=(a_person(words),),
            actions=(Action("in:take", words("Take it with you"), "primary"),),
        )

    def kept(self, words: Words) -> Keepsake:
        each: Service = self.here.about
        return Keepsake(each.name, each.by, facts(each, self.today, words), codes.service(each))

    def _fill(self, rest: str, value: Any) -> None:
        if self.here.name == "search":
            self.typed = str(value)

    def _find(self, rest: str, value: Any) -> None:
        if self.typed.strip():
            self.go("found")

    def _open(self, rest: str, value: Any) -> None:
        self.go("service", self.services[int(rest)])
