"""What of a submission others than the council's officers may see: nothing until somebody says so.

Whatever is shown to other people, on a kiosk, a page or in a file of open data, goes through
``shown``. Decisions are only ever added, so that their history stands.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sync.collector.handling import place_of
from sync.collector.models import Form, Moderation, Submission
from sync.collector.pages import answers
from sync.collector.pages.answers import Line

Decision = Moderation.Decision
WHOLE = ""
"""The place that stands for the submission as a whole."""
PICTURE = re.compile(r"[a-z0-9]+\.(svg|png|jpg|ogg)")
NEVER = re.compile(r"(^|/)contact[^/]*(/|$)")
"""Questions whose answers nobody else ever sees, whatever an officer decides: how to reach
somebody is asked by a question, or in a group, whose name begins with ``contact``."""
SIDE = 10
"""Squares a picture is divided into, each way."""


@dataclass(frozen=True)
class Shown:
    """One answer as others may see it."""

    label: str
    place: str
    text: str
    picture: str = ""
    """Name of a picture or sound, which ``redaction.picture`` gives without what is hidden."""


def never_shown(place: str) -> bool:
    """Whether no officer can let others see what stands there."""
    return NEVER.search(place) is not None


def standing(submission: Submission) -> dict[str, Moderation]:
    """The decision that holds for each place; none where nobody has decided."""
    rows = Moderation.objects.filter(**place_of(submission)).order_by("at", "pk")
    return {each.place: each for each in rows}


def standing_of_all(submissions: Sequence[Submission]) -> dict[str, dict[str, Moderation]]:
    """The same for several submissions of one council, by their heads."""
    rows = Moderation.objects.filter(
        council_id__in={each.council_id for each in submissions},
        head__in=[each.head for each in submissions],
    )
    found: dict[str, dict[str, Moderation]] = {each.head: {} for each in submissions}
    for row in rows.order_by("at", "pk"):
        found[row.head][row.place] = row
    return found


def history(submission: Submission) -> list[Moderation]:
    """Every decision, the newest first."""
    rows = Moderation.objects.filter(**place_of(submission)).select_related("by")
    return list(rows.order_by("-at", "-pk"))


def shown(
    form: Form, submission: Submission, decided: Mapping[str, Moderation] | None = None
) -> list[Shown]:
    """What others may see; nothing when nobody has said that they may. ``decided`` is what
    ``standing`` says, where that is known already."""
    decided = standing(submission) if decided is None else decided
    whole = decided.get(WHOLE)
    if whole is None or whole.decision == Decision.HIDE:
        return []
    found = [_shown(line, decided.get(line.place)) for line in answers.lines(form, submission)]
    return [each for each in found if each is not None]


def _shown(line: Line, decided: Moderation | None) -> Shown | None:
    """A text or a picture is shown when it was looked at; a choice says nothing of its own."""
    if decided is None or decided.decision == Decision.HIDE or not line.value:
        return None
    if never_shown(line.place):
        return None
    if PICTURE.fullmatch(line.value):
        return Shown(line.label, line.place, "", line.value)
    text = decided.text if decided.decision == Decision.REPLACE else line.said
    return Shown(line.label, line.place, text) if text else None


def squares(decided: Moderation | None) -> frozenset[int]:
    """The squares of a picture that are blackened, counted in rows from 0."""
    if decided is None or decided.decision != Decision.REPLACE:
        return frozenset()
    found = {int(each) for each in decided.text.split() if each.isdecimal()}
    return frozenset(each for each in found if each < SIDE * SIDE)
