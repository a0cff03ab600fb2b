"""Staff mode: what was touched decides which page comes next."""

from collections.abc import Callable
from typing import Any

from kiosk.screens import Screen
from kiosk.staff import board, calls, morning, opening, overview, papers, stick
from kiosk.staff.job import Job
from kiosk.staff.networks import Networks
from kiosk.staff.services import Person, Progress, StaffError, StaffServices
from kiosk.words import Words

BEFORE = {
    "status": "menu", "stick": "menu", "opening": "menu", "hours": "opening", "day": "hours",
    "paper": "menu", "crisis": "menu", "practice": "menu", "today": "menu", "corners": "menu",
    "hear": "corners", "print": "hear", "tested": "menu",
    "write": "menu", "board": "menu", "posted": "menu", "calls": "menu", "person": "menu",
    "wifi": "menu",
}  # fmt: skip
"""Where Back leads."""


class Staff:
    """From the PIN to the menu and its pages, for the length of one visit."""

    def __init__(self, services: StaffServices) -> None:
        self.services = services
        self.page = "pin"
        self.over = False
        """Whether staff mode was left."""
        self.speak = False
        """Whether this page must be heard, as in the test of the sound."""
        self.problem = ""
        self.typed: dict[str, str] = {}
        self.tries = 0
        self.paper = ""
        """The code of a paper that is to be typed in now; whoever opens it takes it away."""
        self.job: Job | None = None
        self.networks: Networks | None = None
        """Wi-Fi, while that page shows."""
        self.people: list[Person] = []
        """Who is to be called, for as long as the list is open."""
        self.day = 0
        self.well: list[bool] = []
        self.touched: set[str] = set()

    def screen(self, words: Words) -> Screen:
        """What shows now."""
        self.words = words
        return PAGES[self.page](self, words)

    @property
    def closes(self) -> float:
        """Seconds without a touch after which the page closes; 0.0 where it may stand."""
        return calls.STANDS if self.page == "person" else 0.0

    def back(self) -> bool:
        """One page back; False where that leaves staff mode."""
        if self.page == "wifi" and self.networks and self.networks.back():
            return True
        if self.page in BEFORE:
            self.go(BEFORE[self.page])
            return True
        return False

    def go(self, page: str) -> None:
        """Show a page afresh."""
        self.people = []
        self.page, self.problem, self.typed, self.speak = page, "", {}, False
        if self.job and self.job.ended.is_set():
            self.job = None

    def act(self, id: str, value: Any = None) -> None:
        """Do what a control stands for."""
        if self.page == "wifi" and self.networks:
            self.networks.act(id, value)
            return
        verb, _, rest = id.partition(":")
        if verb == "fill":
            self.typed[rest] = str(value)
            return
        handler: Callable[[str], None] | None = getattr(self, f"_do_{verb}", None)
        if handler and (self.page == "pin") == (verb in ("open", "card")):
            try:
                handler(rest)
            except StaffError as error:
                self.problem = str(error)

    # Letting in

    @property
    def pin_ref(self) -> str:
        """Each try is a question of its own, so that the box is empty after a wrong one."""
        return f"pin-{self.tries}" if self.tries else "pin"

    def _do_open(self, rest: str) -> None:
        came = self.services.pin(self.typed.get(self.pin_ref, ""))
        self.typed, self.tries = {}, self.tries + 1
        self.problem = self.words("This PIN is not right.") if came == "wrong" else ""
        if came == "open":
            self.go("menu")

    def _do_card(self, token: str) -> None:
        if self.services.card(token):
            self.go("menu")
        else:
            self.problem = self.words("This card is not known here.")

    @property
    def code_ref(self) -> str:
        """As with the PIN, each try has a box of its own."""
        return f"{calls.REF}-{self.tries}"

    # The menu

    def _do_go(self, page: str) -> None:
        if page in PAGES and page != "pin":
            self.go(page)
            if page == "corners":
                self.touched, self.well = set(), []
            if page == "hear":
                self.speak = True
            if page == "wifi" and self.services.wifi:
                self.networks = Networks(self.services.wifi)

    def _do_leave(self, rest: str) -> None:
        self.over = True

    # The pages

    def _do_out(self, where: str) -> None:
        if self.job is None or self.job.ended.is_set():
            self.job = Job(lambda told: stick.Out(self.services.carry_out(where, told)))

    def _do_in(self, where: str) -> None:
        if self.job is None or self.job.ended.is_set():
            self.job = Job(lambda told: self._brought(where, told))

    def _brought(self, where: str, told: Progress) -> stick.In:
        taken, refused = self.services.carry_in(where, told)
        return stick.In(taken, refused, self.services.carry_version(where, told))

    def _do_state(self, state: str) -> None:
        if state in ("open", "closed", "broken"):
            self.services.set_state(state)  # type: ignore[arg-type]

    def _do_day(self, number: str) -> None:
        self.go("day")
        self.day = int(number)

    def _do_hours(self, what: str) -> None:
        hours = opening.hours_of(self.typed, self.services.hours()[self.day])
        if what == "none" or hours is not None:
            self.services.set_hours(self.day, "" if what == "none" else hours or "")
            self.go("hours")
        else:
            self.problem = self.words("Type when it opens and, later, when it closes.")

    def _do_crisis(self, on: str) -> None:
        self.services.set_crisis(on == "on")

    def _do_practice(self, on: str) -> None:
        self.services.set_practice(on == "on")

    def _do_corner(self, place: str) -> None:
        self.touched.add(place)
        if len(self.touched) == 4:
            self._tried(True, "hear")

    def _do_well(self, answer: str) -> None:
        following = "print" if self.page == "hear" and self.services.print_page else "tested"
        after = {"corners": "hear", "hear": following, "print": "tested"}
        self._tried(answer == "yes", after[self.page])

    def _tried(self, well: bool, following: str) -> None:
        self.well.append(well)
        self.go(following)
        self.speak = following == "hear"
        if following == "tested":
            self.services.tested(all(self.well))

    def _do_print(self, rest: str) -> None:
        if self.services.print_page:
            self.services.print_page()

    def _do_paper(self, rest: str) -> None:
        """Open the form of the code; a reader of codes types it as a person would."""
        self.paper = self.typed.get(papers.REF, "").strip()
        if not self.paper:
            self.problem = self.words("Type the code that stands on the paper.")

    def refuse_paper(self) -> None:
        """No form here has that code."""
        self.problem = self.words(
            "No form on this kiosk has this code. Look at it again; the paper may be an old one."
        )

    def _do_calls(self, rest: str) -> None:
        left = self.services.calls_pause()
        found = self.services.open_calls(self.typed.get(self.code_ref, ""))
        self.typed, self.tries = {}, self.tries + 1
        if found is not None:
            self.go("person")
            self.people = list(found)
        elif left:
            words = self.words
            self.problem = words("Please wait {seconds} seconds, then try again.", seconds=left)
        else:
            self.problem = self.words("No list here opens with this code.")

    def _do_call(self, outcome: str) -> None:
        if self.people and outcome in ("called", "missed", "wrong"):
            self.services.called(self.people[0].id, outcome)
            self.people, self.problem = self.people[1:], ""

    def _do_post(self, rest: str) -> None:
        written = board.written(self.typed, self.words.language.code)
        if written is None:
            self.problem = self.words("Type a title and a text, and choose how long it stays.")
            return
        self.services.write_notice(written)
        self.go("posted")

    def _do_down(self, number: str) -> None:
        notices = self.services.notices()
        if int(number) < len(notices):
            self.services.take_down(notices[int(number)].id)


PAGES: dict[str, Callable[[Staff, Words], Screen]] = {
    "pin": overview.pin, "menu": overview.menu, "status": overview.status,
    "today": overview.today, "stick": stick.page, "opening": opening.state,
    "hours": opening.hours, "day": opening.day, "crisis": opening.crisis,
    "practice": opening.practice, "paper": papers.code,
    "corners": morning.corners, "hear": morning.hear, "print": morning.printed,
    "tested": morning.tested, "write": board.write, "posted": board.posted, "board": board.here,
    "wifi": lambda staff, words: (
        staff.networks.screen(words) if staff.networks else overview.menu(staff, words)
    ),
    "calls": calls.code, "person": calls.person,
}  # fmt: skip
