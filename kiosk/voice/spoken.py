"""What a screen says: one function from its data to utterances, in the order it is read."""

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal

from kiosk.screens import (
    QR,
    Action,
    Bar,
    Block,
    Choice,
    Field,
    Large,
    Light,
    Notice,
    Picture,
    Reference,
    Screen,
    Summary,
    Text,
)
from kiosk.words import Words

ENDS = ".?!:…。？！؟۔।"
"""Signs after which a sentence needs no full stop."""
Part = Literal["text", "problem", "value", "control", "bar"]


@dataclass(frozen=True)
class Utterance:
    """One thing that is said in one breath."""

    text: str = field(repr=False)
    language: str = "en"
    """BCP 47 code of the language it is in."""
    part: Part = "text"
    private: bool = False
    """Whether it tells what a resident said, so that only headphones may carry it."""
    id: str = ""
    """The control it names, or empty."""
    slowly: bool = False
    """Whether it is said at a slower rate, with a rest after it."""
    spelt: bool = False
    """Whether it is one sign, such as a comma, whose name is said."""
    audio: bytes = field(default=b"", repr=False)
    """A recording of the form that is played in place of the text where something can."""


def spoken(screen: Screen) -> list[Utterance]:
    """Everything a screen says: its words, what is wrong, every control, and the bar last."""
    words, code = Words(screen.language), screen.language
    above = screen.kicker_language or code
    said = [Utterance(text, above) for text in (screen.kicker,) if text]
    heading = next((each for each in screen.fields() if each.heading), None)
    if screen.title:
        audio = heading.audio if heading else b""
        said.append(Utterance(screen.title, screen.title_language or code, audio=audio))
    for block in screen.blocks:
        said.extend(_block(block, words))
    for each in screen.choices:
        said.extend(_control(each, words))
    for block in screen.below:
        said.extend(_block(block, words))
    for each in (*screen.corners, *screen.actions):
        said.extend(_control(each, words))
    for each in screen.bar:
        said.extend(_control(each, words, "bar"))
    return said


def _block(block: Block, words: Words) -> Iterator[Utterance]:
    code = words.language.code
    match block:
        case Text():
            part: Part = "value" if block.private else "text"
            yield Utterance(block.text, block.language or code, part, block.private)
        case Notice():
            yield Utterance(block.text, code, "problem" if block.tone == "problem" else "text")
        case Light():
            ill = block.tone in ("warn", "problem")
            said = f"{block.label}. {_well(block.tone, words)}{block.text}"
            yield Utterance(said, code, "problem" if ill else "text")
        case Bar():
            yield Utterance(block.said, code)
            if block.beside:
                yield Utterance(block.beside, code)
        case Picture() | QR():
            if block.label:
                yield Utterance(block.label, code)
        case Reference():
            yield from reference(block, code)
        case Large():
            yield Utterance(
                letters(block.text.lower()), "en" if block.text.isalpha() else code, "value", True
            )
        case Summary():
            for row in block.rows:
                yield Utterance(row.label, row.language or code)
                said = one_by_one(row.value)
                yield Utterance(said, row.value_language or code, "value", private=True)
                if row.change:
                    yield from _control(row.change, words)
        case Field():
            yield from _field(block, words)


def _well(tone: str, words: Words) -> str:
    """How well something is, for whom colour and drawing say nothing."""
    said = {"good": words("Good"), "warn": words("Look at this"), "problem": words("Act now")}
    return f"{said[tone]}. " if tone in said else ""


def _field(asked: Field, words: Words) -> Iterator[Utterance]:
    code = words.language.code
    theirs = asked.language or code
    if not asked.heading:
        yield Utterance(asked.label, theirs, audio=asked.audio)
    if asked.problem:
        yield Utterance(asked.problem, code, "problem")
    if asked.hint:
        yield Utterance(asked.hint, theirs)
    if how := _how(asked, words):
        yield Utterance(how, code)
    for choice in asked.choices:
        yield option(asked, choice, words)
    if asked.hidden and asked.value:
        yield Utterance(words("Answered. It is hidden."), code)
    elif not asked.choices and asked.value and not asked.secret:
        yield Utterance(words("You said: {value}", value=value(asked)), code, "value", True)


def _how(asked: Field, words: Words) -> str:
    """How a question is answered, in a few words."""
    count = len(asked.choices)
    ways = {
        "one": words("Choose one of {count}.", count=count),
        "many": words("Choose any of {count}.", count=count),
        "rank": words("Choose all {count} in your order.", count=count),
        "number": words("Type a number."),
        "date": words("Type a date: day, month and year."),
        "time": words("Type a time: hour and minute."),
        "moment": words("Type a date and a time."),
        "text": words("Type your answer."),
        "draw": words("Draw with a finger."),
        "tick": "",
    }
    return ways[asked.kind]


