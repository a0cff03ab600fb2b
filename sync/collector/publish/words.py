"""Words of a form's languages and how common they are; never what residents wrote."""

import re
from functools import cache
from importlib import resources

CODED = 5000
"""Words that get a code, of all languages of a form together."""
DRAWN = 30_000
"""Words of a language that imagined answers are made of."""
LIST = "small"
"""Of wordfreq's lists the one that comes with a package: it holds as many words as we draw."""


def of(languages: list[str]) -> dict[str, dict[str, float]]:
    """How often each word is said, from 0 to 1, by language code; the most common first."""
    codes = sorted({code(name) for name in languages} | {"en"})
    found = {each: _words(each) for each in codes}
    return {each: words for each, words in found.items() if words}


@cache
def _words(code: str) -> dict[str, float]:
    """Looked up as they stand in the list: to take Chinese apart asks for a library of its own."""
    from wordfreq import get_frequency_dict, top_n_list  # large, and only for publishing

    try:
        known = get_frequency_dict(code, LIST)
        return {word: known[word] for word in top_n_list(code, DRAWN, LIST)}
    except LookupError:
        return {}  # a language without a list of words; its answers only become less small


@cache
def phrases(code: str) -> list[str]:
    """Our own phrases that people often begin or go on with; none for most languages."""
    file = resources.files("sync.collector.publish").joinpath(f"phrases_{code}.txt")
    return file.read_text(encoding="utf-8").splitlines() if file.is_file() else []


def code(name: str) -> str:
    """The code in a language's name: ``cy`` of ``Cymraeg (cy)``."""
    inside = re.search(r"\(([a-z]{2,3})[^)]*\)", name)
    return inside[1] if inside else "en"
