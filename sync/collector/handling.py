"""What officers do with submissions: status, who looks at it, tags, coming back to it."""

import datetime
from collections.abc import Iterable, Sequence

from django.db import transaction
from django.db.models import QuerySet

from sync.collector.models import Council, Officer, Submission, Tag, Tagged

MOST_TAGS = 20
LONGEST_TAG = 60


def place_of(submission: Submission) -> dict[str, object]:
    """What tells a submission, for tables about submissions."""
    return {
        "council_id": submission.council_id, "device_id": submission.device_id,
        "head": submission.head,
    }  # fmt: skip


def row(submission: Submission) -> QuerySet[Submission]:
    """The one row of it, for a change."""
    return Submission.objects.filter(**place_of(submission))


def tags_of(submission: Submission) -> list[Tag]:
    """Its tags by name."""
    found = Tagged.objects.filter(**place_of(submission)).select_related("tag")
    return [each.tag for each in found.order_by("tag__name")]


def tags_of_all(council: Council, submissions: Sequence[Submission]) -> dict[str, list[str]]:
    """Names of the tags of several submissions, by their heads."""
    heads = [each.head for each in submissions]
    found: dict[str, list[str]] = {}
    rows = Tagged.objects.filter(council=council, head__in=heads).order_by("tag__name")
    for head, name in rows.values_list("head", "tag__name"):
        found.setdefault(head, []).append(name)
    return found


def tagged(council: Council, names: Iterable[str]) -> list[Tag]:
    """The tags of these names; new ones are made."""
    tidy = dict.fromkeys(" ".join(name.split())[:LONGEST_TAG] for name in names)
    wanted = [name for name in tidy if name][:MOST_TAGS]
    return [Tag.objects.get_or_create(council=council, name=name)[0] for name in wanted]


def set_tags(council: Council, submission: Submission, names: Iterable[str]) -> None:
    """Let it have these tags and no others."""
    with transaction.atomic():
        Tagged.objects.filter(**place_of(submission)).delete()
        add_tags(submission, tagged(council, names))
        Tag.objects.filter(council=council, tagged=None).delete()


def add_tags(submission: Submission, tags: Iterable[Tag]) -> None:
    """Let it have these tags too."""
    rows = [Tagged(**place_of(submission), tag=tag) for tag in tags]
    Tagged.objects.bulk_create(rows, ignore_conflicts=True)


def change(
    submission: Submission, status: str, assigned: Officer | None,
    follow_up: datetime.date | None, duplicate_of: str,
) -> None:  # fmt: skip
    """Write down what was decided; a new day to come back is reminded of anew."""
    again = {} if follow_up == submission.follow_up else {"reminded_on": None}
    row(submission).update(
        status=status, assigned=assigned, follow_up=follow_up, duplicate_of=duplicate_of, **again
    )


def alike(submission: Submission) -> QuerySet[Submission]:
    """Others to the same form that say the same; none where nothing in words was said."""
    if not submission.likeness:
        return Submission.objects.none()
    same = Submission.objects.filter(
        council_id=submission.council_id, form_id=submission.form_id, likeness=submission.likeness
    )
    others = same.exclude(device_id=submission.device_id, head=submission.head)
    return others.select_related("hub").order_by("received_at", "head")
