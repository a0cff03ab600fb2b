"""The table of who has walked what says what the tests do."""

import re
from pathlib import Path

from tests.kiosk.lines import LINES
from tests.kiosk.ways import LANGUAGES, USUAL, WAYS

ROOT = Path(__file__).resolve().parents[2]


def rows() -> list[list[str]]:
    """The cells of the table in ``kiosk/ACCESSIBILITY.md``."""
    page = (ROOT / "kiosk" / "ACCESSIBILITY.md").read_text(encoding="utf-8")
    section = page.partition("## Who has walked what, and how")[2].partition("\n## ")[0]
    lines = [line for line in section.splitlines() if line.startswith("| ")]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]


def test_the_table_says_which_line_is_walked_how_in_which_language() -> None:
    head, *body = rows()
    assert head[1:4] == list(WAYS)
    assert [row[0] for row in body] == [line.name for line in LINES]
    languages = [language for _, language in USUAL]
    assert all(row[1:4] == languages for row in body)
    assert [way for way, _ in USUAL] == list(WAYS)
    assert sorted(languages) == sorted(LANGUAGES)


def test_every_journey_that_it_names_is_there() -> None:
    named = re.findall(r"`(test_\w+\.py)::(test_\w+)`", str(rows()))
    assert len(named) > 15
    for file, test in named:
        text = (ROOT / "tests" / "journeys" / file).read_text(encoding="utf-8")
        assert f"def {test}(" in text, f"{file}::{test}"
