"""One spreadsheet with every kind of question and logic that councils use, run as published."""

import datetime
import json
import subprocess
import sys

import openpyxl
import pytest

from kiosk.forms import AnswerError, Form, load

SURVEY = [
    ("type", "name", "label::English (en)", "label::Cymraeg (cy)", "relevant", "constraint",
     "calculation", "appearance", "choice_filter", "parameters", "repeat_count", "default",
     "required", "trigger", "save_to"),
    ("start", "begun"), ("end", "ended"), ("today", "day"),
    ("text", "name", "Your *name*", "Eich *enw*"),
    ("text", "more", "More", "Mwy", "", "", "", "multiline"),
    ("integer", "age", "Age", "Oed", "", ". < 130"),
    ("decimal", "height", "Height", "Taldra"),
    ("date", "birth", "Born", "Ganwyd"),
    ("date", "month", "Which month", "Pa fis", "", "", "", "month-year"),
    ("time", "when", "When", "Pryd"),
    ("datetime", "moment", "When exactly", "Pryd yn union"),
    ("select_one county", "county", "County", "Sir", "", "", "", "minimal"),
    ("select_one town", "town", "Town", "Tref", "", "", "", "likert", "county = ${county}"),
    ("select_multiple town", "towns", "Towns", "Trefi", "", "", "", "columns"),
    ("select_one town", "shuffled", "Any town", "Unrhyw dref", "", "", "", "", "",
     "randomize=true, seed=42"),
    ("rank town", "ranked", "Put in order", "Rhowch mewn trefn"),
    ("range", "good", "How good", "Pa mor dda", "", "", "", "rating", "", "start=1 end=5 step=1"),
    ("acknowledge", "agree", "I agree", "Rwy'n cytuno"),
    ("note", "told", "You are ${age}, ${name}.", "Rydych yn ${age}, ${name}."),
    ("image", "sign", "Sign here", "Llofnodwch", "", "", "", "signature"),
    ("barcode", "code", "The code", "Y cod"),
    ("geopoint", "place", "Where", "Ble"),
    ("begin_group", "grid", "A grid", "Grid", "", "", "", "field-list"),
    ("select_one yn", "head", "Which are true", "Pa rai", "", "", "", "label"),
    ("select_one yn", "row1", "The first", "Y cyntaf", "", "", "", "list-nolabel"),
    ("end_group", "grid"),
    ("begin_repeat", "person", "Somebody", "Rhywun", "", "", "", "", "", "", "${age} mod 3"),
    ("text", "who", "Who", "Pwy"),
    ("begin_repeat", "pet", "A pet", "Anifail"),
    ("text", "animal", "What animal", "Pa anifail"),
    ("end_repeat", "pet"),
    ("end_repeat", "person"),
    ("calculate", "animals", "", "", "", "", "count(${animal})"),
    ("calculate", "first", "", "", "", "", "once(${age})"),
    ("calculate", "chosen", "", "", "", "", "jr:choice-name(${town}, '${town}')"),
    ("calculate", "population", "", "", "", "",
     "instance('people')/root/item[name = ${town}]/people"),
    ("select_one_from_file people.csv", "again", "From a file", "O ffeil"),
    ("select_one_from_file places.geojson", "spot", "From a map", "O fap"),
    ("text", "echo", "Echo", "Adlais", "", "", "concat('you said ', ${name})", "", "", "", "", "",
     "", "${name}"),
    ("text", "last", "Last", "Olaf", "${age} > 17", "", "", "", "", "", "", "now then", "yes"),
]  # fmt: skip
CHOICES = [
    ("list_name", "name", "label::English (en)", "label::Cymraeg (cy)", "county"),
    ("county", "gwynedd", "Gwynedd", "Gwynedd", ""), ("county", "powys", "Powys", "Powys", ""),
    ("town", "bangor", "Bangor", "Bangor", "gwynedd"),
    ("town", "bala", "Bala", "Y Bala", "gwynedd"),
    ("town", "brecon", "Brecon", "Aberhonddu", "powys"),
    ("yn", "yes", "Yes", "Ie", ""), ("yn", "no", "No", "Na", ""),
]  # fmt: skip
FILES = {
    "people.csv": b"name,label,people\nbangor,Bangor,16000\nbala,Bala,2000\n",
    "places.geojson": json.dumps({
        "type": "FeatureCollection",
        "features": [{
            "type": "Feature", "id": "s1", "properties": {"name": "square", "title": "The Square"},
            "geometry": {"type": "Point", "coordinates": [-3.9, 53.2]},
        }],
    }).encode(),
}  # fmt: skip


