"""Submissions go on to another OpenRosa server, whole and once: our own, and one with Digest."""

import hashlib
import json
import re
import sqlite3
import time
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from dataclasses import dataclass, field
from email import message_from_bytes
from pathlib import Path
from typing import Any

import pytest

from sync import codec, feed, reference
from tests.collector import inside
from tests.collector.device import INSTANCE, Device
from tests.collector.payloads import MARKUP
from tests.collector.peer import Asked, Replied, peer
from tests.collector.test_open311 import later as _later
from tests.collector.world import OURS, THEIRS, World, make


def test_our_own_server_takes_what_we_send_on(tmp_path: Path) -> None:
    """Two councils of one collector: what is said to ours goes on to theirs by OpenRosa."""
    world = make(tmp_path / "data", "outside_loopback = true\n")
    who = world.people["administrator"]
    said = world.collector.said("client", "add", "Other council", "--council", THEIRS, "--json")
    server = {"server": f"{world.collector.address}/openrosa", **json.loads(said)}
    assert who.post("/forwarding/1/", **server).status == 302
    device = world.devices[OURS]
    device.seal(photographed(device))
    world.say("a lamp & a <b>bench</b>")
    world.collector.said("tend")
    ours, theirs = _both(world, 2)
    world.collector.kill()
    assert len(ours) == 2 and ours == theirs


def photographed(device: Device) -> bytes:
    """A submission with a photo in it."""
    said = INSTANCE.format(device.form.version, "a.png").encode()
    files = {"a.png": b"\x89PNG\r\n\x1a\n" + bytes(range(256))}
    record = codec.Record(reference.new(), 1_700_000_000, "en", False, said, files)
    return codec.encode(feed.item_key(device.item), device.form.xml, device.form.dictionary, record)


def _both(world: World, count: int) -> tuple[list[Any], list[Any]]:
    """Answers and pictures of the newest at both councils, once so many have gone on."""
    ends = time.monotonic() + 60
    while time.monotonic() < ends:
        rows = "select count(*) from collector_forwarded where taken_at is not null"
        if world.one(rows) == (count,):
            break
        time.sleep(0.1)  # the collector's own round may be sending it
    world.collector.said("read", "--once")
    return _newest(world, 1, count), _newest(world, 2, count)


def _newest(world: World, council: int, count: int) -> list[Any]:
    query = "select s.instance, d.content from collector_submission s"
    query += " left join collector_drawing d on d.head = s.head where s.council_id = ?"
    with sqlite3.connect(world.database, timeout=30) as db:
        rows = db.execute(query + " order by s.received_at desc limit ?", [council, count])
        return sorted((_answers(instance), content) for instance, content in rows)


def _answers(instance: str) -> list[str]:
    """What was said, without the name that each collector gives, and names of files."""
    texts = [each.text or "" for each in ET.fromstring(instance) if "meta" not in each.tag]
    return [re.sub(r"^\w+\.png$", "a photo", each) for each in texts if each.strip()]


@dataclass
class Central:
    """A server that wants Digest (RFC 7616 with MD5), and keeps an instanceID once."""

    kept: dict[str, bytes] = field(default_factory=dict)
    files: set[str] = field(default_factory=set)
    fault: str = ""
    """``after``: breaks off once it is kept; ``busy``; ``portal``: a log-in page that says 200."""
    password: str = "word"

    def answer(self, asked: Asked) -> Replied:
        assert asked.path == "/submission" and asked.headers["x-openrosa-version"] == "1.0"
        if self.fault == "portal":
            return 200, {}, b"<html>Log in to the Wi-Fi</html>"
        if not self._known(asked):
            challenge = 'Digest realm="Central", nonce="abc123", qop="auth,auth-int", opaque="o"'
            return 401, {"WWW-Authenticate": challenge}, b""
        if asked.method == "HEAD":
            return 204, {}, b""
        return self._taken(asked)

    def _known(self, asked: Asked) -> bool:
        said = dict(re.findall(r'(\w+)="?([^",]+)"?', asked.headers.get("authorization", "")))
        if not said:
            return False

        def h(text: str) -> str:
            return hashlib.md5(text.encode(), usedforsecurity=False).hexdigest()

        secret, what = h(f"amina:Central:{self.password}"), h(f"{asked.method}:/submission")
        middle = ":".join(said[name] for name in ("nonce", "nc", "cnonce", "qop"))
        return said["response"] == h(f"{secret}:{middle}:{what}") and said["username"] == "amina"

    def _taken(self, asked: Asked) -> Replied:
        if self.fault == "busy":
            return 503, {}, b""
        head = f"Content-Type: {asked.headers['content-type']}\r\n\r\n".encode()
        parts = message_from_bytes(head + asked.body).get_payload()
        named = {part.get_filename(): part.get_payload(decode=True) for part in parts}
        xml = named.pop("submission.xml")
        id = next(each.text for each in ET.fromstring(xml).iter() if each.tag.endswith("anceID"))
        status = 201 if id not in self.kept else 202 if self.kept[id] == xml else 409
        self.kept.setdefault(id, xml)
        self.files |= set(named)
        return None if self.fault == "after" else (status, {}, b"")


