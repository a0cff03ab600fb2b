"""No cell of a file can be taken for a formula, and every text comes out as it went in."""

import csv
import io
import json
from collections.abc import Iterator
from typing import Any

import openpyxl
import pytest
from django.test import Client

from sync.collector.csvfile import _line, safe
from tests.collector import inside
from tests.collector.payloads import MARKUP, SPREADSHEET, TEXTS

ALL = SPREADSHEET + TEXTS + MARKUP
WHERE = "Where is it?"


@pytest.fixture(scope="module")
def said(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Client, Any]]:
    """An officer, and a form to which all of them were said."""
    with inside.collector(tmp_path_factory.mktemp("said") / "data"):
        owner = inside.council()
        form = inside.form(owner)
        for number, text in enumerate(ALL):
            inside.say(form, {"kind": "light", "where": text}, at=1_760_000_000 + number)
        yield inside.officer(owner), form


def downloaded(said: tuple[Client, Any], name: str) -> bytes:
    browser, form = said
    response = browser.get(f"/forms/{form.pk}/{name}")
    assert response.status_code == 200
    assert response["Content-Disposition"].startswith("attachment")
    return inside.body(response)


def test_formulas_are_made_harmless() -> None:
    for payload in SPREADSHEET:
        cell = next(csv.reader(io.StringIO(_line([payload]), newline="")))[0]
        assert cell == "'" + payload
    print(f"formulas made harmless: {len(SPREADSHEET)}")


@pytest.mark.parametrize("cell", ["", "12", "-3.5", "High = wide", "a@example.org", "Zoë", "اردو"])
def test_ordinary_answers_stay_as_they_are(cell: str) -> None:
    assert safe(cell) == cell


def test_a_csv_file_gives_every_text_back(said: tuple[Client, Any]) -> None:
    text = downloaded(said, "answers.csv").decode("utf-8-sig")
    cells = [row[WHERE] for row in csv.DictReader(io.StringIO(text, newline=""))]
    for text, cell in zip(ALL, cells, strict=True):
        assert (cell == "'" + text) if text in SPREADSHEET else cell in (text, "'" + text)
    assert len(ALL) >= 200
    print(f"texts through CSV: {len(ALL)}, run by a spreadsheet: 0")


def test_a_workbook_holds_every_text_as_text(said: tuple[Client, Any]) -> None:
    sheet = openpyxl.load_workbook(io.BytesIO(downloaded(said, "answers.xlsx"))).active
    headings = [cell.value for cell in next(sheet.iter_rows())]
    found = [row[headings.index(WHERE)] for row in sheet.iter_rows(min_row=2)]
    assert not [cell for row in sheet.iter_rows() for cell in row if cell.data_type == "f"]
    for text, cell in zip(ALL, found, strict=True):
        whole = text if len(text) <= 32_767 else text[:32_766] + "…"
        assert openpyxl.utils.escape.unescape(str(cell.value)) == whole
        if text in SPREADSHEET:
            assert cell.quotePrefix
    moment = sheet.cell(2, headings.index("Received") + 1)
    assert moment.is_date and moment.value.year == 2025
    print(f"texts through XLSX: {len(ALL)}, formulas: 0")


@pytest.mark.parametrize("ending", ["json", "ndjson"])
def test_json_gives_every_text_back(said: tuple[Client, Any], ending: str) -> None:
    text = downloaded(said, f"answers.{ending}").decode()
    items = json.loads(text) if ending == "json" else [json.loads(x) for x in text.split("\n")[:-1]]
    assert [each["answers"]["where"] for each in items] == ALL
    assert {each["answers"]["kind"] for each in items} == {"light"}


def test_the_dictionary_names_every_column_and_code(said: tuple[Client, Any]) -> None:
    text = downloaded(said, "dictionary.csv").decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text)))
    codes = {row["Code"]: row["Meaning"] for row in rows if row["Column"] == "kind" and row["Code"]}
    assert codes["light"] == "Street light"
    heads = next(csv.reader(io.StringIO(downloaded(said, "answers.csv?codes").decode("utf-8-sig"))))
    assert set(heads) == {row["Column"] for row in rows}


def test_numbers_lists_and_repeats_keep_their_kind(said: tuple[Client, Any]) -> None:
    browser, form = said
    other = inside.form(form.council, "typed")
    visits = [{"when": "2026-01-02", "note": "a"}, {"when": "2026-01-03", "note": "b"}]
    given = {"count": 7, "day": "2026-03-01", "wants": "food heat", "visit": visits}
    inside.say(other, given)
    answers = json.loads(downloaded((browser, other), "answers.json"))[0]["answers"]
    assert (answers["count"], answers["wants"], answers["kind"]) == (7, ["food", "heat"], None)
    assert answers["visit"] == visits
    sheet = openpyxl.load_workbook(io.BytesIO(downloaded((browser, other), "answers.xlsx"))).active
    cells = {cell.value: sheet.cell(2, cell.column).value for cell in sheet[1]}
    assert cells["How many?"] == 7
    assert f"{cells['Since when?']:%Y-%m-%d}" == "2026-03-01"
    assert cells["What happened?"] == "a | b"


def test_a_filter_narrows_the_files_and_others_forms_are_not_there(
    said: tuple[Client, Any],
) -> None:
    browser = said[0]
    assert json.loads(downloaded(said, "answers.json?until=2025-10-01")) == []
    theirs = inside.form(inside.council("Elsewhere"))
    names = ("answers.csv", "answers.xlsx", "answers.json", "answers.ndjson", "dictionary.csv")
    for name in names:
        foreign = browser.get(f"/forms/{theirs.pk}/{name}")
        unknown = browser.get(f"/forms/987654/{name}")
        assert (foreign.status_code, inside.plain(foreign)) == (404, inside.plain(unknown))
