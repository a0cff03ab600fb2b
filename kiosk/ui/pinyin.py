"""Chinese typed by its sounds: Latin letters in, signs to choose from out. Knows no widgets."""

import functools
from pathlib import Path

SHOWN = 9.0
"""Widths of keys that the row of signs takes."""


def candidates(letters: str) -> list[str]:
    """Signs and words for what is typed so far: for all of it first, then for its beginning."""
    known = table()
    found: list[str] = []
    for end in range(len(letters), 0, -1):
        found += known.get(letters[:end], ())
    return list(dict.fromkeys(found))


def rest(letters: str, chosen: str) -> str:
    """The letters that are left once a sign or word was chosen for the first of them."""
    known = table()
    for end in range(len(letters), 0, -1):
        if chosen in known.get(letters[:end], ()):
            return letters[end:]
    return ""


def row(letters: str, page: int) -> list[str]:
    """One row of keys: the letters themselves, and as many signs as fit; pages from 0."""
    pages: list[list[str]] = [[]]
    room = SHOWN
    for word in candidates(letters):
        if share(word) > room:
            pages.append([])
            room = SHOWN
        pages[-1].append(word)
        room -= share(word)
    own = [letters] if len(letters) > 1 else []
    return own + pages[page % len(pages)]


def share(key: str) -> float:
    """Width of a key in keys."""
    return max(1.0, 0.4 + 0.5 * len(key))


@functools.cache
def table() -> dict[str, tuple[str, ...]]:
    """Sound to signs, from ``assets/pinyin.txt``; read when Chinese is first typed."""
    lines = _file().read_text(encoding="utf-8").splitlines()
    return {sound: tuple(words) for sound, *words in map(str.split, lines)}


def _file() -> Path:
    package = Path(__file__).parent.parent
    inside = package / "assets" / "pinyin.txt"
    return inside if inside.is_file() else package.parent / "assets" / "pinyin.txt"
