"""The inbox: found, sorted, handed on, and decided what of it others may see."""

import io
import re
import urllib.parse
from collections.abc import Iterator

import pytest
from PIL import Image

from sync import reference
from sync.collector import redaction
from tests.collector.officer import Officer
from tests.collector.world import OURS, World, make


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    made = make(tmp_path_factory.mktemp("inbox") / "data")
    made.say("Café Zoë on the corner", "the old bridge", "the OLD   mill", "twice", "twice")
    yield made
    made.collector.kill()


@pytest.fixture
def amina(world: World) -> Officer:
    return world.people["officer"]


def found(who: Officer, query: str) -> int:
    """How many submissions a list says it has."""
    said = re.search(r"<caption>(\d+) submission", who.get(looked_for(who, query)).text)
    return int(said[1]) if said else 0


def looked_for(who: Officer, query: str, page: str = "/inbox/") -> str:
    """Where somebody finds themselves who has filled the filter in like this."""
    answer = who.post(page, **dict(urllib.parse.parse_qsl(query)))
    assert answer.status == 302
    return answer.headers["location"]


@pytest.mark.parametrize(
    ("query", "count"),
    [("q=cafe+zoe", 1), ("q=CAF%C3%89", 1), ("q=old", 2), ("q=mill+old", 1), ("q=%25", 0),
     ("q=nothing+like+it", 0), ("q=lamp+of+otherton", 0), ("q=street+light", 7), ("alike=1", 2),
     ("q=_", 0), ("status=new", 7), ("status=odd", 7), ("assigned=nobody", 7), ("tag=99", 0)],
)  # fmt: skip
def test_what_is_looked_for_is_found(amina: Officer, query: str, count: int) -> None:
    assert found(amina, query) == count


def test_words_that_are_looked_for_stand_in_no_address(world: World, amina: Officer) -> None:
    """They are in the session under a name, with which one goes from page to page and back."""
    page = looked_for(amina, "q=old+mill&status=new")
    name = re.fullmatch(r"/inbox/\?search=([\w-]{22})&status=new", page)
    assert name and found(amina, "q=old+mill&status=new") == 1
    text = amina.get(page).text
    assert 'value="old mill"' in text and not re.search(r'(href|action)="[^"]*old[ +%]', text)
    assert looked_for(amina, "q=old+mill&status=new") == page, "the same words, the same name"
    assert looked_for(amina, "q=bridge") != page and amina.get(page).text.count("mill") > 1
    typed = amina.get("/inbox/?q=old+mill&status=new")
    assert (typed.status, typed.headers["location"]) == (302, page), "an old bookmark"
    of_form = looked_for(amina, "q=old+mill", "/forms/1/")
    links = re.findall(r'href="(/forms/1/answers\.csv[^"]*)"', amina.get(of_form).text)
    assert links and "search=" in links[0]
    assert "the OLD   mill" in amina.get(links[0]).text and "bridge" not in amina.get(links[0]).text
    other = world.people["protection"]
    for path in (page, links[0]):
        assert "mill" not in other.get(path).text, "the name opens nothing for anybody else"
    assert "Please type them again" in other.get(page).text


def test_a_session_keeps_so_many_searches_and_no_more(amina: Officer) -> None:
    pages = [looked_for(amina, f"q=word{number}") for number in range(22)]
    lost = ["type them again" in amina.get(page).text for page in pages]
    assert lost == [True] * 2 + [False] * 20


def test_one_is_handled_and_several_at_once(world: World, amina: Officer) -> None:
    head, (me,) = world.head_of("old bridge"), world.one(
        "select o.id from collector_officer o join auth_user u on u.id = o.user_id"
        " where u.username = 'our-officer'"
    )  # fmt: skip
    given = {"handling-status": "open", "handling-assigned": me, "handling-tags": "bridges, Old ",
             "handling-follow_up": "2020-02-29"}  # fmt: skip
    assert amina.post(f"/forms/1/{head}/handle", page="/", **given).status == 302
    page = amina.get(f"/forms/1/{head}/").text
    assert "Being looked at, our-officer" in page and "bridges" in page
    assert (found(amina, "status=open"), found(amina, f"assigned={me}")) == (1, 1)
    assert (found(amina, "due=1"), found(amina, "q=bridge&due=1")) == (1, 1)
    heads = [world.head_of("old bridge"), world.head_of("old mill")]
    answer = amina.post(
        "/inbox/together", page="/", pick=heads, back="/inbox/?search=x",
        **{"together-status": "done", "together-assigned": "nobody", "together-tag": "seen"},
    )  # fmt: skip
    assert answer.headers["location"] == "/inbox/?search=x"
    assert (found(amina, "status=done"), found(amina, f"assigned={me}")) == (2, 0)
    (tag,) = world.one("select id from collector_tag where name = 'seen'")
    assert found(amina, f"tag={tag}") == 2
    away = amina.post("/inbox/together", page="/", back="//elsewhere.example/")
    assert away.headers["location"] == "/inbox/"


