"""Wi-Fi in staff mode without a window: what is heard, a password, and a plain end."""

import dataclasses
import time

import pytest

from kiosk.screens import Screen
from kiosk.staff.health import findings
from kiosk.visit import Visit
from kiosk.voice.spoken import spoken
from kiosk.wifi import Network, seen
from kiosk.words import Words
from tests.kiosk.fakes import WELL, Air, Desk

WORD = "correct horse"


class Walk:
    """Staff at the list of networks."""

    def __init__(self) -> None:
        self.desk = Desk()
        self.visit = Visit(self.desk.services())
        self.visit.staff()
        self.act("fill:pin=2580", "in:open", "in:go:wifi")

    @property
    def air(self) -> Air:
        assert self.desk.staff.air is not None
        return self.desk.staff.air

    def act(self, *ids: str) -> "Walk":
        for id in ids:
            self.visit.act(*id.split("=", 1))
            until = time.monotonic() + 60
            while (room := getattr(self.visit.room, "networks", None)) and room.busy:
                assert time.monotonic() < until
                time.sleep(0.001)
        return self

    @property
    def screen(self) -> Screen:
        return self.visit.screen()

    @property
    def said(self) -> str:
        return " ".join(each.text for each in spoken(self.screen) if each.part != "bar")


def test_a_machine_without_a_radio_has_no_such_page() -> None:
    walk = Walk()
    walk.desk.staff.air = None
    visit = Visit(walk.desk.services())
    visit.staff("C" * 20)
    assert visit.screen().name == "staff-menu" and visit.screen().action("in:go:wifi") is None
    visit.room.act("go:wifi")  # type: ignore[union-attr]
    assert visit.screen().name == "staff-menu"


def test_the_list_says_which_is_in_use_how_strong_and_what_each_needs() -> None:
    walk = Walk()
    first, *_ = walk.screen.choices
    assert first.label == "Library" and first.chosen
    for told in ("Connected to Library", "Strong signal. Needs a password. Joined by itself",
                 "Open to everybody", "Needs a user name and a password", "Too old to be safe",
                 r"\u202egnuof\x07\xff. Fair signal"):  # fmt: skip
        assert told in walk.said


def test_of_two_hundred_the_strongest_twenty_are_shown_and_any_other_by_its_name() -> None:
    walk = Walk()
    walk.air.heard = [Network(b"%d" % number, 90, "open") for number in range(200)]
    walk.act("in:listen")
    assert len(walk.screen.choices) == 22
    walk.act("in:network:", "in:join")
    assert "Something is missing" in walk.said and not walk.air.asked
    walk.act("fill:name=--help", "in:join")
    assert walk.air.asked == [seen.Asked(b"--help", "open", hidden=True)]


ENDS = [("council", "Joined. The council can be reached."),
        ("page", "Joined, but a log-in page stands in the way. The network asks for a sign-in"),
        ("away", "Joined, but the council cannot be reached."),
        ("unheard", "No network of this name is heard."),
        ("address", "The network gives this kiosk no address."),
        ("failed", "It could not be joined.")]  # fmt: skip


@pytest.mark.parametrize(("behind", "end"), ENDS)
def test_joining_has_a_plain_end(behind: str, end: str) -> None:
    walk = Walk()
    walk.air.behind = behind  # type: ignore[assignment]
    walk.act("in:network:5", "fill:password=open sesame", "in:join")
    assert end in walk.said
    assert walk.air.asked[-1].password == "open sesame"


def test_a_password_that_was_not_taken_is_asked_for_anew_and_kept_nowhere() -> None:
    walk = Walk().act("in:network:5", f"fill:password={WORD}", "in:join")
    (asked,) = walk.screen.fields()
    assert "The password was not taken." in walk.said and asked.value == ""
    walk.act("fill:password=open sesame", "in:join", "in:listen")
    assert walk.screen.choices[5].chosen


def test_a_password_is_shown_on_request_and_never_said() -> None:
    walk = Walk().act("in:network:5", f"fill:password={WORD}")
    (hidden,) = walk.screen.fields()
    walk.act("in:show")
    (shown,) = walk.screen.fields()
    assert (hidden.secret, hidden.plain, shown.secret, shown.plain) == (True, False, True, True)
    for screen in (walk.screen, walk.act("in:show").screen):
        assert WORD not in " ".join(each.text for each in spoken(screen))
        assert WORD not in repr(screen)
    walk.act("back")
    assert walk.screen.name == "staff-wifi"
    walk.act("in:network:5")
    assert walk.screen.fields()[0].value == ""


def test_an_account_needs_all_three_and_an_open_network_nothing() -> None:
    walk = Walk().act("in:network:2", "fill:user=reader", "fill:password=open sesame", "in:join")
    assert "Something is missing" in walk.said and not walk.air.asked
    walk.act("fill:server=radius.example.org", "in:join")
    assert walk.air.asked[-1].server == "radius.example.org"
    walk.act("in:listen", "in:network:1")
    assert walk.screen.fields() == () and "can listen in" in walk.said
    assert walk.act("in:join").air.asked[-1].lock == "open"


def test_a_known_network_is_joined_again_without_its_password_and_forgotten() -> None:
    walk = Walk().act("in:network:0", "in:join")
    assert walk.air.asked[-1] == seen.Asked(b"Library", "password")
    walk.act("in:listen", "in:network:0", "in:forget")
    assert "Not connected" in walk.said and not walk.air.heard[0].known


def test_a_network_that_is_too_old_cannot_be_joined() -> None:
    walk = Walk().act("in:network:4", "in:join")
    assert "too old to be safe" in walk.said and not walk.air.asked


@pytest.mark.parametrize(("trouble", "told"), [
    ("silent", "does not answer"), ("refused", "not allowed"), ("none", "No Wi-Fi"),
])  # fmt: skip
def test_trouble_is_said_and_tried_again(trouble: str, told: str) -> None:
    walk = Walk()
    walk.air.trouble = trouble  # type: ignore[assignment]
    assert told in walk.act("in:listen").said and len(walk.screen.choices) == 1
    walk.air.trouble = None
    assert "Connected to Library" in walk.act("in:listen").said


def test_back_leads_from_a_network_to_the_list_to_the_menu() -> None:
    walk = Walk().act("in:network:1")
    names = [walk.act("back").screen.name for _ in range(2)]
    assert names == ["staff-wifi", "staff-menu"]


@pytest.mark.parametrize(("wifi", "told"), [
    (80, "Strong signal"), (12, "Weak signal"), (-1, "Not connected"), (None, ""),
])  # fmt: skip
def test_the_status_page_says_how_strong_it_is(wifi: int | None, told: str) -> None:
    found = findings(dataclasses.replace(WELL, wifi=wifi), Words())
    assert "".join(each.light.text for each in found if each.light.label == "Wi-Fi") == told
