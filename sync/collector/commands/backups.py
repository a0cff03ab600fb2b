"""``backup``: a copy of the database, restored once and checked before it counts."""

import argparse
import sqlite3
from datetime import UTC, datetime
from pathlib import Path

from sync.collector.commands.common import ready
from sync.collector.errors import CollectorError
from sync.collector.place import Place

KEEP = 3


def backup(place: Place, given: argparse.Namespace) -> None:
    """Copy, verify, count; the oldest beyond the last three go."""
    ready(place)
    from sync.collector.config import load
    from sync.collector.models import Backup

    if load(place).database:
        raise CollectorError(
            "This collector keeps its data in PostgreSQL; make copies with pg_dump, and see the"
            " README for how they come to count."
        )
    made_at = datetime.now(UTC)
    name = f"{made_at:%Y%m%d-%H%M%S-%f}.db"
    place.backups.mkdir(mode=0o700, exist_ok=True)
    path = place.backups / name
    _copy(place.database, path)
    marks = _verified(path)
    Backup.objects.create(name=name, made_at=made_at, marks=marks)
    _forget_old(place)
    print(f"{path}: {sum(marks.values())} submissions of {len(marks)} kiosks, checked.")


def _copy(source: Path, target: Path) -> None:
    with sqlite3.connect(source) as database, sqlite3.connect(target) as copy:
        database.backup(copy)
    target.chmod(0o600)


def _verified(path: Path) -> dict[str, int]:
    """Open the copy as a restore would and walk it; gives how much of each chain it holds."""
    with sqlite3.connect(f"file:{path}?mode=ro", uri=True) as copy:
        if copy.execute("pragma integrity_check").fetchone()[0] != "ok":
            raise CollectorError(f"The copy {path} is damaged; check the disk and try again.")
        marks = dict(copy.execute("select id, have_seq from collector_device").fetchall())
        for device, have in marks.items():
            query = "select count(distinct seq) from collector_sealedrecord where device_id = ?"
            held = copy.execute(query + " and seq <= ?", (device, have)).fetchone()[0]
            if held < have:
                raise CollectorError(f"The copy {path} lacks submissions; try again.")
    return marks


def _forget_old(place: Place) -> None:
    from django.utils import timezone

    from sync.collector.models import Backup

    for old in Backup.objects.filter(gone_at=None).order_by("-made_at")[KEEP:]:
        (place.backups / old.name).unlink(missing_ok=True)
        old.gone_at = timezone.now()
        old.save()
