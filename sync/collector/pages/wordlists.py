"""What officers type in, checked before it is kept."""

from collections.abc import Iterable, Mapping

from sync.collector.pages.languages import Language
from sync.replies import MAX_TEXT, Word

WORDS = {
    Word.ANSWERED: "Answer",
    Word.REFUSED: "No, and why",
    Word.LOOKING: "We are looking into it",
}
"""What kind an answer can be of; a no stands beside a yes."""
LONGEST = 1500
"""Letters of one text: what a resident reads standing at a screen."""


def typed(given: Mapping[str, str], languages: Iterable[Language], name: str) -> dict[str, str]:
    """Texts by language code from the boxes ``<name>-<code>``; empty ones are left out."""
    found = {}
    for each in languages:
        text = given.get(f"{name}-{each.code}", "").replace("\r\n", "\n").strip()
        if text:
            found[each.code] = text.replace("\0", "")
    return found


def too_long(texts: Mapping[str, str]) -> bool:
    """Whether one of them is longer than travels."""
    return any(len(each) > LONGEST or len(each.encode()) > MAX_TEXT for each in texts.values())
