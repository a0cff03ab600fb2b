"""My place: from a postcode to the ward, its councillors, decisions, and how to be heard."""

from collections.abc import Sequence
from typing import Any

from kiosk.place import codes, council
from kiosk.place.area import Area
from kiosk.place.taking import Keepsake, Printer, Takeable
from kiosk.place.texts import theirs
from kiosk.place.trail import Stop, a_person, part_of
from kiosk.screens import Action, Block, Field, Notice, Screen, Text
from kiosk.words import Words, said_in
from sync.postcodes import spelt
from sync.wards import WardItem


class MyPlace(Takeable):
    """Where somebody lives, and who speaks for them, for one visit."""

    def __init__(self, area: Area, printer: Printer | None = None) -> None:
        super().__init__("ask", printer)
        self.area = area
        self.typed = ""
        self.screens |= {
            "ask": self._ask, "wards": self._wards, "unknown": self._unknown, "ward": self._ward,
            "councillor": self._councillor, "decisions": self._decisions,
            "decision": self._decision, "speaking": self._speaking,
        }  # fmt: skip
        self.does |= {
            "fill": self._fill, "find": self._find, "ward": self._open,
            "wards": lambda rest, value: self.go("wards", area.wards),
            "councillor": self._meet,
            "decisions": lambda rest, value: self.go("decisions", self.here.about[0]),
            "decision": lambda rest, value: self.go("decision", area.decisions[int(rest)]),
            "speaking": lambda rest, value: self.go("speaking"),
        }  # fmt: skip

    def _ask(self, words: Words, stop: Stop) -> Screen:
        label = words("What is your postcode?")
        asked = Field("postcode", "text", label, value=self.typed, postcode=True, heading=True)
        return Screen(
            "my-place",
            label,
            kicker=words("My place"),
            blocks=(asked,),
            below=(Text(words("A part of it is enough. It is not kept."), "small"),),
            actions=(
                Action("in:wards", words("Show all wards")),
                Action("in:find", words("Search"), "primary"),
            ),
        )

    def _wards(self, words: Words, stop: Stop) -> Screen:
        choices = self._list(stop.about, stop, words)
        return Screen("wards", words("Choose your ward"), kicker=words("My place"), choices=choices)

    def _unknown(self, words: Words, stop: Stop) -> Screen:
        kind = words(
            "We do not have this postcode. It may be new, or belong to another council. Choose your"
            " ward here, or ask a person."
        )
        return Screen(
            "unknown-postcode",
            words("Choose your ward"),
            kicker=words("My place"),
            blocks=(Notice(kind),),
            choices=(a_person(words), *self._list(stop.about, stop, words)),
        )

    def _list(self, wards: Sequence[WardItem], stop: Stop, words: Words) -> tuple[Action, ...]:
        made = [
            Action(f"in:ward:{each.code}", each.name, "choice", icon="place",
                   language=theirs(words))
            for each in wards
        ]  # fmt: skip
        return part_of(made, stop, words)

    def _ward(self, words: Words, stop: Stop) -> Screen:
        ward, old = stop.about
        blocks: list[Block] = []
        if old:
            old_one = words("This postcode is an old one. Please make sure that this is your ward.")
            blocks.append(Notice(old_one))
        if not ward.councillors:
            blocks.append(Text(words("Nobody is elected here at the moment.")))
        return Screen(
            "ward",
            ward.name,
            kicker=words("My place"),
            blocks=tuple(blocks),
            choices=(*council.faces(ward, words), *self._ways(ward, words), a_person(words)),
        )

    def _ways(self, ward: WardItem, words: Words) -> list[Action]:
        """What there is besides the councillors."""
        ways = []
        if self.area.decided(ward):
            ways.append(Action("in:decisions", words("Recent decisions"), "choice", icon="outcome"))
        if self.area.steps:
            label = words("How to speak at a meeting")
            ways.append(Action("in:speaking", label, "choice", icon="consultation"))
        return ways

    def _councillor(self, words: Words, stop: Stop) -> Screen:
        ward, each = stop.about
        return Screen(
            "councillor",
            each.name,
            kicker=ward.name,
            blocks=council.facts(each, self.area.meeting(each), words),
            choices=(a_person(words),),
            actions=(Action("in:take", words("Take it with you"), "primary"),),
        )

    def _decisions(self, words: Words, stop: Stop) -> Screen:
        ward: WardItem = stop.about
        made = [
            Action(f"in:decision:{self.area.decisions.index(each)}",
                   said_in(each.titles, words.language.code), "choice",
                   council.decided_on(each, words), "outcome",
                   language=council.language_of(each.titles, words))
            for each in self.area.decided(ward)
        ]  # fmt: skip
        return Screen(
            "decisions",
            words("Recent decisions"),
            kicker=ward.name,
            choices=part_of(made, stop, words),
        )

    def _decision(self, words: Words, stop: Stop) -> Screen:
        return Screen(
            "decision",
            said_in(stop.about.titles, words.language.code),
            kicker=council.decided_on(stop.about, words),
            blocks=council.paragraphs(stop.about.texts, words),
            actions=(Action("in:take", words("Take it with you"), "primary"),),
        )

    def _speaking(self, words: Words, stop: Stop) -> Screen:
        return Screen(
            "speaking",
            words("How to speak at a meeting"),
            kicker=words("My place"),
            blocks=council.steps(self.area.steps, words),
            choices=(a_person(words),),
            actions=(Action("in:take", words("Take it with you"), "primary"),),
        )

    def kept(self, words: Words) -> Keepsake:
        about = self.here.about
        if about is None:
            title = words("How to speak at a meeting")
            said = council.steps(self.area.steps, words)
            return Keepsake(title, words("My place"), said, codes.note(title, council.plain(said)))
        if isinstance(about, tuple):
            ward, each = about
            said = council.facts(each, self.area.meeting(each), words)
            return Keepsake(each.name, ward.name, said, codes.councillor(ward, each))
        title = said_in(about.titles, words.language.code)
        said = council.paragraphs(about.texts, words)
        code = codes.note(title, council.plain(said), about.url)
        return Keepsake(title, council.decided_on(about, words), said, code)

    def _fill(self, rest: str, value: Any) -> None:
        if self.here.name == "ask":
            self.typed = str(value)

    def _find(self, rest: str, value: Any) -> None:
        wards, old = self.area.found(self.typed)
        if not spelt(self.typed):
            self.go("wards", self.area.wards)
        elif len(wards) == 1:
            self.go("ward", (wards[0], old))
        elif wards:
            self.go("wards", wards)
        else:
            self.go("unknown", self.area.near(self.typed))

    def _open(self, rest: str, value: Any) -> None:
        ward = next(each for each in self.area.wards if each.code == rest)
        self.go("ward", (ward, False))

    def _meet(self, rest: str, value: Any) -> None:
        ward, _ = self.here.about
        self.go("councillor", (ward, ward.councillors[int(rest)]))
