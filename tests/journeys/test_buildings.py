"""A notice born at one hub, offline for a day, reaches the other once: through the first one alone.

Two kiosks and a collector stand in network namespaces of their own.
"""

import json
import time
from pathlib import Path

import pytest

from tests.faults import far_away
from tests.journeys.buildings import COLLECTOR, ONE_DOWN, Buildings, buildings
from tests.journeys.parts import CollectorProcess
from tests.journeys.relaying import relaying

REASON = far_away.possible()
pytestmark = pytest.mark.skipif(bool(REASON), reason=f"no network of our own: {REASON}")
NOTICE = ["Warm hub", "Central Library"]
LISTEN = f"{ONE_DOWN}:8900"


class Place:
    """The three of them, and what is done there."""

    def __init__(self, town: Buildings, folder: Path) -> None:
        self.town, self.one, self.other = town, folder / "one", folder / "other"
        self.collector = CollectorProcess(
            folder / "collector", port=8800, host=COLLECTOR, within=town.within(town.collector)
        )
        self.collector.init()
        self.collector.said("addhub", "North Library")
        (self.collector.data / "collector.toml").write_text(f'hosts = ["{COLLECTOR}"]\n')
        self.collector.start()

    def code(self, hub: str) -> str:
        return self.collector.said("code", "--hub", hub).split()[0]

    def at_one(self, *more: str, days: int = 0) -> dict:  # type: ignore[type-arg]
        found = self.town.run(
            self.town.one, str(self.one), self.collector.address, *more, days=days
        )
        return json.loads(found)  # type: ignore[no-any-return]

    def at_other(self, *more: str, days: int = 0) -> dict:  # type: ignore[type-arg]
        """It names the collector's own address first, and has no way there."""
        line = (str(self.other), self.collector.address, "--relay", f"http://{LISTEN}", *more)
        return json.loads(self.town.run(self.town.other, *line, days=days))  # type: ignore[no-any-return]

    def passing_on(self, days: int = 0):  # type: ignore[no-untyped-def]
        within = self.town.within(self.town.one)
        return relaying(self.one, self.collector.address, LISTEN, within, days)


def test_a_notice_born_at_one_hub_offline_for_a_day_reaches_the_other_once(tmp_path: Path) -> None:
    with buildings() as town:
        place = Place(town, tmp_path)
        try:
            a_day(place)
        finally:
            place.collector.kill()


def a_day(place: Place) -> None:
    assert place.at_one("--code", place.code("Central Library"))["reached"] == "straight"
    with place.passing_on():
        begun = place.at_other("--code", place.code("North Library"))
        assert (begun["reached"], begun["notices"]) == ("relay", [])
        assert begun["facts"]["relayed"] and begun["facts"]["last_sync"] is not None
    place.town.cable("down")
    written = place.at_one("--write", NOTICE[0])
    assert (written["reached"], written["notices"]) == ("away", [NOTICE])
    with place.passing_on():  # it listens, and has nowhere to pass on to
        assert (found := place.at_other())["reached"] == "away" and found["notices"] == []
    assert place.at_one(days=1)["facts"]["waiting"] == 1, "it waits for a day"
    with place.passing_on(days=1):
        assert place.at_other(days=1)["notices"] == []
        place.town.cable("up")
        arrived(place)
        for _ in range(2):  # however often it is read and fetched, it is one
            place.collector.said("read", "--once")
            found = place.at_other(days=1)
            assert (found["reached"], found["notices"]) == ("relay", [NOTICE])
    assert place.at_one(days=1)["notices"] == [NOTICE]
    shown = place.collector.said("notice", "list")
    assert shown.count(NOTICE[0]) == 1


def arrived(place: Place) -> None:
    """Wait until the first kiosk has sent it by itself and the other one shows it."""
    until = time.monotonic() + 120
    while time.monotonic() < until:
        place.collector.said("read", "--once")
        if place.at_other(days=1)["notices"]:
            return
    raise AssertionError("the notice did not come through")
