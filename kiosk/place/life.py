"""The life of the place in glimpses, for the screen that nobody uses just now; all of it public."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from kiosk.place.coming import Coming
from kiosk.place.turns import kind_named, own_words, shortened
from kiosk.screens import Block, Light, Picture, Screen, Text
from kiosk.words import Words, said_in
from sync.cards import CardItem
from sync.notices import NoticeItem
from sync.outcomes import OutcomeItem

MOST_EACH = 10
"""Glimpses of a kind, the newest."""
LONGEST, BESIDE_PICTURE = 220, 90
"""Characters of a text, and of one below a picture: all of it must be seen at once."""


def glimpses(
    cards: Sequence[CardItem], outcomes: Sequence[OutcomeItem], notices: Sequence[NoticeItem],
    today: Sequence[Coming], words: Words,
) -> tuple[Screen, ...]:  # fmt: skip
    """One screen for each thing, the kinds in turn."""
    kinds = (
        [_card(each, words) for each in cards[:MOST_EACH]],
        [_event(each, words) for each in today[:MOST_EACH]],
        [_outcome(each, words) for each in outcomes[:MOST_EACH]],
        [_notice(each, words) for each in notices[:MOST_EACH]],
    )
    return tuple(_in_turn(kinds))


def _in_turn(kinds: Iterable[Sequence[Screen]]) -> Iterator[Screen]:
    left = [list(each) for each in kinds if each]
    while left:
        for each in left:
            yield each.pop(0)
        left = [each for each in left if each]


def _card(card: CardItem, words: Words) -> Screen:
    said = own_words(card, words)
    seen: list[Block] = [
        Picture("", words("A picture by a resident"), each, large=True)
        for each in card.pictures[:1]
    ]
    text = Text(shortened(said, BESIDE_PICTURE if seen else LONGEST), "lead", card.language)
    return glimpse(words("Proud of this place"), kind_named(card.kind, words), words, text, *seen)


def _event(each: Coming, words: Words) -> Screen:
    when = words("All day") if each.event.whole else each.event.start[11:]
    light = Light(words("Today"), ", ".join(part for part in (when, each.event.where) if part))
    return glimpse(words("What's on"), shortened(each.event.title, LONGEST), words, light)


def _outcome(item: OutcomeItem, words: Words) -> Screen:
    code = words.language.code
    text = said_in(item.will, code) or said_in(item.wont, code)
    title = shortened(said_in(item.titles, code), LONGEST)
    return glimpse(words("You said, we did"), title, words, Text(shortened(text, LONGEST), "lead"))


def _notice(item: NoticeItem, words: Words) -> Screen:
    code = words.language.code
    text = Text(shortened(said_in(item.texts, code), LONGEST), "lead")
    return glimpse(item.source, shortened(said_in(item.titles, code), 90), words, text)


def glimpse(kicker: str, title: str, words: Words, *blocks: Block) -> Screen:
    """One thing, and what leads away from it."""
    hint = Text(words("Touch the screen to begin."), "small")
    made = Screen("life", title, kicker=kicker, blocks=(*blocks, hint))
    return replace(made, language=words.language.code, rtl=words.language.rtl)
