"""A council's programs read by the API of a real collector, and nothing of another council."""

import json
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from sync.collector.api import document
from tests.collector import routes
from tests.collector.payloads import MARKUP
from tests.collector.program import Program
from tests.collector.world import OURS, THEIRS, World, make
from tests.journeys.parts import ROOT

DOCUMENT = json.loads(document.content())


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    made = make(tmp_path_factory.mktemp("api") / "data", "api_a_minute = 100000\n")
    made.say("first lamp", "second lamp", "third lamp", "<b>fourth</b> lamp")
    yield made
    made.collector.kill()


@pytest.fixture(scope="module")
def ours(world: World) -> Program:
    return Program.made(world)


def test_it_reads_page_by_page_and_one_with_its_answers(world: World, ours: Program) -> None:
    heads = ours.heads()
    assert len(heads) == len(set(heads)) >= 6
    (every,) = world.one("select count(*) from collector_submission where council_id = 1")
    assert len(heads) == every
    form = ours.reports()["id"]
    one = ours.read(f"/forms/{form}/submissions/{world.head_of('fourth')}")
    assert one["answers"]["where"] == "<b>fourth</b> lamp" and one["answers"]["kind"] == "light"
    assert one["status"] == one["reply"] == "new"
    questions = {each["name"]: each for each in ours.read(f"/forms/{form}")["questions"]}
    assert questions["kind"]["choices"]["light"]


def test_it_asks_for_what_is_new_and_for_what_stands_how(world: World, ours: Program) -> None:
    form = ours.reports()["id"]
    last = ours.read(f"/forms/{form}/submissions?limit=500")["submissions"][-1]
    world.say("a lamp that came later")
    since = last["opened"].replace("+00:00", "Z")
    newer = [each for each in ours.heads(f"&since={since}") if each != last["id"]]
    assert newer == [world.head_of("came later")]
    handle = f"/forms/{form}/{newer[0]}/handle"
    officer = world.people["officer"]
    assert officer.post(handle, page="/", **{"handling-status": "waiting"}).status == 302
    assert ours.heads("&status=waiting") == newer
    assert newer[0] not in ours.heads("&status=new")


def test_what_came_of_a_form_is_there_once_it_is_published(world: World, ours: Program) -> None:
    form, who = ours.reports()["id"], world.people["administrator"]
    where = f"/api/v1/forms/{form}/outcome"
    assert ours.ask(where).status == 404
    words = {"language": "en", "title": MARKUP[0], "said": "Dark.", "will": "Lamps.", "wont": ""}
    assert who.post(f"/forms/{form}/outcome/", **words).status == 302
    assert ours.ask(where).status == 404
    assert who.post(f"/forms/{form}/outcome/publish", page="/", where="all").status == 302
    answer = ours.ask(where)
    assert json.loads(answer.body)["texts"]["en"]["title"] == MARKUP[0]
    assert answer.headers["content-type"] == "application/json"


def test_every_reading_stands_in_the_log_under_the_programs_name(
    world: World, ours: Program
) -> None:
    named = Program.made(world, called=f"Reader {MARKUP[1]}")
    head = world.head_of("fourth")
    named.read(f"/forms/{ours.reports()['id']}/submissions/{head}")
    page = world.people["protection"].get("/protection/log?action=read").text
    assert head in page and "program Reader" in page and MARKUP[1] not in page
    programs = world.people["administrator"].get("/programs/").text
    assert "Reader" in programs and MARKUP[1] not in programs
    row = "select used_at from collector_apitoken where called like 'Reader%'"
    assert world.one(row)[0] is not None


def test_a_token_made_on_the_page_is_shown_once_and_kept_nowhere(world: World) -> None:
    who = world.people["administrator"]
    answer = who.post("/programs/", called="Made on the page").text
    (token,) = re.findall(r"cs_[0-9a-f]{16}_[\w-]{43}", answer)
    assert Program(world, token).heads()
    assert token.rpartition("_")[2] not in who.get("/programs/").text
    line = ["grep", "-rlaF", token[20:], str(world.collector.data)]
    assert subprocess.run(line, capture_output=True).stdout == b""


def test_a_wrong_token_locks_its_name_and_a_revoked_one_is_out(world: World) -> None:
    guessed, revoked = Program.made(world), Program.made(world)
    wrong = Program(world, guessed.token[:-3] + "abc")
    answers = [wrong.ask("/api/v1/forms") for _ in range(6)]
    assert [each.status for each in answers] == [401] * 4 + [429] * 2
    assert guessed.ask("/api/v1/forms").headers["retry-after"] == "900"
    for each in answers:
        assert each.headers["content-type"] == "application/problem+json"
        assert set(json.loads(each.body)) == {"title", "status", "detail"}
    world.collector.said("token", "revoke", revoked.token[:19], "--council", OURS)
    assert revoked.ask("/api/v1/forms").status == 401
    listed = json.loads(world.collector.said("token", "list", "--council", OURS, "--json"))
    assert [each["revoked"] for each in listed if revoked.token.startswith(each["name"])] == [True]


PROGRAM_ROUTES = [each for each in routes.every() if each.for_programs and each.gaps]


@pytest.mark.parametrize("route", PROGRAM_ROUTES, ids=[each.pattern for each in PROGRAM_ROUTES])
def test_a_token_sees_nothing_of_another_council(ours: Program, route: routes.Route) -> None:
    database = ours.world.database
    theirs = routes.of_council(database, THEIRS, route)
    mine = routes.of_council(database, OURS, route)
    nobodys = ours.ask(route.filled(routes.unknown(route)))
    for ids in [theirs] + [mine | {name: theirs[name]} for _, name in route.gaps]:
        answer = ours.ask(route.filled(ids))
        assert answer.status == nobodys.status == 404
        assert answer.body.replace(b"submission", b"form") == nobodys.body
    for method in ("GET", "HEAD", "POST", "DELETE"):
        assert Program(ours.world, "").ask(route.filled(mine), method).status in (401, 405)


def test_the_description_names_every_address_and_no_other() -> None:
    described = {re.sub(r"{\w+}", "{}", path) for path in DOCUMENT["paths"]}
    patterns = [each.pattern for each in routes.every() if each.for_programs]
    there = {re.sub(r"<\w+:\w+>", "{}", each.removeprefix("api/v1")) for each in patterns}
    assert described == there - {"/openapi.json", "^api/.*$"}


def test_schemathesis_finds_nothing_that_is_not_described(ours: Program, tmp_path: Path) -> None:
    """Made-up requests, good and bad, against the real server: no 500, no status or body that the
    description does not have, no way in without the token."""
    address = ours.world.collector.address
    line = [sys.executable, "-m", "schemathesis.cli", "run", f"{address}/api/v1/openapi.json"]
    line += ["--header", f"Authorization: Bearer {ours.token}", "--seed", "7", "--checks", "all"]
    line += ["--max-examples", "12", "--generation-database", "none", "--no-color"]
    done = subprocess.run(line, cwd=tmp_path, capture_output=True, text=True, check=False)
    print(done.stdout[-3000:])
    assert done.returncode == 0, done.stdout[-6000:]
    assert str(ROOT) not in done.stdout
    (before,) = ours.world.one("select count(*) from collector_audit where token_id is not null")
    assert int(str(before)) > 100, "it has read what it was let in to"
