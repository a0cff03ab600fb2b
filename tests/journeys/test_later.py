"""Stop now, go on later: a visit with the real desk, kept, taken up, finished or cleared."""

import dataclasses
import shutil
import sqlite3
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from kiosk.desk import Desk
from kiosk.screens import Notice, Summary
from kiosk.visit import Finished, Slip, Visit
from tests.journeys.parts import CollectorProcess, Kiosk

CANARY = "CANARY-8841"


@pytest.fixture(scope="module")
def enrolled(tmp_path_factory: pytest.TempPathFactory) -> Kiosk:
    """A kiosk with the sample pack, from a collector that is gone; each test has a copy."""
    folder = tmp_path_factory.mktemp("later")
    collector = CollectorProcess(folder / "collector")
    collector.begin()
    collector.start()
    made = Kiosk(folder / "kiosk", collector.address)
    made.enrol(collector.said("code").split()[0])
    made.sync()
    made.parts.database.close()
    collector.kill()
    return made


@pytest.fixture
def kiosk(enrolled: Kiosk, tmp_path: Path) -> Iterator[Kiosk]:
    shutil.copytree(enrolled.data, tmp_path / "kiosk")
    made = Kiosk(tmp_path / "kiosk", enrolled.address)
    yield made
    made.parts.database.close()


@pytest.fixture
def visit(kiosk: Kiosk) -> Visit:
    return Visit(kiosk.desk.services())


def begin(visit: Visit, task: str = "Report a problem") -> None:
    visit.act("language:en")
    visit.act(next(c.id for c in visit.screen().choices if c.label == task))
    visit.act("start")


def halfway(visit: Visit) -> str:
    """Two answers given and a third typed; the reference it is kept under, in digits."""
    begin(visit)
    visit.act("fill:/data/kind", "light")
    visit.act("next")
    visit.act("fill:/data/where", CANARY)
    visit.act("later")
    assert visit.screen().name == "kept" and visit.asking is None
    assert visit.slip is not None and visit.screen().action("back") is None
    digits = visit.slip.digits
    visit.act("clear")
    return digits


def go_on(visit: Visit, digits: str) -> None:
    visit.act("language:en")
    visit.act("reference:draft")
    visit.act("manner")
    for group in digits.split():
        visit.act("fill:" + visit.screen().fields()[0].ref, group)
        visit.act("part")


def finish(visit: Visit) -> None:
    for value in (None, "no"):
        visit.act("next")
        if value:
            visit.act("fill:" + visit.screen().fields()[0].ref, value)
    while visit.screen().name == "question":
        visit.act("next")
    visit.act("finish")
    assert visit.screen().name == "saved", visit.screen()


def count(kiosk: Kiosk, table: str) -> int:
    db = sqlite3.connect(f"file:{kiosk.settings.database}?mode=ro", uri=True)
    return int(db.execute(f"select count(*) from {table}").fetchone()[0])


def files(kiosk: Kiosk) -> Iterator[bytes]:
    for path in kiosk.data.rglob("*"):
        if path.is_file():
            yield path.read_bytes()


def test_kept_over_a_restart_and_finished_once(visit: Visit, kiosk: Kiosk) -> None:
    digits = halfway(visit)
    assert count(kiosk, "drafts") == 1 and count(kiosk, "submissions") == 0
    plain = digits.replace(" ", "").encode()
    for content in files(kiosk):
        assert CANARY.encode() not in content and plain not in content
    kiosk.restart()
    again = Visit(kiosk.desk.services())
    go_on(again, digits)
    assert again.screen().name == "question"
    assert (again.screen().fields()[0].ref, again.screen().fields()[0].value) == (
        "/data/where", CANARY,
    )  # fmt: skip
    finish(again)
    assert count(kiosk, "drafts") == 0 and count(kiosk, "submissions") == 1
    again.act("clear")
    go_on(again, digits)
    shown = again.screen()
    assert shown.name == "reference-check"
    assert "Nothing is kept here" in next(b.text for b in shown.blocks if isinstance(b, Notice))
    assert not [content for content in files(kiosk) if CANARY.encode() in content]


def test_kept_again_under_the_same_reference(visit: Visit, kiosk: Kiosk) -> None:
    digits = halfway(visit)
    go_on(visit, digits)
    visit.act("next")
    visit.act("over:stop")
    assert "what was kept here too" in words(visit)
    visit.act("later")
    assert visit.slip is not None and visit.slip.digits == digits
    assert count(kiosk, "drafts") == 1
    visit.act("clear")
    go_on(visit, digits)
    assert visit.screen().fields()[0].ref != "/data/where"


