"""The kiosk's own words in each language, from gettext catalogues in ``assets/locale``.

English is the source and stands in the code as ``words("Next")``; a language without a catalogue,
or a sentence without a translation, falls back to it.
"""

import ast
import datetime
import functools
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Language:
    """A language the kiosk can speak to a resident in."""

    code: str
    """BCP 47 code, such as ``cy``; also the folder of its catalogue."""
    name: str
    """Its own name in its own script."""
    rtl: bool = False


LANGUAGES: tuple[Language, ...] = (
    Language("en", "English"),
    Language("cy", "Cymraeg"),
    Language("pl", "Polski"),
    Language("ro", "Română"),
    Language("ur", "اردو", rtl=True),
    Language("pa", "ਪੰਜਾਬੀ"),
    Language("bn", "বাংলা"),
    Language("gu", "ગુજરાતી"),
    Language("ar", "العربية", rtl=True),
    Language("uk", "Українська"),
    Language("zh", "简体中文"),
)


class Words:
    """The words of one language; called with the English source and what fills its gaps."""

    def __init__(self, code: str = "en", folder: Path | None = None) -> None:
        self.language = next((each for each in LANGUAGES if each.code == code), LANGUAGES[0])
        self._catalogue = _read_once(self.language.code, folder or locale_folder())

    def __call__(self, source: str, **gaps: object) -> str:
        text = self._catalogue.get(source) or source
        return text.format(**gaps) if gaps else text


def said_in(texts: Mapping[str, str], code: str) -> str:
    """The text in a language, else for every language, else in English, else any."""
    for key, text in texts.items():
        if same_language(key, code):
            return text
    return texts.get("") or texts.get("en") or next(iter(texts.values()), "")


def other_language(texts: Mapping[str, str], code: str) -> str:
    """The language of what ``said_in`` gives, where that is not the one asked for."""
    return "" if not texts or speaks(texts, code) else "en" if "en" in texts else next(iter(texts))


def speaks(texts: Mapping[str, str], code: str) -> bool:
    """Whether there is a text in a language, or one that holds for every language."""
    return "" in texts or any(same_language(key, code) for key in texts)


def same_language(name: str, code: str) -> bool:
    """Whether a form's language, such as ``English (en)``, is the one with this code."""
    inner = name.rpartition("(")[2].rstrip(") ") if "(" in name else name
    return inner.lower().replace("_", "-").partition("-")[0] == code


def weekdays(words: Words) -> tuple[str, ...]:
    """The days of the week, from Monday."""
    return (
        words("Monday"), words("Tuesday"), words("Wednesday"), words("Thursday"),
        words("Friday"), words("Saturday"), words("Sunday"),
    )  # fmt: skip


def months(words: Words) -> tuple[str, ...]:
    """The months, from January."""
    return (
        words("January"), words("February"), words("March"), words("April"), words("May"),
        words("June"), words("July"), words("August"), words("September"), words("October"),
        words("November"), words("December"),
    )  # fmt: skip


def day_text(day: datetime.date, words: Words) -> str:
    """A day such as ``Wednesday 25 November``."""
    return words(
        "{weekday} {day} {month}", weekday=weekdays(words)[day.weekday()], day=day.day,
        month=months(words)[day.month - 1],
    )  # fmt: skip


def locale_folder() -> Path:
    """Where the catalogues are: beside the package when installed, else at the project's top."""
    inside = Path(__file__).parent / "assets" / "locale"
    return inside if inside.is_dir() else Path(__file__).parent.parent / "assets" / "locale"


def shipped(folder: Path | None = None) -> tuple[Language, ...]:
    """The languages that have a catalogue, English first."""
    at = folder or locale_folder()
    return tuple(each for each in LANGUAGES if each.code == "en" or _file(at, each.code).is_file())


def catalogue(code: str, folder: Path) -> dict[str, str]:
    """Source and translation of every entry; empty for English and for what is not shipped."""
    try:
        text = _file(folder, code).read_text(encoding="utf-8")
    except FileNotFoundError:
        return {}
    return {source: target for source, target in _entries(text) if source}


# A screen is drawn with its words many times in a visit.
_read_once = functools.lru_cache(maxsize=4)(catalogue)


def _file(folder: Path, code: str) -> Path:
    return folder / code / "LC_MESSAGES" / "kiosk.po"


def _entries(text: str) -> Iterator[tuple[str, str]]:
    """The pairs of a PO file without plurals and contexts, which the kiosk does not use."""
    parts = {"msgid": "", "msgstr": ""}
    where = ""
    for line in (*text.splitlines(), 'msgid ""'):
        key, _, rest = line.partition(" ")
        if key == "msgid":
            yield parts["msgid"], parts["msgstr"]
            parts = {"msgid": "", "msgstr": ""}
        if key in parts:
            where, line = key, rest
        if where and line.startswith('"'):
            parts[where] += ast.literal_eval(line)
