"""Every kiosk's state at a glance, and an e-mail when one needs help: once, and once when over."""

import dataclasses
import time
from collections.abc import Iterator

import pytest

from sync.health import Health, Printer, Update
from tests.collector.mailbox import mailbox
from tests.collector.world import OURS, World, make

NOW = 0
"""Stands for the time at which it is said, which may be long after this file was read."""
GOOD = Health("0.2.0", 20_000, 30_000, NOW, Printer.READY)
NAMES = {
    "disk": "Disk nearly full", "clock": "Clock is wrong", "printer": "Printer in trouble",
    "no-start": "New version did not start", "update": "New version was refused",
}  # fmt: skip
BAD = {
    "disk": Health("0.2.0", 900, 30_000, NOW),
    "clock": Health("0.2.0", 20_000, 30_000, 1_000_000_000),
    "printer": Health("0.2.0", 20_000, 30_000, NOW, Printer.TROUBLE),
    "no-start": Health("0.2.0", 20_000, 30_000, NOW, update=Update.NO_START, version="0.6.0"),
    "update": Health("0.2.0", 20_000, 30_000, NOW, update=Update.NO_ROOM, version="0.6.0"),
}


@pytest.fixture(scope="module")
def letters() -> Iterator[tuple[int, list[str]]]:
    with mailbox() as made:
        yield made


@pytest.fixture(scope="module")
def world(
    tmp_path_factory: pytest.TempPathFactory, letters: tuple[int, list[str]]
) -> Iterator[World]:
    made = make(tmp_path_factory.mktemp("fleet") / "data")
    settings = f'mail_host = "127.0.0.1"\nmail_port = {letters[0]}\nmail_tls = false\n'
    made.collector.data.joinpath("collector.toml").write_text(settings)
    given = {"alerts_to": "one@example.org, two@example.org"}
    assert made.people["administrator"].post("/council/", **given).status == 302
    yield made
    made.collector.kill()


def say(world: World, health: Health | bytes) -> str:
    """Let our kiosk say how it is; gives the page of all kiosks."""
    device = world.devices[OURS]
    if isinstance(health, Health):
        clock = health.clock or int(time.time())
        health = dataclasses.replace(health, clock=clock).encode()
    device.health = health
    device.send()
    return world.people["officer"].get("/kiosks/").text


def test_a_kiosk_that_is_well_says_so(world: World) -> None:
    page = say(world, GOOD)
    assert "Version 0.2.0, 20.0 GB free, printer ready" in page and "Well" in page
    assert "Version 0.2.0, 20.0 GB free, printer ready" in say(world, b"")
    for nonsense in (b"x", bytes(64), b"\xc1" * 30):
        assert "Version 0.2.0, 20.0 GB free" in say(world, nonsense)
    id = world.devices[OURS].enrolled.device.hex()
    one = world.people["officer"].get(f"/kiosks/{id}/").text
    assert "20.0 of 30.0 GB free" in one and "All is well" in one


def test_the_page_says_how_far_a_new_version_is(world: World) -> None:
    assert "0.6.0 did not start there" in say(world, BAD["no-start"])
    ready = dataclasses.replace(GOOD, update=Update.READY, version="0.6.0")
    page = say(world, ready)
    assert "0.6.0 is there and starts between two visits" in page and "Well" in page
    id = world.devices[OURS].enrolled.device.hex()
    assert "0.6.0 is there" in world.people["officer"].get(f"/kiosks/{id}/").text
    assert "0.6.0" not in say(world, GOOD)


@pytest.mark.parametrize("kind", BAD)
def test_trouble_is_seen_told_once_and_over(
    world: World, letters: tuple[int, list[str]], kind: str
) -> None:
    before = len(letters[1])
    say(world, GOOD)
    world.collector.said("tend")
    assert NAMES[kind] in say(world, BAD[kind])
    for _ in range(2):
        world.collector.said("tend")
    new = letters[1][before:]
    assert len(new) == 1 and NAMES[kind] in new[0] and "one@example.org" in new[0]
    assert NAMES[kind] not in say(world, GOOD)
    world.collector.said("tend")
    left = "select count(*) from collector_alert where over_at is null"
    assert world.one(left) == (0,)
    assert len(letters[1]) == before + 1


def test_what_could_not_be_sent_is_sent_later(world: World, letters: tuple[int, list[str]]) -> None:
    path, before = world.collector.data / "collector.toml", len(letters[1])
    good = path.read_text()
    path.write_text(good.replace(str(letters[0]), "9"))
    say(world, BAD["disk"])
    world.collector.said("tend")
    assert len(letters[1]) == before
    path.write_text(good)
    world.collector.said("tend")
    assert len(letters[1]) == before + 1
    say(world, GOOD)


def test_coming_back_is_reminded_of_once(world: World, letters: tuple[int, list[str]]) -> None:
    amina, head = world.people["officer"], world.head_of("lamp of anytown")
    named = (
        "select o.id from collector_officer o join auth_user u on u.id = o.user_id"
        " where u.username = ?"
    )
    (me,) = world.one(named, "our-officer")
    given = {"do": "role", "role": "officer", "email": "amina@example.org", "active": "on"}
    assert world.people["administrator"].post(f"/people/{me}/", **given).status == 302
    handled = {
        "handling-status": "open",
        "handling-assigned": me,
        "handling-follow_up": "2020-01-01",
    }
    assert amina.post(f"/forms/1/{head}/handle", page="/", **handled).status == 302
    before = len(letters[1])
    for _ in range(2):
        world.collector.said("tend")
    new = letters[1][before:]
    assert len(new) == 1 and "amina@example.org" in new[0] and "lamp" not in new[0]


def test_only_an_administrator_revokes(world: World) -> None:
    id = world.devices[OURS].enrolled.device.hex()
    assert world.people["officer"].post(f"/kiosks/{id}/", page="/", do="revoke").status == 200
    assert "Revoked" not in say(world, GOOD)
    for do in ("revoke", "readmit"):
        world.people["administrator"].post(f"/kiosks/{id}/", do=do)
        assert ("Revoked" in say(world, GOOD)) == (do == "revoke")
