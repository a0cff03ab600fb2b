"""The audit log is a chain: a change of an entry shows, and what was erased in time does not."""

import datetime
import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.test import override_settings
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st

from sync.collector.place import Place
from tests.collector import inside
from tests.journeys.parts import CollectorProcess

PLACE = 7
"""Of the entry that is tampered with, of twelve."""


@pytest.fixture(scope="module")
def collector(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    with inside.collector(tmp_path_factory.mktemp("audited") / "data") as place:
        yield place


def council(name: str, entries: int = 12) -> Any:
    """With a linked log."""
    from sync.collector.audited import chain
    from sync.collector.models import Audit, Council

    Council.objects.filter(name=name).delete()
    made = Council.objects.create(name=name)
    for number in range(entries):
        Audit.objects.create(council=made, action="read", subject=f"{number:064x}")
    chain.link_all()
    return made


def broken(place: Place, of: Any) -> int | None:
    from sync.collector.audited import notes

    (found,) = [each for each in notes.examine(place) if each.council == of]
    return found.broken


def entries(of: Any) -> Any:
    from sync.collector.models import Audit

    return Audit.objects.filter(council=of)


def relinked(of: Any) -> None:
    """As somebody would who knows how it is done."""
    from sync.collector.audited import chain

    entries(of).update(place=None, link="")
    chain.link_all()


TAMPERED: dict[str, Callable[[Any], object]] = {
    "another subject": lambda rows: rows.filter(place=PLACE).update(subject="x"),
    "another action": lambda rows: rows.filter(place=PLACE).update(action="listed"),
    "another time": lambda rows: rows.filter(place=PLACE).update(at=timezone.now()),
    "taken out": lambda rows: rows.filter(place=PLACE).delete(),
    "two in each other's place": lambda rows: (
        rows.filter(place=PLACE).update(place=99), rows.filter(place=8).update(place=PLACE),
        rows.filter(place=99).update(place=8),
    ),
}  # fmt: skip


@pytest.mark.parametrize("how", TAMPERED)
def test_what_was_changed_in_the_log_shows(collector: Place, how: str) -> None:
    made, other = council("Anytown"), council("Otherton")
    assert broken(collector, made) is None
    TAMPERED[how](entries(made))
    assert broken(collector, made) == PLACE and broken(collector, other) is None


def test_one_that_was_linked_anew_or_cut_short_shows_against_what_was_noted(
    collector: Place,
) -> None:
    from sync.collector.audited import notes

    made = council("Relinked")
    lines = notes.write(collector)
    assert any(
        line.startswith(f"{made.pk} 12 {entries(made).get(place=12).link}") for line in lines
    )
    entries(made).filter(place=PLACE).delete()
    relinked(made)
    assert [each.place for each in entries(made).order_by("place")] == list(range(1, 12))
    assert broken(collector, made) == 12, "the chain by itself is whole"
    short = council("Cut short")
    notes.write(collector)
    entries(short).filter(place__gte=PLACE).delete()
    assert broken(collector, short) == 12


def test_a_power_cut_while_it_is_noted_spoils_no_line_but_its_own(collector: Place) -> None:
    from sync.collector.audited import notes

    made = council("Cut in the middle")
    collector.audit.unlink(missing_ok=True)
    notes.write(collector)
    whole = collector.audit.read_bytes()
    for at in range(len(whole)):
        collector.audit.write_bytes(whole[:at])
        assert broken(collector, made) is None
    for at in (1, len(whole) // 2, len(whole) - 3):
        collector.audit.write_bytes(whole[:at])
        notes.write(collector)
        assert broken(collector, made) is None
        entries(made).filter(place=12).delete()
        assert broken(collector, made) == 12, "what was noted after the cut counts"
        made = council("Cut in the middle")


@settings(max_examples=12, deadline=None)
@given(kept=st.integers(0, 12), more=st.integers(0, 3))
def test_what_was_kept_long_enough_goes_and_the_chain_goes_on(
    collector: Place, kept: int, more: int
) -> None:
    from sync.collector.audited import chain, notes

    made = council("Kept")
    notes.write(collector)
    old = timezone.now() - datetime.timedelta(days=2193)
    entries(made).update(place=None, link="")
    first = list(entries(made).order_by("pk").values_list("pk", flat=True))[: 12 - kept]
    entries(made).filter(pk__in=first).update(at=old)
    chain.link_all()
    collector.audit.unlink()
    notes.write(collector)
    chain.forget_old()
    assert entries(made).count() == kept and broken(collector, made) is None
    for _ in range(more):
        entries(made).create(council=made, action="read", subject="new")
    chain.link_all()
    assert chain.end(made)[0] == 12 + more and broken(collector, made) is None
    if kept:
        entries(made).filter(place=12 - kept + 1).delete()
        assert broken(collector, made) == 12 - kept + 1


def test_a_council_may_keep_it_for_ever(collector: Place) -> None:
    from sync.collector.audited import chain

    made = council("For ever")
    entries(made).update(at=timezone.now() - datetime.timedelta(days=36_500))
    with override_settings(AUDIT_KEPT=None):
        chain.forget_old()
    assert entries(made).count() == 12


def test_it_is_said_by_commands_and_holds_over_copies(tmp_path: Path) -> None:
    """``audit`` and ``doctor`` tell; a log that is as old as a restored copy is no tampering."""
    collector = CollectorProcess(tmp_path / "data")
    collector.init()

    def add(*subjects: str) -> None:
        _do(collector, *(
            "insert into collector_audit (council_id, action, subject, at, link)"
            f" values (1, 'read', '{each}', '2026-01-02 03:04:05', '')" for each in subjects
        ))  # fmt: skip

    add("a", "b")
    copy = collector.said("backup")
    assert "The audit log of council 1 2 " in copy
    name = copy.splitlines()[0].rpartition("/")[2].partition(":")[0]
    add("c")
    assert "The audit log of council 1 3 " in collector.said("backup")
    collector.said("restore", name)
    assert "Anytown Council: 2 entries, the last is 2 " in collector.said("audit")
    _do(collector, "update collector_audit set subject = 'x' where place = 2")
    done = collector.command("audit")
    assert done.returncode == 1 and "Anytown Council from entry 2" in done.stderr
    assert "was changed at entry 2" in collector.command("doctor").stdout


def _do(collector: CollectorProcess, *lines: str) -> None:
    link = sqlite3.connect(collector.data / "collector.db", timeout=60)
    with link:
        for line in lines:
            link.execute(line)
    link.close()
