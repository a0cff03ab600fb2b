"""What the database has to know of its own tables to choose the right index.

PostgreSQL looks by itself (autovacuum). SQLite has to be told to; looking at so many rows of each
index and no more takes moments (https://sqlite.org/lang_analyze.html, section 4).
"""

import datetime

from django.db import connection
from django.utils import timezone

from sync.collector.models import Pulse

EVERY = datetime.timedelta(hours=1)
NAME = "statistics"
ROWS = 1000
"""Of each index."""


def look() -> None:
    """Look when it is time to."""
    if connection.vendor != "sqlite":
        return
    pulse, new = Pulse.objects.get_or_create(name=NAME, defaults={"at": timezone.now()})
    if not new and timezone.now() - pulse.at < EVERY:
        return
    with connection.cursor() as cursor:
        cursor.execute(f"PRAGMA analysis_limit = {ROWS}")
        cursor.execute("ANALYZE")
    Pulse.objects.filter(name=NAME).update(at=timezone.now())
