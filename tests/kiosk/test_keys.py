"""Keys and switches: what they stand for, held ones, trembling hands, groups of keys."""

import pytest

from kiosk.config import ConfigError
from kiosk.ui.focus import Stop, after_key, everything, inner, step, stops_of
from kiosk.ui.keys import DOES, Does, Held, Keyboard, mapping

ROWS = [["key:1", "key:2"], ["key:3"]]
STOPS = stops_of(["edit:a:0", "key:1", "key:2", "key:3", "next"], ROWS)


def test_keys_are_in_rows_and_rows_in_a_keyboard() -> None:
    rows = (
        Stop("row:0", (Stop("key:1"), Stop("key:2"))),
        Stop("row:1", (Stop("key:3"),)),
    )
    assert (Stop("edit:a:0"), Stop("keys", rows), Stop("next")) == STOPS
    assert len(list(everything(STOPS))) == 8


def test_moving_goes_round_and_out_of_a_group_at_its_end() -> None:
    way, now = [], "next"
    for press in ("n", "n", "s", "n", "s", "n", "n", "n", "n"):
        now = step(STOPS, now, 1) if press == "n" else inner(STOPS, now)
        way.append(now)
    assert way == ["edit:a:0", "keys", "row:0", "row:1", "key:3", "row:1", "keys", "next",
                   "edit:a:0"]  # fmt: skip
    assert step(STOPS, "", 1) == "edit:a:0" and step(STOPS, "", -1) == "next"
    assert step((), "", 1) == ""


def test_after_a_key_scanning_begins_at_the_first_row() -> None:
    assert after_key(STOPS, "key:3") == "row:0"
    assert after_key(STOPS, "next") == "next"


def test_a_key_that_is_not_known_is_named() -> None:
    assert mapping(["next=F13", "select=space"]) == {294: "next", 32: "select"}
    for wrong in ("next=f99", "jump=f1", "f1"):
        with pytest.raises(ConfigError, match="'keys'"):
            mapping([wrong])


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


def test_a_held_key_counts_once_or_as_slowly_as_wished() -> None:
    clock = Clock()
    never, slow = Held(clock=clock), Held(repeat_seconds=2, clock=clock)
    counted = {"never": 0, "slow": 0}
    for tenth in range(51):
        clock.now = tenth / 10
        counted["never"] += never.counts(9)
        counted["slow"] += slow.counts(9)
    assert counted == {"never": 1, "slow": 3}


def test_a_trembling_hand_counts_once() -> None:
    clock = Clock()
    held = Held(strike_seconds=0.5, clock=clock)
    counts = []
    for clock.now in (0.0, 0.2, 0.8, 1.4):
        counts.append(held.counts(9))
        clock.now += 0.05
        held.up(9)
    assert counts == [True, False, True, True]


def test_a_key_of_a_switch_does_not_type_as_well() -> None:
    done: list[object] = []
    does = Does(done.append, lambda: None, lambda: None, done.append, lambda: None, done.append)
    keyboard = Keyboard(does, mapping(["next=space"]))
    keyboard.down(None, 32)
    keyboard.text(None, " ")
    keyboard.up(None, 32)
    keyboard.down(None, ord("a"))
    keyboard.text(None, "a")
    assert done == ["next", "a"]


def test_everything_a_key_can_do_is_known() -> None:
    assert {"next", "select", "again", "person"} <= set(DOES)
