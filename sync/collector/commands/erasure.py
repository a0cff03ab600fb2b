"""``erase``: forget what was said under a reference, for good."""

import argparse
from contextlib import suppress

from sync import reference
from sync.collector import keys
from sync.collector.commands.common import council, ready
from sync.collector.errors import CollectorError, ConfigError, NotFound
from sync.collector.place import Place
from sync.errors import ReferenceError


def erase(place: Place, given: argparse.Namespace) -> None:
    """Read what has come, then erase what the reference opens."""
    ready(place)
    from sync.collector import calls
    from sync.collector.reading import erasing, replying
    from sync.collector.reading.worker import Worker

    try:
        wanted = reference.read(given.reference)
    except ReferenceError as error:
        raise CollectorError(str(error)) from error
    worker = Worker(keys.private_keys(place), keys.current(place).council)
    with suppress(ConfigError):  # without the key it would set everything aside
        keys.check_reads(place)
        worker.run_once()
    if not erasing.ask(council(given.council).pk, wanted):
        raise NotFound(
            "Nothing with this reference is here; it may still be on its way. Try again once"
            " its kiosk has synced."
        )
    worker.erase(place)
    replying.answer(place)
    calls.refresh(place)
    if erasing.waiting():
        raise CollectorError(
            "It is noted, and is erased as soon as the reading machine has its keys again."
        )
    print(
        "Erased: the answers, their files, what was replied, and the sealed bytes. Copies that were"
    )
    print("made before still have it until three newer ones take their place; make them with")
    print("'collector backup'. Whichever is restored, it is erased again before anybody reads it.")
