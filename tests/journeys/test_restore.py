"""A collector set back to a copy notices, asks again and gets everything; erased stays erased."""

import json
from collections.abc import Iterator
from contextlib import nullcontext
from pathlib import Path

import pytest

from tests.journeys import postgresql
from tests.journeys.parts import CollectorProcess, Kiosk
from tests.journeys.test_line import wheres

KINDS = [
    "sqlite",
    pytest.param(
        "postgresql",
        marks=pytest.mark.skipif(not postgresql.TOOLS, reason="PostgreSQL is not installed here"),
    ),
]


@pytest.fixture(params=KINDS)
def collector(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[CollectorProcess]:
    place = postgresql.server() if request.param == "postgresql" else nullcontext("")
    with place as address:
        environment = {"COLLECTOR_DATABASE": address} if address else {}
        made = CollectorProcess(tmp_path / "collector", environment=environment)
        made.begin()
        made.start()
        yield made
        made.kill()


def copied(collector: CollectorProcess) -> str:
    """Makes a copy; gives its name."""
    return Path(collector.said("backup").splitlines()[0].partition(":")[0]).name


def set_back(collector: CollectorProcess, name: str) -> None:
    collector.kill()
    collector.said("restore", name)
    collector.start()


def test_every_one_of_the_last_three_copies_can_be_restored(
    collector: CollectorProcess, kiosk: Kiosk, tmp_path: Path
) -> None:
    names, wanted = [], []
    for number in range(5):
        wanted.append(f"lamp {number}")
        kiosk.report_light(wanted[-1])
        kiosk.sync()
        names.append(copied(collector))
    left = sorted(path.name for path in (collector.data / "backups").iterdir())
    beside = [f"{Path(name).stem}.releases.zip" for name in names[-3:]]
    assert left == sorted([*names[-3:], *beside])
    for name in names[-3:]:
        set_back(collector, name)
        kiosk.restart()
        kiosk.sync()
        assert kiosk.parts.outbox.waiting == 0
        assert wheres(collector, tmp_path) == wanted
    assert kiosk.parts.outbox.status().safe == 3  # what the oldest copy that is left holds


def test_what_was_erased_stays_erased(
    collector: CollectorProcess, kiosk: Kiosk, tmp_path: Path
) -> None:
    references = [kiosk.report_light(f"lamp {number}") for number in range(4)]
    kiosk.sync()
    before = copied(collector)
    collector.said("read", "--once")
    with_all = copied(collector)
    collector.said("erase", references[1])
    assert wheres(collector, tmp_path) == ["lamp 0", "lamp 2", "lamp 3"]
    kiosk.report_light("lamp 4")  # in the same epoch as the one that was erased
    kiosk.sync()
    left = ["lamp 0", "lamp 2", "lamp 3", "lamp 4"]
    assert wheres(collector, tmp_path) == left
    for name in (with_all, before):
        set_back(collector, name)
        kiosk.sync()
        assert wheres(collector, tmp_path) == left
    shown = json.loads(collector.said("show", "--json"))
    assert (shown["unread"], shown["set_aside"]) == (0, 0)
    done = collector.command("erase", references[1])
    assert done.returncode == 1 and "Nothing with this reference" in done.stderr


def test_a_running_collector_is_not_restored(collector: CollectorProcess, kiosk: Kiosk) -> None:
    name = copied(collector)
    done = collector.command("restore", name)
    assert done.returncode == 1 and "running" in done.stderr
    done = collector.command("restore", "nothing.db")
    assert done.returncode == 1 and name in done.stderr
