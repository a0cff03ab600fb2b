"""Where a resident is in a form: one page at a time, with what is said but not yet taken."""

from collections.abc import Mapping
from typing import Any

from kiosk.forms.errors import AnswerError
from kiosk.visit import drawing
from kiosk.words import Words

CHOOSING = {"select_one", "select_multiple", "trigger"}
DRAWN = {"signature", "draw"}


class Asking:
    """The pages of one form and the place in them."""

    def __init__(self, answers: Any) -> None:
        self.answers = answers
        self.assisted = False
        self.drafts: dict[str, str] = {}
        self.problems: dict[str, str] = {}
        self.drawn: dict[str, str] = {}
        """The lines of drawings that were taken, so that they can be shown again."""
        self._place = 0
        self._seen: set[str] = set()
        self._checking = False

    @property
    def page(self) -> Any:
        """The page that shows now."""
        pages = self.answers.pages()
        return pages[min(self._place, len(pages) - 1)]

    @property
    def number(self) -> int:
        """The number of the page, from 1."""
        return self._place + 1

    @property
    def empty(self) -> bool:
        """Whether the form has no page to show."""
        return not self.answers.pages()

    def value(self, ref: str) -> str:
        """What was said, taken or not."""
        question = self.answers.question(ref)
        taken = self.drawn.get(ref, "") if question.kind in DRAWN else str(question.value)
        return self.drafts.get(ref, taken)

    def fill(self, ref: str, value: str) -> None:
        """Keep what was said; a choice is taken at once, for it may show further questions."""
        if ref not in self.page.questions:
            return
        self.drafts[ref] = value
        self.problems.pop(ref, None)
        if self.answers.question(ref).kind in CHOOSING:
            self._take(ref)

    def quick(self, ref: str) -> bool:
        """Whether choosing goes straight on: a form says so by the appearance ``quick``."""
        question = self.answers.question(ref)
        alone = self.page.questions == (ref,) and ref not in self.problems
        return alone and question.kind == "select_one" and "quick" in question.appearance

    def settle(self, words: Words) -> bool:
        """Take what was said on this page; False, with the problems, when something is wrong."""
        self.problems.clear()
        for ref in [ref for ref in self.page.questions if ref in self.drafts]:
            self._take(ref)
        for ref in self.problems:
            self.problems[ref] = _unread(self.answers.question(ref).kind, words)
        refs = self.page.questions
        for problem in self.answers.check(refs):
            self.problems.setdefault(problem.ref, _said(problem, words))
        return not self.problems

    def forward(self, words: Words) -> bool:
        """Go on; False when there is nothing more to ask. Stays where something is wrong."""
        if self.page.kind == "questions" and not self.settle(words):
            return True
        self._seen.add(self.page.ref)
        self.drafts.clear()
        pages = self.answers.pages()
        for place in range(self._place + 1, len(pages)):
            if not self._checking or pages[place].ref not in self._seen:
                self._place = place
                return True
        self._checking = True
        return False

    def back(self) -> bool:
        """Go back one page, keeping what was said here when it is good; False at the first."""
        self.take_all()
        self._leave()
        self._checking = False
        if self._place == 0:
            return False
        self._place = min(self._place, len(self.answers.pages())) - 1
        return True

    def take_all(self) -> None:
        """Take what was said on this page and fits; what does not is left out."""
        for ref in [ref for ref in self.page.questions if ref in self.drafts]:
            self._take(ref)

    def take_up(self, place: str, drawn: Mapping[str, str]) -> None:
        """Be where answers were left: on a page, or with no place at the check of them all."""
        self.drawn = dict(drawn)
        pages = self.answers.pages()
        self._checking = not place
        if place:
            self.go_to(place)
        self._seen = {page.ref for page in (pages[: self._place] if place else pages)}

    def go_to(self, ref: str) -> None:
        """Show the page with that question."""
        self._leave()
        for place, page in enumerate(self.answers.pages()):
            if ref == page.ref or ref in page.questions:
                self._place = place

    def last(self) -> None:
        """Show the last page, as when going back from checking."""
        self._place = len(self.answers.pages()) - 1

    def first_problem(self, words: Words) -> bool:
        """Go to the first page where something is wrong; False when all is well."""
        for problem in self.answers.check():
            self.go_to(problem.ref)
            self.settle(words)
            return True
        return False

    def add(self) -> None:
        """Add one more of a group and go to its first page."""
        begun = self.answers.add_repeat(self.page.ref)
        self._leave()
        for place, page in enumerate(self.answers.pages()):
            if any(ref.startswith(begun) for ref in (page.ref, *page.questions)):
                self._place = place
                return

    def _take(self, ref: str) -> None:
        try:
            if self.answers.question(ref).kind in DRAWN:
                self._draw(ref, self.drafts[ref])
            else:
                self.answers.answer(ref, self.drafts[ref])
        except (AnswerError, drawing.DrawingError) as error:
            self.problems[ref] = str(error)
        else:
            self.drafts.pop(ref)

    def _draw(self, ref: str, text: str) -> None:
        made = drawing.lines(text)
        self.answers.attach(ref, drawing.svg(made) if made else b"", "svg")
        self.drawn[ref] = drawing.written(made)

    def _leave(self) -> None:
        self.drafts.clear()
        self.problems.clear()


def _unread(kind: str, words: Words) -> str:
    """What to do when a value is not of its kind."""
    if kind in ("date", "dateTime"):
        return words("Type a date that exists, with day, month and a year of four digits.")
    if kind == "time":
        return words("Type a time such as 09 30.")
    if kind == "rank":
        return words("Please tap all of them, the most important first.")
    if kind in ("integer", "decimal", "range"):
        return words("Type a number with digits.")
    return words("This answer does not fit. Please look at it again.")


def _said(problem: Any, words: Words) -> str:
    if problem.message:
        return str(problem.message)
    if problem.kind == "required":
        return words("Please answer this question.")
    return words("This answer does not fit. Please look at it again.")
