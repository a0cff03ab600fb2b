"""The code on a paper: which form, in which version and language, it was printed of."""

import re

DIGITS = 8
"""Hexadecimal digits of the form's key; a council has no two forms alike in the first six."""
_CODE = re.compile(r"([0-9a-f]{4})-?([0-9a-f]{4})(?:-?([a-z]{2,3}))?")


def code(key: bytes, language: str) -> str:
    """The code for people, such as ``1F3A-5B7C-EN``."""
    written = key.hex()[:DIGITS]
    return f"{written[:4]}-{written[4:]}-{language}".rstrip("-").upper()


def square(form_id: str, version: str, key: bytes, language: str) -> str:
    """What the square code on a paper says: form, version, and the code, which comes last."""
    return " ".join(each for each in (form_id, version, code(key, language)) if each)


def read(said: str) -> tuple[str, str]:
    """First digits of the form's key, and the language; empty texts for what is no code."""
    typed = said.strip().lower()
    for each in (typed.rpartition(" ")[2], re.sub(r"\s", "", typed)):
        if found := _CODE.fullmatch(each):
            return found[1] + found[2], found[3] or ""
    return "", ""
