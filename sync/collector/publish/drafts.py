"""Spreadsheets that were uploaded: kept, examined, looked at, and at last published."""

import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils import timezone

from sync.collector.errors import PublishError
from sync.collector.models import Council, Draft, DraftFile
from sync.collector.publish import media, steps
from sync.collector.publish.steps import Examined, Problem

KEPT = timedelta(days=30)


def make(
    council: Council, user: Any, name: str, spreadsheet: bytes, has: Sequence[str],
    files: Mapping[str, bytes],
) -> Draft:  # fmt: skip
    """Keep a spreadsheet with what is wrong with it, if anything is."""
    found = _examined(name, spreadsheet, has, files)
    with transaction.atomic():
        draft = Draft.objects.create(
            council=council, made_by=user, name=name[:200], spreadsheet=spreadsheet, has=list(has),
            xml=found.xml, result=_result(found),
        )  # fmt: skip
        DraftFile.objects.bulk_create(
            DraftFile(draft=draft, name=each[:200], content=content)
            for each, content in files.items()
        )
    return draft


def _examined(
    name: str, spreadsheet: bytes, has: Sequence[str], files: Mapping[str, bytes]
) -> Examined:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / (Path(name).name or "form.xlsx")
        path.write_bytes(spreadsheet)
        try:
            return steps.examine(path, has, lambda xml: media.given(xml, files))
        except PublishError as error:
            return Examined(name, [Problem(str(error))])


def _result(found: Examined) -> dict[str, Any]:
    return {
        "problems": [asdict(each) for each in found.problems], "report": found.report,
        "settings": found.settings, "warnings": [" ".join(w.split()) for w in found.warnings],
    }  # fmt: skip


def examined(draft: Draft) -> Examined:
    """What a draft was found to be, with the files it names."""
    files = {each.name: bytes(each.content) for each in draft.files.all()}
    result = draft.result
    return Examined(
        draft.name, [Problem(**each) for each in result["problems"]], draft.xml, result["report"],
        result["settings"], result["warnings"], media.given(draft.xml, files) if draft.xml else {},
    )  # fmt: skip


def forget_old() -> None:
    """Drafts that nobody published in a month go."""
    Draft.objects.filter(made_at__lt=timezone.now() - KEPT).delete()
