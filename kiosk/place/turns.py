"""Good turns: what people near here ask for and offer, and the way to answer one of them."""

import datetime
from collections.abc import Iterator, Sequence
from typing import Any

from kiosk.place.trail import Stop, Trail, part_of
from kiosk.screens import Action, Block, Light, Notice, Picture, Screen, Text
from kiosk.words import Words, day_text, said_in
from sync.cards import ASK, OFFER, CardItem

SHORT = 60
"""Characters of what was said that stand on a button."""


class GoodTurns(Trail):
    """Cards of people who ask or offer, for one visit."""

    def __init__(self, cards: Sequence[CardItem], answered: bool) -> None:
        """``answered`` says whether there is a form with which a card can be answered."""
        super().__init__("turns")
        self.cards, self.answered = cards, answered
        self.answering = ""
        """The number of the card that somebody wants to answer."""
        self.screens = {"turns": self._kinds, "of-kind": self._of_kind, "card": self._card}
        self.does |= {
            "kind": lambda rest, value: self.go("of-kind", rest), "card": self._open,
            "answer": self._answer,
        }  # fmt: skip

    def _kinds(self, words: Words, stop: Stop) -> Screen:
        ways = [
            Action(
                f"in:kind:{kind}", kind_named(kind, words), "choice",
                words("Cards: {count}", count=len(self._only(kind))), "turn",
            )
            for kind in (ASK, OFFER)
            if self._only(kind)
        ]  # fmt: skip
        return Screen("turns", words("Good turns"), blocks=(_safe(words),), choices=tuple(ways))

    def _only(self, kind: str) -> list[CardItem]:
        return [each for each in self.cards if each.kind == kind]

    def _of_kind(self, words: Words, stop: Stop) -> Screen:
        made = [
            Action(
                f"in:card:{each.number}", headline(each, words), "choice",
                words("Card {number}", number=each.number), "turn",
            )
            for each in self._only(stop.about)
        ]  # fmt: skip
        return Screen(
            "of-kind",
            kind_named(stop.about, words),
            kicker=words("Good turns"),
            choices=part_of(made, stop, words),
        )

    def _card(self, words: Words, stop: Stop) -> Screen:
        card: CardItem = stop.about
        label = words("I can help") if card.kind == ASK else words("I would like this")
        ways = (Action("in:answer", label, "primary"),) if self.answered else ()
        number = words("Card {number}", number=card.number)
        return Screen(
            "card",
            kind_named(card.kind, words),
            kicker=number,
            blocks=(*told(card, words), _until(card, words)),
            actions=ways,
        )

    def _open(self, rest: str, value: Any) -> None:
        self.go("card", next(each for each in self.cards if str(each.number) == rest))

    def _answer(self, rest: str, value: Any) -> None:
        self.answering = str(self.here.about.number)


def kind_named(kind: str, words: Words) -> str:
    """What a card is."""
    names = {
        ASK: words("People ask for"), OFFER: words("People offer"),
        "thanks": words("A thank you"), "story": words("A story"),
    }  # fmt: skip
    return names[kind]


def headline(card: CardItem, words: Words) -> str:
    """The beginning of what was said in own words."""
    return shortened(own_words(card, words), SHORT) or kind_named(card.kind, words)


def own_words(card: CardItem, words: Words) -> str:
    """The longest text of a card that somebody wrote; where there is none, the longest choice."""
    written = [each.texts[""] for each in card.lines if "" in each.texts]
    chosen = [said_in(each.texts, words.language.code) for each in card.lines]
    return max(written or chosen, key=len, default="")


def shortened(text: str, longest: int) -> str:
    """The beginning of a text, to the end of a word."""
    flat = " ".join(text.split())
    if len(flat) <= longest:
        return flat
    cut = flat[:longest]
    return (cut[: cut.rfind(" ")] if " " in cut else cut).rstrip(" .,;:") + " …"


def told(card: CardItem, words: Words) -> tuple[Block, ...]:
    """Everything that stands on a card."""
    pictures = [
        Picture("", words("A picture by a resident"), each, large=True) for each in card.pictures
    ]
    own = own_words(card, words)
    theirs = card.language if card.language != words.language.code else ""
    lead = [Text(each, "lead", language=theirs) for each in own.split("\n") if each.strip()]
    return (*lead, *pictures, *_rest(card, own, words))


def _rest(card: CardItem, own: str, words: Words) -> Iterator[Block]:
    """Every other line, with what was asked."""
    code = words.language.code
    for line in card.lines:
        text = said_in(line.texts, code)
        if text != own:
            yield Light(said_in(line.names, code), text)


def _until(card: CardItem, words: Words) -> Text:
    day = day_text(datetime.date.fromtimestamp(card.until), words)
    return Text(words("Until {day}", day=day), "small")


def _safe(words: Words) -> Notice:
    return Notice(words("The council brings the two of you together. Nobody here sees who it is."))
