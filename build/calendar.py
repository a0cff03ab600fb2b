"""Writes the names of months and days of every language into the form engine, from CLDR.

Usage: .venv/bin/python build/calendar.py        # after a language was added, or a newer Babel
"""

import json
import sys
from pathlib import Path

from babel import Locale

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
MODULE = ROOT / "kiosk" / "forms" / "xpath" / "functions" / "calendar.py"
HEAD = '''"""Names of months and days in each language, as CLDR has them; by build/calendar.py.

They are in the form a date has them in, such as ``maja`` for May in Polish.
"""

Names = tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...], tuple[str, ...]]
"""Months in full and short, days in full and short, from Monday."""
NAMES: dict[str, Names] = {
'''


def names(code: str) -> list[list[str]]:
    """Months in full and short, days in full and short."""
    locale = Locale.parse(code)
    made = []
    for table in (locale.months, locale.days):
        for width in ("wide", "abbreviated"):
            found = table["format"][width]
            made.append([found[key] for key in sorted(found)])
    return made


def module(codes: list[str]) -> str:
    """The text of the module."""
    lines = []
    for code in codes:
        lines.append(f'    "{code}": (\n')
        for group in names(code):
            told = ", ".join(json.dumps(each, ensure_ascii=False) for each in group)
            lines.append(f"        ({told}),\n")
        lines.append("    ),\n")
    return HEAD + "".join(lines) + "}  # fmt: skip\n"


if __name__ == "__main__":
    from kiosk.words import LANGUAGES

    MODULE.write_text(module([each.code for each in LANGUAGES]), encoding="utf-8")
    print(MODULE.relative_to(ROOT))