def test_clearing_clears_what_was_kept_and_leaving_does_not(visit: Visit, kiosk: Kiosk) -> None:
    digits = halfway(visit)
    go_on(visit, digits)
    visit.leave()
    assert visit.screen().name == "welcome" and count(kiosk, "drafts") == 1
    go_on(visit, digits)
    visit.tick(10_000)
    assert visit.screen().name == "welcome" and count(kiosk, "drafts") == 1
    go_on(visit, digits)
    visit.act("over:stop")
    visit.act("clear")
    assert count(kiosk, "drafts") == 0 and count(kiosk, "submissions") == 0


def test_a_form_that_is_gone_is_said_kindly(visit: Visit, kiosk: Kiosk) -> None:
    digits = halfway(visit)
    none = dataclasses.replace(kiosk.desk.services(), forms=lambda: [])
    without = Visit(none)
    go_on(without, digits)
    notice = next(b.text for b in without.screen().blocks if isinstance(b, Notice))
    assert "not asked any more" in notice and count(kiosk, "drafts") == 1


def test_left_at_the_check_it_comes_back_to_the_check(visit: Visit, kiosk: Kiosk) -> None:
    begin(visit)
    visit.act("fill:/data/kind", "light")
    visit.act("next")
    visit.act("fill:/data/where", "by the bridge")
    visit.act("next")
    visit.act("next")
    visit.act("fill:/data/danger", "no")
    while visit.screen().name == "question":
        visit.act("next")
    before = visit.screen()
    visit.act("later")
    assert visit.slip is not None
    digits = visit.slip.digits
    visit.act("clear")
    go_on(visit, digits)
    assert visit.screen() == before
    assert any(isinstance(block, Summary) for block in before.blocks)
    visit.act("change:/data/where")
    visit.act("next")
    assert visit.screen().name == "check"


def test_assisted_goes_with_the_draft_and_into_the_record(kiosk: Kiosk) -> None:
    services, given = kiosk.desk.services(), []

    def submit(finished: Finished) -> Slip:
        given.append(finished)
        return services.submit(finished)

    visit = Visit(dataclasses.replace(services, submit=submit))
    visit.act("language:en")
    visit.act(next(c.id for c in visit.screen().choices if c.label == "Report a problem"))
    visit.act("assisted")
    assert visit.screen().name == "assisted" and not visit.assisted
    visit.act("agree")
    visit.act("start")
    visit.act("fill:/data/kind", "light")
    visit.act("hide")
    visit.act("next")
    visit.act("fill:/data/where", CANARY)
    visit.act("later")
    assert visit.slip is not None
    digits = visit.slip.digits
    visit.act("clear")
    assert not visit.assisted and not visit.hidden
    go_on(visit, digits)
    assert visit.assisted and visit.hidden and visit.screen().fields()[0].hidden
    finish(visit)
    assert given[0].assisted and count(kiosk, "submissions") == 1 and count(kiosk, "drafts") == 0


def test_a_bell_rings_and_a_mark_stays_until_staff_come(kiosk: Kiosk, tmp_path: Path) -> None:
    rung = tmp_path / "rung"
    ring = (sys.executable, "-c", f"open({str(rung)!r}, 'a').write('x')")
    parts = dataclasses.replace(
        kiosk.parts, settings=dataclasses.replace(kiosk.settings, call=ring)
    )
    visit = Visit(Desk(parts).services())
    visit.act("over:help")
    assert "has been called" in words(visit)
    until(lambda: rung.exists() and rung.read_text() == "x")
    assert parts.calls.since() is not None
    visit.end()
    assert parts.calls.since() is not None, "staff see it until they come"
    visit.act("over:help")
    visit.act("came")
    assert parts.calls.since() is None and visit.screen().name == "welcome"
    columns = [column.name for column in kiosk.parts.database._open().table("calls").columns]
    assert columns == ["id", "since"]


def test_a_bell_that_fails_sends_to_the_desk(kiosk: Kiosk) -> None:
    for ring in (("/nonexistent/bell",), (sys.executable, "-c", "raise SystemExit(3)")):
        settings = dataclasses.replace(kiosk.settings, call=ring)
        visit = Visit(Desk(dataclasses.replace(kiosk.parts, settings=settings)).services())
        visit.act("over:help")
        until(lambda seen=visit: "Please ask at the desk" in words(seen))


def until(holds) -> None:
    end = time.monotonic() + 60
    while not holds():
        assert time.monotonic() < end, "it never came"
        time.sleep(0.02)


def words(visit: Visit) -> str:
    """What the screen says, which no log of it would show."""
    return " ".join(getattr(each, "text", "") for each in visit.screen().blocks)
