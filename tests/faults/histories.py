"""``python -m tests.faults.histories``: exactly once, over histories that chance makes.

A Hypothesis state machine over the real store of a kiosk and the real database of a collector:
submissions, syncs with twelve outcomes of the network, sticks, restarts, pruning, backups and
restores in any order. At the end of each history everything that was said to be saved has arrived,
once. Django runs in this process on a copy of a database that ``collector init`` made.
"""

import argparse
import contextlib
import io
import os
import shutil
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule, run_state_machine_as_test

from kiosk.store import Content, Database, Outbox
from sync import engine, sealing
from sync.carriers.stick import Stick
from sync.enrolment import Code
from sync.errors import SyncError
from sync.trust import Trust

OUTCOMES = (
    "good", "request lost", "answer lost", "sent twice", "answer cut", "answer spoilt", "a page",
    "an old answer", "another's answer", "empty", "too long", "comes later",
)  # fmt: skip
DAY = 24 * 3600


class World:
    """The folders every history begins from, made once."""

    def __init__(self, folder: Path) -> None:
        from tests.journeys.parts import CollectorProcess

        self.folder = folder
        collector = CollectorProcess(folder / "template")
        collector.init()
        self.code = Code.read(collector.said("code").split()[0])
        self.live = folder / "live"
        shutil.copytree(folder / "template", self.live)
        os.environ["COLLECTOR_DATA"] = str(self.live)
        os.environ["DJANGO_SETTINGS_MODULE"] = "sync.collector.settings"
        import django

        django.setup()
        from sync.collector.place import Place

        self.place = Place(self.live)
        if "safe is what is held" in _plant_later:
            from sync.collector.ingest import answer

            answer.safe = lambda device: device.have_seq
        self.signing = sealing.Signing.new()
        _, enrolled = engine.enrol(Direct(self), self.code, self.signing)
        self.who = engine.Identity(self.signing, enrolled, Trust(enrolled.keys))
        self.keep()

    def keep(self) -> None:
        """What is live now becomes what every history begins from."""
        self.close()
        shutil.rmtree(self.folder / "template")
        shutil.copytree(self.live, self.folder / "template")

    def begin(self) -> None:
        """A fresh collector."""
        self.close()
        shutil.rmtree(self.live)
        shutil.copytree(self.folder / "template", self.live)

    def restore(self, copy: Path) -> None:
        """Set the collector back to a copy."""
        self.close()
        for old in self.live.glob("collector.db*"):
            old.unlink()
        shutil.copy(copy, self.live / "collector.db")

    @staticmethod
    def close() -> None:
        from django.db import connections

        connections.close_all()


class Direct:
    """Hands bytes to the collector in this process, with what a network may do to them."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.outcome = "good"
        self.answers: list[bytes] = []

    def enrol(self, request: bytes) -> bytes:
        from sync.collector.ingest.enrol import enrol

        return enrol(self.world.place, request)

    def sync(self, batch: bytes) -> bytes:
        if self.outcome in ("request lost", "a page", "empty"):
            return {"a page": b"<html>200 OK</html>", "empty": b""}.get(self.outcome, b"gone")
        answer = self._answered(batch)
        if self.outcome == "sent twice":
            answer = self._answered(batch)
        old, self.answers = self.answers, [*self.answers, answer][-5:]
        if self.outcome in ("an old answer", "comes later"):
            return old[0] if old else b"none yet"
        spoilt = {
            "answer lost": b"", "answer cut": answer[: len(answer) // 2],
            "answer spoilt": answer[:70] + bytes([answer[70] ^ 1]) + answer[71:],
            "another's answer": sealing.Signing.new().sign(answer[64:]) + answer[64:],
            "too long": answer + bytes(5_000_000),
        }  # fmt: skip
        return spoilt.get(self.outcome, answer)

    def _answered(self, batch: bytes) -> bytes:
        from sync.collector.ingest.answer import answer

        return answer(self.world.place, batch)


class History(RuleBasedStateMachine):
    """One history."""

    world: World
    counts: dict[str, int] = {}

    @initialize()
    def start(self) -> None:
        self.world.begin()
        self.folder = Path(tempfile.mkdtemp(dir=self.world.folder))
        self.line, self.said, self.late = Direct(self.world), 0, 0
        self.database: Database | None = None
        self.restart()

    @rule()
    def restart(self) -> None:
        if self.database is not None:
            self.database.close()
        self.database = Database(self.folder / "kiosk.db")
        enrolled = self.world.who.enrolled
        self.box = Outbox(self.database, enrolled.device, enrolled.keys.council)
        self.content = Content(self.database)

    @rule(count=st.integers(1, 6))
    def submit(self, count: int) -> None:
        for _ in range(count):
            self.said += 1
            self.box.post(b"said %d" % self.said)

    @rule(outcome=st.sampled_from(OUTCOMES))
    def sync(self, outcome: str) -> None:
        self.line.outcome = outcome
        with contextlib.suppress(SyncError), self.later():
            engine.run_once(self.world.who, self.box, self.content, self.line)

    @rule()
    def stick(self) -> None:
        stick = Stick(self.folder)
        for nonce, batch in engine.carry_out(self.world.who, self.box, self.content):
            self.box.carry(nonce)
            stick.put_batch(nonce, batch)
        self.line.outcome = "good"
        for name, batch in list(stick.batches()):
            with self.later():
                stick.put_reply(name, self.line.sync(batch))

    @rule()
    def stick_back(self) -> None:
        stick = Stick(self.folder)
        for name, answer in list(stick.replies()):
            with contextlib.suppress(SyncError):
                engine.carry_in(self.world.who, self.box, self.content, answer, self.box.carried())
            stick.forget_reply(name)

    @rule(days=st.integers(1, 20))
    def days_pass(self, days: int) -> None:
        self.late += days * DAY
        self.box.prune()

    @rule()
    def backup(self) -> None:
        from sync.collector.commands.backups import backup

        with contextlib.redirect_stdout(io.StringIO()):
            backup(self.world.place, argparse.Namespace())

    @rule(which=st.integers(0, 2))
    def restore(self, which: int) -> None:
        copies = sorted((self.world.live / "backups").glob("*.db"))[-3:]
        if copies:
            self.world.restore(copies[min(which, len(copies) - 1)])

    @contextlib.contextmanager
    def later(self) -> Any:
        """The server's clock, so many days on."""
        from sync.collector.ingest import answer

        real = time.time
        answer.time.time = lambda: real() + self.late  # type: ignore[assignment]
        try:
            yield
        finally:
            answer.time.time = real

    def teardown(self) -> None:
        if not hasattr(self, "box"):
            return
        for _ in range(4):
            self.sync("good")
        arrived = self._arrived()
        wanted = [b"said %d" % number for number in range(1, self.said + 1)]
        assert sorted(arrived) == sorted(wanted), (self.said, arrived)
        assert self.box.waiting == 0
        self.counts["histories"] = self.counts.get("histories", 0) + 1
        self.counts["submissions"] = self.counts.get("submissions", 0) + self.said
        assert self.database is not None
        self.database.close()
        shutil.rmtree(self.folder)

    def _arrived(self) -> list[bytes]:
        """Everything the council can open, along the device's chain."""
        from sync.collector import keys
        from sync.collector.models import SealedRecord

        opener = sealing.Opener.with_keys(keys.private_keys(self.world.place))
        return [opener.open(bytes(row.sealed)) for row in SealedRecord.objects.order_by("seq")]


