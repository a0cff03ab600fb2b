"""Two councils on one collector, each with people, a hub, a kiosk, and something said."""

import sqlite3
from dataclasses import dataclass
from pathlib import Path

from sync import codec, feed, reference
from tests.collector.device import Device
from tests.collector.officer import Officer, officer
from tests.journeys.parts import PACK, CollectorProcess

OURS, THEIRS = "Anytown Council", "Otherton Council"
ROLES = ("officer", "publisher", "protection", "administrator")


@dataclass
class World:
    """What is there."""

    collector: CollectorProcess
    people: dict[str, Officer]
    """Of our council, by their roles."""
    other: Officer
    """The other council's administrator."""
    devices: dict[str, Device]
    """By the names of the councils."""

    @property
    def database(self) -> Path:
        return self.collector.data / "collector.db"

    def one(self, query: str, *values: object) -> tuple[object, ...]:
        """One row of the database."""
        with sqlite3.connect(self.database, timeout=30) as db:
            row = db.execute(query, values).fetchone()
        assert row is not None, query
        return tuple(row)

    def say(self, *wheres: str, council: str = OURS) -> None:
        """Submissions to the form of the problems, read at once."""
        device = self.devices[council]
        device.seal(*(device.plain(where) for where in wheres))
        device.send()
        self.collector.said("read", "--once")


def make(folder: Path) -> World:
    """Make all of it, with the form of the problems published and a drawing."""
    collector = CollectorProcess(folder)
    collector.init()
    collector.said("addcouncil", THEIRS)
    for council in (OURS, THEIRS):
        path = str(next(path for path in PACK if "report" in path.name))
        collector.said("publish", path, "--council", council)
    collector.start()
    people = {role: officer(collector, f"our-{role}", role, OURS) for role in ROLES}
    other = officer(collector, "their-administrator", "administrator", THEIRS)
    devices = {council: Device(collector, council) for council in (OURS, THEIRS)}
    world = World(collector, people, other, devices)
    for council in (OURS, THEIRS):
        devices[council].seal(drawn(devices[council]))
        world.say(f"lamp of {council}", council=council)
    return world


def drawn(device: Device) -> bytes:
    """A submission with a drawing in it."""
    instance = (
        f'<data id="report_problem" version="{device.form.version}"><kind>light</kind>'
        "<where>a drawing</where><danger>no</danger></data>"
    )
    picture = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1000 500"></svg>'
    record = codec.Record(
        reference.new(), 1_700_000_000, "en", False, instance.encode(), {"a.svg": picture}
    )
    return codec.encode(feed.item_key(device.item), device.form.xml, device.form.dictionary, record)
