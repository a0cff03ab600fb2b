"""Ends of the audit logs, written down beside the database each time a copy of it is made.

One line for each: council, place, link, and the day; ``restored`` behind it when the database was
set back to a copy then. The journal of the machine has them
too, for ``collector backup`` says them.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils import timezone

from sync import flushing
from sync.collector.audited import chain
from sync.collector.models import Council
from sync.collector.place import Place

RESTORED = "restored"


@dataclass(frozen=True)
class Verdict:
    """What was found in a council's log."""

    council: Council
    count: int
    place: int
    """Of the newest entry."""
    link: str
    broken: int | None
    """Place of the first entry that is not as it was, or lacks; None when all is well."""


def write(place: Place, more: str = "") -> list[str]:
    """Write down where each log ends now; gives the lines."""
    day = timezone.now().date().isoformat()
    lines = []
    for council in Council.objects.order_by("pk"):
        at, link = chain.end(council)
        lines.append(f"{council.pk} {at} {link or '-'} {day} {more}".strip())
    flushing.add(place.audit, lines)
    return lines


def examine(place: Place) -> Iterator[Verdict]:
    """Walk the log of each council and hold it against what was written down."""
    for council in Council.objects.order_by("name"):
        yield _examined(council, _noted(place, council))


def _examined(council: Council, noted: dict[int, str]) -> Verdict:
    at, link, count = *chain.cut(council), 0
    missing = {place: link for place, link in noted.items() if place > at}
    for at, link, whole in chain.walked(council):
        count += 1
        if not whole or missing.pop(at, link) != link:
            return Verdict(council, count, at, link, at)
    return Verdict(council, count, at, link, min(missing, default=None))


def _noted(place: Place, council: Council) -> dict[int, str]:
    """Place to link; what a restored copy did not have any more is left out."""
    found: dict[int, str] = {}
    lines = place.audit.read_text(encoding="ascii").splitlines() if place.audit.exists() else []
    for whose, at, link, _, *more in (each for each in map(str.split, lines) if len(each) > 3):
        if int(whose) != council.pk:
            continue
        if RESTORED in more:
            found = {place: each for place, each in found.items() if place <= int(at)}
        if int(at):
            found[int(at)] = link
    return found