@pytest.fixture(scope="module")
def collector(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    with inside.collector(tmp_path_factory.mktemp("forward") / "data"):
        yield


@pytest.fixture
def central(collector: None, request: pytest.FixtureRequest) -> Iterator[tuple[Central, Any]]:
    """A server, and a form of a council of its own that goes on to it."""
    from sync.collector.models import Forwarding

    owner, made = inside.council(request.node.name), Central()
    with peer(made.answer) as system:
        Forwarding.objects.create(
            council=owner, form_id="street", server=system.address, username="amina",
            password="word",
        )  # fmt: skip
        yield made, inside.form(owner)
        Forwarding.objects.filter(council=owner).delete()


def say(form: Any, where: str) -> Any:
    """A submission with an instanceID, as the reading worker names it."""
    one = inside.say(form, {"where": where})
    id = f"<meta><instanceID>uuid:{one.head[:32]}</instanceID></meta></data>"
    one.instance = one.instance.replace("</data>", id)
    type(one).objects.filter(head=one.head).update(instance=one.instance)
    return one


def forward() -> int:
    from sync.collector.forward import sending
    from sync.collector.outside.client import Client

    return sending.forward(Client(loopback=True))


def later(minutes: float) -> None:
    from sync.collector.models import Forwarded

    _later(minutes, Forwarded)


def test_by_digest_each_arrives_once_with_its_pictures(central: tuple[Central, Any]) -> None:
    from sync.collector import handling
    from sync.collector.models import Drawing

    server, form = central
    made = [say(form, f"{number} Mill Lane") for number in range(3)]
    for name in ("a.jpg", 'b".jpg\r\nx', "../c.jpg"):
        Drawing.objects.create(**handling.place_of(made[0]), name=name, content=b"\xff\xd8\xff")
    assert forward() == 3 and forward() == 0
    later(999)
    assert forward() == 0
    assert sorted(server.kept.values()) == sorted(each.instance.encode() for each in made)
    assert server.files == {"a.jpg"}, "a name that is no plain name of ours is not sent"


@pytest.mark.parametrize("fault", ["after", "busy", "portal"])
def test_whatever_goes_wrong_it_arrives_once(central: tuple[Central, Any], fault: str) -> None:
    server, form = central
    made = [say(form, f"{number} Mill Lane") for number in range(3)]
    server.fault = fault
    for _ in range(4):
        assert forward() == 0
        later(20)
    server.fault = ""
    for _ in range(3):
        later(250)
        forward()
    assert sorted(server.kept.values()) == sorted(each.instance.encode() for each in made)


def test_what_is_not_taken_for_a_day_is_told_on_the_page(central: tuple[Central, Any]) -> None:
    server, form = central
    who = inside.officer(form.council, form.council.name, "administrator")
    say(form, "Mill Lane")
    server.password = "another"
    for _ in range(30):
        assert forward() == 0
        later(60)
    page = inside.plain(who.get("/forwarding/")).decode()
    assert "1 submission could not be sent on" in page and "status 401" in page
    where = f"/forwarding/{form.pk}/"
    kept = {"server": form.council.forwardings.get().server, "username": "amina"}
    from django.test import override_settings

    with override_settings(OUTSIDE_LOOPBACK=True):
        assert who.post(where, kept | {"password": "another"}).status_code == 302
    assert who.post("/forwarding/", {"do": "again"}).status_code == 302
    assert forward() == 1 and len(server.kept) == 1


def test_the_pages_show_no_password_and_take_no_address_of_inside(collector: None) -> None:
    owner = inside.council("Council of the pages")
    form = inside.form(owner, title=MARKUP[0])
    who, where = inside.officer(owner, owner.name, "administrator"), f"/forwarding/{form.pk}/"
    given = {"username": MARKUP[1], "password": "canary-word"}
    for wrong in ("http://example.org/v1", "https://[::1]/v1", *MARKUP):
        page = who.post(where, given | {"server": wrong}).content
        assert b"There is a problem" in page and b"canary-word" not in page
        assert "<" not in wrong or wrong.encode() not in page
    good = given | {"server": "https://central.example.org/v1/projects/1/submission"}
    assert who.post(where, good).status_code == 302
    assert owner.forwardings.get().server == "https://central.example.org/v1/projects/1"
    assert who.post(where, good | {"password": ""}).status_code == 302
    assert owner.forwardings.get().password == "canary-word"
    for path in (where, "/forwarding/"):
        page = who.get(path).content
        assert b"canary-word" not in page
        assert not [each for each in MARKUP[:2] if each.encode() in page]
    assert who.post(where, {"server": ""}).status_code == 302
    assert not owner.forwardings.exists()


def test_the_impact_assessment_names_everybody_whom_answers_reach(collector: None) -> None:
    from sync.collector.api import tokens
    from sync.collector.models import Jurisdiction, PublicService

    owner, other = inside.council("Council with systems"), inside.council("Council without")
    who = inside.officer(owner, owner.name, "protection")
    nothing = who.get("/protection/assessment").content.decode()
    assert nothing.count("None.") >= 5
    tokens.make(owner, MARKUP[0])
    address = "https://hooks.example.org/a?canary-key=1"
    owner.hooks.create(address=address, secret="canary-secret")
    owner.forwardings.create(form_id="street", server="https://central.example.org/v1/canary-key")
    Jurisdiction.objects.create(council=owner, name="s.example", server="https://town.example.org")
    service = {"form_id": "lamps", "their_code": "1", "unseen": True}
    PublicService.objects.create(council=owner, **service)
    page = who.get("/protection/assessment").content.decode()
    for told in (
        "hooks.example.org", "street to central.example.org", "lamps to town.example.org",
        "before an officer has looked: lamps", "ran",
    ):  # fmt: skip
        assert told in page, told
    assert "canary" not in page and MARKUP[0] not in page
    stranger = inside.officer(other, other.name, "protection")
    assert "example.org" not in stranger.get("/protection/assessment").content.decode()
    Jurisdiction.objects.filter(council=owner).delete()
    owner.hooks.all().delete()
