"""Practice mode: nothing is kept or sent, every screen says so, and it ends by itself."""

from pathlib import Path
from types import SimpleNamespace

import pytest

from kiosk.config import Settings
from kiosk.screens import Notice, Reference, Screen
from kiosk.standing import HubStanding
from kiosk.store import Database
from kiosk.visit import Rules, Standing, Visit
from tests.kiosk.fakes import Desk
from tests.kiosk.test_visit import through

TOLD = "Practice. Nothing is kept or sent."


@pytest.fixture
def desk() -> Desk:
    made = Desk()
    made.standing = Standing(practice=True)
    return made


@pytest.fixture
def visit(desk: Desk) -> Visit:
    return Visit(desk.services(), Rules(walk_away_seconds=60, warning_seconds=20))


def references(screen: Screen) -> list[Reference]:
    return [block for block in screen.blocks if isinstance(block, Reference)]


def test_practice_keeps_nothing_and_gives_no_reference(visit: Visit, desk: Desk) -> None:
    assert visit.screen().kicker.startswith(TOLD)
    through(visit)
    assert visit.screen().blocks[0] == Notice(TOLD, "warn")
    visit.act("over:stop")
    assert visit.screen().kicker.startswith(TOLD)
    assert visit.screen().action("later") is None  # nothing is kept for later either
    visit.act("close")
    visit.act("finish")
    shown = visit.screen()
    assert (shown.name, shown.kicker) == ("practised", TOLD)
    assert not references(shown) and shown.action("back") is None
    visit.act("clear")
    assert visit.at_rest and desk.kept == [] and desk.counts == []


def test_a_visit_begun_as_practice_stays_practice_and_the_next_is_real(
    visit: Visit, desk: Desk
) -> None:
    through(visit)
    desk.standing = Standing()  # the half hour is over
    assert TOLD in repr(visit.screen())
    visit.act("finish")
    visit.act("clear")
    through(visit)
    assert TOLD not in repr(visit.screen())
    visit.act("finish")
    assert visit.screen().name == "saved" and len(desk.kept) == 1


def test_what_is_said_after_going_back_to_the_first_screen_is_kept_once_practice_is_over(
    visit: Visit, desk: Desk
) -> None:
    visit.act("language:en")
    visit.act("back")
    assert visit.screen().name == "welcome" and visit.screen().kicker.startswith(TOLD)
    desk.standing = Standing()
    assert TOLD not in repr(visit.screen())
    through(visit)
    assert TOLD not in repr(visit.screen())
    visit.act("finish")
    assert visit.screen().name == "saved" and references(visit.screen())
    assert len(desk.kept) == 1


def test_a_visit_begun_in_earnest_is_saved_though_practice_begins_meanwhile(
    visit: Visit, desk: Desk
) -> None:
    desk.standing = Standing()
    through(visit)
    desk.standing = Standing(practice=True)
    visit.act("finish")
    assert visit.screen().name == "saved" and len(desk.kept) == 1


def test_who_means_it_ends_practice_from_the_first_screen(desk: Desk) -> None:
    visit = Visit(desk.services())
    visit.act("language:en")
    visit.act("practice:end")
    assert visit.at_rest and not desk.standing.practice
    visit.act("language:en")
    assert visit.screen().action("practice:end") is None


def test_staff_switch_it_on_and_off(desk: Desk) -> None:
    visit = Visit(desk.services())
    visit.staff()
    for id in ("fill:pin=2580", "in:open", "in:go:practice", "in:practice:on"):
        visit.act(*id.split("=", 1))
    assert desk.staff.practice and "is on" in visit.screen().blocks[0].text
    visit.act("in:practice:off")
    assert not desk.staff.practice


@pytest.mark.parametrize("hours", [-20_000, 1])
def test_it_ends_by_itself_whatever_the_clock_does(tmp_path: Path, hours: int) -> None:
    clock = [1_764_000_000]
    database = Database(tmp_path / "kiosk.db")
    parts = SimpleNamespace(database=database, now=lambda: clock[0], settings=Settings())
    standing = HubStanding(parts)
    standing.set_practice(True)
    assert standing.practice()
    clock[0] += hours * 3600
    assert not standing.practice()
    database.close()
