"""``python -m tests.bench.taking``: how fast batches are taken in, and as the database grows.

Runs inside the environment of a collector (``COLLECTOR_DATA``); gives what it measured as JSON.
Records are random bytes as long as civic ones: whoever takes them in cannot read them anyway.
"""

import itertools
import json
import os
import random
import secrets
import statistics
import sys
import time
from pathlib import Path

RECORD = 116
LIKE = 100
"""Batches measured at each size."""


def main() -> None:
    """Measure at each of the sizes that are given."""
    import django

    os.environ["DJANGO_SETTINGS_MODULE"] = "sync.collector.settings"
    django.setup()
    from django.db import connection

    connection.ensure_connection()
    sizes, each = [int(size) for size in sys.argv[1].split(",")], int(sys.argv[2])
    found = {}
    for size in sizes:
        fill(size)
        found[str(size)] = measured(each)
    print(json.dumps(found))


def devices(count: int) -> list[tuple[object, object]]:
    """Signing keys and rows of new devices."""
    from sync import protocol, sealing
    from sync.collector.models import Device, Hub

    hub, made = Hub.objects.get(), []
    for _ in range(count):
        id, key = secrets.token_bytes(protocol.DEVICE_ID), sealing.Signing.new()
        head = protocol.genesis(id).hex()
        row = Device(
            id=id.hex(), council=hub.council, hub=hub, signing_key=key.public, have_head=head
        )
        made.append((key, row))
    Device.objects.bulk_create([row for _, row in made])
    return made


def fill(size: int) -> None:
    """Rows of other devices until there are so many, straight into the table."""
    from django.utils import timezone

    from sync.collector.models import SealedRecord

    while (lacking := size - SealedRecord.objects.count()) > 0:
        now, rows = timezone.now(), []
        for _, row in devices(min(lacking, 20_000) // 500 + 1):
            heads = [row.have_head, *(secrets.token_hex(32) for _ in range(500))]
            rows += [
                SealedRecord(
                    council_id=row.council_id, device_id=row.pk, head=head, previous=previous,
                    seq=seq, sealed=random.randbytes(RECORD), received_at=now, read_at=now,
                )
                for seq, (previous, head) in enumerate(itertools.pairwise(heads), 1)
            ]  # fmt: skip
        SealedRecord.objects.bulk_create(rows[:lacking], batch_size=5000)


def measured(each: int) -> dict[str, float]:
    """Batches of ``each`` records from twenty devices in turn: processor seconds and latency."""
    from sync import protocol
    from sync.collector.ingest import answer
    from sync.collector.place import here
    from sync.protocol import Batch

    bodies = []
    for key, row in devices(20):
        head, id = protocol.genesis(bytes.fromhex(row.pk)), bytes.fromhex(row.pk)
        for number in range(LIKE // 20):
            records = tuple(random.randbytes(RECORD) for _ in range(each))
            batch = Batch(id, number * each + 1, head, secrets.token_bytes(16), 1 << 40, records)
            bodies.append((number, batch.encode(key.sign)))
            head = batch.heads()[-1]
    place, times = here(), []
    answer.answer(place, bodies[0][1])
    bodies.sort(key=lambda body: body[0])
    server, used = database(), time.process_time()
    for _, body in bodies[1:]:
        began = time.perf_counter()
        answer.answer(place, body)
        times.append((time.perf_counter() - began) * 1000)
    own, theirs = time.process_time() - used, database() - server
    count = (len(bodies) - 1) * each
    return {
        "per_core_second": count / (own + theirs), "web_share": own / (own + theirs),
        "median_ms": statistics.median(times), "p95_ms": statistics.quantiles(times, n=20)[-1],
    }  # fmt: skip


def database() -> float:
    """Processor seconds of the PostgreSQL that this talks to, all its processes; 0 for SQLite."""
    from django.db import connection

    if connection.vendor != "postgresql":
        return 0.0
    with connection.cursor() as cursor:
        cursor.execute("select pg_backend_pid()")
        backend = int(cursor.fetchone()[0])
    parent = stat(backend)[1]
    each = [stat(int(path.name)) for path in Path("/proc").iterdir() if path.name.isdigit()]
    ticks = sum(own for own, above in each if above == parent)
    return ticks / os.sysconf("SC_CLK_TCK")


def stat(pid: int) -> tuple[int, int]:
    """Ticks a process has used, and its parent."""
    try:
        parts = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0, 0
    return int(parts[11]) + int(parts[12]), int(parts[1])


if __name__ == "__main__":
    main()
