"""My place, from a postcode to who speaks for a ward and how to be heard, without a window."""

import pytest
import zxingcpp
from hypothesis import given
from hypothesis import strategies as st

from kiosk.place.area import Area
from kiosk.place.my_place import MyPlace
from kiosk.printing import paper, slip_of
from kiosk.screens import QR, Light, Notice, Picture, Screen, Text
from kiosk.visit import Rules, Visit
from kiosk.voice.spoken import spoken
from kiosk.words import Words
from tests.kiosk.fakes import Desk
from tests.kiosk.test_place import held
from tests.kiosk.wards import ABBEY, AREA, BROOK, LEE, MOOR, OTHERS

PLACE = "room:3"


@pytest.fixture
def desk() -> Desk:
    return Desk()


def visiting(desk: Desk, *ids: str, typed: str = "", language: str = "en") -> Visit:
    visit = Visit(desk.services(), Rules())
    for id in (f"language:{language}", PLACE, *ids):
        assert visit.screen().action(id), (id, visit.screen().name)
        if id == "in:find":
            visit.act("fill:postcode", typed)
        visit.act(id)
    return visit


def labels(screen: Screen) -> list[str]:
    return [each.label for each in screen.choices]


def code(screen: Screen) -> str:
    return next(each.text for each in screen.blocks if isinstance(each, QR))


@pytest.mark.parametrize(
    ("typed", "title"),
    [
        ("AN1 1AA", "Abbey"), ("an11aa", "Abbey"), ("  aN1  1aB ", "Abbey"), ("ANI IAA", "Abbey"),
        ("AN10 0ZZ", "Abbey"), ("ANIO OZZ", "Abbey"), ("an10", "Abbey"), ("0L1 OPP", "Moor Top"),
        ("OL1", "Moor Top"), ("an2", BROOK.name), ("AN1 1AD", BROOK.name), ("AN9 9ZZ", "Abbey"),
        ("AN1", "Choose your ward"), ("", "Choose your ward"), ("...", "Choose your ward"),
        ("AN1 1AE", "Choose your ward"), ("M1 1AE", "Choose your ward"),
    ],
)  # fmt: skip
def test_a_postcode_leads_to_its_ward(desk: Desk, typed: str, title: str) -> None:
    assert visiting(desk, "in:find", typed=typed).screen().title == title


def test_a_part_of_a_postcode_leads_to_the_wards_it_may_be(desk: Desk) -> None:
    visit = visiting(desk, "in:find", typed="an1")
    assert labels(visit.screen()) == ["Abbey", BROOK.name]
    visit.act("in:ward:E05000002")
    assert visit.screen().title == BROOK.name
    assert visit.screen().blocks == (Text("Nobody is elected here at the moment."),)
    for name in ("wards", "my-place", "tasks"):
        visit.act("back")
        assert visit.screen().name == name


def test_an_unknown_postcode_is_met_with_kindness(desk: Desk) -> None:
    visit = visiting(desk, "in:find", typed="OL1 9XX")
    shown = visit.screen()
    (said,) = [each for each in shown.blocks if isinstance(each, Notice)]
    assert "It may be new" in said.text and said.tone == "calm"
    assert labels(shown)[:3] == ["Talk to a person here first", "Moor Top", "Abbey"]  # the nearest
    assert (len(shown.choices), labels(shown)[-1]) == (14, "More")
    visit.act("in:person")
    assert (visit.screen().name, desk.bell.rings) == ("help", 1)
    visit.act("close")
    visit.act("in:more")
    assert len(labels(visit.screen())) == 1 + len(OTHERS) + 3 - 12
    visit.act("back")
    assert visit.screen() == shown


def test_an_old_postcode_says_so(desk: Desk) -> None:
    (said,) = visiting(desk, "in:find", typed="an99zz").screen().blocks
    assert isinstance(said, Notice) and "old one" in said.text
    assert not visiting(desk, "in:find", typed="an11aa").screen().blocks


@given(st.text(max_size=20))
def test_whatever_is_typed_leads_somewhere(typed: str) -> None:
    room, words = MyPlace(AREA), Words("en")
    room.act("fill:postcode", typed)
    room.act("find")
    assert room.screen(words).title in ("Choose your ward", *(each.name for each in AREA.wards))
    assert set(AREA.near(typed)) == set(AREA.wards)


def test_without_postcodes_the_list_of_wards_is_left(desk: Desk) -> None:
    bare = Area((ABBEY, MOOR))
    assert bare.found("AN1 1AA") == ((), True) and bare.near("AN1 1AA") == (ABBEY, MOOR)
    room = MyPlace(bare)
    room.act("wards")
    room.act("ward:E05000003")
    names = [each.label for each in room.screen(Words("en")).choices]
    assert names == ["Dan Okafor", "Talk to a person here first"]  # no decisions, no steps


