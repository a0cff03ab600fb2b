"""The sentences on paper besides the form's own, by language: machine-made but for English."""

import functools
import json
from collections.abc import Mapping
from pathlib import Path


@functools.cache
def _every() -> dict[str, dict[str, str]]:
    path = Path(__file__).with_name("words.json")
    found: dict[str, dict[str, str]] = json.loads(path.read_text(encoding="utf-8"))
    return found


def known() -> frozenset[str]:
    """Codes of the languages there are."""
    return frozenset(_every())


def words(code: str) -> Mapping[str, str]:
    """The sentences of a language; English where there are none."""
    return _every().get(code) or _every()["en"]
