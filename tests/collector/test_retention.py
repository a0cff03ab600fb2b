"""Answers are erased by themselves once they were kept for as long as their form says."""

import sqlite3
from collections.abc import Iterator

import pytest

from tests.collector.world import World, make

FORM = "/publish/forms/1/"


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    made = make(tmp_path_factory.mktemp("retention") / "data")
    yield made
    made.collector.kill()


def grown_older(world: World, words: str, days: int) -> str:
    """Let a submission have come so many days ago; its head."""
    head = world.head_of(words)
    with sqlite3.connect(world.database, timeout=90) as db:
        older = "datetime(received_at, ?)"
        db.execute(
            f"update collector_submission set received_at = {older} where head = ?",
            [f"-{days} days", head],
        )
    return head


def there(world: World, head: str) -> int:
    return world.people["officer"].get(f"/forms/1/{head}/").status


def test_what_was_kept_long_enough_is_erased_and_nothing_else(world: World) -> None:
    world.say("lamp that is old", "lamp that is younger")
    old, young = grown_older(world, "that is old", 31), grown_older(world, "that is younger", 29)
    of_others = grown_older(world, "lamp of otherton", 400)
    world.collector.said("tend")
    world.collector.said("read", "--once")
    assert there(world, old) == 200  # no end was set
    assert world.people["publisher"].post(FORM, do="terms", keep_days="30").status == 302
    for _ in range(2):
        world.collector.said("tend")
        world.collector.said("read", "--once")
    assert (there(world, old), there(world, young)) == (404, 200)
    count = "select count(*) from collector_submission where head = ?"
    assert world.one(count, of_others) == (1,)
    erased = "select count(*) from collector_erasure where done_at is not null"
    assert world.one(erased) == (1,)
