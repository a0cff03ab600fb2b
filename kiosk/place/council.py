"""What a council says of itself, as blocks: its councillors, its decisions, how to be heard."""

import datetime
from collections.abc import Mapping, Sequence

from kiosk.place.coming import Coming
from kiosk.place.texts import date_text, in_order, theirs
from kiosk.screens import Action, Block, Light, Picture, Text
from kiosk.words import Words, day_text, said_in, speaks
from sync.decisions import Told
from sync.wards import Councillor, WardItem


def faces(ward: WardItem, words: Words) -> tuple[Action, ...]:
    """The councillors of a ward with their pictures, to be touched."""
    return tuple(
        Action(f"in:councillor:{number}", each.name, "choice", each.party,
               "" if each.picture else "person", language=theirs(words), picture=each.picture)
        for number, each in enumerate(ward.councillors)
    )  # fmt: skip


def facts(each: Councillor, events: Sequence[Coming], words: Words) -> tuple[Block, ...]:
    """Who somebody is, and when and where anybody can talk to them."""
    said: list[Block] = []
    if each.picture:
        said.append(Picture("", "", each.picture))
    if each.party:
        said.append(Text(each.party, language=theirs(words)))
    for surgery in each.surgeries:
        said.append(Light(words("Come and talk"), surgery))
    for one in events:
        said.append(Light(one.event.title, _when(one, words)))
    if each.phone:
        said.append(Light(words("Telephone"), in_order(each.phone, words)))
    return tuple(said)


def _when(one: Coming, words: Words) -> str:
    parts = (day_text(one.day, words), one.event.start[11:], one.event.where)
    return ", ".join(part for part in parts if part)


def steps(told: Sequence[Told], words: Words) -> tuple[Block, ...]:
    """How to speak at a meeting, one step after the other."""
    said: list[Block] = []
    for each in told:
        title = said_in(each.titles, words.language.code)
        said.append(Text(title, "lead", language_of(each.titles, words)))
        said.extend(paragraphs(each.texts, words))
    return tuple(said)


def paragraphs(texts: Mapping[str, str], words: Words) -> tuple[Text, ...]:
    """A text in the resident's language where the council wrote it in that, else in English."""
    code = language_of(texts, words)
    parts = said_in(texts, words.language.code).split("\n")
    return tuple(Text(part, language=code) for part in parts if part.strip())


def language_of(texts: Mapping[str, str], words: Words) -> str:
    """The language of what shows, where it is not the screen's own."""
    return "" if speaks(texts, words.language.code) else theirs(words)


def decided_on(told: Told, words: Words) -> str:
    """The day of a decision."""
    return date_text(datetime.date.fromisoformat(told.day), words) if told.day else ""


def plain(said: Sequence[Block]) -> str:
    """Blocks as one text, for a telephone."""
    return "\n".join(each.text for each in said if isinstance(each, Text))
