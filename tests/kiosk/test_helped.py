"""Being helped, leaving at once, taking a reference along: without a window."""

from collections.abc import Callable

import pytest

from kiosk.screens import Field, Large, Notice, Reference, Screen, Summary, Text
from kiosk.ui.keys import ESCAPE, Does, Keyboard, Thrice, mapping
from kiosk.visit import Rules, Visit
from kiosk.voice import spoken
from tests.kiosk.fakes import Desk
from tests.kiosk.test_visit import begin, through

CANARY = "CANARY-3306"


@pytest.fixture
def desk() -> Desk:
    return Desk()


@pytest.fixture
def visit(desk: Desk) -> Visit:
    return Visit(desk.services(), Rules(walk_away_seconds=60, warning_seconds=20))


def helped(visit: Visit) -> None:
    for id in ("language:en", "task:0", "assisted", "agree", "start"):
        visit.act(id)


def notice(screen: Screen) -> str:
    return next((each.text for each in screen.blocks if isinstance(each, Notice)), "")


# Help


def test_help_begins_only_with_consent(visit: Visit) -> None:
    visit.act("language:en")
    visit.act("task:0")
    visit.act("assisted")
    assert visit.screen().name == "assisted" and not visit.assisted
    visit.act("close")
    assert not visit.assisted
    visit.act("assisted")
    visit.act("agree")
    assert visit.assisted and visit.screen().name == "privacy"
    visit.act("assisted")
    assert not visit.assisted and visit.screen().name == "privacy"


def test_hidden_answers_are_neither_said_nor_in_the_summary(visit: Visit) -> None:
    helped(visit)
    visit.act("next")
    said: list[str] = []
    for value in ("weekly", "seats trees", "12", "2019-05-03", CANARY):
        assert visit.screen().action("hide"), "the control is always there"
        visit.act("fill:" + visit.screen().fields()[0].ref, value)
        if not visit.hidden:
            visit.act("hide")
        said += [each.text for each in spoken(visit.screen())]
        visit.act("next")
    said += [each.text for each in spoken(visit.screen())]
    assert visit.screen().name == "check"
    assert "Answered. It is hidden." in said
    told = " ".join(said)
    assert not any(each in told for each in (CANARY, "chosen: ", "3, 5, 2019", "You said"))
    assert not [t for t in said if t.endswith(", chosen") and "Show my answers" not in t]
    shown = next(b for b in visit.screen().blocks if isinstance(b, Summary))
    assert {row.value for row in shown.rows} == {"Answered. It is hidden."}
    visit.act("hide")
    shown = next(b for b in visit.screen().blocks if isinstance(b, Summary))
    assert CANARY in {row.value for row in shown.rows}


def test_what_is_not_answered_is_not_said_to_be_hidden(visit: Visit) -> None:
    asked = Field("/a", "text", "Where", hidden=True)
    assert "hidden" not in " ".join(each.text for each in spoken(Screen("q", "Q", blocks=(asked,))))


# Leaving


def test_escape_thrice_leaves_from_every_step(visit: Visit) -> None:
    now = 0.0
    done: list[str] = []
    nothing: Callable[..., None] = lambda *_: None  # noqa: E731
    keys = Keyboard(Does(nothing, nothing, nothing, nothing, nothing, done.append), mapping(()))
    keys.thrice = Thrice(clock=lambda: now)

    def strike() -> None:
        keys.down(None, ESCAPE)
        keys.up(None, ESCAPE)

    for _ in range(3):
        now += 2.0  # too slow to be meant
        strike()
    assert not done
    now += 10
    for _ in range(3):
        strike()
    assert done == ["leave"]
    assert set(mapping(("leave=f12",)).values()) == {"leave"}
    through(visit)
    visit.leave()
    assert visit.screen().name == "welcome" and visit.asking is None and visit.ended == 1
    visit.leave()
    assert visit.ended == 1, "nobody is there to leave"


def test_stop_takes_everything_off_the_screen_and_clears_by_itself(visit: Visit) -> None:
    begin(visit)
    visit.act("next")
    visit.act("fill:/data/often", "weekly")
    visit.act("over:stop")
    shown = visit.screen()
    assert not shown.fields() and not shown.bar and "Every week" not in repr(shown)
    assert "20 seconds" in " ".join(b.text for b in shown.blocks if isinstance(b, Text))
    visit.tick(19)
    assert visit.screen().name == "stop"
    visit.act("close")
    assert visit.screen().fields()[0].value == "weekly"
    visit.act("over:stop")
    visit.tick(20.5)
    assert visit.screen().name == "welcome" and visit.asking is None


# Handing over


def finish(visit: Visit) -> None:
    through(visit)
    visit.act("finish")


def test_it_is_shown_part_by_part(visit: Visit) -> None:
    finish(visit)
    visit.act("big:begin")
    seen = []
    while visit.screen().action("big:next"):
        seen.append(next(b.text for b in visit.screen().blocks if isinstance(b, Large)))
        assert all(
            e.private for e in spoken(visit.screen()) if e.text == ", ".join(seen[-1].lower())
        )
        visit.act("big:next")
    seen.append(next(b.text for b in visit.screen().blocks if isinstance(b, Large)))
    assert "-".join(seen) == "HAZEL-4821-FERN-OTTER"
    visit.act("big:digits")
    assert Large("4821") in visit.screen().blocks
    visit.end()
    assert visit.part == 0 and not visit.in_digits


def test_it_is_said_slowly_letter_by_letter_in_private(visit: Visit) -> None:
    finish(visit)
    assert not visit.sound.on
    visit.act("slowly")
    assert visit.sound.on and visit.screen().name == "slowly"
    private = [each for each in spoken(visit.screen()) if each.private]
    assert [each.text for each in private][:4] == ["hazel", "h, a, z, e, l", "4, 8, 2, 1", "fern"]
    assert all(each.slowly for each in private) and len(private) == 11
    asked = visit.sound.asked
    visit.act("slowly")
    assert visit.sound.asked == asked + 1, "again"
    public = " ".join(each.text for each in spoken(visit.screen()) if not each.private)
    assert "hazel" not in public.lower() and "4821" not in public


def test_paper_and_the_other_ways_when_there_is_none(visit: Visit, desk: Desk) -> None:
    finish(visit)
    visit.act("print")
    visit.act("close")
    visit.act("print")
    assert len(desk.printer.slips) == 1, "one slip, however often it is touched meanwhile"
    assert "being printed" in notice(visit.screen())
    desk.printer.now = "paper"
    assert "no paper" in notice(visit.screen())
    assert {each.id for each in visit.screen().choices} == {"big:begin", "slowly"}
    desk.printer.now = "busy"
    visit.act("close")
    desk.printer.now = "failed"
    visit.act("print")
    assert len(desk.printer.slips) == 2
    desk.printer.now = "done"
    assert "take your paper" in notice(visit.screen())
    slip = desk.printer.slips[0]
    assert slip.kicker == "Anytown Council" and any(isinstance(b, Reference) for b in slip.blocks)
    assert not slip.controls()


def test_where_there_is_no_printer_none_is_offered(desk: Desk) -> None:
    import dataclasses

    visit = Visit(dataclasses.replace(desk.services(), printer=None), Rules(speaks=False))
    finish(visit)
    assert {each.id for each in visit.screen().choices} == {"big:begin"}
