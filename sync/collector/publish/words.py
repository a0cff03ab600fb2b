"""Common words of a form's languages, for its dictionary; never what residents wrote."""

import re

from wordfreq import top_n_list

MOST = 2500


def general(languages: list[str]) -> list[str]:
    """Common words, the most common last, where a dictionary reaches them most cheaply."""
    codes = {_code(name) for name in languages} or {"en"}
    found: list[str] = []
    for code in sorted(codes - {"en"}):
        found += _words(code, MOST // 2)
    return found + _words("en", MOST)


def _words(code: str, count: int) -> list[str]:
    try:
        return list(reversed(top_n_list(code, count)))
    except LookupError:
        return []  # a language without a list of words; its answers only compress less well


def _code(name: str) -> str:
    inside = re.search(r"\(([a-z]{2,3})[^)]*\)", name)
    return inside[1] if inside else "en"
