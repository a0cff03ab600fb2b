"""What people said, in numbers: the council's released figures, one question after the other."""

from collections.abc import Sequence
from typing import Any

from kiosk.place.texts import in_order
from kiosk.place.trail import Stop, Trail, part_of
from kiosk.screens import Action, Bar, Block, Notice, Screen, Text
from kiosk.words import Words, months, said_in
from sync.results import NO_ANSWER, NOBODY, OTHER, SOME, Asked, Counted, ResultsItem


class Results(Trail):
    """The forms whose results are told, and the questions of one of them, for one visit."""

    def __init__(self, items: Sequence[ResultsItem]) -> None:
        super().__init__("forms" if len(items) > 1 else "form")
        if len(items) == 1:
            self.trail = [Stop("form", items[0])]
        self.items = items
        self.screens = {"forms": self._forms, "form": self._form, "question": self._question}
        self.does |= {
            "form": lambda rest, value: self.go("form", self.items[int(rest)]),
            "question": lambda rest, value: self.go("question", (self.here.about, int(rest))),
            "on": self._on,
        }  # fmt: skip

    def _on(self, rest: str, value: Any) -> None:
        """The next question in place of this one, so that Back leads to them all."""
        item, number = self.here.about
        self.trail[-1] = Stop("question", (item, number + 1))

    def _forms(self, words: Words, stop: Stop) -> Screen:
        code = words.language.code
        made = [
            Action(f"in:form:{n}", said_in(each.titles, code), "choice",
                   took_part(each, words), "count")
            for n, each in enumerate(self.items)
        ]  # fmt: skip
        choices = part_of(made, stop, words)
        return Screen("results", words("What people said"), choices=choices)

    def _form(self, words: Words, stop: Stop) -> Screen:
        item: ResultsItem = stop.about
        code = words.language.code
        made = [
            Action(f"in:question:{n}", said_in(each.labels, code), "choice", icon="count")
            for n, each in enumerate(item.questions)
        ]  # fmt: skip
        return Screen(
            "results-form",
            said_in(item.titles, code),
            kicker=words("What people said"),
            blocks=(Text(took_part(item, words), "lead"), Text(missing(item, words))),
            choices=part_of(made, stop, words),
        )

    def _question(self, words: Words, stop: Stop) -> Screen:
        item, number = stop.about
        asked: Asked = item.questions[number]
        more = number + 1 < len(item.questions)
        on = (Action("in:on", words("Next"), "primary"),) if more else ()
        return Screen(
            "results-question",
            said_in(asked.labels, words.language.code),
            kicker=said_in(item.titles, words.language.code),
            blocks=shown(asked, words),
            actions=on,
        )


def took_part(item: ResultsItem, words: Words) -> str:
    """How many took part, and when."""
    first, last = (_month(each, words) for each in item.months)
    if not first:
        return words("{count} people took part.", count=item.people)
    if first == last:
        return words("{count} people took part in {month}.", count=item.people, month=first)
    return words(
        "{count} people took part, from {first} to {last}.",
        count=item.people, first=first, last=last,
    )  # fmt: skip


def _month(text: str, words: Words) -> str:
    year, _, month = text.partition("-")
    return f"{months(words)[int(month) - 1]} {year}" if month else ""


def missing(item: ResultsItem, words: Words) -> str:
    """One honest sentence on who was not heard."""
    if item.missing == SOME:
        code = words.language.code
        groups = "; ".join(said_in(each, code) for each in item.unheard)
        return words("We have heard too little from: {groups}.", groups=groups)
    if item.missing == NOBODY:
        return words("We have heard from every group that we know of.")
    return words("Only people who came here took part. Others may think otherwise.")


def shown(asked: Asked, words: Words) -> tuple[Block, ...]:
    """A bar for each answer."""
    held = words("The numbers are held back, so that nobody can be worked out.")
    if not asked.rows:
        return (Notice(held),)
    several = words("One person may have chosen several.")
    bars = tuple(_bar(asked, row, words) for row in asked.rows)
    return (*([Text(several)] if asked.several else []), *bars)


def _bar(asked: Asked, row: Counted, words: Words) -> Bar:
    answer = ", ".join(_called(asked, code, words) for code in row.codes)
    if row.count is None:
        held = words("The numbers are held back, so that nobody can be worked out.")
        return Bar(answer, held, f"{answer}. {held}", None)
    said = words(
        "{count} of {all} people said: {answer}", count=row.count, all=row.of, answer=answer
    )
    number = in_order(f"{row.count} / {row.of}", words)
    share = row.count / row.of if row.of else 0.0
    return Bar(answer, number, said, share, *_beside(asked, row, words))


def _beside(asked: Asked, row: Counted, words: Words) -> tuple[str, float | None]:
    """What it is elsewhere, in the words of the council."""
    other = asked.elsewhere
    tenths = other.share(row.codes) if other else None
    if other is None or tenths is None:
        return "", None
    percent = in_order(f"{tenths / 10:g} %", words)
    return f"{other.source}, {other.year}: {percent}", tenths / 1000


def _called(asked: Asked, code: str, words: Words) -> str:
    marks = {NO_ANSWER: words("Not answered"), OTHER: words("Another answer")}
    return marks.get(code) or said_in(asked.choices.get(code, {"": code}), words.language.code)
