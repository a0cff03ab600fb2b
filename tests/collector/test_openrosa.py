"""OpenRosa clients take forms and submit to a real collector; the reading worker opens it."""

import base64
import http.client
import json
import os
import sqlite3
import subprocess
import uuid
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from xml.sax.saxutils import escape

import pytest

from tests.collector import routes
from tests.collector.officer import Answer
from tests.collector.payloads import MARKUP as XSS
from tests.collector.world import OURS, PICTURE, THEIRS, World, make

SUBMISSION = "/openrosa/submission"
LIST = "{http://openrosa.org/xforms/xformsList}"


@dataclass
class Client:
    """Speaks as ODK Collect does: a name and password with each request."""

    world: World
    username: str
    password: str

    def ask(self, method: str, path: str, body: bytes = b"", **headers: str) -> Answer:
        link = http.client.HTTPConnection("127.0.0.1", self.world.collector.port, timeout=60)
        pair = base64.b64encode(f"{self.username}:{self.password}".encode()).decode()
        sent = {"Authorization": f"Basic {pair}", "X-OpenRosa-Version": "1.0", **headers}
        link.request(method, path, body or None, sent)
        answer = link.getresponse()
        found = {name.lower(): value for name, value in answer.getheaders()}
        content = answer.read()
        link.close()
        return Answer(answer.status, found, content, [])

    def forms(self) -> list[dict[str, str]]:
        root = ET.fromstring(self.ask("GET", "/openrosa/formList").body)
        return [{each.tag.removeprefix(LIST): each.text or "" for each in form} for form in root]

    def submit(self, xml: str | bytes, **files: bytes) -> int:
        content = xml if isinstance(xml, bytes) else xml.encode()
        parts = [("xml_submission_file", "submission.xml", content)]
        parts += [(name.replace("_", "."),) * 2 + (data,) for name, data in files.items()]
        body = b"".join(
            b'--cut\r\nContent-Disposition: form-data; name="%s"; filename="%s"\r\n'
            b"Content-Type: application/octet-stream\r\n\r\n%s\r\n"
            % (name.encode(), file.encode(), data)
            for name, file, data in parts
        )
        kind = {"Content-Type": "multipart/form-data; boundary=cut"}
        return self.ask("POST", SUBMISSION, body + b"--cut--\r\n", **kind).status


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    made = make(tmp_path_factory.mktemp("openrosa") / "data")
    yield made
    made.collector.kill()


def client(world: World, council: str = OURS) -> Client:
    said = world.collector.said("client", "add", "Tablet 1", "--council", council, "--json")
    return Client(world, **json.loads(said))


@pytest.fixture(scope="module")
def ours(world: World) -> Client:
    return client(world)


def instance(who: Client, where: str, id: str = "") -> str:
    form = next(each for each in who.forms() if each["formID"] == "report_problem")
    return (
        f'<data id="report_problem" version="{form["version"]}"><kind>light</kind>'
        f"<where>{escape(where)}</where><danger>no</danger>"
        '<meta xmlns="http://openrosa.org/xforms"><instanceID>'
        f"{id or f'uuid:{uuid.uuid4()}'}</instanceID></meta></data>"
    )


def count(world: World, words: str) -> int:
    world.collector.said("read", "--once")
    found = "select count(*) from collector_submission where instance like ?"
    return int(str(world.one(found, f"%{words}%")[0]))


def test_a_client_takes_a_form(ours: Client) -> None:
    forms = {each["formID"]: each for each in ours.forms()}
    assert "manifestUrl" not in forms["report_problem"]
    where = forms["report_problem"]["downloadUrl"].removeprefix(ours.world.collector.address)
    assert b'id="report_problem"' in ours.ask("GET", where).body


def test_it_may_ask_before_it_sends(ours: Client) -> None:
    answer = ours.ask("HEAD", SUBMISSION)
    assert answer.status == 204 and answer.headers["x-openrosa-version"] == "1.0"
    assert int(answer.headers["x-openrosa-accept-content-length"]) > 1_000_000
    assert "location" in answer.headers and "date" in answer.headers


def test_the_same_submission_many_times_at_once_counts_once(ours: Client) -> None:
    said = instance(ours, "lamp by OpenRosa")
    with ThreadPoolExecutor(8) as pool:
        statuses = list(pool.map(lambda _: ours.submit(said), range(16)))
    assert sorted(statuses) == [201] + [202] * 15
    assert count(ours.world, "lamp by OpenRosa") == 1


def test_it_is_sealed_on_arrival_and_marked_with_how_it_came(ours: Client) -> None:
    assert ours.submit(instance(ours, "canary-in-the-mine")) == 201
    # In another process: closing a database's file here would let go of this process's locks on it.
    line = ["grep", "-rlaF", "canary-in-the-mine", str(ours.world.collector.data)]
    assert subprocess.run(line, capture_output=True).stdout == b""
    assert count(ours.world, "canary-in-the-mine") == 1
    head = ours.world.head_of("canary-in-the-mine")
    (form,) = ours.world.one("select form_id from collector_submission where head = ?", head)
    page = ours.world.people["officer"].get(f"/forms/{form}/{head}/").text
    assert "OpenRosa, from Tablet 1" in page


