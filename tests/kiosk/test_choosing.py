"""The marks of versions over many starts, with the files on disk as the only memory.

The world has versions that work and versions that do not, a screen that may be missing, and a plug
that is pulled at every step, which is played by forgetting all but the disk.
"""

import shutil
import tempfile
from pathlib import Path

import pytest
from hypothesis import settings, strategies
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from kiosk.programs import Program
from kiosk.releases.choosing import RESTS, TRIAL, Choosing
from kiosk.releases.marks import MOST, Marks

VERSIONS = ("1.1", "1.2", "2.0", "2.1")


class Plugged(RuleBasedStateMachine):
    """A kiosk with 1.0 installed, which works; ``broken`` versions never do."""

    def __init__(self) -> None:
        super().__init__()
        self.shelf = Path(tempfile.mkdtemp())
        self.marks, self.now = Marks(self.shelf), 0.0
        self.broken: set[str] = set()
        self.choosing, self.window = self._supervisor(), Program("", ())
        self.begin(True)

    def teardown(self) -> None:
        shutil.rmtree(self.shelf)

    def _supervisor(self) -> Choosing:
        return Choosing(self.shelf, "1.0", ["kiosk"], ["run"], clock=lambda: self.now)

    def begin(self, screen: bool) -> None:
        """A start from nothing, as the supervisor does it; without a screen nothing is drawn."""
        self.window = Program("", ())
        for _ in (*VERSIONS, "1.0"):
            program = self.choosing.first()
            assert program == self.choosing.installed or self.marks.good(program.version)
            assert not (self.shelf / "bad" / program.version).exists()
            if screen and program.version not in self.broken:
                self._drawn(program)
                return
            self.choosing.failed(program, "NoStart")
            if program == self.choosing.installed:
                return
        raise AssertionError("no kiosk")

    def _drawn(self, program: Program) -> None:
        self.choosing.drawn(program)
        self.window = program

    @rule(version=strategies.sampled_from(VERSIONS), works=strategies.booleans())
    def delivered(self, version: str, works: bool) -> None:
        if not (self.shelf / version).exists():
            (self.shelf / version).mkdir()
            if not works:
                self.broken.add(version)

    @rule(screen=strategies.booleans())
    def plug_pulled(self, screen: bool) -> None:
        self.choosing = self._supervisor()
        self.begin(screen)

    @precondition(lambda self: self.window.command)
    @rule(cut=strategies.sampled_from(["no", "loading", "seen", "called off"]))
    def switched(self, cut: str) -> None:
        program = self.choosing.next(self.window)
        assert not (self.shelf / "bad" / program.version).exists()
        assert len(self.marks.failures(program.version)) < MOST
        if cut == "called off" or program == self.window:
            return
        if cut == "loading":
            self.plug_pulled(True)
        elif program.version not in self.broken:
            self._drawn(program)
        else:
            self.choosing.failed(program, "Undrawn")
            self.plug_pulled(True) if cut == "seen" else self._drawn(self.window)

    @precondition(lambda self: self.window.command)
    @rule(after=strategies.sampled_from([1.0, TRIAL]))
    def visit_ended(self, after: float) -> None:
        self.now += after
        self.choosing.served(self.window)

    @rule(seconds=strategies.sampled_from(RESTS))
    def rested(self, seconds: float) -> None:
        self.now += seconds

    @precondition(lambda self: self.window.command)
    @rule()
    def goes_wrong_one_day(self) -> None:
        """A good version's files rot on the disk."""
        if self.window != self.choosing.installed and self.marks.good(self.window.version):
            self.broken.add(self.window.version)
            self.choosing.failed(self.window, "NoStart")
            self.begin(True)

    @invariant()
    def none_that_works_is_blamed(self) -> None:
        for version in VERSIONS:
            if version not in self.broken:
                assert not self.marks.failures(version)
                assert not (self.shelf / "bad" / version).exists()
            if (self.shelf / "bad" / version).exists():
                assert len(self.marks.failures(version)) >= MOST

    @invariant()
    def a_good_one_that_works_is_never_left_for_an_older_one(self) -> None:
        good = [v for v in VERSIONS if self.marks.good(v) and v not in self.broken]
        if self.window.command and good:
            assert self.window.version >= good[-1]


TestPlugged = Plugged.TestCase
TestPlugged.settings = settings(max_examples=60, stateful_step_count=30, deadline=None)


@pytest.fixture
def shelf(tmp_path: Path) -> Path:
    (tmp_path / "1.1").mkdir()
    return tmp_path


def test_a_hundred_times_switched_off_is_no_failure(shelf: Path) -> None:
    for _ in range(100):
        choosing = Choosing(shelf, "1.0", ["kiosk"], [])
        choosing.drawn(choosing.first())
        trial = choosing.next(choosing.first())
        assert trial.version == "1.1"
        choosing.drawn(trial)
        choosing.served(trial)
    assert not list(shelf.glob("failed/*")) and not list(shelf.glob("good/*"))


def test_a_disk_that_cannot_be_written_forgets_and_goes_on(
    shelf: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (shelf / "failed").write_text("in the way")
    (shelf / "bad").write_text("in the way")
    now = 0.0
    choosing = Choosing(shelf, "1.0", ["kiosk"], [], clock=lambda: now)
    choosing.drawn(choosing.installed)
    tried = 0
    while (trial := choosing.next(choosing.installed)) != choosing.installed:
        tried += 1
        choosing.failed(trial, "Undrawn")
        choosing.drawn(choosing.installed)
        assert choosing.next(choosing.installed) == choosing.installed, "it rests first"
        now += max(RESTS)
    assert tried == MOST
    assert "cannot be noted" in caplog.text


def test_an_older_good_version_gives_way_to_a_package_that_was_upgraded(shelf: Path) -> None:
    Marks(shelf).serve("1.1")
    assert Choosing(shelf, "1.0", ["kiosk"], []).first().version == "1.1"
    assert Choosing(shelf, "1.2", ["kiosk"], []).first().version == "1.2"
    assert Choosing(shelf, "1.1", ["kiosk"], []).first().command == ("kiosk",)
