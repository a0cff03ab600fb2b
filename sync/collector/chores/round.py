"""One round of everything that is due, and a thread that goes round once a minute."""

import logging
import threading
from collections.abc import Callable

from django.db import DatabaseError, close_old_connections
from django.utils import timezone

from sync.collector import cards, feeds, sessions, turns, voices
from sync.collector.audited import chain
from sync.collector.chores import alerts, reminders, retention, statistics
from sync.collector.figures import releases
from sync.collector.forward import sending
from sync.collector.hooks import delivery
from sync.collector.local import publish
from sync.collector.models import Hub, Pulse
from sync.collector.open311 import passing
from sync.collector.place import Place
from sync.collector.publish import drafts

log = logging.getLogger("collector.chores")
EVERY_SECONDS = 60.0
NAME = "chores"


def run_once(place: Place) -> None:
    """Do what is due; doing it twice changes nothing more."""
    jobs: tuple[Callable[[], object], ...] = (
        lambda: publish.renew(place), cards.end_due, turns.tell_hubs, lambda: _rebuild(place),
        sessions.forget_old, chain.link_all,
        chain.forget_old, alerts.tell, reminders.tell, drafts.forget_old, retention.ask,
        voices.spread, statistics.look,
        lambda: releases.make_due(place), delivery.deliver, passing.pass_on, sending.forward,
    )  # fmt: skip
    for job in jobs:
        try:
            job()
        except DatabaseError as error:
            log.error("the database does not answer: %s", type(error).__name__)
            close_old_connections()
    beat(NAME)


def beat(name: str) -> None:
    """Write down that a part of the collector has done its work."""
    try:
        Pulse.objects.update_or_create(name=name, defaults={"at": timezone.now()})
    except DatabaseError as error:
        log.error("the database does not answer: %s", type(error).__name__)


def _rebuild(place: Place) -> None:
    """A form whose first or last day has come is put in or taken out of the feed."""
    for hub in Hub.objects.select_related("council"):
        feeds.rebuild(place, hub)


def start(place: Place) -> None:
    """Go round in a thread of its own for as long as the process lives."""

    def work() -> None:
        wait = threading.Event()
        while True:
            try:
                run_once(place)
            except Exception as error:  # the pages must not end because a chore did
                log.error("a chore failed: %s", type(error).__name__)
            finally:
                close_old_connections()
            wait.wait(EVERY_SECONDS)

    threading.Thread(target=work, name="chores", daemon=True).start()
