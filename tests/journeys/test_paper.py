"""A paper filled in at the desk: typed in by staff with a keyboard alone, and told as such."""

import shutil
import sqlite3
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest

from kiosk.visit import Rules, Visit
from kiosk.visit.paper import chosen
from kiosk.voice import spoken
from sync import papers
from tests.collector.officer import officer
from tests.journeys.ear import config
from tests.journeys.parts import CollectorProcess, Kiosk
from tests.journeys.window import Window

PIN = "2580"
SAID = {"how_often": "rarely", "why_not": "steps", "wishes": "seats trees", "minutes": "12",
        "travel": "bus"}  # fmt: skip


def code_of(kiosk: Kiosk, title: str, language: str = "ur") -> str:
    key = next(each.key for each in kiosk.desk.offers() if each.title["en"] == title)
    return papers.code(key, language)


def with_pin(kiosk: Kiosk) -> None:
    kiosk.desk.backroom.lock.set_pin(PIN)


def at_the_code(kiosk: Kiosk) -> Visit:
    """In staff mode, before a paper."""
    visit = Visit(kiosk.desk.services(), Rules())
    visit.staff()
    visit.act("fill:pin", PIN)
    visit.act("in:open")
    visit.act("in:go:paper")
    return visit


def entered(visit: Visit, code: str) -> None:
    visit.act("fill:paper", code)
    visit.act("in:paper")


def typed(visit: Visit) -> list[str]:
    """Every question by its keys, as the window gives them; gives the places that were come to."""
    seen = []
    while visit.screen().name == "question":
        for asked in visit.screen().fields():
            name = asked.ref.rpartition("/")[2]
            seen.append(name)
            if not asked.choices:
                visit.act(f"fill:{asked.ref}", SAID.get(name, "A bench."))
                continue
            values = [each.value for each in asked.choices]
            for value in SAID[name].split():
                pressed = chosen(visit.screen(), str(values.index(value) + 1))
                assert pressed is not None
                visit.act(f"fill:{pressed[0]}", pressed[1])
        visit.act("next")
    return seen


def rows(collector: CollectorProcess) -> list[Any]:
    with sqlite3.connect(collector.data / "collector.db", timeout=60) as db:
        return db.execute(
            "select instance, language, assisted, paper, head from collector_submission"
            " order by received_at, rowid"
        ).fetchall()


def test_papers_one_after_the_other_reach_the_council_as_paper(
    collector: CollectorProcess, kiosk: Kiosk
) -> None:
    with_pin(kiosk)
    kiosk.report_light("by the screen")
    visit = at_the_code(kiosk)
    entered(visit, "0000-0000-EN")
    assert visit.screen().name == "staff-paper"
    assert "No form on this kiosk has this code" in visit.screen().fields()[0].problem
    code = code_of(kiosk, "Your High Street")
    entered(visit, f"high_street 1 {code}")  # as a scanner types it
    assert "Enter a paper form" in visit.screen().kicker
    visit.act("next")
    labels = [each.label for each in visit.screen().fields()[0].choices]
    assert labels[0] == "1  Every week"
    assert "1  Every week" in [each.text for each in spoken(visit.screen())]
    assert visit.screen().action("later") is None
    assert typed(visit)[:3] == ["how_often", "why_not", "wishes"]
    visit.act("finish")
    assert visit.screen().name == "saved" and visit.slip is not None
    first = visit.slip.reference
    visit.act("paper:next")
    assert visit.screen().name == "staff-paper" and not visit.screen().fields()[0].value
    entered(visit, code.lower().replace("-", ""))
    visit.act("back")
    assert visit.screen().name == "staff-paper"  # a wrong sheet: nothing was sent
    entered(visit, code)
    typed(visit)
    visit.act("finish")
    assert visit.slip is not None and visit.slip.reference != first
    visit.act("clear")
    assert visit.step == "welcome" and not visit.paper
    kiosk.sync()
    collector.said("read", "--once")
    light, *written = rows(collector)
    assert light[1:4] == ("en", 0, 0)
    assert [each[1:4] for each in written] == [("ur", 0, 1)] * 2
    assert "<why_not>steps</why_not>" in written[0][0]
    assert "<wishes>seats trees</wishes>" in written[0][0]
    who = officer(collector, "amina", "officer")
    assert "Yes, staff typed it in" in who.get(f"/forms/2/{written[0][4]}/").text
    assert "2 submissions" in who.get("/inbox/?paper=1").text
    assert "3 submissions" in who.get("/inbox/").text


def test_in_a_visit_without_staff_no_paper_can_be_opened(kiosk: Kiosk) -> None:
    visit = Visit(kiosk.desk.services(), Rules())
    visit.act("language:en")
    entered(visit, code_of(kiosk, "Your High Street"))
    assert visit.step == "tasks" and not visit.paper and visit.asking is None
    visit.staff()
    assert visit.step == "tasks"


@pytest.mark.window
@pytest.mark.skipif(not shutil.which("Xvfb"), reason="Xvfb is not installed here")
def test_a_paper_by_a_keyboard_alone_in_the_real_window(
    collector: CollectorProcess, kiosk: Kiosk, tmp_path: Path
) -> None:
    """From the code to the reference and to the next paper, and no touch between."""
    with_pin(kiosk)
    code = code_of(kiosk, "Report a problem", "en").lower()
    path = config(tmp_path, languages=["en"], keys=["staff=f9"])
    with ExitStack() as stack:
        robot = Window(stack, kiosk, "1280x800", "--config", str(path)).robot
        robot.press("F9")
        robot.wait_for("staff-pin")
        robot.keyboard(PIN)
        robot.press("Return")
        robot.wait_for("staff-menu")
        robot.tap("in:go:paper")
        robot.wait_for("staff-paper")
        for _ in range(2):
            robot.keyboard(code)
            robot.press("Return")
            robot.wait_for("question", "/data/kind")
            robot.keyboard("1")
            robot.press("Return")
            robot.wait_for("question", "/data/where")
            robot.keyboard("mill lane 3")
            robot.press("Return")
            robot.wait_for("question", "/data/since")
            robot.press("Return")
            robot.wait_for("question", "/data/danger")
            robot.keyboard("2")
            robot.press("Return")
            robot.wait_for("question", "/data/details")
            robot.press("Return")
            robot.wait_for("check")
            robot.press("Return")
            robot.wait_for("saved")
            robot.press("Return")
            robot.wait_for("staff-paper")
    kiosk.restart()
    kiosk.sync()
    collector.said("read", "--once")
    said = [each[0] for each in rows(collector)]
    assert len(said) == 2
    for each in said:
        assert "<kind>light</kind>" in each and "<where>mill lane 3</where>" in each
        assert "<danger>no</danger>" in each
