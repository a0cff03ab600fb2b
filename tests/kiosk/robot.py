"""A robot that touches a kiosk's window through X, guided by the file of targets it writes."""

import json
import subprocess
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any


class RobotError(Exception):
    """What was expected on the screen did not come."""


def window_of(supervisor: int) -> int:
    """The process that draws: the newest child of the supervisor, or itself without one."""
    children = Path(f"/proc/{supervisor}/task/{supervisor}/children").read_text().split()
    return int(children[-1]) if children else supervisor


class Robot:
    """Touches the window on one display; waits after each touch for the next drawing."""

    def __init__(self, display: str, targets: Path, timeout: float = 60.0) -> None:
        """``display`` such as ``:71``; ``targets`` the file named to the kiosk; seconds to wait."""
        self.display = display
        self.targets = Path(targets)
        self.timeout = timeout
        self._last = 0.0
        self.repeated = 0
        """Touches that had to be made again; more than one at the very start is a fault."""

    # Reading

    def state(self) -> dict[str, Any]:
        """What the screen says of itself now; empty before the first drawing."""
        try:
            found: dict[str, Any] = json.loads(self.targets.read_text(encoding="utf-8"))
        except FileNotFoundError:
            return {}
        return found

    def until(self, holds: Callable[[dict[str, Any]], bool], what: str) -> dict[str, Any]:
        """Wait until something holds of the state."""
        end = time.monotonic() + self.timeout
        while time.monotonic() < end:
            state = self.state()
            if state and holds(state):
                return state
            time.sleep(0.02)
        now = self.state()
        raise RobotError(f"Waited for {what}; the screen is {now.get('screen')!r}: {now}")

    def wait_for(self, screen: str, ref: str = "") -> dict[str, Any]:
        """Wait for a screen, and for a question on it."""
        found = self.until(
            lambda state: (
                state["screen"] == screen
                and (not ref or any(each["ref"] == ref for each in state["fields"]))
            ),
            f"the screen {screen} {ref}",
        )
        self._last = time.monotonic()  # a tap too soon after a screen came does not count
        return found

    def field(self, ref: str) -> dict[str, Any]:
        """A question of the screen; a ref may be given by its last part alone."""
        for each in self.state()["fields"]:
            if each["ref"] == ref or each["ref"].endswith("/" + ref):
                return dict(each)
        raise RobotError(f"There is no question {ref} on {self.state()['screen']}.")

    def control(self, id: str) -> dict[str, Any]:
        """A control of the screen by its id."""
        for each in self.state()["controls"]:
            if each["id"] == id:
                return dict(each)
        raise RobotError(f"There is no control {id} on {self.state()['screen']}.")

    # Touching

    def tap(self, id: str, wait: bool = True) -> dict[str, Any]:
        """Touch a control, scrolling to it first when it must be."""
        self._into_sight(lambda: self.control(id))
        return self._touch(self.control(id), wait)

    def choose(self, ref: str, value: str) -> dict[str, Any]:
        """Touch a choice of a question."""

        def choice() -> dict[str, Any]:
            for each in self.field(ref)["choices"]:
                if each["value"] == value:
                    return dict(each)
            raise RobotError(f"The question {ref} has no choice {value}.")

        self._into_sight(choice)
        return self._touch(choice(), wait=True)

    def type_text(self, ref: str, text: str, part: int = 0) -> None:
        """Type with the on-screen keys into a question, or into one of its boxes."""
        if not self.field(ref)["parts"]:
            self._key("hide")  # the keys leave room for one question alone
            self.until(lambda state: bool(self.field(ref)["parts"]), f"the box of {ref}")
        if not self.field(ref)["editing"] or self.field(ref)["at"] != part:
            self._into_sight(lambda: self.field(ref)["parts"][part])
            self._touch(self.field(ref)["parts"][part], wait=True)
        for letter in text:
            self._key({" ": "space", "\n": "enter"}.get(letter, letter))

    def type_date(self, ref: str, year: int, month: int, day: int) -> None:
        """Type a date; the boxes hand on by themselves."""
        self.type_text(ref, f"{day:02d}{month:02d}{year:04d}")

    def _key(self, key: str) -> None:
        for layer in ("", "letters", "shift", "symbols", "signs"):
            if key in self.state()["keys"]:
                self._touch(self.state()["keys"][key], wait=True, pause=0.22)
                return
            if layer in self.state()["keys"]:
                self._touch(self.state()["keys"][layer], wait=True, pause=0.22)
        if key not in self.state()["keys"]:
            raise RobotError(f"There is no key {key!r}.")
        self._touch(self.state()["keys"][key], wait=True, pause=0.22)

    def _into_sight(self, find: Callable[[], dict[str, Any]]) -> None:
        for way in ("down", "up"):
            while not find().get("visible", True) and self.state()["scroll"][way]:
                self._touch(self.control(f"scroll:{way}"), wait=True)

    def _touch(self, place: dict[str, Any], wait: bool, pause: float = 0.52) -> dict[str, Any]:
        """Press and let go in the middle; not so soon that it would count as a second tap."""
        rest = self._last + pause - time.monotonic()
        if rest > 0:
            time.sleep(rest)
        before = self.state()["seq"]
        for _ in range(3):
            self._xdotool(round(place["x"] + place["w"] / 2), round(place["y"] + place["h"] / 2))
            self._last = time.monotonic()
            if not wait or self._drawn_after(before):
                self._last = time.monotonic()  # the kiosk counts from when it drew, too
                return self.state()
            self.repeated += 1
        return self.until(lambda state: state["seq"] > before, "a new drawing after a touch")

    def _drawn_after(self, seq: int) -> bool:
        """Whether a drawing came soon; a touch before X shows the window goes to nobody.

        Where everything is given longer, as in a machine that is emulated, this is, too.
        """
        end = time.monotonic() + max(5.0, self.timeout / 12)
        while time.monotonic() < end:
            if self.state()["seq"] > seq:
                return True
            time.sleep(0.02)
        return False

    def _xdotool(self, x: int, y: int) -> None:
        self._run("mousemove", str(x), str(y), "mousedown", "1", "sleep", "0.03", "mouseup", "1")

    def press_at(self, place: dict[str, Any], times: int, pause: float) -> None:
        """Tap the same place several times, without waiting for anything."""
        x, y = round(place["x"] + place["w"] / 2), round(place["y"] + place["h"] / 2)
        time.sleep(max(0.0, self._last + 0.6 - time.monotonic()))
        for _ in range(times):
            self._xdotool(x, y)
            time.sleep(pause)
        self._last = time.monotonic()

    def hold(self, place: dict[str, Any], seconds: float) -> None:
        """Press, and let go only after so long, as a slow or shaking hand does."""
        x, y = round(place["x"] + place["w"] / 2), round(place["y"] + place["h"] / 2)
        time.sleep(max(0.0, self._last + 0.6 - time.monotonic()))
        self._run("mousemove", str(x), str(y), "sleep", "0.1", "mousedown", "1", "sleep",
                  str(seconds), "mouseup", "1")  # fmt: skip
        self._last = time.monotonic()

    def slide(self, place: dict[str, Any], to: tuple[int, int]) -> None:
        """Press on a place, and let go elsewhere."""
        x, y = round(place["x"] + place["w"] / 2), round(place["y"] + place["h"] / 2)
        rest = (
            "sleep",
            "0.1",
        )  # a press in the instant of the first move counts where it was before
        over = ("sleep", "0.05", "mousemove", str(to[0]), str(to[1]), "sleep", "0.05")
        self._run("mousemove", str(x), str(y), *rest, "mousedown", "1", *over, "mouseup", "1")

    def press(self, *keys: str) -> None:
        """Press keys of a real keyboard, in xdotool's names."""
        self._focus()
        self._run("key", *keys)

    def keyboard(self, text: str) -> None:
        """Type with a real keyboard."""
        self._focus()
        self._run("type", "--delay", "40", text)

    def _focus(self) -> None:
        """Give the window the keyboard, for without a window manager nobody else does."""
        told = self._run("mousemove", "3", "3", "getmouselocation", "--shell")
        window = told.partition("WINDOW=")[2].split()[0]
        self._run("windowfocus", window)
        time.sleep(0.1)

    def _run(self, *arguments: str) -> str:
        done = subprocess.run(
            ["xdotool", *arguments], env={"DISPLAY": self.display, "PATH": "/usr/bin:/bin"},
            check=True, capture_output=True, timeout=30, text=True,
        )  # fmt: skip
        return done.stdout
