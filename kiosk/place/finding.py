"""Finds services by everyday words; what was typed is compared, and kept nowhere."""

from collections.abc import Sequence

from kiosk.place.needs import meant, named, needs_of
from kiosk.place.texts import terms
from kiosk.words import Words
from sync.directory import Service

MOST = 60
"""Services found at most; more words find fewer."""
EMPTY = frozenset(
    ("i", "im", "am", "a", "an", "and", "the", "my", "me", "we", "our", "to", "of", "for", "in",
     "on", "at", "is", "are", "it", "have", "has", "got", "need", "needs", "want", "wants", "with",
     "help", "get", "some", "can", "you", "please")
)  # fmt: skip
"""Words of a sentence that say nothing about what is needed."""
NAME, TERM, MEANT, TEXT = 8, 6, 4, 1
"""How much it counts where a word is found."""


def find(services: Sequence[Service], typed: str, words: Words) -> list[Service]:
    """The services that fit best, the best first."""
    said = [word for word in terms(typed) if word not in EMPTY]
    wanted = {word: set(meant([word])) | set(named([word], words)) for word in said}
    scored = [(_score(each, wanted), each) for each in services]
    found = [(score, each) for score, each in scored if score]
    found.sort(key=lambda pair: (-pair[0], pair[1].name.casefold()))
    return [each for _, each in found[:MOST]]


def _score(service: Service, wanted: dict[str, set[str]]) -> int:
    name, by_term = terms(f"{service.name} {service.by}"), terms(" ".join(service.needs))
    text, helps = terms(service.text), set(needs_of(service))
    score = 0
    for word, needs in wanted.items():
        score += NAME * _begins(name, word) + TERM * _begins(by_term, word)
        score += MEANT * bool(needs & helps) + TEXT * _begins(text, word)
    return score


def _begins(words: list[str], beginning: str) -> bool:
    """Whether a word begins so; two letters at least, or one that is a word by itself."""
    if len(beginning) < 2 and beginning.isascii():
        return False
    return any(each.startswith(beginning) for each in words)
