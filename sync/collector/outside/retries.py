"""When to try again what another system did not take."""

import datetime

from django.utils import timezone

WAITS = [datetime.timedelta(minutes=each) for each in (1, 5, 15, 60, 120, 240)]
"""From one try to the next; the last one again and again."""
GIVE_UP = datetime.timedelta(days=1)


def again(tries: int) -> datetime.datetime:
    """When to try again, after so many tries before this one."""
    return timezone.now() + WAITS[min(tries, len(WAITS) - 1)]