def test_pictures_large_and_small_come_whole(ours: Client) -> None:
    large = b"\xff\xd8\xff" + bytes(range(256)) * 2000
    assert ours.submit(instance(ours, "photo.jpg"), photo_jpg=large) == 201
    assert ours.submit(instance(ours, "small.png"), small_png=PICTURE.read_bytes()) == 201
    ours.world.collector.said("read", "--once")
    with sqlite3.connect(ours.world.database) as db:
        kept = {bytes(row[0]) for row in db.execute("select content from collector_drawing")}
    assert large in kept and PICTURE.read_bytes() in kept


def test_what_a_client_says_is_only_ever_text(ours: Client) -> None:
    for payload in XSS:
        assert ours.submit(instance(ours, "shown " + payload)) == 201
    ours.world.collector.said("read", "--once")
    officer = ours.world.people["officer"]
    with sqlite3.connect(ours.world.database) as db:
        found = "select form_id, head, instance from collector_submission"
        rows = [row for row in db.execute(found) if "shown " in row[2]]
    assert len(rows) == len(XSS)
    pages = [officer.get(f"/forms/{form}/{head}/").text for form, head, _ in rows]
    pages += [officer.get("/inbox/").text, officer.get(f"/forms/{rows[0][0]}/").text]
    for page in pages:
        for payload in XSS:
            assert "<" not in payload or payload not in page


BOMB = '<!DOCTYPE a [<!ENTITY b "bbbb"><!ENTITY c "&b;&b;">]><data id="report_problem">&c;</data>'
LEAK = '<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><data id="report_problem">&b;</data>'


def test_what_is_wrong_is_refused_and_nothing_of_it_kept(ours: Client) -> None:
    good = instance(ours, "never kept")
    before = ours.world.one("select count(*) from collector_sealedrecord")
    wrong = [
        (BOMB, 400), (LEAK, 400), ("", 400), ("<data", 400), ("<a>" * 200 + "</a>" * 200, 400),
        (good.replace("report_problem", "unheard_of"), 404), (good.replace("uuid:", "") * 2, 400),
        (good.replace("<instanceID>", "<x>").replace("</instanceID>", "</x>"), 400),
        (good.replace("<kind>light", "<kind>" + "x" * 300_000), 400),
    ]  # fmt: skip
    assert [ours.submit(xml) for xml, _ in wrong] == [status for _, status in wrong]
    assert ours.submit(good, evil_svg=b"<svg onload='alert(1)'/>") == 400
    many = good.replace("never kept", "big.png")
    assert ours.submit(many, big_png=b"\x89PNG\r\n\x1a\n" + os.urandom(3_000_000)) == 400
    assert ours.submit(good, big_png=b"\x89PNG\r\n\x1a\n" + bytes(13_000_000)) == 413
    assert ours.ask("POST", SUBMISSION, b"a=b").status == 400
    assert ours.world.one("select count(*) from collector_sealedrecord") == before


CLIENT_ROUTES = [route for route in routes.every() if route.for_clients]


@pytest.mark.parametrize("route", CLIENT_ROUTES, ids=[route.pattern for route in CLIENT_ROUTES])
def test_no_address_of_clients_shows_another_councils(ours: Client, route: routes.Route) -> None:
    database, path = ours.world.database, route.filled
    if route.gaps:
        gone = {"form": "9" * 40, "file": "nothing"}
        theirs = routes.of_council(database, THEIRS, route)
        nobodys = ours.ask("GET", path(gone))
        answer = ours.ask("GET", path(theirs))
        assert (answer.status, answer.body) == (404, nobodys.body) and nobodys.status == 404
    else:
        gone = {}
    stranger = Client(ours.world, ours.username, "")
    stranger.username = ""
    for method in ("GET", "HEAD", "POST"):
        answer = stranger.ask(method, path(gone))
        assert answer.status in (401, 405)


def test_a_form_of_another_council_is_not_answered(ours: Client) -> None:
    theirs = client(ours.world, THEIRS)
    listed = {each["downloadUrl"] for each in theirs.forms()}
    assert listed and not listed & {each["downloadUrl"] for each in ours.forms()}


def test_a_wrong_password_locks_the_name_and_a_revoked_client_is_out(world: World) -> None:
    guessed, revoked = client(world), client(world)
    wrong = Client(world, guessed.username, "wrong")
    statuses = [wrong.ask("GET", "/openrosa/formList").status for _ in range(7)]
    assert statuses[0] == 401 and statuses[-1] == 429
    assert guessed.ask("GET", "/openrosa/formList").status == 429
    said = instance(revoked, "from a revoked one")
    world.collector.said("client", "revoke", revoked.username, "--council", OURS)
    assert revoked.submit(said) == 401
