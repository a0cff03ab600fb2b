"""Decisions in plain words, and the steps to speak at a meeting: small CSVs of a council."""

import datetime
import re
from collections.abc import Callable

from sync import decisions
from sync.collector.local import tables
from sync.collector.local.plain import Refused, line, plain, web
from sync.collector.local.tables import Row
from sync.decisions import Told, ToldItem
from sync.postcodes import WARD

DECIDED = ("date", "title", "text", "wards", "page")
STEPS = ("title", "text", "page")
LANGUAGE = re.compile(r"[a-z]{2,3}")


def read_decisions(content: bytes) -> ToldItem:
    """Decisions, the newest first; raises Refused."""
    found = [_told(row, _day(row)) for row in tables.rows(content, DECIDED[:3], DECIDED)]
    newest = sorted(_some(found), key=lambda each: each.day, reverse=True)
    return ToldItem("decisions", tuple(newest))


def read_steps(content: bytes) -> ToldItem:
    """Steps in the order of the file; raises Refused."""
    found = [_told(row, "") for row in tables.rows(content, STEPS[:2], STEPS)]
    return ToldItem("speaking", tuple(_some(found)))


def _some(found: list[Told]) -> list[Told]:
    if not found:
        raise Refused("there is no row below the first.")
    if len(found) > decisions.MOST:
        raise Refused(f"it has more than {decisions.MOST} rows; leave the oldest out.")
    return found


def _told(row: Row, day: str) -> Told:
    titles = _texts(row, "title", lambda text: line(text, decisions.LONGEST_TITLE))
    texts = _texts(row, "text", lambda text: plain(text, decisions.LONGEST_TEXT))
    if not titles.get("en") or not texts.get("en"):
        raise Refused(f"row {row.number} has no title, or no text.")
    if row["page"] and not web(row["page"]):
        raise Refused(f"row {row.number}: the page is no web address: '{line(row['page'], 40)}'.")
    return Told(titles, texts, day, _wards(row), web(row["page"]))


def _texts(row: Row, name: str, made: Callable[[str], str]) -> dict[str, str]:
    """A column in all its languages: ``title`` is English, ``title::Polish (pl)`` Polish."""
    found = {}
    for column in row.cells:
        kind, _, language = column.partition("::")
        if kind == name and row[column]:
            found[_code(row, language) if language else "en"] = made(row[column])
    return found


def _code(row: Row, language: str) -> str:
    code = language.rpartition("(")[2].rstrip(") ").lower()
    if not LANGUAGE.fullmatch(code):
        raise Refused(f"the column '{line(language, 40)}' names no language, such as Polish (pl).")
    return code


def _day(row: Row) -> str:
    """Such as 2026-11-03, or 03/11/2026 as spreadsheet programs here write it."""
    said = row["date"]
    for way in ("%Y-%m-%d", "%d/%m/%Y"):
        try:
            return datetime.datetime.strptime(said, way).date().isoformat()
        except ValueError:
            continue
    raise Refused(f"row {row.number} has no date such as 2026-11-03: '{line(said, 40)}'.")


def _wards(row: Row) -> tuple[str, ...]:
    codes = tuple(dict.fromkeys(row["wards"].upper().replace(";", " ").replace(",", " ").split()))
    for code in codes:
        if not WARD.fullmatch(code):
            raise Refused(
                f"row {row.number} has no code of a ward, such as E05000001: '{line(code, 40)}'."
            )
    return codes
