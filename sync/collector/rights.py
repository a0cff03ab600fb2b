"""Everything the council holds of one resident, for whoever asks for a copy of their data.

A reference is all that ties a submission to a person, so it is all that a request can name. What is
found goes into one ZIP: a page to read and print, the same as JSON, and every file.
"""

import io
import json
import re
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.template.loader import render_to_string

from sync.collector import handling, moderation
from sync.collector.models import Audit, Council, Drawing, FollowUp, Form, Reply, Submission
from sync.collector.pages import answers


@dataclass(frozen=True)
class Held:
    """What stands under one reference."""

    council: Council
    said: list[dict[str, Any]] = field(default_factory=list)
    """One mapping for each submission; without any file's content."""
    files: Mapping[str, bytes] = field(default_factory=dict, repr=False)
    """Name in the ZIP to content."""


def held(council: Council, reference: bytes) -> Held:
    """Everything of a council under the seven bytes of a reference; empty when there is nothing."""
    found = Submission.objects.filter(council=council, reference=reference.hex())
    found = found.select_related("form", "hub").order_by("received_at")
    said: list[dict[str, Any]] = []
    files: dict[str, bytes] = {}
    for number, submission in enumerate(found, 1):
        mine = _files(council, submission, number)
        said.append(_said(council, submission) | {"files": sorted(mine)})
        files |= mine
    return Held(council, said, files)


def packed(held: Held) -> bytes:
    """The ZIP."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as pack:
        told = {"council": held.council.name, "contact": held.council.contact, "said": held.said}
        pack.writestr("data.json", json.dumps(told, ensure_ascii=False, indent=1))
        pack.writestr("read-me-first.html", page(held))
        for name, content in held.files.items():
            pack.writestr(name, content)
    return made.getvalue()


def page(held: Held) -> str:
    """A page that opens anywhere, without anything from elsewhere."""
    return render_to_string("collector/subject_copy.html", {"held": held})


def _said(council: Council, submission: Submission) -> dict[str, Any]:
    replies = Reply.objects.filter(council=council, record=submission.record or "")
    decided = moderation.standing(submission)
    return {
        "form": submission.form.title, "form_id": submission.form.form_id,
        "version": submission.form.version, "received": submission.received_at.isoformat(),
        "hub": submission.hub.name, "language": submission.language,
        "assisted": submission.assisted, "status": submission.get_status_display(),
        "answers": _answers(submission.form, submission),
        "calls": [
            {"hub": each.hub.name, "outcome": each.outcome or "to be called"}
            for each in FollowUp.objects.filter(**handling.place_of(submission))
        ],
        "tags": [str(tag) for tag in handling.tags_of(submission)],
        "others_see": {place or "all": each.decision for place, each in decided.items()},
        "replies": [
            {"written": each.written_at.isoformat(), "texts": each.texts, "ended": each.ended}
            for each in replies.order_by("written_at")
        ],
        "opened": Audit.objects.filter(
            council=council, action="read", subject=submission.head
        ).count(),
    }  # fmt: skip


def _answers(form: Form, submission: Submission) -> list[dict[str, str]]:
    return [
        {"question": line.label, "answer": line.said, "place": line.place, "value": line.value}
        for line in answers.lines(form, submission)
    ]


def _files(council: Council, submission: Submission, number: int) -> dict[str, bytes]:
    found = Drawing.handed_out(
        council=council, device_id=submission.device_id, head=submission.head
    )
    return {
        f"files/{number}-{re.sub(r'[^A-Za-z0-9._-]', '_', each.name)}": bytes(each.content)
        for each in found
    }
