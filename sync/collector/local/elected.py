"""Who was elected in each ward: a council's small CSV, held against what a kiosk can show."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from sync import wards
from sync.collector.local import tables
from sync.collector.local.plain import Refused, line, plain, web
from sync.collector.local.tables import Row
from sync.postcodes import WARD
from sync.wards import Councillor, WardItem

NEEDED = ("ward_code", "ward", "name")
COLUMNS = (*NEEDED, "party", "picture", "surgeries", "telephone", "page")
MOST_WARDS = 200


@dataclass(frozen=True)
class Elected:
    """A row: a councillor, or a ward where nobody is elected just now."""

    row: int
    ward: str
    code: str
    councillor: Councillor | None
    picture: str
    """Name of a file; may be empty."""


def read(content: bytes) -> list[Elected]:
    """The rows of the file; raises Refused."""
    found = [_elected(row) for row in tables.rows(content, NEEDED, COLUMNS)]
    if not found:
        raise Refused("there is no row below the first.")
    _check_wards(found)
    _check_names(found)
    return found


def items(elected: Sequence[Elected], pictures: dict[str, bytes]) -> list[WardItem]:
    """The wards by name, with small pictures by the names of their files."""
    made: dict[str, list[Councillor]] = {}
    for each in elected:
        here = made.setdefault(each.code, [])
        if each.councillor is not None:
            told = each.councillor
            shown = pictures.get(each.picture, b"")
            here.append(
                Councillor(told.name, told.party, shown, told.surgeries, told.phone, told.url)
            )
    names = {each.code: each.ward for each in elected}
    ordered = sorted(made, key=lambda code: names[code].casefold())
    return [WardItem(code, names[code], tuple(made[code])) for code in ordered]


def _elected(row: Row) -> Elected:
    code, ward = row["ward_code"].upper(), line(row["ward"], wards.LONGEST_NAME)
    if not WARD.fullmatch(code):
        raise Refused(
            f"row {row.number} has no code of a ward, such as E05000001: '{line(code, 40)}'."
        )
    if not ward:
        raise Refused(f"row {row.number} has no name of a ward.")
    picture = row["picture"]
    if re.search(r"[/\\\0]", picture) or picture.startswith("."):
        raise Refused(
            f"row {row.number} names a picture with a folder; put its name alone, such as lee.jpg."
        )
    return Elected(row.number, ward, code, _councillor(row), picture if row["name"] else "")


def _councillor(row: Row) -> Councillor | None:
    name = line(row["name"], wards.LONGEST_NAME)
    if not name:
        return None
    said = [part for part in re.split(r"[\n;|]", row["surgeries"]) if part.strip()]
    if len(said) > wards.MOST_SURGERIES:
        raise Refused(f"row {row.number} has more than {wards.MOST_SURGERIES} surgeries.")
    url = web(row["page"])
    if row["page"] and not url:
        raise Refused(f"row {row.number}: the page is no web address: '{line(row['page'], 40)}'.")
    return Councillor(
        name, line(row["party"], wards.LONGEST_NAME), b"",
        tuple(plain(each, wards.LONGEST_TEXT) for each in said), line(row["telephone"], 60), url,
    )  # fmt: skip


def _check_wards(found: Sequence[Elected]) -> None:
    """One code is one ward, and one name too."""
    names: dict[str, Elected] = {}
    codes: dict[str, Elected] = {}
    for each in found:
        first = names.setdefault(each.code, each)
        if first.ward != each.ward:
            raise Refused(
                f"row {each.row} calls ward {each.code} '{each.ward}', and row {first.row}"
                f" '{first.ward}'."
            )
        first = codes.setdefault(each.ward.casefold(), each)
        if first.code != each.code:
            raise Refused(f"row {each.row} gives '{each.ward}' another code than row {first.row}.")
    if len(names) > MOST_WARDS:
        raise Refused(f"there are more than {MOST_WARDS} wards.")


def _check_names(found: Sequence[Elected]) -> None:
    seen: dict[tuple[str, str], int] = {}
    counts: dict[str, int] = {}
    for each in found:
        if each.councillor is None:
            continue
        counts[each.code] = counts.get(each.code, 0) + 1
        key = (each.code, each.councillor.name.casefold())
        if (first := seen.setdefault(key, each.row)) != each.row:
            raise Refused(
                f"row {each.row} names {each.councillor.name} of {each.ward} again, as row"
                f" {first} does."
            )
        if counts[each.code] > wards.MOST:
            raise Refused(f"row {each.row}: {each.ward} has more than {wards.MOST} councillors.")