def test_another_councils_officer_is_no_choice(world: World, amina: Officer) -> None:
    (theirs,) = world.one("select max(id) from collector_officer")
    head = world.head_of("old mill")
    given = {"handling-status": "new", "handling-assigned": theirs}
    answer = amina.post(f"/forms/1/{head}/handle", page="/", **given)
    assert answer.status == 200 and "There is a problem" in answer.text


def test_what_says_the_same_is_offered_and_marked(world: World, amina: Officer) -> None:
    both = "select min(head), max(head) from collector_submission where words like '%twice%'"
    first, second = map(str, world.one(both))
    assert f"/forms/1/{second}/" in amina.get(f"/forms/1/{first}/").text
    given = {"handling-status": "done", "handling-duplicate_of": second}
    assert amina.post(f"/forms/1/{first}/handle", page="/", **given).status == 302
    assert "Says the same as another" in amina.get(looked_for(amina, "q=twice")).text
    wrong = given | {"handling-duplicate_of": world.head_of("old mill")}
    assert amina.post(f"/forms/1/{first}/handle", page="/", **wrong).status == 200


def test_nothing_is_shown_until_somebody_says_so(world: World, amina: Officer) -> None:
    where = f"/forms/1/{world.head_of('zoe')}/shown"
    assert 'class="notice">Nothing' in amina.get(where).text
    number = re.search(r'id="hide-(\d+)"[^>]*>(?:(?!fieldset).)*Café', amina.get(where).text, re.S)
    at = re.findall(
        r'<legend>[^<]*</legend>\s*<p><bdi>Café.*?id="hide-(\d+)"', amina.get(where).text, re.S
    )[0]
    assert number
    chosen = {
        f"decision-{at}": "replace",
        f"text-{at}": "A café",
        "whole": "show",
        "reason": "a name",
    }
    assert amina.post(where, **chosen).status == 302
    page = amina.get(where).text
    seen = page.partition("They see now")[2].partition("<form")[0]
    assert "A café" in seen and "Zoë" not in seen
    assert "a name" in page.partition("What was decided before")[2]
    before = world.one("select count(*) from collector_moderation")
    assert amina.post(where, **chosen).status == 302
    assert world.one("select count(*) from collector_moderation") == before
    amina.post(where, whole="hide")
    assert 'class="notice">Nothing' in amina.get(where).text
    assert world.one("select count(*) from collector_moderation") == (int(str(before[0])) + 1,)


def test_a_drawing_is_shown_without_what_is_hidden(world: World, amina: Officer) -> None:
    (head,) = world.one("select head from collector_drawing where council_id = 1")
    where = f"/forms/1/{head}/shown"
    amina.post(where, whole="hide")
    assert amina.get(f"{where}/a.svg").status == 404
    at = re.findall(r'name="square-(\d+)"', amina.get(where).text)[0]
    chosen = {f"decision-{at}": "replace", f"square-{at}": [0, 10], "whole": "show"}
    amina.post(where, **chosen)
    shown = amina.get(f"{where}/a.svg")
    assert shown.status == 200 and "sandbox" in shown.headers["content-security-policy"]
    assert "M50 50" not in shown.text and "M700 300L900 400" in shown.text
    assert "M50 50" in amina.get(f"/forms/1/{head}/a.svg").text


def test_a_photograph_keeps_its_pixels_alone() -> None:
    picture = Image.new("RGB", (200, 100), "white")
    exif = Image.Exif()
    exif[0x010E] = "a place and a name"
    out = io.BytesIO()
    picture.save(out, "JPEG", exif=exif)
    assert b"a place and a name" in out.getvalue()
    made = redaction.picture("a.jpg", out.getvalue(), frozenset({0, 99}))
    assert made and b"a place" not in made
    with Image.open(io.BytesIO(made)) as image:
        assert max(image.convert("L").getpixel((5, 5)), image.convert("L").getpixel((195, 95))) < 40
        assert image.convert("L").getpixel((100, 50)) > 200
    assert redaction.picture("a.jpg", b"not a picture", frozenset()) is None


def test_an_erasure_takes_tags_and_decisions_too(world: World, amina: Officer) -> None:
    head = world.head_of("old bridge")
    amina.post(
        f"/forms/1/{head}/handle", page="/", **{"handling-status": "open", "handling-tags": "x"}
    )
    amina.post(f"/forms/1/{head}/shown", whole="show")
    (number,) = world.one("select reference from collector_submission where head = ?", head)
    digits = reference.digits(bytes.fromhex(str(number)))
    world.collector.said("erase", digits, "--council", OURS)
    for table in ("submission", "tagged", "moderation"):
        assert world.one(f"select count(*) from collector_{table} where head = ?", head) == (0,)
