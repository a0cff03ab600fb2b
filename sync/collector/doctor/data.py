"""Whether the database is whole, copied, read from, and has people who may look into it."""

from collections.abc import Iterator
from datetime import timedelta

from sync.collector.commands.common import ready
from sync.collector.place import Place
from sync.findings import Finding

OLD = timedelta(days=2)
UNREAD = timedelta(hours=1)


def database(place: Place) -> Iterator[Finding]:
    """Whether it answers, has the newest shape, and is whole."""
    from django.db import DatabaseError, connection
    from django.db.migrations.executor import MigrationExecutor

    try:
        ready(place)
        executor = MigrationExecutor(connection)
        behind = executor.migration_plan(executor.loader.graph.leaf_nodes())
        damaged = _damaged(connection)
    except DatabaseError as error:
        reason = str(error).partition("\n")[0]
        yield Finding("database", "bad", f"It does not answer: {reason}.", "Start it, or restore.")
        return
    if damaged:
        yield Finding("database", "bad", "It is damaged.", "Run: collector restore NAME")
    elif behind:
        yield Finding(
            "database", "bad", f"It lacks {len(behind)} changes of this version.",
            "Run: collector migrate",
        )  # fmt: skip
    else:
        yield Finding("database", "ok", f"{connection.display_name} answers and is whole.")


def _damaged(connection) -> bool:  # type: ignore[no-untyped-def]
    if connection.vendor != "sqlite":
        return False
    with connection.cursor() as cursor:
        cursor.execute("pragma quick_check(1)")
        return bool(cursor.fetchone()[0] != "ok")


def backups(place: Place) -> Iterator[Finding]:
    """How old the newest copy is, and whether it is still there."""
    from django.utils import timezone

    from sync.collector.models import Backup

    newest = Backup.objects.filter(gone_at=None).order_by("-made_at").first()
    again = "Run collector backup, every night: kiosks forget only what is in a copy."
    if newest is None:
        yield Finding("backups", "warn", "There is no copy of the database yet.", again)
        return
    if not (place.backups / newest.name).exists():
        yield Finding("backups", "bad", f"The copy {newest.name} is not there any more.", again)
    elif timezone.now() - newest.made_at > OLD:
        days = (timezone.now() - newest.made_at).days
        yield Finding("backups", "warn", f"The newest copy is {days} days old.", again)
    else:
        yield Finding("backups", "ok", f"The newest copy is {newest.name}.")


def records(place: Place) -> Iterator[Finding]:
    """Whether what arrives is opened."""
    from django.utils import timezone

    from sync.collector.models import SealedRecord, SetAside

    late = SealedRecord.objects.filter(read_at=None, received_at__lt=timezone.now() - UNREAD)
    aside = SetAside.objects.count()
    if late.exists():
        yield Finding(
            "records", "bad", f"{late.count()} records have waited over an hour to be opened.",
            "Start 'collector read' where the private keys are.",
        )  # fmt: skip
    elif aside:
        yield Finding(
            "records", "warn", f"{aside} records could not be opened and are set aside.",
            "After an update or once a key came back, run: collector read --once --again",
        )  # fmt: skip
    else:
        yield Finding("records", "ok", "What arrived is opened.")


def officers(place: Place) -> Iterator[Finding]:
    """Whether anybody may look."""
    from sync.collector.models import Council, Officer

    for council in Council.objects.order_by("name"):
        if not Officer.objects.filter(council=council, user__is_active=True).exists():
            yield Finding(
                "officers", "warn", f"Nobody can sign in for {council.name}.",
                "Run: collector adduser NAME",
            )  # fmt: skip
        elif not council.second_factor:
            yield Finding(
                "officers", "warn", f"For {council.name} a stolen password is enough to sign in.",
                "On the page People, follow Second step, and let everybody need one.",
            )  # fmt: skip
        else:
            yield Finding("officers", "ok", f"Somebody can sign in for {council.name}.")


def audit(place: Place) -> Iterator[Finding]:
    """Whether the audit logs are as they were written."""
    from sync.collector.audited import notes

    for found in notes.examine(place):
        name = found.council.name
        if found.broken is None:
            yield Finding(
                "audit", "ok", f"The audit log of {name} is whole: {found.count} entries."
            )
        else:
            yield Finding(
                "audit", "bad", f"The audit log of {name} was changed at entry {found.broken}.",
                "Keep a copy of the database as it is, and ask who had access to it.",
            )  # fmt: skip
