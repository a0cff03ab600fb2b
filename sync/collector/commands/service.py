"""``run``, ``serve``, ``read``: what goes on all the time."""

import argparse
import logging
import signal
import subprocess
import sys
import threading
import time

from sync.collector import keys
from sync.collector.commands.common import ready
from sync.collector.commands.setup import migrate
from sync.collector.config import load
from sync.collector.place import Place

log = logging.getLogger("collector")


def run(place: Place, given: argparse.Namespace) -> int:
    """Pages and reading worker in two processes, until a signal; restarts what falls over."""
    ready(place)
    migrate()
    base = [sys.executable, "-m", "sync.collector", "--data", str(place.root)]
    serving = [*base, "serve", "--host", given.host, "--port", str(given.port)]
    commands = {"serve": serving, "read": [*base, "read"]}
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    processes = {name: subprocess.Popen(command) for name, command in commands.items()}
    print(f"The collector answers at http://{given.host}:{given.port}/ (Ctrl+C ends it)")
    try:
        while not stop.wait(0.5):
            for name, process in processes.items():
                if process.poll() is not None:
                    log.error("%s ended with %s and is started again", name, process.returncode)
                    time.sleep(1)
                    processes[name] = subprocess.Popen(commands[name])
    finally:
        for process in processes.values():
            process.terminate()
        for process in processes.values():
            process.wait(timeout=30)
    return 0


def serve(place: Place, given: argparse.Namespace) -> None:
    """The web process: takes batches, shows pages. Never opens the private keys."""
    ready(place)
    from waitress import serve as forever

    from sync.collector.wsgi import application

    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    forever(
        application, host=given.host, port=given.port, threads=8, ident=None,
        max_request_body_size=1 << 20, clear_untrusted_proxy_headers=True,
    )  # fmt: skip


def read(place: Place, given: argparse.Namespace) -> None:
    """The reading worker: opens what came, once or for ever."""
    ready(place)
    from django.db import DatabaseError, close_old_connections

    from sync.collector.reading.worker import Worker

    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    config = load(place)
    worker = Worker(keys.private_keys(place))
    while True:
        try:
            count = worker.run_once(lambda so_far: log.info("%d read so far", so_far.read))
            if count.read or count.set_aside or given.once:
                log.info("%d read, %d set aside", count.read, count.set_aside)
        except DatabaseError as error:
            if given.once:
                raise
            log.error("the database does not answer: %s", type(error).__name__)
            close_old_connections()
        if given.once:
            return
        time.sleep(config.read_seconds)
