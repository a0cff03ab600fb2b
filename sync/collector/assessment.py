"""What is true of this installation, for a data protection impact assessment.

Nothing here is a promise: each line is read from the database, the settings or the disk as the
page is made. What only people can say, such as the purpose, comes from the council's own settings.
"""

import datetime
import os
from collections import Counter
from dataclasses import dataclass

from django.db import connection
from django.db.models import Count
from django.utils import timezone

from sync.collector import config, recipients
from sync.collector.models import (
    Audit,
    Backup,
    CallCode,
    CallForm,
    Council,
    Device,
    Erasure,
    Form,
    Officer,
    Submission,
)
from sync.collector.pages import answers
from sync.collector.place import Place

YEAR = datetime.timedelta(days=365)


@dataclass(frozen=True)
class Fact:
    """One line of the assessment."""

    label: str
    text: str
    look: bool = False
    """Whether somebody should look at it before signing."""


@dataclass(frozen=True)
class FormFacts:
    """One form that is or was on kiosks."""

    title: str
    asks: int
    held: int
    days: int | None
    """Days an answer is kept; None for until somebody erases it."""


def forms(council: Council) -> list[FormFacts]:
    """The newest version of every form, with how many answers to any version are held."""
    counts = dict(
        Submission.objects.filter(council=council).values_list("form__form_id")
        .annotate(count=Count("pk")).order_by()
    )  # fmt: skip
    newest = {each.form_id: each for each in Form.objects.filter(council=council).order_by("pk")}
    return [
        FormFacts(
            each.title, len(answers.asked(each).questions), counts.get(each.form_id, 0),
            each.keep_days,
        )
        for each in sorted(newest.values(), key=lambda form: form.title)
    ]  # fmt: skip


def facts(council: Council, place: Place) -> dict[str, list[Fact]]:
    """The facts, under their headings."""
    return {
        "What it is for": _purpose(council),
        "Who can read answers": _people(council),
        "Where answers go from here": [Fact(*each) for each in recipients.lines(council)],
        "How answers are protected": _protection(council, place),
        "How long they are kept": _keeping(council),
        "Residents’ rights": _rights(council),
    }


def _purpose(council: Council) -> list[Fact]:
    kiosks = Device.kiosks(council).filter(revoked_at=None).count()
    return [
        Fact("Purpose", council.purpose or "The council has not written it down yet.",
             not council.purpose),
        Fact("Whom residents ask", council.contact or "The council has not said it yet.",
             not council.contact),
        Fact("Where it is said", f"At {_count(kiosks, 'kiosk')} in"
             f" {_count(council.hubs.count(), 'hub')}. Nobody is asked for an account, a name or"
             " an address, unless a form itself asks."),
    ]  # fmt: skip


def _people(council: Council) -> list[Fact]:
    found = council.officers.filter(user__is_active=True)
    counts = Counter(found.values_list("role", flat=True))
    roles = [
        Fact(str(role.label), _count(counts[role.value], "person", "people"))
        for role in Officer.Role
    ]
    second = council.second_factor
    since = timezone.now() - YEAR
    read = Audit.objects.filter(council=council, action="read", at__gte=since).count()
    return [
        *roles,
        Fact("Signing in", "Needs a second step for everybody." if second
             else "Needs a password; a second step is up to each person.", not second),
        *_staff(council),
        Fact("What they saw", f"{_count(read, 'submission')} opened in a year; each stands in the"
             " log with who and when."),
    ]  # fmt: skip


def _staff(council: Council) -> list[Fact]:
    """Said only where hub staff may call."""
    allowed = CallForm.objects.filter(council=council)
    if not allowed:
        return []
    codes = CallCode.objects.filter(council=council, revoked_at=None).count()
    days = max(each.days for each in allowed)
    return [
        Fact("Hub staff", "See name and number of residents who agreed to be called, for"
             f" {_count(days, 'day')} at most, and nothing else they said. The list lies sealed on"
             f" the kiosk; {_count(codes, 'code')} on paper open it."),
    ]  # fmt: skip


def _protection(council: Council, place: Place) -> list[Fact]:
    settings = config.load(place)
    apart = not os.access(place.reading, os.R_OK)
    revoked = Device.kiosks(council).exclude(revoked_at=None).count()
    forked = Device.kiosks(council).exclude(forked_at=None).count()
    server = "PostgreSQL" if connection.vendor == "postgresql" else "SQLite, a file here"
    return [
        Fact("On the kiosk", "Each answer is sealed to the council’s key before the screen says"
             " that it is saved. The kiosk cannot open it again."),
        Fact("On the way", "The same sealed bytes by network or USB stick, signed by the kiosk."),
        Fact("The key that opens them", "This web process cannot read it." if apart else
             "This web process could read it: pages and reading share an account.", not apart),
        Fact("Pages", "Only over HTTPS." if settings.https else
             "Over plain HTTP, as far as the settings say.", not settings.https),
        Fact("Database", f"{server}. Opened answers stand in it in plain text: the disk should be"
             " encrypted."),
        Fact("Kiosks out of use or copied", f"{revoked} revoked, {forked} seen from two places.",
             bool(forked)),
    ]  # fmt: skip


def _keeping(council: Council) -> list[Fact]:
    newest = Backup.objects.filter(gone_at=None).order_by("-made_at").first()
    old = newest is None or newest.made_at < timezone.now() - datetime.timedelta(days=7)
    made = f"{newest.made_at:%-d %B %Y}, restored once and checked" if newest else "None yet."
    return [
        Fact("Newest copy", made, old),
        Fact("Copies held", f"{Backup.objects.filter(gone_at=None).count()}; an erasure is done"
             " again whichever is restored."),
        Fact("The log", "Kept for as long as the council exists; it names submissions, never what"
             " they say."),
    ]  # fmt: skip


def _rights(council: Council) -> list[Fact]:
    erased = Erasure.objects.filter(council=council).exclude(done_at=None).count()
    waiting = Erasure.objects.filter(council=council, done_at=None).count()
    return [
        Fact("To see", "By the reference, at any kiosk (what became of it) and from the council"
             " (a copy of everything)."),
        Fact("To be forgotten", f"By the reference. {erased} erased so far, {waiting} waiting.",
             bool(waiting)),
        Fact("To object", "A visit can be stopped at any screen; then nothing is kept."),
    ]  # fmt: skip


def _count(number: int, one: str, many: str = "") -> str:
    return f"{number} {one if number == 1 else many or one + 's'}"
