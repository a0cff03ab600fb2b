"""Splits an expression into tokens (XPath 1.0, section 3.7)."""

import re
from dataclasses import dataclass

from kiosk.forms.errors import ExpressionError

LONGEST = 20_000
"""Characters of an expression; the longest in forms seen in the open has under 8,000."""
_NAME = r"[^\W\d][\w.\-·]*"
_TOKEN = re.compile(
    rf"""\s*(?:
    (?P<number>\d+(?:\.\d*)?|\.\d+)
  | (?P<string>"[^"]*"|'[^']*')
  | (?P<mark>::|//|\.\.|!=|<=|>=|[()\[\].@,/|+\-=<>*$])
  | (?P<name>{_NAME}(?::(?!:)(?:{_NAME}|\*))?)
    )""",
    re.VERBOSE,
)
_OPERATOR = re.compile("and|or|div|mod")
"""Other engines read ``1div1`` too; a name has no place after an operand, so nothing is lost."""
_NO_OPERAND_BEFORE = {
    "@", "::", "(", "[", ",", "/", "//", "|", "+", "-", "=", "!=", "<", "<=", ">", ">=",
}  # fmt: skip


@dataclass(frozen=True)
class Token:
    """A piece of an expression; ``kind`` is number, string, name, mark, operator or end."""

    kind: str
    text: str
    place: int


def tokens(text: str) -> list[Token]:
    """The tokens, with an end token last; raises ExpressionError."""
    if len(text) > LONGEST:
        raise ExpressionError("An expression is too long to be worked out.")
    found: list[Token] = []
    place, end = 0, len(text.rstrip())
    while place < end:
        match = _TOKEN.match(text, place)
        if match is None:
            raise ExpressionError(f"'{text[place:].strip()[:20]}' is not understood in: {text}")
        kind = str(match.lastgroup)
        token = _told_apart(Token(kind, match[kind], match.start(kind)), found)
        found.append(token)
        place = token.place + len(token.text)
    found.append(Token("end", "", end))
    return found


def _told_apart(token: Token, before: list[Token]) -> Token:
    """After an operand, ``*`` multiplies and ``and`` joins; anywhere else they are names."""
    last = before[-1] if before else None
    operand = last is not None and last.kind != "operator" and last.text not in _NO_OPERAND_BEFORE
    if operand and token.text == "*":
        return Token("operator", "*", token.place)
    joined = _OPERATOR.match(token.text) if operand and token.kind == "name" else None
    return Token("operator", joined[0], token.place) if joined else token
