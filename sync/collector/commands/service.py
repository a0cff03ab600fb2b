"""``run``, ``serve``, ``read``: what goes on all the time."""

import argparse
import logging
import signal
import socket
import sys
import time
from typing import Any

from sync.collector import keys
from sync.collector.commands.backups import hold
from sync.collector.commands.common import ready
from sync.collector.commands.setup import migrate
from sync.collector.commands.together import Together
from sync.collector.config import Config, load
from sync.collector.errors import CollectorError, ConfigError
from sync.collector.place import Place

log = logging.getLogger("collector")


def run(place: Place, given: argparse.Namespace) -> None:
    """Pages and reading worker in two processes, until a signal; restarts what falls over."""
    ready(place)
    _check_free(given.host, given.port)
    migrate()
    base = [sys.executable, "-m", "sync.collector", "--data", str(place.root)]
    serving = [*base, "serve", "--host", given.host, "--port", str(given.port)]
    address = f"http://{given.host}:{given.port}/"
    print(f"The collector answers at {address} (Ctrl+C ends it)", flush=True)
    Together({"serve": serving, "read": [*base, "read"]}).run()


def serve(place: Place, given: argparse.Namespace) -> None:
    """The web process: takes batches, shows pages. Never opens the private keys."""
    ready(place)
    _check_free(given.host, given.port)
    from sync.collector import oversize
    from sync.collector.chores import round as chores
    from sync.collector.wsgi import application

    hold(place)
    chores.start(place)
    _end_on_signal()
    oversize.serve(
        application, host=given.host, port=given.port, threads=8, ident=None,
        clear_untrusted_proxy_headers=True, **_believed(load(place)),
    )  # fmt: skip


def _believed(config: Config) -> dict[str, Any]:
    """What the web server in front may say of a request; nobody else, and without HTTPS nobody."""
    said = {"x-forwarded-proto", "x-forwarded-for"}
    return {"trusted_proxy": config.proxy, "trusted_proxy_headers": said} if config.https else {}


def tend(place: Place, given: argparse.Namespace) -> None:
    """Do once what the web process does every minute: dates of forms, alerts, reminders."""
    ready(place)
    from sync.collector.chores import round as chores

    chores.run_once(place)
    print("Everything that was due is done.")


def read(place: Place, given: argparse.Namespace) -> None:
    """The reading worker: opens what came, once or for ever."""
    ready(place)
    from django.db import DatabaseError, close_old_connections

    from sync.collector import calls, decided, scanning, search
    from sync.collector.chores.round import beat
    from sync.collector.reading import replying
    from sync.collector.reading.worker import Worker, again

    _end_on_signal()
    _with_key(place, given.once)
    if given.again:
        print(f"{again()} that were set aside are tried again.")
    config = load(place)
    hold(place)
    seen: tuple[int | None, ...] = ()
    while True:
        _with_key(place, given.once)
        worker = Worker(keys.private_keys(place), keys.current(place).council)
        try:
            worker.erase(place)
            seen = decided.keep(place, seen)
            search.fill()
            count = worker.run_once(lambda so_far: log.info("%d read so far", so_far.read))
            scanning.look(config.scan)
            calls.refresh(place)
            beat("reading")
            if count.read or count.set_aside or given.once:
                log.info("%d read, %d set aside", count.read, count.set_aside)
            if sealed := replying.answer(place, at_once=given.once):
                log.info("%d replies on their way to the kiosks", sealed)
        except DatabaseError as error:
            if given.once:
                raise
            log.error("the database does not answer: %s", type(error).__name__)
            close_old_connections()
        if given.once:
            return
        time.sleep(config.read_seconds)


def _with_key(place: Place, once: bool) -> None:
    """Once the private key is here; raises ConfigError for who does not want to wait for it."""
    said = False
    while True:
        try:
            return keys.check_reads(place)
        except ConfigError as error:
            if once:
                raise
            if not said:
                log.error("%s", error)
            said = True
        time.sleep(load(place).read_seconds)


def _check_free(host: str, port: int) -> None:
    """Whether a server may listen here; raises CollectorError."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        with socket.socket(found[0][0], socket.SOCK_STREAM) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(found[0][4])
    except (OSError, OverflowError) as error:
        raise CollectorError(
            f"The address {host} with port {port} cannot be used, most often because something"
            " else listens there; name another with --host or --port."
        ) from error


def _end_on_signal() -> None:
    """End tidily on SIGTERM; a second one changes nothing."""

    def end(*_: object) -> None:
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
        sys.exit(0)

    signal.signal(signal.SIGTERM, end)
