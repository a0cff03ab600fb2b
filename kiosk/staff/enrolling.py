"""A kiosk that belongs to nobody yet: the room in which it is enrolled."""

from collections.abc import Callable
from typing import Any

from kiosk.screens import Action, Field, Notice, Screen
from kiosk.staff.job import Job
from kiosk.words import Words

REF = "code"


class Enrolling:
    """Asks for address and code, as a reader types them or a person; then says how it went."""

    over = False

    def __init__(self, enrol: Callable[[str], str], known: str = "") -> None:
        """``enrol`` takes what was typed and gives the council's name, or raises StaffError with
        what is wrong; ``known`` is the collector's address where the settings have it."""
        self._enrol, self._known = enrol, known
        self._typed = ""
        self._job: Job | None = None

    @property
    def busy(self) -> bool:
        """Whether the council is being asked."""
        return self._job is not None and not self._job.ended.is_set()

    def back(self) -> bool:
        """There is one page."""
        return False

    def act(self, id: str, value: Any = None) -> None:
        """Do what a control stands for."""
        if id == f"fill:{REF}":
            self._typed = str(value)
        elif id == "enrol" and not self.busy:
            typed = self._typed
            self._job = Job(lambda told: self._enrol(typed))

    def screen(self, words: Words) -> Screen:
        """What shows now."""
        title = words("Enrol this kiosk")
        if self.busy:
            asking = Notice(words("The council is being asked. It can take a minute."))
            return Screen("enrolling", title, blocks=(asking,))
        if self._job is not None and not self._job.trouble:
            done = words("Enrolled with {council}. It starts now.", council=self._job.result)
            return Screen("enrolled", title, blocks=(Notice(done, "good"),))
        problem = (
            words("It did not work, and nothing is lost. {why}", why=self._job.trouble)
            if self._job
            else ""
        )
        return Screen(
            "enrol",
            title,
            blocks=(self._field(problem, words),),
            actions=(Action("in:enrol", words("Next"), "primary"),),
        )

    def _field(self, problem: str, words: Words) -> Field:
        label = words("The code from the council")
        if not self._known:
            label = words("The council's address, a space, and the code")
        return Field(
            REF, "text", label, value=self._typed, problem=problem, required=True, latin=True,
            signs=True, hint=words("Type it, or read the council's square with a scanner."),
        )  # fmt: skip
