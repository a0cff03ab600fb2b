"""Three ways to do the same: a finger, two switches, and an ear that sees nothing."""

from pathlib import Path
from typing import Any

from kiosk.words import Words
from tests.journeys.ear import Ear
from tests.journeys.test_switches import Switches
from tests.kiosk.lines import OPEN, Line, Step
from tests.kiosk.robot import Robot
from tests.voice.parts import until

WAYS, LANGUAGES = ("touch", "switches", "ear"), ("en", "ur", "pl")
USUAL = (("touch", "ur"), ("switches", "pl"), ("ear", "en"))
"""The part that always runs: every line by every way, and in every language."""
KEYS = ["next=f9", "select=f10", "leave=f7", "staff=f8"]


class Finger:
    """Touches what it sees."""

    def __init__(self, robot: Robot, language: str) -> None:
        self.robot, self.language = robot, language
        self.count = 0

    def walk(self, line: Line) -> None:
        """From the first screen to the end of a line of residents."""
        self.begin()
        self.go(line.steps, line.ends)
        self.leave()

    def work(self, lines: tuple[Line, ...]) -> None:
        """Through the lines of staff, who type their PIN once."""
        self.begin(staff=True)
        self.go(OPEN, "staff-menu")
        for line in lines:
            self.menu()
            self.go(line.steps, line.ends)
        self.leave()

    def go(self, steps: tuple[Step, ...], ends: str) -> None:
        for what, *given in steps:
            getattr(self, what)(*given)
        self.robot.wait_for(ends)

    def menu(self) -> None:
        """Back to what staff can do, page by page."""
        while (shown := self.robot.state()["screen"]) != "staff-menu":
            self.press("back")
            self.robot.until(lambda state, shown=shown: state["screen"] != shown, "a page back")

    def leave(self) -> None:
        self.robot.press("F7")
        self.robot.wait_for("welcome")

    def begin(self, staff: bool = False) -> None:
        """In the language; staff come by their key, and choose it there."""
        if staff:
            self.robot.press("F8")
            self.robot.wait_for("staff-pin")
            self.press("over:language")
        self.press(f"language:{self.language}")
        self.robot.wait_for("staff-pin" if staff else "tasks")

    def see(self, screen: str) -> None:
        self.robot.wait_for(screen)

    def scan(self, screen: str, text: str) -> None:
        """By a scanner, which types as a keyboard does."""
        self.robot.wait_for(screen)
        self.robot.keyboard(text)

    def press(self, id: str) -> None:
        self.control(id)
        self.count += 1
        self.robot.tap(id)

    def digits(self, text: str) -> None:
        self.robot.type_text(self.asked(), text)

    def first(self, ref: str) -> None:
        self.robot.wait_for("question", ref)
        self.robot.choose(ref, self.robot.field(ref)["choices"][0]["value"])

    def control(self, id: str) -> dict[str, Any]:
        """Once it is there: the screen before may still show."""
        self.robot.until(lambda state: any(each["id"] == id for each in state["controls"]), id)
        return self.robot.control(id)

    def asked(self) -> str:
        """The ref of the only question."""
        state = self.robot.until(lambda state: bool(state["fields"]), "a question")
        return str(state["fields"][0]["ref"])


class Pair(Finger):
    """Moves with one switch and chooses with the other."""

    def __init__(self, robot: Robot, language: str) -> None:
        super().__init__(robot, language)
        self.hand = Switches(robot)

    def press(self, id: str) -> None:
        self.control(id)
        self.hand.select(id)
        self.count = self.hand.presses

    def digits(self, text: str) -> None:
        self.asked()
        self.hand.type(text)

    def first(self, ref: str) -> None:
        self.robot.wait_for("question", ref)
        self.hand.select(f"choose:{ref}:{self.robot.field(ref)['choices'][0]['value']}")


class Listener(Finger):
    """Moves until it hears the name of what it wants."""

    def __init__(self, robot: Robot, language: str, said: Path) -> None:
        super().__init__(robot, language)
        self.ear, self.words = Ear(said, robot), Words(language)

    def begin(self, staff: bool = False) -> None:
        """The first plugs in headphones; a later one finds them there, and asks to be told."""
        before = len(self.ear.words())
        self.robot.press("F4" if before else "F6")
        welcome = "Welcome. Choose your language"
        until(lambda: welcome in self.ear.words()[before:], "a welcome")
        super().begin(staff)

    def press(self, id: str) -> None:
        self.choose(str(self.control(id)["label"]))

    def choose(self, label: str) -> None:
        self.ear.settled()
        self.ear.choose(label, names)
        self.count = self.ear.presses

    def digits(self, text: str) -> None:
        self.asked()
        self.ear.settled()
        self.ear.type(text, self.words)

    def first(self, ref: str) -> None:
        """The choice that is said after how many there are."""
        self.robot.wait_for("question", ref)
        self.ear.settled()
        ways = {self.words(how, count=count) for how in ("Choose one of {count}.",
                "Choose any of {count}.") for count in range(2, 12)}  # fmt: skip
        words = self.ear.words()
        last = max(place for place, each in enumerate(words) if each in ways)
        self.choose(words[last + 1])


def names(said: str, label: str) -> bool:
    """Whether what was said is the name of a control, with or without what it is about."""
    rest = said.removeprefix(label)
    return said.startswith(label) and not rest[:1].isalnum()
