"""Functions of texts (XPath 1.0, section 4.2; ODK XForms, "String functions")."""

import base64
import functools
import hashlib
import re
import re._parser as structure  # type: ignore[import-not-found]
import uuid
from typing import Any

from kiosk.forms.errors import ExpressionError
from kiosk.forms.xpath.functions.registry import MANY, At, context, plain, texts
from kiosk.forms.xpath.values import to_boolean, to_number, to_string

LONGEST = 100_000
"""Characters a text may reach; more is a form gone wrong."""


@context("string", 0, 1)
def string(at: At, *value: Any) -> str:
    return to_string(value[0]) if value else at[0].text


@plain("concat", 0, MANY)
def concat(*values: Any) -> str:
    return bounded("".join(texts(values)))


@plain("join", 1, MANY)
def join(separator: Any, *values: Any) -> str:
    return bounded(to_string(separator).join(texts(values)))


def bounded(text: str) -> str:
    """A text that is not too long."""
    if len(text) > LONGEST:
        raise ExpressionError("A text that a form puts together is too long.")
    return text


@plain("starts-with", 2)
def starts_with(text: Any, start: Any) -> bool:
    return to_string(text).startswith(to_string(start))


@plain("ends-with", 2)
def ends_with(text: Any, end: Any) -> bool:
    return to_string(text).endswith(to_string(end))


@plain("contains", 2)
def contains(text: Any, part: Any) -> bool:
    return to_string(part) in to_string(text)


@plain("substring-before", 2)
def substring_before(text: Any, part: Any) -> str:
    before, found, _ = to_string(text).partition(to_string(part)) if to_string(part) else ("",) * 3
    return before if found else ""


@plain("substring-after", 2)
def substring_after(text: Any, part: Any) -> str:
    if not to_string(part):
        return to_string(text)
    return to_string(text).partition(to_string(part))[2]


@plain("substring", 2, 3)
def substring(text: Any, start: Any, *length: Any) -> str:
    first = round_half_up(to_number(start))
    last = first + round_half_up(to_number(length[0])) if length else float("inf")
    return "".join(
        letter for place, letter in enumerate(to_string(text), 1) if first <= place < last
    )


def round_half_up(value: float) -> float:
    """XPath's rounding; NaN and infinities stay what they are."""
    return float((value + 0.5) // 1) if abs(value) < 2**52 else value


@plain("substr", 2, 3)
def substr(text: Any, start: Any, *end: Any) -> str:
    said = to_string(text)
    last = int(to_number(end[0])) if end else len(said)
    return said[int(to_number(start)) : last]


@context("string-length", 0, 1)
def string_length(at: At, *value: Any) -> float:
    return float(len(string(at, *value)))


@context("normalize-space", 0, 1)
def normalize_space(at: At, *value: Any) -> str:
    return " ".join(re.split(r"[ \t\r\n]+", string(at, *value).strip(" \t\r\n")))


@plain("translate", 3)
def translate(text: Any, old: Any, new: Any) -> str:
    table: dict[int, str] = {}
    letters = to_string(new)
    for place, letter in enumerate(to_string(old)):
        table.setdefault(ord(letter), letters[place : place + 1])
    return to_string(text).translate(table)


@plain("regex", 2)
def regex(text: Any, pattern: Any) -> bool:
    return _pattern(to_string(pattern)).search(to_string(text)[:5000]) is not None


@functools.lru_cache(maxsize=256)
def _pattern(pattern: str) -> re.Pattern[str]:
    """A compiled pattern; refuses those that can take for ever on a short text."""
    try:
        if _explodes(structure.parse(pattern)):
            raise ExpressionError(
                f"The pattern {pattern} repeats what already repeats, which can take for ever;"
                " write it in a simpler way."
            )
        return re.compile(pattern)
    except re.error as error:
        raise ExpressionError(f"The pattern {pattern} cannot be read: {error}.") from error


def _explodes(parsed: Any, inside: bool = False) -> bool:
    """Whether an unbounded repeat stands inside another."""
    return any(_repeats_repeat(str(kind), what, inside) for kind, what in parsed)


def _repeats_repeat(name: str, what: Any, inside: bool) -> bool:
    if name in ("MAX_REPEAT", "MIN_REPEAT"):
        unbounded = what[1] is structure.MAXREPEAT or what[1] > 1000
        return (unbounded and inside) or _explodes(what[2], inside or unbounded)
    if name == "SUBPATTERN":
        return _explodes(what[3], inside)
    return name == "BRANCH" and any(_explodes(each, inside) for each in what[1])


@plain("uuid", 0, 1)
def make_uuid(*length: Any) -> str:
    if length:
        alphabet = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
        count = min(max(int(to_number(length[0])), 0), 1000)
        raw = b"".join(uuid.uuid4().bytes for _ in range(count // 16 + 1))
        return "".join(alphabet[byte % len(alphabet)] for byte in raw[:count])
    return str(uuid.uuid4())


@plain("digest", 2, 3)
def digest(text: Any, method: Any, *encoding: Any) -> str:
    name = to_string(method).lower().replace("-", "")
    if name not in ("md5", "sha1", "sha256", "sha384", "sha512"):
        raise ExpressionError(f"The digest {to_string(method)} is not known.")
    how = to_string(encoding[0]).lower() if encoding else "base64"
    if how not in ("hex", "base64"):
        raise ExpressionError(f"The encoding {how} is not known.")
    made = hashlib.new(name, to_string(text).encode(), usedforsecurity=False)
    return made.hexdigest() if how == "hex" else base64.b64encode(made.digest()).decode()


@plain("base64-decode", 1)
def base64_decode(text: Any) -> str:
    try:
        said = to_string(text)
        return base64.b64decode(said + "=" * (-len(said) % 4)).decode(errors="replace")
    except ValueError:
        return ""


@plain("boolean-from-string", 1)
def boolean_from_string(text: Any) -> bool:
    return to_string(text).strip().lower() in ("true", "1")


@plain("thousandsep", 2)
def thousands(separator: Any, value: Any) -> str:
    text = to_string(value)
    whole, point, part = text.partition(".")
    grouped = f"{int(whole):,}".replace(",", to_string(separator))
    return grouped + point + part


@context("lang", 1)
def lang(at: At, wanted: Any) -> bool:
    node: Any = at[0]
    while node is not None:
        for each in node.attributes:
            if each.name == "lang" and each.prefix == "xml":
                said, asked = each.value.lower(), to_string(wanted).lower()
                return bool(said == asked or said.startswith(asked + "-"))
        node = node.parent
    return False


@plain("boolean", 1)
def boolean(value: Any) -> bool:
    return to_boolean(value)


@plain("not", 1)
def negation(value: Any) -> bool:
    return not to_boolean(value)


@plain("true")
def true() -> bool:
    return True


@plain("false")
def false() -> bool:
    return False
