"""Public reports as Open311: what moderation allows and nothing else, as the standard writes it."""

import datetime
import itertools
from collections.abc import Iterator
from typing import Any

import pytest
from georeport import GeoReport
from requests import HTTPError

from tests.collector import georeport, inside
from tests.collector.payloads import MARKUP
from tests.collector.peer import Peer, peer
from tests.collector.town import KEY, Town

BASE = "/open311/v2/"


@pytest.fixture(scope="module")
def collector(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    with inside.collector(tmp_path_factory.mktemp("open311") / "data"):
        yield


@pytest.fixture
def council(collector: None, request: pytest.FixtureRequest) -> Iterator[Any]:
    """One of its own for each test, with a form that is public and asks where it is."""
    from sync.collector.models import Jurisdiction, PublicService

    owner = inside.council(request.node.name)
    Jurisdiction.objects.create(council=owner, name=f"c{owner.pk}.example")
    PublicService.objects.create(council=owner, form_id="street", where="/data/where")
    inside.form(owner)
    yield owner
    Jurisdiction.objects.filter(council=owner).delete()


@pytest.fixture
def reader(council: Any) -> Any:
    """Anybody at all."""
    from django.test import Client

    return Client()


def read(reader: Any, root: str, path: str, expect: int = 200, **query: str) -> Any:
    """What both formats say, when both are as the specification has them and say the same."""
    found = []
    for kind, parse in (("json", georeport.read_json), ("xml", georeport.read_xml)):
        answer = reader.get(f"{BASE}{path}.{kind}", query)
        assert answer.status_code == expect, answer.content
        assert "charset=utf-8" in answer["Content-Type"] and kind in answer["Content-Type"]
        found.append(parse(root, answer.content))
    assert georeport.same(*found)
    return found[0]


def show(submission: Any, **decided: Any) -> None:
    """What an officer decided: a decision for each answer, or a text in its place."""
    from django.contrib.auth.models import User

    from sync.collector import handling
    from sync.collector.models import Moderation

    by, _ = User.objects.get_or_create(username="moderator")
    for name, said in {"": "show", **decided}.items():
        text = "" if said in ("show", "hide") else said
        Moderation.objects.create(
            **handling.place_of(submission), place=f"data/{name}" if name else "", by=by,
            decision="replace" if text else said, text=text,
        )  # fmt: skip


def recent(days: float = 1) -> int:
    return int((datetime.datetime.now() - datetime.timedelta(days=days)).timestamp())


def test_a_form_is_a_service_and_its_questions_are_attributes(reader: Any) -> None:
    (service,) = read(reader, "services", "services")
    assert (service["service_code"], service["service_name"]) == ("street", "Streets")
    said = read(reader, "service_definition", "services/street")
    kinds = {each["code"]: each["datatype"] for each in said["attributes"]}
    assert kinds["count"] == "number" and kinds["day"] == "datetime" and kinds["where"] == "text"
    values = {each["code"]: each["values"] for each in said["attributes"]}
    assert {"key": "light", "name": "Street light"} in values["kind"]


def test_a_report_is_what_others_may_see_of_it(council: Any, reader: Any) -> None:
    form, said = council.forms.get(), {"kind": "light", "where": "Mill Lane", "count": "3"}
    hidden = inside.say(form, said | {"where": "canary hidden"}, at=recent())
    shown = inside.say(form, said | {"visit": {"note": "canary note"}}, at=recent())
    show(shown, kind="show", where="show", count="Some")
    point = inside.say(form, said | {"where": "51.5 -0.12 0 0"}, at=recent(2), status="done")
    show(point, where="show", kind="show")
    reports = {each["service_request_id"]: each for each in read(
        reader, "service_requests", "requests")}  # fmt: skip
    assert set(reports) == {shown.head, point.head}
    report = reports[shown.head]
    assert report["description"] == "What is wrong?: Street light\nHow many?: Some"
    assert (report["address"], report["status"]) == ("Mill Lane", "open")
    report = reports[point.head]
    assert (report["lat"], report["long"], report["status"]) == (51.5, -0.12, "closed")
    assert read(reader, "service_requests", f"requests/{shown.head}")[0]["address"] == "Mill Lane"
    for gone in (hidden.head, "f" * 64, "%00"):
        read(reader, "errors", f"requests/{gone}", 404)
    assert "canary" not in str(read(reader, "service_requests", "requests"))


def test_no_combination_of_decisions_shows_more_than_it_says(council: Any, reader: Any) -> None:
    """Every way to decide on three answers and the whole: 256 reports."""
    form, made = council.forms.get(), {}
    ways = [None, "show", "hide", "put in its place"]
    for number, (whole, *parts) in enumerate(itertools.product(ways, repeat=4)):
        names = ("where", "count", "day")
        said = {name: f"canary-{name}" for name in names}
        one = inside.say(form, said, at=recent() - number)
        decided = {n: d for n, d in zip(names, parts, strict=True) if d}
        if whole or decided:
            show(one, **{"": whole or "hide", **decided})
        open_ = whole in ("show", "put in its place")
        made[one.head] = {f"canary-{n}" for n, d in decided.items() if d == "show" and open_}
    answer = reader.get(f"{BASE}requests.json").json()
    seen = {each["service_request_id"]: str(each) for each in answer}
    leaks = [
        word for head, may in made.items() for word in (f"canary-{n}" for n in said)
        if (word in seen.get(head, "")) != (word in may)
    ]  # fmt: skip
    print(f"{len(made)} ways to decide, {len(leaks)} answers shown that may not be, or not shown")
    assert len(made) == 256 and not leaks


def test_reports_are_found_by_service_state_and_day(council: Any, reader: Any) -> None:
    form = council.forms.get()
    for days, status in ((1, "new"), (2, "done"), (80, "open"), (100, "new")):
        show(inside.say(form, {"where": f"{days} days"}, at=recent(days), status=status),
             where="show")  # fmt: skip

    def days(**query: str) -> list[str]:
        found = read(reader, "service_requests", "requests", **query)
        return [each["address"].split()[0] for each in found]

    then = datetime.datetime.fromtimestamp(recent(85), datetime.UTC)
    assert days() == ["1", "2", "80"], "90 days where nothing else is asked for"
    assert days(status="closed") == ["2"] and days(status="open") == ["1", "80"]
    assert days(status="open,closed") == ["1", "2", "80"] and days(status="odd") == []
    assert days(end_date=then.isoformat()) == ["100"]
    assert days(service_code="street,other") == ["1", "2", "80"] and days(service_code="o") == []
    every = read(reader, "service_requests", "requests")
    ids = ",".join(each["service_request_id"] for each in every[1:])
    assert days(service_request_id=ids) == ["2", "80"]
    for query in ({"start_date": "yesterday"}, {"service_code": "a," * 99}, {"status": "\0"}):
        read(reader, "errors", "requests", 400, **query)


def test_several_councils_are_told_apart_by_their_names(council: Any, reader: Any) -> None:
    from sync.collector.models import Jurisdiction, PublicService

    other = inside.council("Another council with reports")
    Jurisdiction.objects.create(council=other, name="another.example")
    try:
        read(reader, "errors", "services", 400)
        read(reader, "errors", "services", 400, jurisdiction_id="")
        read(reader, "errors", "services", 404, jurisdiction_id="nobody.example")
        read(reader, "errors", "services", 404, jurisdiction_id="\0")
        form = inside.form(other, "street")
        theirs = inside.say(form, {"where": "canary"}, at=recent())
        show(theirs, where="show")
        mine = {"jurisdiction_id": f"c{council.pk}.example"}
        assert read(reader, "service_requests", "requests", **mine) == []
        read(reader, "errors", f"requests/{theirs.head}", 404, **mine)
        whose = {"jurisdiction_id": "another.example"}
        assert read(reader, "services", "services", **whose) == []
        PublicService.objects.create(council=other, form_id="street", where="/data/where")
        (report,) = read(reader, "service_requests", "requests", **whose)
        assert report["address"] == "canary"
    finally:
        Jurisdiction.objects.filter(council=other).delete()


def test_a_parameter_that_is_empty_is_as_one_that_is_not_given(council: Any, reader: Any) -> None:
    form = council.forms.get()
    show(inside.say(form, {"where": "Mill Lane"}, at=recent()), where="show")
    names = ("jurisdiction_id", "service_request_id", "service_code", "start_date", "end_date",
             "status")  # fmt: skip
    every = read(reader, "service_requests", "requests")
    assert len(every) == 1
    assert read(reader, "service_requests", "requests", **dict.fromkeys(names, "")) == every


def test_a_long_report_is_cut_where_the_standard_ends_it(council: Any, reader: Any) -> None:
    form = council.forms.get()
    for length in (4000, 9000):
        long = inside.say(form, {"kind": "light"}, at=recent())
        show(long, kind="a" * length)
        (report,) = read(reader, "service_requests", f"requests/{long.head}")
        assert len(report["description"]) == 4000 and report["description"].endswith("a…")


def test_where_the_services_are_is_found_from_one_address(council: Any, reader: Any) -> None:
    from sync.collector.models import Jurisdiction

    said = []
    for kind, parse in (("json", georeport.read_json), ("xml", georeport.read_xml)):
        answer = reader.get(f"/open311/discovery.{kind}")
        said.append(parse("discovery", answer.content))
    assert said[0] == said[1] and council.name in said[0]["contact"]
    (endpoint,) = said[0]["endpoints"]
    assert reader.get(endpoint["url"].removeprefix("http://testserver") + "/services.xml").content
    before = endpoint["changeset"]
    form = inside.form(council, "street", "2")
    hour = datetime.timedelta(hours=1)
    type(form).objects.filter(pk=form.pk).update(published_at=form.published_at + hour)
    assert reader.get("/open311/discovery.json").json()["endpoints"][0]["changeset"] > before
    Jurisdiction.objects.filter(council=council).delete()
    answer = reader.get("/open311/discovery.json")
    assert answer.status_code == 404 and georeport.read_json("errors", answer.content)


@pytest.fixture
def address(council: Any) -> Iterator[str]:
    """Where programs outside find the collector, by real HTTP."""
    from django.db import connections
    from django.test.testcases import LiveServerThread

    connection = connections["default"]
    connection.inc_thread_sharing()
    server = LiveServerThread(
        "127.0.0.1", lambda application: application, connections_override={"default": connection}
    )
    server.daemon = True
    server.start()
    assert server.is_ready.wait(60) and not server.error
    yield f"http://127.0.0.1:{server.port}{BASE}"
    server.terminate()
    connection.dec_thread_sharing()


@pytest.mark.parametrize("kind", ["json", "xml"])
def test_another_s_client_reads_it_all(council: Any, address: str, kind: str) -> None:
    """PyPI's georeport, which was written for the servers of cities."""
    form = council.forms.get()
    for number, status in enumerate(("new", "done")):
        show(inside.say(form, {"where": f"{number} Mill Lane", "kind": "light"}, at=recent(),
                        status=status), where="show", kind="show")  # fmt: skip
    PublicService = type(council.public_services.get())
    PublicService.objects.create(council=council, form_id="second")
    inside.form(council, "second", title="Second & last")
    client = GeoReport(address, f"c{council.pk}.example", output_format=kind)
    services = {each["service_code"]: each["service_name"] for each in client.get_service_list()}
    assert services == {"second": "Second & last", "street": "Streets"}
    definition = client.get_service_definition("street")
    asked = definition["attributes"]
    asked = asked if kind == "json" else asked["attribute"]
    assert {each["code"] for each in asked} >= {"kind", "where", "count", "day"}
    found = {each["address"]: each for each in client.get_service_requests()}
    assert set(found) == {"0 Mill Lane", "1 Mill Lane"}
    one = found["1 Mill Lane"]
    assert (one["status"], one["description"]) == ("closed", "What is wrong?: Street light")
    told = client.get_service_request(one["service_request_id"])
    assert (told[0] if isinstance(told, list) else told) == one
    with pytest.raises(HTTPError, match="404"):
        client.get_service_definition("nobody")


def test_any_text_is_only_ever_text(council: Any, reader: Any) -> None:
    form = inside.form(council, "street", "2", MARKUP[0], MARKUP[1])
    for payload in [*MARKUP, "]]>", "a & b", "\u202e"]:
        show(inside.say(form, {"where": payload, "kind": payload}, at=recent()), where="show",
             kind=payload + "\x0b")  # fmt: skip
    for kind in ("json", "xml"):
        answer = reader.get(f"{BASE}requests.{kind}")
        assert answer["X-Content-Type-Options"] == "nosniff"
        assert answer["Content-Type"].startswith(("application/json", "text/xml"))
        assert "default-src 'none'" in answer["Content-Security-Policy"]
    found = georeport.read_xml("service_requests", reader.get(f"{BASE}requests.xml").content)
    assert {*MARKUP, "]]>", "a & b", "\u202e"} == {each["address"] for each in found}


def test_here_reports_are_read_and_not_made(council: Any, reader: Any) -> None:
    for kind in ("json", "xml"):
        answer = reader.post(f"{BASE}requests.{kind}", {"service_code": "street"})
        assert answer.status_code == 405 and answer["Allow"] == "GET, HEAD"
    assert council.forms.get().submissions.count() == 0


# Passing on to the council's own server.


@pytest.fixture
def town(council: Any) -> Iterator[tuple[Town, Peer, Any]]:
    """A server of the council's own, and what it is passed."""
    from sync.collector.models import Jurisdiction, PublicService

    made = Town()
    with peer(made.answer) as system:
        Jurisdiction.objects.filter(council=council).update(
            server=f"{system.address}/v2", server_jurisdiction="town", api_key=KEY
        )
        since = datetime.datetime.now(datetime.UTC) - datetime.timedelta(hours=1)
        PublicService.objects.filter(council=council).update(
            their_code="lamps", unseen=True, passed_from=since
        )
        yield made, system, council.forms.get()


def pass_on() -> int:
    from sync.collector.open311 import passing
    from sync.collector.outside.client import Client

    return passing.pass_on(Client(loopback=True))


def later(minutes: float, model: Any = None) -> None:
    """As if everything had been tried so long before; what was sent stays where it was."""
    from sync.collector.models import PassedOn

    then, rows = datetime.timedelta(minutes=minutes), (model or PassedOn).objects
    for each in rows.exclude(next_try=None):
        moved = {"next_try": each.next_try - then, "first_at": each.first_at - then}
        rows.filter(pk=each.pk).update(**moved)


def state(submission: Any) -> tuple[str, str]:
    from sync.collector.models import PassedOn

    row = PassedOn.objects.get(council_id=submission.council_id, head=submission.head)
    return row.state, row.their_id


def test_a_report_is_passed_on_once(town: tuple[Town, Peer, Any]) -> None:
    server, _, form = town
    one = inside.say(form, {"kind": "light", "where": "Mill Lane & Søndergade"})
    assert pass_on() == 1 and pass_on() == 0
    later(999)
    assert pass_on() == 0
    (report,) = server.reports
    assert report["address_string"] == "Mill Lane & Søndergade"
    assert report["description"].startswith("What is wrong?: Street light\n")
    assert state(one) == ("there", "1")


@pytest.mark.parametrize("fault", ["before", "after", "500", "full", "odd"])
def test_whatever_goes_wrong_it_arrives_once(town: tuple[Town, Peer, Any], fault: str) -> None:
    """What may have arrived is asked for before it is sent again."""
    server, _, form = town
    made = [inside.say(form, {"where": f"{number} Mill Lane"}) for number in range(3)]
    server.fault = fault
    for _ in range(4):
        assert pass_on() == 0
        later(1)
    server.fault = ""
    for _ in range(8):
        later(250)
        pass_on()
    assert sorted(each["address_string"] for each in server.reports) == [
        f"{number} Mill Lane" for number in range(3)
    ]
    assert {state(each)[0] for each in made} == {"there"}


def test_a_long_report_keeps_its_mark_at_a_server_that_cuts_it(
    town: tuple[Town, Peer, Any],
) -> None:
    """Else it would not be found there, and sent again."""
    server, _, form = town
    inside.say(form, {"where": "Mill Lane", "visit": {"note": "a" * 9000}})
    server.fault = "after"
    pass_on()
    server.fault = ""
    for _ in range(3):
        later(250)
        pass_on()
    (report,) = server.reports
    assert len(report["description"]) == 4000 and "Kiosk report" in report["description"]


def test_what_stands_in_the_list_late_is_not_sent_at_once_again(
    town: tuple[Town, Peer, Any],
) -> None:
    server, system, form = town
    inside.say(form, {"where": "Mill Lane"})
    server.fault, server.listed = "after", False
    pass_on()
    server.fault = ""
    later(9)
    before = len(system.asked)
    assert pass_on() == 0 and len(system.asked) == before
    server.listed = True
    later(2)
    assert pass_on() == 1 and len(server.reports) == 1


def test_a_token_becomes_a_number_later(town: tuple[Town, Peer, Any]) -> None:
    server, _, form = town
    one = inside.say(form, {"where": "Mill Lane"})
    server.fault = "token"
    for _ in range(3):
        assert pass_on() == 0
        later(20)
    assert state(one) == ("token", "")
    server.fault = ""
    later(999)
    assert pass_on() == 1 and state(one) == ("there", "n-t1") and len(server.reports) == 1


def test_without_leave_it_waits_for_an_officer_and_goes_as_others_see_it(
    town: tuple[Town, Peer, Any],
) -> None:
    from sync.collector.models import PublicService

    server, _, form = town
    PublicService.objects.filter(council=form.council).update(unseen=False)
    one = inside.say(form, {"where": "Mill Lane", "visit": {"note": "canary"}})
    assert pass_on() == 0 and server.reports == []
    show(one, where="show")
    assert pass_on() == 1
    assert "canary" not in str(server.reports) and len(server.reports) == 1


def test_what_cannot_be_passed_on_is_told_on_the_page(town: tuple[Town, Peer, Any]) -> None:
    from sync.collector.models import Jurisdiction

    server, _, form = town
    who = inside.officer(form.council, form.council.name, "administrator")
    placeless = inside.say(form, {"kind": "light"})
    pass_on()
    assert state(placeless)[0] == "refused"
    Jurisdiction.objects.filter(council=form.council).update(api_key="old")
    one = inside.say(form, {"where": "Mill Lane"})
    for _ in range(30):
        pass_on()
        later(60)
    assert state(one)[0] == "refused" and server.reports == []
    page = inside.plain(who.get("/public-reports/")).decode()
    assert "2 reports could not be passed on" in page and "does not say where" in page
    Jurisdiction.objects.filter(council=form.council).update(api_key=KEY)
    assert who.post("/public-reports/", {"do": "again"}).status_code == 302
    assert pass_on() == 1 and state(one) == ("there", "1")


def test_what_came_before_and_what_was_erased_stays_here(town: tuple[Town, Peer, Any]) -> None:
    from sync.collector.models import Submission

    server, system, form = town
    old = inside.say(form, {"where": "Old Lane"})
    before = datetime.datetime.now(datetime.UTC) - datetime.timedelta(days=2)
    Submission.objects.filter(head=old.head).update(opened_at=before)
    gone = inside.say(form, {"where": "Gone Lane"})
    server.fault = "full"
    pass_on()
    Submission.objects.filter(head=gone.head).delete()
    server.fault = ""
    later(999)
    asked = len(system.asked)
    assert pass_on() == 0 and server.reports == [] and len(system.asked) == asked


def test_the_pages_keep_the_key_to_themselves_and_take_no_address_of_inside(council: Any) -> None:
    from sync.collector.models import Jurisdiction, PublicService

    who = inside.officer(council, council.name, "administrator")
    given = {"do": "name", "name": "anytown.example", "server_jurisdiction": "<b>town</b>"}
    for wrong in ("http://example.org/v2", "https://10.0.0.1/v2", "https://a.local/", *MARKUP):
        page = who.post("/public-reports/", given | {"server": wrong, "api_key": "canary-key"})
        assert b"There is a problem" in page.content and b"canary-key" not in page.content
    good = given | {"server": "https://reports.example.org/v2/", "api_key": "canary-key"}
    assert who.post("/public-reports/", good).status_code == 302
    again = given | {"server": "https://reports.example.org/v2", "api_key": ""}
    assert who.post("/public-reports/", again).status_code == 302
    row = Jurisdiction.objects.get(council=council)
    assert (row.api_key, row.server) == ("canary-key", "https://reports.example.org/v2")
    page = who.get("/public-reports/").content
    assert b"canary-key" not in page and b"<b>town" not in page
    form = council.forms.get()
    path = f"/public-reports/{form.pk}/"
    assert b"There is a problem" in who.post(path, {"public": "on", "their_code": "a"}).content
    kept = {"public": "on", "their_code": MARKUP[0], "where": "/data/where"}
    assert who.post(path, kept).status_code == 302
    for each in ("/public-reports/", path):
        assert MARKUP[0].encode() not in who.get(each).content
    assert who.post(path, {"their_code": "", "where": ""}).status_code == 302
    assert not PublicService.objects.filter(council=council).exists()
