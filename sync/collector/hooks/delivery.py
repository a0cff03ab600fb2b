"""Sends what is due, in the order it happened; what nobody takes for a day is given up.

Signed as Standard Webhooks 1.0.0 says (https://www.standardwebhooks.com). A message may come twice,
when an answer to it was lost, and then under the same ``webhook-id``.
"""

import json
import logging
import time
from datetime import UTC, datetime, timedelta

from django.conf import settings
from django.utils import timezone
from standardwebhooks import Webhook

from sync.collector.errors import CollectorError
from sync.collector.models import Hook, HookMessage
from sync.collector.outside.client import Client
from sync.collector.outside.retries import GIVE_UP, again

log = logging.getLogger("collector.hooks")
KEPT = timedelta(days=30)
"""How long a message stands on the page; what a stopped hook was not told goes then too."""
AT_ONCE = 500
BUDGET = 45.0
"""Seconds of one round, so that other chores have their turn."""
GONE = 410


def deliver(client: Client | None = None, budget: float = BUDGET) -> int:
    """Send what is due; how many were taken. A hook that fails is left alone for the round."""
    client = client or Client(settings.OUTSIDE_LOOPBACK)
    ends, taken, failing = time.monotonic() + budget, 0, set[int]()
    for message in _due():
        if message.hook_id in failing or not _claimed(message):
            continue
        if problem := _problem(client, message):
            failing.add(message.hook_id)
            _failed(message, problem)
        else:
            taken += 1
            _change(message, next_try=None, taken_at=timezone.now(), problem="")
        if time.monotonic() > ends:
            break
    HookMessage.objects.filter(at__lt=timezone.now() - KEPT).delete()
    return taken


def body(message: HookMessage) -> bytes:
    """What is sent: that something happened, and never what anybody said."""
    data = {"form": message.form_id, "submission": message.head or None}
    told = {"type": message.kind, "timestamp": message.at.astimezone(UTC).isoformat(), "data": data}
    return json.dumps(told, separators=(",", ":")).encode()


def headers(message: HookMessage, content: bytes, now: datetime) -> dict[str, str]:
    """The three headers of the standard, and what kind of content it is."""
    signature = Webhook(message.hook.secret).sign(message.message, now, content.decode())
    return {
        "Content-Type": "application/json", "webhook-id": message.message,
        "webhook-timestamp": str(int(now.timestamp())), "webhook-signature": signature,
    }  # fmt: skip


def _due() -> list[HookMessage]:
    found = HookMessage.objects.filter(next_try__lte=timezone.now(), hook__stopped_at=None)
    ordered = found.select_related("hook").order_by("next_try", "at", "pk")
    return list(ordered[:AT_ONCE])


def _claimed(message: HookMessage) -> bool:
    """Whether this process may send it now; if it dies meanwhile, it is sent again later."""
    rows = HookMessage.objects.filter(pk=message.pk, tries=message.tries, taken_at=None)
    later = {"tries": message.tries + 1, "next_try": again(message.tries)}
    return bool(rows.exclude(next_try=None).update(**later))


def _problem(client: Client, message: HookMessage) -> str:
    """Why it was not taken; empty when it was."""
    content, now = body(message), datetime.now(UTC).replace(microsecond=0)
    try:
        signed = headers(message, content, now)
        answer = client.call("POST", message.hook.address, content, signed)
    except CollectorError as error:
        return str(error)
    if 200 <= answer.status < 300:
        return ""
    if answer.status == GONE:
        Hook.objects.filter(pk=message.hook_id).update(stopped_at=timezone.now())
        return "It says that it is there no more, so nothing more is sent."
    if 300 <= answer.status < 400:
        return "It wants to send us elsewhere, and that is never followed."
    return f"It answered with the status {answer.status}."


def _failed(message: HookMessage, problem: str) -> None:
    """Nothing of this hook is sent before its next try; what is a day old is given up."""
    log.warning("a system does not take what it is told: %s", problem)
    _change(message, problem=problem[:200])
    waiting = HookMessage.objects.filter(hook_id=message.hook_id).exclude(next_try=None)
    old = waiting.filter(at__lt=timezone.now() - GIVE_UP)
    old.update(next_try=None, problem=problem[:200])
    next_try = HookMessage.objects.values_list("next_try", flat=True).get(pk=message.pk)
    if next_try is not None:
        waiting.filter(next_try__lt=next_try).update(next_try=next_try)


def _change(message: HookMessage, **values: object) -> None:
    HookMessage.objects.filter(pk=message.pk).update(**values)
