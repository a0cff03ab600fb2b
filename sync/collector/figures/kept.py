"""Releases as files beside the database, so that a restore cannot make anybody forget one.

What was published is out in the world. A database that was set back to an older copy would count
the same people again together with others, and the difference of the two would tell of the others.
"""

import hashlib
import json
import os
from collections.abc import Iterable
from itertools import islice
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils.dateparse import parse_datetime

from sync.collector.errors import CollectorError
from sync.collector.models import Council, Counted, Release
from sync.collector.place import Place
from sync.flushing import flush

AT_ONCE = 500
FIELDS = ("council_id", "form_id", "number", "by", "count", "least", "tables")


def keep(place: Place, release: Release) -> None:
    """Write a release and whom it counts, before anybody can see it; raises OSError."""
    place.releases.mkdir(mode=0o700, exist_ok=True)
    whole = {name: getattr(release, name) for name in FIELDS}
    assert release.made_at is not None
    whole["made_at"] = release.made_at.isoformat()
    counted = Counted.objects.filter(council_id=release.council_id, release=release)
    records = counted.values_list("record", flat=True).iterator(chunk_size=AT_ONCE)
    path = _path(place, release)
    _write(path.with_suffix(".records"), (f"{each}\n" for each in records))
    _write(path, [json.dumps(whole)])
    flush(place.releases)


def recall(place: Place) -> int:
    """Let files and database know the same, whichever is behind; how many were put back.

    Raises CollectorError when a file is damaged.
    """
    for each in Release.objects.exclude(made_at=None):
        if not _path(place, each).exists():
            keep(place, each)
    count = 0
    for path in sorted(place.releases.glob("*.json")):
        whole = _read(path)
        named = {name: whole[name] for name in ("council_id", "form_id", "number")}
        found = Release.objects.filter(**named).exclude(made_at=None)
        if Council.objects.filter(pk=whole["council_id"]).exists() and not found.exists():
            _put_back(path, whole, named)
            count += 1
    return count


def _read(path: Path) -> dict[str, Any]:
    try:
        found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    except ValueError as error:
        raise CollectorError(
            f"{path.name} tells of released figures and is damaged; put it back from a copy of the"
            " folder 'releases', for without it people could be counted twice."
        ) from error
    return found


def _put_back(path: Path, whole: dict[str, Any], named: dict[str, Any]) -> None:
    values = {name: whole[name] for name in FIELDS} | {"made_at": parse_datetime(whole["made_at"])}
    with transaction.atomic():
        release, _ = Release.objects.update_or_create(
            **named, defaults={**values, "problem": ""}
        )  # fmt: skip
        with path.with_suffix(".records").open(encoding="ascii") as lines:
            while part := [line.strip() for line in islice(lines, AT_ONCE)]:
                mark(release, part)


def mark(release: Release, records: Iterable[str]) -> None:
    """Write down that these are counted; what is counted already stays where it is."""
    Counted.objects.bulk_create(
        [Counted(council_id=release.council_id, record=each, release=release) for each in records],
        ignore_conflicts=True,
    )


def _path(place: Place, release: Release) -> Path:
    """One name for each; a form's own may have any letters in it."""
    form = hashlib.sha256(release.form_id.encode()).hexdigest()[:16]
    return place.releases / f"{release.council_id}-{form}-{release.number}.json"


def _write(path: Path, pieces: Iterable[str]) -> None:
    part = path.with_name(path.name + ".part")
    with open(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
        file.writelines(pieces)
        file.flush()
        os.fsync(file.fileno())
    part.replace(path)
