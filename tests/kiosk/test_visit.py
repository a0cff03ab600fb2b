"""Journeys through a visit without a window."""

from dataclasses import replace

import pytest

from kiosk.screens import Notice, Reference, Row, Screen, Summary
from kiosk.visit import FormOffer, Look, Rules, Visit
from kiosk.visit.looks import Sound
from tests.kiosk.fakes import Desk


@pytest.fixture
def desk() -> Desk:
    return Desk()


@pytest.fixture
def visit(desk: Desk) -> Visit:
    return Visit(desk.services(), Rules(walk_away_seconds=60, warning_seconds=20))


def begin(visit: Visit, task: str = "task:0", language: str = "en") -> None:
    for id in (f"language:{language}", task, "start"):
        assert visit.screen().action(id), f"{id} is not on {visit.screen().name}"
        visit.act(id)


def asked(visit: Visit) -> str:
    return visit.screen().fields()[0].ref


def answer(visit: Visit, value: str) -> None:
    visit.act("fill:" + asked(visit), value)
    visit.act("next")


def through(visit: Visit) -> None:
    """Answer the consultation up to checking."""
    begin(visit)
    visit.act("next")
    for value in ("weekly", "seats trees", "12", "2019-05-03", "More benches"):
        answer(visit, value)


def rows(screen: Screen) -> tuple[Row, ...]:
    return next(block for block in screen.blocks if isinstance(block, Summary)).rows


def test_a_whole_journey_ends_with_a_reference(visit: Visit, desk: Desk) -> None:
    through(visit)
    assert visit.screen().name == "check"
    said = [row.value for row in rows(visit.screen())]
    assert said == ["Every week", "More places to sit, Trees and flowers", "12", "03/05/2019",
                    "More benches"]  # fmt: skip
    visit.act("finish")
    assert visit.screen().name == "saved"
    assert Reference("HAZEL-4821-FERN-OTTER", "4821 0937 5520 1164") in visit.screen().blocks
    assert len(desk.kept) == 1 and b"More benches" in desk.kept[0].instance_xml


def test_forms_that_come_while_somebody_looks_are_there_without_a_touch(desk: Desk) -> None:
    come: list[FormOffer] = []
    visit = Visit(replace(desk.services(), forms=lambda: come))
    visit.act("language:en")
    assert visit.screen().action("task:0") is None
    visit.tick(0.1)
    assert visit.screen().action("task:0") is None
    come += desk.services().forms()[:1]
    visit.tick(0.1)
    assert visit.screen().action("task:0")
    come += desk.services().forms()[1:]
    visit.tick(0.1)
    assert visit.screen().action("task:1") is None, "nothing moves under a hand that may be on it"


def test_a_question_that_must_be_answered_says_so_beside_it(visit: Visit) -> None:
    begin(visit)
    visit.act("next")
    visit.act("next")
    assert visit.screen().fields()[0].problem == "Please answer this question."
    answer(visit, "never")
    assert asked(visit) == "/data/why"


def test_what_does_not_fit_is_kept_and_explained(visit: Visit) -> None:
    begin(visit)
    visit.act("next")
    answer(visit, "weekly")
    answer(visit, "seats trees market buses")
    field = visit.screen().fields()[0]
    assert (field.problem, field.value) == ("Choose three or fewer.", "seats trees market buses")


def test_a_date_with_a_gap_is_explained_in_the_residents_language(visit: Visit) -> None:
    begin(visit, language="cy")
    visit.act("next")
    for value in ("weekly", "seats", "5", "2019--03"):
        answer(visit, value)
    field = visit.screen().fields()[0]
    assert field.value == "2019--03"
    assert field.problem.startswith("Teipiwch ddyddiad")


def test_changing_an_answer_comes_back_to_checking_and_asks_what_is_new(visit: Visit) -> None:
    through(visit)
    visit.act("change:/data/often")
    assert asked(visit) == "/data/often"
    answer(visit, "never")
    assert asked(visit) == "/data/why"
    answer(visit, "far")
    assert visit.screen().name == "check"
    assert "It is too far" in [row.value for row in rows(visit.screen())]


