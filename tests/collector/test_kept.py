"""Secrets of other systems: the database or a copy of it alone gives none of them away."""

import json
import re
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sync.collector import secret
from sync.collector.errors import ConfigError
from sync.collector.place import Place
from tests.collector.world import World, make

BACK = """
import sys
from pathlib import Path
from sync.collector.commands.common import ready
from sync.collector.place import Place

ready(Place(Path(sys.argv[1])))
from django.core.management import call_command

call_command("migrate", "collector", sys.argv[2], verbosity=0)
"""
"""Takes a database back to the shape of an earlier version."""
CANARIES = ("canary-of-central", "canary-of-open311")
WHSEC = re.compile(r"whsec_[A-Za-z0-9+/=]{44}")
HELD = {
    "collector_hook": "secret",
    "collector_forwarding": "password",
    "collector_jurisdiction": "api_key",
}


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    made = make(tmp_path_factory.mktemp("kept") / "data")
    yield made
    made.collector.kill()


@pytest.fixture(scope="module")
def canaries(world: World) -> list[str]:
    """What an administrator gave by the pages, and what they were shown once."""
    who = world.people["administrator"]
    (shown,) = WHSEC.findall(who.post("/systems/", address="https://hooks.example.org/b").text)
    server = {"server": "https://central.example.org/v1", "username": "amina"}
    assert who.post("/forwarding/1/", **server, password=CANARIES[0]).status == 302
    named = {"do": "name", "name": "a.example", "server": "https://town.example.org"}
    given = named | {"server_jurisdiction": "", "api_key": CANARIES[1]}
    assert who.post("/public-reports/", **given).status == 302
    return [shown, shown.removeprefix("whsec_"), *CANARIES]


def found(folder: Path, canaries: list[str]) -> list[str]:
    """Files in which one of them stands, byte for byte."""
    files = [path for path in folder.rglob("*") if path.is_file()]
    assert files
    return [
        path.name for path in files if any(each.encode() in path.read_bytes() for each in canaries)
    ]


def held(world: World) -> list[str]:
    with sqlite3.connect(world.database, timeout=90) as db:
        rows = [
            db.execute(f"select {name} from {table}").fetchall() for table, name in HELD.items()
        ]
    return [text for each in rows for (text,) in each if text]


def verdict(world: World) -> tuple[str, str]:
    every = json.loads(world.collector.command("doctor", "--json").stdout)
    (one,) = [(each["verdict"], each["do"]) for each in every if each["name"] == "secrets"]
    return one


def test_no_file_but_the_key_leads_to_a_secret(world: World, canaries: list[str]) -> None:
    world.collector.said("backup")
    assert found(world.collector.data, canaries) == []
    (key,) = (world.collector.data / "keys").glob("database-*.key")
    assert key.stat().st_mode & 0o077 == 0
    copies = (world.collector.data / "backups").iterdir()
    assert not [path for path in copies if key.read_bytes() in path.read_bytes()]
    assert len(held(world)) == 5 and verdict(world)[0] == "ok"


def test_a_page_that_is_saved_without_a_secret_keeps_the_one_there(world: World) -> None:
    who, before = world.people["administrator"], held(world)
    server = {"server": "https://central.example.org/v2", "username": "bo", "password": ""}
    assert who.post("/forwarding/1/", **server).status == 302
    named = {"do": "name", "name": "b.example", "server": "", "server_jurisdiction": ""}
    assert who.post("/public-reports/", **named, api_key="").status == 302
    assert held(world) == before


def test_a_new_key_takes_the_place_of_the_old_one(world: World) -> None:
    before = held(world)
    said = world.collector.said("keys", "--renew", "database")
    assert "did not open" not in said
    (key,) = (world.collector.data / "keys").glob("database-*.key")
    assert key.name == "database-2.key" and verdict(world)[0] == "ok"
    assert not set(held(world)) & set(before)


def test_a_lost_key_is_told_and_stops_nothing_but_its_secrets(world: World) -> None:
    who, before = world.people["administrator"], held(world)
    (key,) = (world.collector.data / "keys").glob("database-*.key")
    whole = key.read_bytes()
    key.unlink()
    world.collector.said("migrate")
    assert verdict(world)[0] == "bad" and "--renew database" in verdict(world)[1]
    assert held(world) == before, "no other key was made in its place"
    for page in ("/systems/", "/forwarding/", "/forwarding/1/", "/public-reports/"):
        assert who.get(page).status == 200, page
    world.collector.said("tend")
    assert f"{len(before)} secrets" in world.collector.said("keys", "--renew", "database")
    assert held(world) == before, "they open again when the key comes back"
    assert who.post("/forwarding/1/", server="https://central.example.org/v1", username="amina",
                    password=CANARIES[0]).status == 302  # fmt: skip
    assert verdict(world)[0] == "bad"
    secret.write(key, whole)
    assert verdict(world)[0] == "ok"
    assert "did not open" not in world.collector.said("keys", "--renew", "database")
    assert [path.name for path in key.parent.glob("database-*.key")] == ["database-4.key"]


@settings(max_examples=40, deadline=None)
@given(text=st.text(min_size=1), at=st.integers(0, 400))
def test_what_was_altered_or_put_elsewhere_does_not_open(
    tmp_path_factory: pytest.TempPathFactory, text: str, at: int
) -> None:
    place = Place(tmp_path_factory.mktemp("place"))
    secret.make_database_key(place)
    kept = secret.sealed(place, "a.b", text)
    assert secret.opened(place, "a.b", kept) == text
    at %= len(kept)
    altered = kept[:at] + ("B" if kept[at] == "A" else "A") + kept[at + 1 :]
    for where, content in (("a.c", kept), ("a.b", text), ("a.b", altered)):
        with pytest.raises(ConfigError):
            secret.opened(place, where, content)


def test_an_older_installation_is_sealed_by_the_migration(
    world: World, canaries: list[str]
) -> None:
    """As 0.4.0 left it: in the clear, and without a key; nothing of it is left in the file.

    The last one here, for it ends everybody's session."""
    world.collector.kill()
    back = [sys.executable, "-c", BACK, str(world.collector.data), "0018"]
    subprocess.run(back, check=True)
    (key,) = (world.collector.data / "keys").glob("database-*.key")
    key.unlink()
    with closing(sqlite3.connect(world.database)) as db, db:
        for table, canary in zip(HELD, canaries[1:], strict=True):
            db.execute(f"update {table} set {HELD[table]} = ?", [canary])
    assert found(world.collector.data, canaries)
    world.collector.said("migrate")
    assert found(world.collector.data, canaries) == []
    assert list(key.parent.glob("database-*.key")) and verdict(world)[0] == "ok"
    world.collector.start()
