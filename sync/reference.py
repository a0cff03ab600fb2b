"""The reference a resident takes home: four short words and four digits, or sixteen digits.

A reference is a number below 2^45 times 251. The number comes from the system's random source, so
nobody can guess it; the factor makes one wrong digit, and nearly every wrong word or swap, show.
"""

import functools
import re
import secrets
from importlib import resources

from sync.errors import ReferenceError

BITS = 45
CHECK = 251
BYTES = 7
WORDS = 1024


def new() -> bytes:
    """A fresh reference, 7 bytes."""
    return of(secrets.randbits(BITS))


def number(reference: bytes) -> int:
    """The random number in it, below 2^45; raises ReferenceError when it is not a reference."""
    return int.from_bytes(_checked(_number(reference)), "big") // CHECK


def of(number: int) -> bytes:
    """The reference with this random number in it."""
    return (number * CHECK).to_bytes(BYTES, "big")


def words(reference: bytes) -> str:
    """As words and digits, such as ``HAZEL-4821-FERN-OTTER-PLUM``."""
    number, digits = divmod(_number(reference), 10_000)
    picked = [_list()[number >> (10 * place) & (WORDS - 1)] for place in range(4)]
    return "-".join([picked[0], f"{digits:04}", *picked[1:]]).upper()


def digits(reference: bytes) -> str:
    """As sixteen digits in groups of four, for a language or a person that needs only digits."""
    text = f"{_number(reference):016}"
    return " ".join(text[at : at + 4] for at in range(0, 16, 4))


def read(typed: str) -> bytes:
    """Read what a person wrote: words in any case, any spaces or dashes, or digits alone.

    Raises:
        ReferenceError: it has a slip in it.
    """
    parts = re.findall(r"[A-Za-z]+|\d+", typed)
    if all(part.isdigit() for part in parts):
        return _checked(_from_digits("".join(parts)))
    return _checked(_from_words(parts))


def beginning(letters: str) -> tuple[str, ...]:
    """The words that begin so, in any case; the list is public."""
    return tuple(word for word in _list() if word.startswith(letters.lower()))


def _from_digits(text: str) -> int:
    if len(text) != 16:
        raise _slip("A reference in digits has sixteen of them.")
    return int(text)


def _from_words(parts: list[str]) -> int:
    numbers = [part for part in parts if part.isdigit()]
    said = [part.lower() for part in parts if not part.isdigit()]
    if len(numbers) != 1 or len(numbers[0]) != 4 or len(said) != 4:
        raise _slip("A reference has four words and four digits.")
    unknown = [word for word in said if word not in _places()]
    if unknown:
        raise _slip(f"'{unknown[0].upper()}' is not one of the words used.")
    number = sum(_places()[word] << (10 * place) for place, word in enumerate(said))
    return number * 10_000 + int(numbers[0])


def _checked(number: int) -> bytes:
    if number % CHECK or number // CHECK >> BITS:
        raise _slip("These words and digits do not go together.")
    return number.to_bytes(BYTES, "big")


def _number(reference: bytes) -> int:
    if len(reference) != BYTES:
        raise _slip("A reference has seven bytes.")
    return int.from_bytes(reference, "big")


def _slip(what: str) -> ReferenceError:
    return ReferenceError(f"{what} Please look at it again; there may be a slip in it.")


@functools.cache
def _list() -> tuple[str, ...]:
    text = resources.files("sync").joinpath("words_en.txt").read_text(encoding="ascii")
    return tuple(text.split())


@functools.cache
def _places() -> dict[str, int]:
    return {word: place for place, word in enumerate(_list())}