def test_back_goes_all_the_way_and_loses_nothing_on_the_way(visit: Visit) -> None:
    through(visit)
    seen = []
    while visit.screen().name in ("check", "question"):
        seen.append(visit.screen().name)
        visit.act("back")
    assert visit.screen().name == "privacy" and len(seen) == 7
    visit.act("start")
    visit.act("next")
    assert visit.screen().fields()[0].value == "weekly"


def test_saved_means_saved_and_a_failure_keeps_the_answers(visit: Visit, desk: Desk) -> None:
    through(visit)
    desk.fails = True
    visit.act("finish")
    assert visit.screen().name == "unsaved"
    assert any(isinstance(b, Notice) and b.tone == "problem" for b in visit.screen().blocks)
    desk.fails = False
    visit.act("finish")
    assert visit.screen().name == "saved" and len(desk.kept) == 1


def test_arrived_is_said_only_when_it_has(visit: Visit, desk: Desk) -> None:
    through(visit)
    visit.act("finish")
    visit.tick(1)
    assert "Saved here" in str(visit.screen().blocks[0])
    desk.arrived = True
    visit.tick(1)
    assert "Arrived at the council" in str(visit.screen().blocks[0])


def test_walking_away_warns_and_then_clears(visit: Visit) -> None:
    through(visit)
    visit.tick(59)
    assert visit.screen().name == "check"
    visit.tick(2)
    assert visit.screen().name == "warning"
    visit.act("here")
    assert visit.screen().name == "check"
    visit.tick(81)
    assert visit.screen().name == "welcome" and visit.asking is None and visit.ended == 1


def test_a_touch_elsewhere_does_not_answer_the_warning(visit: Visit) -> None:
    begin(visit)
    visit.tick(61)
    visit.touched()
    assert visit.screen().name == "warning"


@pytest.mark.parametrize("step", ["tasks", "privacy", "question", "check", "saved"])
def test_stop_and_get_a_person_are_on_every_step(visit: Visit, step: str) -> None:
    through(visit)
    visit.act("finish")
    while visit.screen().name != step:
        if visit.screen().name == "saved":
            visit.act("clear")
            through(visit)
        else:
            visit.act("back")
    assert visit.screen().action("over:help")
    visit.act("over:stop")
    visit.act("close")
    assert visit.screen().name == step
    visit.act("over:stop")
    visit.act("clear")
    assert visit.screen().name == "welcome"
    assert visit.asking is None and visit.slip is None


def test_language_and_look_go_back_after_a_visit(visit: Visit) -> None:
    begin(visit, language="ur")
    visit.act("over:size")
    visit.act("size:2.0")
    visit.act("close")
    assert visit.screen().rtl and visit.look.text_scale == 2.0
    visit.act("over:language")
    visit.act("language:en")
    assert not visit.screen().rtl
    visit.end()
    assert visit.look == Look() and visit.words.language.code == "en"


def test_loudness_and_speed_go_back_after_a_visit() -> None:
    visit = Visit(Desk().services(), Rules(languages=("en",), speaks=True))
    for leave in (visit.end, visit.leave, visit.failed, lambda: visit.tick(1000.0)):
        begin(visit)
        visit.act("listen")
        visit.act("over:speech")
        for how in ("louder", "faster", "faster"):
            visit.act(f"sound:{how}")
        assert visit.sound.on and visit.sound.volume > Sound().volume
        assert visit.sound.rate > Sound().rate
        leave()
        assert visit.sound == Sound() and visit.at_rest


def test_what_a_screen_does_not_offer_changes_nothing(visit: Visit) -> None:
    for id in ("finish", "clear", "next", "task:0", "nonsense", "fill:/data/often", "__class__"):
        visit.act(id, "x")
        assert visit.screen().name == "welcome"


def test_answers_are_in_no_representation(visit: Visit) -> None:
    begin(visit)
    visit.act("next")
    answer(visit, "weekly")
    answer(visit, "seats")
    visit.act("fill:/data/minutes", "4471")
    assert visit.screen().fields()[0].value == "4471"
    assert "4471" not in repr(visit.screen())
    for value in ("4471", "", "CANARY"):
        answer(visit, value)
    visit.act("back")
    assert "CANARY" not in repr(visit.screen()) and "CANARY" not in repr(Row("label", "CANARY"))