def run(
    histories: int, steps: int = 25, shrink: bool = False, fixed: bool = False
) -> dict[str, int]:
    """So many histories; raises AssertionError with one that breaks the promise.

    ``shrink`` takes longer, and finds the shortest; ``fixed`` makes the same ones every time.
    """
    History.counts = {}
    with tempfile.TemporaryDirectory() as folder:
        History.world = World(Path(folder))
        run_state_machine_as_test(
            History,
            settings=settings(
                max_examples=histories, stateful_step_count=steps, deadline=None, database=None,
                derandomize=fixed,
                suppress_health_check=list(HealthCheck),
                phases=[Phase.generate, Phase.shrink] if shrink else [Phase.generate],
            ),
        )  # fmt: skip
        History.world.close()
    return History.counts


def _believe_anything(self: Outbox, receipt: Any) -> None:
    with self._database.write() as db:
        db.execute("update marks set have = (select max(seq) from submissions)")


def _never_go_back(settle: Any) -> Any:
    def bent(self: Outbox, receipt: Any) -> None:
        if receipt.have >= self.status().arrived:
            settle(self, receipt)

    return bent


def _forget_too_soon(self: Outbox) -> int:
    with self._database.write() as db:
        have = db.execute("select have from marks").fetchone()[0]
        row = db.execute("select head from submissions where seq = ?", [have]).fetchone()
        if row:
            db.execute("delete from submissions where seq <= ?", [have])
            db.execute("update marks set pruned = ?, pruned_head = ?", [have, row[0]])
    return 0


def _say_saved_first(post: Any) -> Any:
    def bent(self: Outbox, plain: bytes) -> Any:
        return post(self, plain) if not plain.endswith(b"3") else None

    return bent


def plant(name: str) -> None:
    """Put a bug in its place, to see that it is caught."""
    if name == "believe anything":
        Outbox.settle = _believe_anything  # type: ignore[method-assign]
    elif name == "never go back":
        Outbox.settle = _never_go_back(Outbox.settle)  # type: ignore[method-assign]
    elif name == "forget too soon":
        Outbox.prune = _forget_too_soon  # type: ignore[method-assign]
    elif name == "say saved first":
        Outbox.post = _say_saved_first(Outbox.post)  # type: ignore[method-assign]
    elif name == "safe is what is held":
        _plant_later.append(name)


_plant_later: list[str] = []
PLANTS = (
    "believe anything", "never go back", "say saved first", "forget too soon",
    "safe is what is held",
)  # fmt: skip


def main() -> int:
    """Run histories and print how many."""
    parser = argparse.ArgumentParser(prog="python -m tests.faults.histories", description=__doc__)
    parser.add_argument("--histories", type=int, default=5000)
    parser.add_argument("--plant", choices=PLANTS, help="with this bug; then it must fail")
    parser.add_argument("--fixed", action="store_true", help="the same histories every time")
    parser.add_argument("--shrink", action="store_true", help="look for the shortest that fails")
    given = parser.parse_args()
    if given.plant:
        plant(given.plant)
    counts = run(given.histories, shrink=given.shrink, fixed=given.fixed)
    print(f"{counts['histories']} histories, {counts['submissions']} submissions: 0 lost, 0 twice")
    return 0


if __name__ == "__main__":
    sys.exit(main())
