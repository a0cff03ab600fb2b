"""Wi-Fi at a real window: staff join a network; a kiosk that belongs to nobody is enrolled."""

import json
import shutil
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest

from tests.bench.window import ended, screen, started
from tests.journeys.ear import config
from tests.journeys.parts import CollectorProcess, Kiosk, free_port
from tests.journeys.test_staff import to_the_door
from tests.journeys.test_switches import Switches
from tests.journeys.window import Window
from tests.kiosk.robot import Robot
from tests.wifi import daemon as made
from tests.wifi.daemon import WRONG, Daemon

pytestmark = [
    pytest.mark.window,
    pytest.mark.skipif(not shutil.which("Xvfb"), reason="Xvfb is not installed here"),
]
WORD = "aB3~[ |x"


@pytest.fixture
def daemon(stack: ExitStack, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Daemon:
    """A radio, and what looks after it."""
    (tmp_path / "net" / "wlan0" / "phy80211").mkdir(parents=True)
    address = stack.enter_context(made.bus(tmp_path))
    monkeypatch.setenv("DBUS_SYSTEM_BUS_ADDRESS", address)
    return stack.enter_context(made.daemon(address))


def settings(folder: Path, **more: object) -> Path:
    return config(folder, network_cards=str(folder / "net"), languages=["en", "ur"], **more)


def joined(state: dict[str, Any]) -> bool:
    return any(each["id"] == "in:listen" and each["label"] == "Done" for each in state["controls"])


def troubled(state: dict[str, Any]) -> bool:
    return any(each["problem"] for each in state["fields"])


def test_by_touch_a_password_that_is_wrong_then_right_and_the_council_is_reached(
    collector: CollectorProcess, kiosk: Kiosk, daemon: Daemon, stack: ExitStack, tmp_path: Path
) -> None:
    kiosk.desk.backroom.lock.set_pin("2580")
    daemon.station(b"Library", 90)
    path = settings(tmp_path, staff_hold_seconds=1.0)
    robot = Window(stack, kiosk, "1280x800", "--config", str(path)).robot
    to_the_door(robot)
    robot.type_text("pin", "2580")
    robot.tap("in:open")
    robot.wait_for("staff-menu")
    robot.tap("in:go:wifi")
    robot.until(lambda s: any(c["label"] == "Library" for c in s["controls"]), "the network")
    robot.tap("in:network:0")
    daemon.joining(WRONG)
    robot.type_text("password", WORD)
    assert WORD not in json.dumps(robot.state())
    robot.tap("in:join")
    robot.until(troubled, "that it was not taken")
    assert daemon.profiles() == []
    daemon.joining()
    robot.type_text("password", WORD)
    robot.tap("in:join")
    robot.until(joined, "the end")
    assert [each["802-11-wireless-security"]["psk"] for each in daemon.profiles()] == [WORD]
    assert WORD.encode() not in Path(f"{kiosk.data}/window.log").read_bytes()


def test_a_kiosk_of_nobody_joins_by_two_switches_and_is_enrolled_by_a_reader(
    collector: CollectorProcess, daemon: Daemon, stack: ExitStack, tmp_path: Path
) -> None:
    daemon.station(b"Guests", 90, 0)
    data, targets = tmp_path / "kiosk", tmp_path / "targets.json"
    path = settings(tmp_path, keys=["next=f9", "select=f10"])
    display = screen(stack)
    more = ("--config", str(path))
    log = (tmp_path / "window.log").open("wb")
    stack.enter_context(ended(started(data, "", display, targets, "1280x800", more, [], log)))
    robot = Robot(display, targets, timeout=120)
    robot.wait_for("welcome")
    hand = Switches(robot)
    hand.select("language:en")
    robot.wait_for("tasks")
    hand.select("room:1")
    robot.until(lambda s: any(c["label"] == "Guests" for c in s["controls"]), "the network")
    hand.select("in:network:0")
    hand.select("in:join")
    robot.until(joined, "the end")
    hand.select("back")
    hand.select("back")
    robot.wait_for("tasks")
    hand.select("room:0")
    robot.wait_for("enrol")
    code = collector.said("code").split()[-1]
    robot.keyboard(f"http://127.0.0.1:{free_port()} {code}")
    robot.press("Return")
    robot.until(troubled, "that nobody is there")
    robot.tap("back")
    robot.wait_for("tasks")
    robot.tap("room:0")
    robot.wait_for("enrol")
    robot.keyboard(f"{collector.address} {code}")
    robot.press("Return")
    robot.wait_for("welcome")
    assert (data / "device.key").exists()
    assert (data / "collector").read_text().strip() == collector.address
    robot.tap("language:en")
    robot.until(lambda s: any(c["id"] == "task:0" for c in s["controls"]), "the council's forms")
