"""A publisher's way: a spreadsheet in, problems by row, the kiosk's screens, out to the hubs."""

import datetime
import html
import re
from collections.abc import Iterator

import pytest

from sync.feed import Index
from tests.collector.officer import Answer, Officer
from tests.collector.world import PICTURE, PICTURED, World, make, spreadsheet, upload
from tests.journeys.parts import PACK

TODAY = datetime.date.today()
LATER = TODAY + datetime.timedelta(days=3)


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    made = make(tmp_path_factory.mktemp("publish") / "data")
    made.collector.said("addhub", "North Library", "--council", "Anytown Council")
    yield made
    made.collector.kill()


@pytest.fixture
def tomos(world: World) -> Officer:
    return world.people["publisher"]


def page_of(who: Officer, answer: Answer) -> str:
    assert answer.status == 302, re.sub(r"<[^>]+>", "", answer.text)[-800:]
    return html.unescape(who.get(answer.headers["location"]).text)


def in_feed(world: World, hub: str) -> int:
    """How many items the newest index of a hub of ours names."""
    newest = (
        "select i.content from collector_feedindex i join collector_hub h on h.id = i.hub_id"
        " where h.council_id = 1 and h.name = ? order by i.version desc"
    )
    (content,) = world.one(newest, hub)
    assert isinstance(content, bytes)
    return len(Index.decode(content[64:]).entries)


BAD = {
    "row": ([["type", "name", "label"], ["text", "a", "A"], ["texd", "b", "B"]], "row 3"),
    "reference": ([["type", "name", "label"], ["text", "a", "About ${nothing}"]], "nothing"),
    "list": ([["type", "name", "label"], ["select_one kinds", "a", "A"]], "choices sheet"),
    "file": ([["type", "name", "label"], ["text", "a", "A"], ["file", "b", "B"]], "row 3"),
    "owner": ([["type", "name", "label"], ["text", "a", "A"], ["deviceid", "b", ""]], "row 3"),
    "camera": ([["type", "name", "label"], ["text", "a", "A"], ["image", "b", "B"]], "row 3"),
}  # fmt: skip


@pytest.mark.parametrize("name", BAD)
def test_a_problem_is_told_with_its_place(world: World, tomos: Officer, name: str) -> None:
    survey, said = BAD[name]
    page = page_of(tomos, upload(tomos, spreadsheet(survey)))
    assert "It cannot be put on a kiosk yet" in page and said in page.lower()
    assert "Publish it" not in page and "Traceback" not in page


@pytest.mark.parametrize("content", [b"", b"x", b"PK\x03\x04" + b"\0" * 99, b"a,b\n1,2\n"])
def test_what_is_no_spreadsheet_is_refused(world: World, tomos: Officer, content: bytes) -> None:
    answer = upload(tomos, content, name="../../etc/passwd<b>.xlsx")
    text = answer.text if answer.status == 200 else tomos.get(answer.headers["location"]).text
    assert "There is a problem" in text or "cannot be put on a kiosk" in text
    assert "<b>" not in text


def test_what_a_form_names_has_to_be_there(world: World, tomos: Officer) -> None:
    page = page_of(tomos, upload(tomos, PICTURED))
    assert "a.png" in page and "not uploaded" in page


def test_it_is_seen_as_a_kiosk_shows_it(world: World, tomos: Officer) -> None:
    path = next(path for path in PACK if "high" in path.name)
    answer = upload(tomos, path.read_bytes(), name=path.name)
    assert "Publish it" in page_of(tomos, answer)
    draft = answer.headers["location"]
    for language, words in (("en", "How often"), ("ur", "ہائی اسٹریٹ")):
        page = html.unescape(tomos.get(f"{draft}preview?language={language}").text)
        assert page.count('class="kiosk"') >= 6 and words in page
        assert ('dir="rtl"' in page) == (language == "ur")
    words = html.unescape(tomos.get(f"{draft}words").text)
    assert "Everything is in every language" in words and "hint" in words


def test_a_missing_translation_is_marked(world: World, tomos: Officer) -> None:
    draft = upload(tomos, PICTURED, [("a.png", PICTURE.read_bytes())]).headers["location"]
    page = html.unescape(tomos.get(f"{draft}words").text)
    assert page.count("Missing") == 1 and "Beth yw e?" in page
    assert "1 text is not translated" in html.unescape(tomos.get(draft).text)
    assert f"{draft}files/a.png" in tomos.get(f"{draft}preview").text
    assert tomos.get(f"{draft}files/a.png").body == PICTURE.read_bytes()


def form_of(tomos: Officer, version: str, **terms: object) -> Answer:
    survey = [["type", "name", "label"], ["text", "a", f"A of {version}"]]
    settings = [["form_title", "form_id", "version"], ["Parks", "parks", version]]
    answer = upload(tomos, spreadsheet(survey, settings=settings))
    return tomos.post(answer.headers["location"], **terms)


def test_dates_and_hubs_decide_what_is_in_the_feed(world: World, tomos: Officer) -> None:
    (north,) = world.one("select id from collector_hub where name = 'North Library'")
    here, there = in_feed(world, "Central Library"), in_feed(world, "North Library")
    first = form_of(tomos, "1", hubs=[north], keep_days=30)
    assert in_feed(world, "Central Library") == here
    assert in_feed(world, "North Library") == there + 1
    later = form_of(tomos, "2", opens_on=LATER.isoformat(), keep_days=30)
    assert in_feed(world, "Central Library") == here
    assert "Opens later" in page_of(tomos, later)
    assert "On kiosks" in page_of(tomos, first)
    where = later.headers["location"]
    now = {"do": "terms", "opens_on": TODAY.isoformat(), "closes_on": "", "keep_days": "7"}
    assert tomos.post(where, **now).status == 302
    assert in_feed(world, "Central Library") == here + 1
    assert "Replaced by a newer version" in page_of(tomos, first)
    gone = now | {"opens_on": "2020-01-01", "closes_on": "2020-01-02"}
    assert tomos.post(where, **gone).status == 302
    assert in_feed(world, "Central Library") == here
    assert tomos.post(where, **gone | {"closes_on": "2019-01-01"}).status == 200
    assert tomos.post(first.headers["location"], do="withdraw").status == 302
    assert in_feed(world, "North Library") == there
    assert world.one(
        "select min(keep_days), max(keep_days) from collector_form where form_id = 'parks'"
    ) == (7, 7)


def test_another_councils_hub_is_no_choice(world: World, tomos: Officer) -> None:
    (theirs,) = world.one("select id from collector_hub where council_id = 2")
    answer = form_of(tomos, "9", hubs=[theirs])
    assert answer.status == 200 and "There is a problem" in answer.text
