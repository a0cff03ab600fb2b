"""A notice born at one kiosk, offline, reaches the others once; a council's reaches all."""

from pathlib import Path

import pytest

from sync.carriers.stick import Stick
from tests.journeys.parts import CollectorProcess, Kiosk


@pytest.fixture
def other(tmp_path: Path, collector: CollectorProcess) -> Kiosk:
    collector.said("addhub", "North Library")
    made = Kiosk(tmp_path / "other", collector.address)
    made.enrol(collector.said("code", "--hub", "North Library").split()[0])
    made.sync()
    return made


@pytest.fixture
def kiosk(tmp_path: Path, collector: CollectorProcess, other: Kiosk) -> Kiosk:
    made = Kiosk(tmp_path / "kiosk", collector.address)
    made.enrol(collector.said("code", "--hub", "Central Library").split()[0])
    made.sync()
    return made


def shown(kiosk: Kiosk) -> list[tuple[str, str]]:
    return [(next(iter(n.titles.values())), n.source) for n in kiosk.desk.backroom.board.shown()]


def write(kiosk: Kiosk, title: str, everywhere: bool = True) -> None:
    kiosk.desk.backroom.board.write(title, "Soup from noon.", 7, everywhere, "en")


def test_a_notice_born_offline_reaches_the_other_hub_once(
    collector: CollectorProcess, kiosk: Kiosk, other: Kiosk
) -> None:
    collector.kill()
    write(kiosk, "Warm hub")
    write(kiosk, "Only here", everywhere=False)
    assert {title for title, _ in shown(kiosk)} == {"Warm hub", "Only here"}
    kiosk.restart()
    assert len(shown(kiosk)) == 2
    collector.start()
    kiosk.sync()
    assert shown(other) == []
    for _ in range(3):  # however often it is read and fetched, it is one
        collector.said("read", "--once")
        kiosk.sync()
        other.sync()
        assert shown(other) == [("Warm hub", "Central Library")]
        assert len(shown(kiosk)) == 2
    assert kiosk.desk.offers() and '"submissions": 0' in collector.said("show", "--json")
    rooms = [each.label(lambda text, **_: text) for each in other.desk.commons.rooms()]
    assert rooms == ["Noticeboard"]


def test_by_stick_too(
    collector: CollectorProcess, kiosk: Kiosk, other: Kiosk, tmp_path: Path
) -> None:
    stick = tmp_path / "stick"
    stick.mkdir()
    write(kiosk, "Warm hub")
    room = kiosk.desk.backroom.services()
    told: list[tuple[int, int]] = []
    assert room.carry_out(str(stick), lambda done, of: told.append((done, of))) == 1
    assert told[-1] == (1, 1)
    collector.said("carry", "in", str(stick))
    assert room.carry_in(str(stick), lambda done, of: None) == (1, 0)
    collector.said("read", "--once")
    other.sync()
    assert shown(other) == [("Warm hub", "Central Library")]
    assert list(Stick(stick).batches()) == []


def test_taken_down_where_it_was_written_it_goes_everywhere(
    collector: CollectorProcess, kiosk: Kiosk, other: Kiosk
) -> None:
    write(kiosk, "Warm hub")
    kiosk.sync()
    collector.said("read", "--once")
    other.sync()
    (notice,) = kiosk.desk.backroom.board.shown()
    other.desk.backroom.board.take_down(notice.id)  # another hub's: only this screen obeys
    kiosk.sync()
    other.sync()
    collector.said("read", "--once")
    assert (len(shown(kiosk)), shown(other)) == (1, [])
    kiosk.desk.backroom.board.take_down(notice.id)
    assert shown(kiosk) == []
    kiosk.sync()
    collector.said("read", "--once")
    for each in (kiosk, other):
        each.sync()
        assert shown(each) == []


def test_what_the_council_takes_down_is_gone_where_it_was_written(
    collector: CollectorProcess, kiosk: Kiosk, other: Kiosk
) -> None:
    write(kiosk, "Not nice")
    kiosk.sync()
    collector.said("read", "--once")
    listed = collector.said("notice", "list")
    collector.said("notice", "down", listed.split()[0])
    for each in (kiosk, other):  # the writer never fetched the version that had it
        each.sync()
        each.restart()
        assert shown(each) == []
    assert collector.said("notice", "list") == "There is no notice on the board."


def test_a_notice_of_the_council_in_two_languages_at_one_hub(
    collector: CollectorProcess, kiosk: Kiosk, other: Kiosk
) -> None:
    collector.said(
        "notice", "add", "--title", "Warm hub", "--text", "Soup", "--hub", "Central Library",
        "--days", "3", "--also", "ur", "گرم جگہ", "سوپ",
    )  # fmt: skip
    kiosk.sync()
    other.sync()
    assert (shown(kiosk), shown(other)) == ([("Warm hub", "Anytown Council")], [])
    (notice,) = kiosk.desk.backroom.board.shown()
    assert notice.titles["ur"] == "گرم جگہ"
    for wrong in (("--days", "0"), ("--days", "900"), ("--title", "x" * 300), ("--hub", "No")):
        done = collector.command(
            "notice", "add", "--title", "A", "--text", "B", *wrong
        )  # fmt: skip
        assert done.returncode == 1 and "Traceback" not in done.stderr


def test_an_old_notice_is_not_shown_by_the_councils_time(
    collector: CollectorProcess, kiosk: Kiosk, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(kiosk, "Warm hub")
    now = kiosk.parts.now()
    monkeypatch.setattr("kiosk.parts.time.time", lambda: 0.0)  # a clock that lost its day
    assert kiosk.parts.clock_off and len(shown(kiosk)) == 1
    monkeypatch.setattr("kiosk.parts.time.time", lambda: now + 4000 * 86_400.0)  # or leapt ahead
    assert kiosk.parts.clock_off and len(shown(kiosk)) == 1
    monkeypatch.setattr("kiosk.parts.time.time", lambda: now + 8 * 86_400.0)
    assert shown(kiosk) == []


def test_a_crisis_of_the_council_and_one_of_the_hub(
    collector: CollectorProcess, kiosk: Kiosk, other: Kiosk, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = ("--text", "The river is high.", "--also", "ur", "دریا چڑھا ہوا ہے۔")
    collector.said("crisis", "on", *text, "--hub", "Central Library", "--days", "2")
    for each in (kiosk, other):
        each.sync()
    first, second = (each.desk.standing.now() for each in (kiosk, other))
    assert (first.crisis, first.crisis_text["ur"]) == (True, "دریا چڑھا ہوا ہے۔")
    assert not second.crisis
    collector.kill()
    other.desk.backroom.services().set_crisis(True)  # the hub's own, without a network
    other.restart()
    assert other.desk.standing.now().crisis
    now = kiosk.parts.now()
    with monkeypatch.context() as later:
        later.setattr("kiosk.parts.time.time", lambda: now + 3 * 86_400.0)
        assert not kiosk.desk.standing.now().crisis  # over by itself
    collector.start()
    assert collector.said("crisis", "off") == "Crisis mode is off."
    for each in (kiosk, other):
        each.sync()
    assert not kiosk.desk.standing.now().crisis
    assert other.desk.standing.now().crisis  # what the hub said, only the hub takes back
    assert collector.command("crisis", "on", "--days", "0").returncode == 1
