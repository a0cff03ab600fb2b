"""Texts of a place as residents read them, and as they are compared."""

import datetime
import unicodedata

from kiosk.screens import Text
from kiosk.words import Words, months

LETTERS = str.maketrans("łøđı", "lodi")
"""Letters that Unicode does not take apart into a letter and a mark."""


def theirs(words: Words) -> str:
    """The language of what a council or its partners wrote, where it is not the screen's own."""
    return "" if words.language.code == "en" else "en"


def paragraphs(text: str, words: Words) -> tuple[Text, ...]:
    """A text of the council, which is in English unless the resident's language is."""
    return tuple(Text(part, language=theirs(words)) for part in text.split("\n") if part.strip())


def cost(said: str, words: Words) -> str:
    """What something costs."""
    return words("Free of charge") if said == "0" else said


def date_text(day: datetime.date, words: Words) -> str:
    """A day of any year, such as ``3 June 2026``."""
    month = months(words)[day.month - 1]
    return words("{day} {month} {year}", day=day.day, month=month, year=day.year)


def folded(text: str) -> str:
    """Without capitals and accents, so that what sounds alike is alike."""
    apart = unicodedata.normalize("NFKD", text.casefold().translate(LETTERS))
    return "".join(each for each in apart if unicodedata.category(each) != "Mn")


def terms(text: str) -> list[str]:
    """The words of a text, folded. Signs that belong to a letter must not part a word, as the
    vowel signs of Panjabi would in a pattern of word characters."""
    kept = [each if each.isalnum() or unicodedata.category(each) == "Mc" else " "
            for each in folded(text)]  # fmt: skip
    return "".join(kept).split()


def in_order(text: str, words: Words) -> str:
    """A number of several groups as it is written, also among words from right to left
    (Unicode, UAX #9, isolates)."""
    return f"\u2066{text}\u2069" if words.language.rtl else text