@pytest.fixture(scope="module")
def form(tmp_path_factory: pytest.TempPathFactory) -> Form:
    path = tmp_path_factory.mktemp("xls") / "everything.xlsx"
    book = openpyxl.Workbook()
    book.active.title = "survey"
    sheets = {
        "choices": CHOICES,
        "settings": [("form_id", "version", "default_language"), ("all", "7", "English (en)")],
        "entities": [("list_name", "label"), ("residents", "${name}")],
    }
    for row in SURVEY:
        book.active.append(row)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    book.save(path)
    command = [sys.executable, "-m", "sync.collector.publish.convert", str(path)]
    done = json.loads(subprocess.run(command, capture_output=True, check=False).stdout)
    assert "xml" in done, done
    return load(done["xml"].encode(), FILES)


NOW = datetime.datetime(2026, 3, 1, 9, 30, tzinfo=datetime.UTC)


def test_every_question_is_of_its_kind(form: Form) -> None:
    answers = form.start(now=lambda: NOW)
    kinds = {
        path[-1]: answers.question("/" + "/".join(path)).kind
        for path in form.controls
        if answers.instance.at("/" + "/".join(path)) is not None
    }
    assert kinds == {
        "name": "text", "more": "text", "age": "integer", "height": "decimal", "birth": "date",
        "month": "date", "when": "time", "moment": "dateTime", "county": "select_one",
        "town": "select_one", "towns": "select_multiple", "shuffled": "select_one",
        "ranked": "rank", "good": "range", "agree": "trigger", "told": "note", "sign": "signature",
        "code": "barcode", "place": "geopoint", "head": "select_one", "row1": "select_one",
        "again": "select_one", "spot": "select_one", "echo": "text", "last": "text",
    }  # fmt: skip


def test_a_walk_through_all_of_it(form: Form) -> None:
    answers = form.start(now=lambda: NOW)
    given = {
        "name": "Siân", "more": "Line\nline", "age": "20", "height": "1.7", "birth": "2006-01-31",
        "month": "2026-03-01", "when": "14:30", "moment": "2026-03-01T10:00", "county": "gwynedd",
        "town": "bala", "towns": "brecon bangor", "shuffled": "brecon",
        "ranked": "brecon bala bangor", "good": "4", "agree": "OK", "code": "0123",
        "place": "behind the chapel", "again": "bangor", "spot": "s1",
    }  # fmt: skip
    answers.answer("/data/age", "19")
    for name, value in given.items():
        answers.answer(f"/data/{name}", value)
    answers.attach("/data/sign", b"<svg/>", "svg")
    answers.answer("/data/person[1]/who", "Mam")
    answers.add_repeat("/data/person[1]/pet")
    answers.answer("/data/person[1]/pet[2]/animal", "cat")
    assert answers.question("/data/told").label == "You are 20, Siân."
    answers.set_language("Cymraeg (cy)")
    assert answers.question("/data/told").label == "Rydych yn 20, Siân."
    assert answers.question("/data/name").label == "Eich enw"
    xml = answers.finish().decode()
    assert xml.index("<told") < xml.index("<person>") < xml.index("<animals>")
    for part in (
        'id="all"', 'version="7"', "<animals>3</animals>", "<first>19</first>",
        "<chosen>Y Bala</chosen>", "<population>2000</population>", "<echo>you said Siân</echo>",
        "<towns>bangor brecon</towns>", "<ranked>brecon bala bangor</ranked>",
        "<day>2026-03-01</day>", 'dataset="residents"', "<last>now then</last>",
        "<place>behind the chapel</place>", "<when>14:30:00.000+00:00</when>",
    ):  # fmt: skip
        assert part in xml, part


def test_choices_cascade_shuffle_the_same_and_come_from_files(form: Form) -> None:
    answers = form.start()
    assert [each.value for each in answers.question("/data/town").choices] == []
    answers.answer("/data/county", "gwynedd")
    assert [each.label for each in answers.question("/data/town").choices] == ["Bangor", "Bala"]
    first = [each.value for each in answers.question("/data/shuffled").choices]
    again = [each.value for each in form.start().question("/data/shuffled").choices]
    assert first == again and sorted(first) == ["bala", "bangor", "brecon"]
    assert [each.value for each in answers.question("/data/again").choices] == ["bangor", "bala"]
    assert [each.value for each in answers.question("/data/spot").choices] == ["s1"]


def test_counted_repeats_have_their_number_and_others_ask(form: Form) -> None:
    answers = form.start()
    assert len(answers.instance.nodes(("data", "person"))) == 0
    answers.answer("/data/age", "5")
    assert len(answers.instance.nodes(("data", "person"))) == 2
    asks = [page.ref for page in answers.pages() if page.kind == "repeat"]
    assert asks == ["/data/person[1]/pet", "/data/person[2]/pet"]
    with pytest.raises(AnswerError):
        answers.answer("/data/last", "not asked of the young")


def test_a_group_with_field_list_is_one_page(form: Form) -> None:
    pages = {page.ref: page.questions for page in form.start().pages()}
    assert pages["/data/grid"] == ("/data/grid/head", "/data/grid/row1")


def test_loading_shows_what_a_form_needs(form: Form) -> None:
    assert form.languages == ("English (en)", "Cymraeg (cy)")
    assert set(form.secondary) >= {"people", "places"}
