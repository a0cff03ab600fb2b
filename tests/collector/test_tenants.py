"""No address shows a council anything of another: the table of addresses makes the cases."""

import re
from collections.abc import Iterator

import pytest

from tests.collector import routes
from tests.collector.officer import Officer
from tests.collector.routes import Route
from tests.collector.world import OURS, THEIRS, World, make

EVERY = routes.every()
WITH_IDS = [route for route in EVERY if route.gaps and not route.for_others]
CLOSED = [route for route in EVERY if not route.open]


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    made = make(tmp_path_factory.mktemp("tenants") / "data")
    yield made
    made.collector.kill()


def asked(who: Officer, method: str, path: str) -> tuple[int, bytes]:
    """Status and body of a request with a good token."""
    if method == "GET":
        answer = who.get(path)
    else:
        answer = who.post(path, page="/")
    return answer.status, answer.body


@pytest.mark.parametrize("route", WITH_IDS, ids=[route.pattern for route in WITH_IDS])
def test_an_id_of_another_council_is_as_one_that_nobody_has(world: World, route: Route) -> None:
    who = world.people["administrator"]
    theirs = routes.of_council(world.database, THEIRS, route)
    ours = routes.of_council(world.database, OURS, route)
    for method in ("GET", "POST"):
        nobodys = asked(who, method, route.filled(routes.unknown(route)))
        assert nobodys[0] in (404, 405)
        cases = [theirs] + [ours | {name: theirs[name]} for _, name in route.gaps]
        for ids in cases:
            if ids != ours:
                assert asked(who, method, route.filled(ids)) == nobodys, (method, ids)
    assert asked(who, "GET", route.filled(ours))[0] in (200, 302, 405)


@pytest.mark.parametrize("route", CLOSED, ids=[route.pattern or "/" for route in CLOSED])
def test_nothing_is_shown_to_who_is_not_signed_in(world: World, route: Route) -> None:
    stranger = Officer(world.collector)
    stranger.get("/sign-in")
    path = route.filled(routes.of_council(world.database, OURS, route))
    answers = [stranger.get(path), stranger.post(path, page="/sign-in")]
    for answer in answers:
        assert answer.status in (302, 405)
        assert answer.status == 405 or answer.headers["location"].startswith("/sign-in?next=")


@pytest.mark.parametrize("route", CLOSED, ids=[route.pattern or "/" for route in CLOSED])
def test_nothing_is_done_without_the_forms_token(world: World, route: Route) -> None:
    path = route.filled(routes.of_council(world.database, OURS, route))
    for who in world.people.values():
        answer = who.ask("POST", path, b"a=b", "application/x-www-form-urlencoded")
        assert answer.status in (403, 405)


@pytest.mark.parametrize("route", CLOSED, ids=[route.pattern or "/" for route in CLOSED])
def test_every_page_keeps_scripts_and_neighbours_out(world: World, route: Route) -> None:
    path = route.filled(routes.of_council(world.database, OURS, route))
    answer = world.people["administrator"].get(path)
    policy = answer.headers["content-security-policy"]
    assert "default-src 'none'" in policy and "script-src" not in policy
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["cache-control"] == "no-store"
    if answer.headers.get("content-type", "").startswith("text/html"):
        assert "unsafe" not in policy
        assert not re.search(r"<script|<style|\sstyle=|\son[a-z]+=|javascript:", answer.text)
        assert not re.search(r'(?:src|href|action)="(?:https?:)?//', answer.text)


def test_each_role_sees_its_own_pages_and_no_other(world: World) -> None:
    """The matrix of roles, as a table that a change has to be written into."""
    seen = {
        path: " ".join(role for role, who in world.people.items() if who.get(path).status == 200)
        for path in PAGES
    }
    assert seen == PAGES


EVERYBODY, READ, ADMINISTER, PROTECT, PUBLISH = (
    "officer publisher protection administrator", "officer protection administrator",
    "administrator", "protection administrator", "publisher administrator",
)  # fmt: skip
PAGES = {
    "/": EVERYBODY, "/account/": EVERYBODY, "/account/again": EVERYBODY,
    "/account/sessions": EVERYBODY, "/kiosks/": EVERYBODY, "/forms/1/": READ,
    "/forms/1/answers.csv": READ, "/people/": ADMINISTER, "/council/": ADMINISTER,
    "/reply-words/": READ, "/outcomes/": EVERYBODY, "/notices/": EVERYBODY,
    "/forms/1/answers.xlsx": READ, "/forms/1/figures/": READ,
    "/forms/1/figures/open-data.zip": READ,
    "/whats-on/": EVERYBODY, "/find-help/": EVERYBODY, "/my-place/": EVERYBODY,
    "/my-place/councillors": PUBLISH, "/my-place/postcodes": PUBLISH,
    "/my-place/decisions": PUBLISH, "/my-place/speaking": PUBLISH,
    "/inbox/": READ, "/cards/": READ, "/publish/": PUBLISH,
    "/protection/": PROTECT, "/protection/log": PROTECT,
    "/protection/copy": PROTECT, "/protection/assessment": PROTECT,
    "/programs/": ADMINISTER, "/systems/": ADMINISTER,
    "/public-reports/": ADMINISTER, "/public-reports/1/": ADMINISTER,
    "/forwarding/": ADMINISTER, "/forwarding/1/": ADMINISTER,
}  # fmt: skip
