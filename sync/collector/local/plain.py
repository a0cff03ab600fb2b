"""Text from anywhere as a kiosk can show it: no markup, no marks that nobody sees, not too long."""

import html
import re
import unicodedata

BREAK = re.compile(r"</?(?:br|p|li|div|h[1-6]|tr)\b[^<>]{0,200}>", re.IGNORECASE)
TAG = re.compile(r"</?[a-z][^<>]{0,2000}>", re.IGNORECASE)
TURNING = frozenset("\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
"""Marks that change the direction of what stands after them (Unicode, UAX #9)."""


class Refused(Exception):
    """The file cannot be used; the message is one sentence for who made or uploaded it."""


def plain(text: object, longest: int) -> str:
    """As paragraphs of words, with an ellipsis where it was longer than ``longest`` characters."""
    said = re.sub("[\x0b\x0c\x85]", "\n", str(text or "")[: 20 * longest])
    if "<" in said:
        said = TAG.sub("", BREAK.sub("\n", said))
    said = "".join(each for each in html.unescape(said) if _shown(each))
    lines = [" ".join(line.split()) for line in said.splitlines()]
    whole = re.sub(r"\n{2,}", "\n", "\n".join(lines)).strip()
    return whole if len(whole) <= longest else whole[: longest - 2].rstrip() + " …"


def line(text: object, longest: int) -> str:
    """The same on one line."""
    return " ".join(plain(text, longest).split())


def web(text: object) -> str:
    """A web address, or nothing when it is none."""
    said = line(text, 300)
    return said if re.fullmatch(r"https?://[^\s<>\"]{3,290}", said) else ""


def _shown(each: str) -> bool:
    return (
        each in "\n\t "
        or (unicodedata.category(each)[0] != "C" and each not in TURNING)
        or each in "\u200c\u200d"
    )