def option(asked: Field, choice: Choice, words: Words) -> Utterance:
    """A choice; that it was chosen is the resident's own affair."""
    words = Words(asked.language) if asked.language else words
    picked = [asked.value] if asked.kind == "one" else asked.value.split()
    chosen = choice.value in picked and not asked.hidden
    text = words("{choice}, chosen", choice=choice.label) if chosen else choice.label
    id = f"choose:{asked.ref}:{choice.value}"
    return Utterance(text, words.language.code, "control", chosen, id, audio=choice.audio)


def plain(said: Utterance, screen: Screen) -> Utterance:
    """What is said aloud instead of something private, where everybody could hear it."""
    words = Words(screen.language)
    for asked in screen.fields():
        for choice in asked.choices:
            if said.id == f"choose:{asked.ref}:{choice.value}":
                return Utterance(choice.label, said.language, "control", id=said.id)
    if any(isinstance(block, Reference | Large) for block in screen.blocks):
        text = words("Plug in headphones to hear your reference.")
    else:
        text = words("Plug in headphones to hear your answer.")
    return Utterance(text, screen.language, said.part)


def _control(action: Action, words: Words, part: Part = "control") -> Iterator[Utterance]:
    apart = bool(action.detail_language)
    text = joined(action.label, "" if apart else action.detail)
    if action.chosen:
        text = words("{choice}, chosen", choice=text)
    yield Utterance(text, action.language or words.language.code, part, id=action.id)
    if apart and action.detail:
        yield Utterance(action.detail, action.detail_language, part, id=action.id)


def joined(*sentences: str) -> str:
    """Sentences one after the other, each with a rest after it."""
    said = [each for each in sentences if each]
    rests = [each if each[-1] in ENDS else f"{each}." for each in said[:-1]]
    return " ".join([*rests, *said[-1:]])


def one_by_one(text: str) -> str:
    """A number that is no amount, as of a telephone, by its digits."""
    bare = text.replace(" ", "")
    return letters(bare) if len(bare) > 5 and bare.removeprefix("+").isdecimal() else text


def value(asked: Field) -> str:
    """A value as it is said: a date by its numbers, a telephone number digit by digit."""
    if asked.kind == "draw":
        return ""
    if asked.kind in ("date", "moment"):
        day, _, clock = asked.value.partition("T")
        parts = [*reversed(day.split("-")), *clock.split(":")[:2]]
        return ", ".join(part.lstrip("0") or part for part in parts if part)
    if asked.digits:
        return ", ".join(asked.value)
    return asked.value


def reference(block: Reference, code: str) -> Iterator[Utterance]:
    """Word by word in English, for that is what the words are; digits one by one."""
    if block.slowly:
        yield from _slowly(block, code)
        return
    for part in block.text.split("-"):
        digits = part.isdigit()
        text = letters(part) if digits else part.lower()
        yield Utterance(text, code if digits else "en", "value", private=True)
    for group in block.digits.split():
        yield Utterance(letters(group), code, "value", private=True)


def _slowly(block: Reference, code: str) -> Iterator[Utterance]:
    """Each word, then its letters; then the digits alone. All slowly, with rests."""
    for part in block.text.split("-"):
        digits = part.isdigit()
        if not digits:
            yield Utterance(part.lower(), "en", "value", private=True, slowly=True)
        spelt = letters(part if digits else part.lower())
        yield Utterance(spelt, code if digits else "en", "value", private=True, slowly=True)
    for group in block.digits.split():
        yield Utterance(letters(group), code, "value", private=True, slowly=True)


def letters(text: str) -> str:
    """Signs one by one, with a short rest between them."""
    return ", ".join(text)


def key(name: str, words: Words) -> Utterance:
    """A key of the on-screen keyboard: its name, or the sign itself in its language."""
    names = {
        "space": words("space"), "delete": words("delete"), "shift": words("capital letters"),
        "enter": words("new line"), "hide": words("put the keyboard away"),
        "symbols": words("numbers and signs"), "signs": words("more signs"),
        "letters": words("letters"),
        "latin": words("other letters"), "left": words("move left"),
        "right": words("move right"),
        # Signs that an engine does not know in every language.
        "£": words("pounds"), "€": words("euros"), "+": words("plus"),
        "，": words("comma"), "。": words("full stop"),
    }  # fmt: skip
    code, id = words.language.code, f"key:{name}"
    if name in names:
        return Utterance(names[name], code, "control", id=id)
    capital = name != name.lower() and len(name) == 1
    text = words("capital {letter}", letter=name) if capital else name
    return Utterance(text, code, "control", id=id, spelt=_sign(name))


def _sign(name: str) -> bool:
    return unicodedata.category(name[0])[0] in "PS"