def test_a_ward_shows_faces_and_a_councillor_where_to_meet_them(desk: Desk) -> None:
    visit = visiting(desk, "in:wards", "in:ward:E05000001")
    shown = visit.screen()
    assert labels(shown)[:3] == [each.name for each in ABBEY.councillors]
    assert labels(shown)[3:] == [
        "Recent decisions", "How to speak at a meeting", "Talk to a person here first",
    ]  # fmt: skip
    faces = [(each.picture[:2], each.detail) for each in shown.choices[:3]]
    assert faces[0] == (b"\xff\xd8", "The Anytown Party") and faces[2][0] == b""
    visit.act("in:councillor:0")
    shown = visit.screen()
    assert (shown.title, shown.kicker) == ("Ann Lee", "Abbey")
    assert [each.content for each in shown.blocks if isinstance(each, Picture)] == [LEE.picture]
    lights = [(each.label, each.text) for each in shown.blocks if isinstance(each, Light)]
    assert lights == [
        ("Come and talk", LEE.surgeries[0]), ("Come and talk", LEE.surgeries[1]),
        ("Surgery: Councillor Ann Lee", "Saturday 5 December, 10:00, Central Library"),
        ("Telephone", "0161 496 0200"),
    ]  # fmt: skip
    said = [each.text for each in spoken(shown)]
    assert said[:3] == ["Abbey", "Ann Lee", "The Anytown Party"]
    assert f"Come and talk. {LEE.surgeries[0]}" in said


def test_decisions_of_the_ward_and_of_all_are_there(desk: Desk) -> None:
    visit = visiting(desk, "in:wards", "in:ward:E05000001", "in:decisions")
    assert labels(visit.screen()) == [
        "Six new benches on the High Street", "The council tax for next year",
    ]  # fmt: skip
    assert visit.screen().choices[0].detail == "3 November 2026"
    visit.act("in:decision:0")
    assert visit.screen().blocks[1] == Text("The benches come before May.")
    visit = visiting(desk, "in:wards", "in:ward:E05000003", "in:decisions", language="ur")
    tax, crossing = visit.screen().choices
    assert (tax.id, crossing.id, tax.language) == ("in:decision:1", "in:decision:2", "en")
    visit = visiting(
        desk, "in:wards", "in:ward:E05000001", "in:decisions", "in:decision:0", language="ur"
    )
    assert visit.screen().title == "ہائی اسٹریٹ پر چھ نئے بینچ"
    assert [each.language for each in visit.screen().blocks if isinstance(each, Text)] == ["", ""]


@pytest.mark.parametrize(
    ("way", "wanted", "back"),
    [
        (("in:councillor:0",), ("FN:Ann Lee", "TEL;TYPE=VOICE:0161 496 0200"), "councillor"),
        (("in:decisions", "in:decision:0"), ("before May.", "example.org/benches"), "decision"),
        (("in:speaking",), ("At the meeting", "three minutes"), "speaking"),
    ],
)
def test_each_is_taken_along_as_a_code_and_on_paper(
    desk: Desk, way: tuple[str, ...], wanted: tuple[str, ...], back: str
) -> None:
    visit = visiting(desk, "in:wards", "in:ward:E05000001", *way, "in:take")
    said = code(visit.screen())
    assert all(each in said for each in wanted) and len(said) < 500
    visit.act("in:print")
    (slip,) = desk.printer.slips
    assert slip.title and any(isinstance(each, Text) for each in slip.blocks)
    desk.printer.now = "done"
    assert visit.screen().name == "printed"
    visit.act("in:done")
    assert visit.screen().name == back


def test_what_is_on_the_paper_of_a_councillor(desk: Desk) -> None:
    visiting(desk, "in:wards", "in:ward:E05000001", "in:councillor:0", "in:take", "in:print")
    (slip,) = desk.printer.slips
    parts = slip_of(slip).parts
    assert ("text", f"Come and talk: {LEE.surgeries[0]}") in parts
    (said,) = [text for kind, text in parts if kind == "code"]
    (read,) = zxingcpp.read_barcodes(paper.picture(slip_of(slip), 576).convert("L"))
    assert read.text == said


def test_nothing_of_the_postcode_is_kept(desk: Desk) -> None:
    mark = "".join(("ZQ", "98"))
    visit = visiting(desk, "in:find", typed="".join(("ZQ", "98 7XY")))
    assert mark not in repr(visit.screen())
    visit.act("back")
    assert mark in visit.screen().fields()[0].value and list(held(mark))
    visit.act("over:stop")
    visit.act("clear")
    assert visit.at_rest and not list(held(mark))
    assert "ZQ" not in str(desk.counts)
