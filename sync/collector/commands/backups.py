"""``backup`` and ``restore``: copies of the database, checked before they count."""

import argparse
import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from sync.collector import copies
from sync.collector.commands.common import ready
from sync.collector.copies import releases
from sync.collector.errors import CollectorError
from sync.collector.place import Place

KEEP = 3
LEAP = 1000
"""Versions of a feed between the copy and what is signed after its restore."""


def backup(place: Place, given: argparse.Namespace) -> None:
    """Copy, verify, count; the oldest beyond the last three go."""
    ready(place)
    from sync.collector.audited import chain, notes
    from sync.collector.models import Backup

    chain.link_all()
    made_at = datetime.now(UTC)
    copy = copies.of(place)
    path = place.backups / f"{made_at:%Y%m%d-%H%M%S-%f}{copy.SUFFIX}"
    place.backups.mkdir(mode=0o700, exist_ok=True)
    copy.make(path)
    marks = copy.verified(path)
    released = releases.make(place, releases.beside(path))
    Backup.objects.create(name=path.name, made_at=made_at, marks=marks)
    _forget_old(place)
    print(f"{path}: {sum(marks.values())} records of {len(marks)} kiosks, checked.")
    print(f"{releases.beside(path)}: {released} releases of figures, checked.")
    for line in notes.write(place):
        print(f"The audit log of council {line}.")


def _forget_old(place: Place) -> None:
    from django.utils import timezone

    from sync.collector.models import Backup

    for old in Backup.objects.filter(gone_at=None).order_by("-made_at")[KEEP:]:
        for path in (place.backups / old.name, releases.beside(place.backups / old.name)):
            path.unlink(missing_ok=True)
        old.gone_at = timezone.now()
        old.save()


def restore(place: Place, given: argparse.Namespace) -> None:
    """Set the database back to a copy; what came since is asked for again, kiosk by kiosk."""
    ready(place)
    copy, path = copies.of(place), place.backups / Path(given.copy).name
    if not path.exists():
        names = ", ".join(sorted(each.name for each in place.backups.glob(f"*{copy.SUFFIX}")))
        raise CollectorError(f"There is no copy {path.name}; there are: {names or 'none'}.")
    released = releases.beside(path)
    with alone(place):
        copy.verified(path)
        if released.exists():
            releases.put_back(place, released)
        copy.restore(path)
        _know_the_others(place)
        _erase_again(place)
        _hide_again(place)
        _release_again(place)
        _note_the_log(place)
    print(f"The database is as it was in {path.name}. Kiosks send again what it lacks by")
    print("themselves, the next time each of them syncs. What was erased is erased here too, and")
    print("what officers took back from the kiosks is taken back.")
    if not released.exists():
        print(f"No copy of released figures lies beside it; those in {place.releases} hold.")


def _know_the_others(place: Place) -> None:
    """Copies that are newer than the one restored may be restored another day; they count too."""
    from sync.collector.commands.setup import migrate
    from sync.collector.models import Backup

    migrate()
    copy = copies.of(place)
    known = set(Backup.objects.values_list("name", flat=True))
    for path in sorted(place.backups.glob(f"*{copy.SUFFIX}")):
        if path.name not in known:
            made_at = datetime.strptime(path.stem, "%Y%m%d-%H%M%S-%f").replace(tzinfo=UTC)
            marks = copy.verified(path)
            Backup.objects.create(name=path.name, made_at=made_at, marks=marks)
    gone = Backup.objects.filter(gone_at=None)
    for each in gone:
        if not (place.backups / each.name).exists():
            each.gone_at = datetime.now(UTC)
            each.save()


def _erase_again(place: Place) -> None:
    from sync.collector import keys
    from sync.collector.reading import replying
    from sync.collector.reading.worker import Worker

    private = keys.private_keys(place)
    if private:
        Worker(private, keys.current(place).council).erase(place)
        replying.answer(place)


def _hide_again(place: Place) -> None:
    """What officers took back since is taken back here. The numbers of the feeds leap, so that no
    kiosk takes one of the time after the copy for one of now."""
    from sync.collector import decided, feeds
    from sync.collector.models import Hub

    if decided.recall(place):
        for hub in Hub.objects.all():
            last = feeds.newest(hub)
            feeds.rebuild(place, hub, (last.version if last else 0) + LEAP)


def _release_again(place: Place) -> None:
    """What was published stays published, and whom it counts is never counted again."""
    from sync.collector.figures import kept

    kept.recall(place)


def _note_the_log(place: Place) -> None:
    """The audit log is as old as the copy, and not because somebody took entries out."""
    from sync.collector.audited import notes

    notes.write(place, notes.RESTORED)


@contextmanager
def alone(place: Place) -> Iterator[None]:
    """While nothing else of this collector runs; raises CollectorError when something does."""
    handle = os.open(place.running, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield
    except BlockingIOError as error:
        raise CollectorError(
            "The collector is running; end it first (Ctrl+C, or systemctl stop), then try again."
        ) from error
    finally:
        os.close(handle)


def hold(place: Place) -> int:
    """Say that a part of this collector runs, until the process ends; raises CollectorError."""
    handle = os.open(place.running, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(handle, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError as error:
        raise CollectorError("The database is being restored; start again afterwards.") from error
    return handle
