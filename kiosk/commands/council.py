"""Commands that reach the council: enrol, sync, and new versions of this program."""

import argparse
import json
import sys

from kiosk import enrolled
from kiosk.config import ConfigError, Settings
from kiosk.parts import Parts
from kiosk.releases import own, told
from kiosk.releases.shelf import Shelf

MOST_SCANNED = 400
"""Characters of an address and a code."""


def enrol(settings: Settings, given: argparse.Namespace) -> None:
    """With the code as it was typed, or scanned: a reader types what stands in the square."""
    address, code = given.address, given.code
    if not code:
        print("Scan the square code, or type the code, then Enter.", file=sys.stderr)
        scanned = sys.stdin.readline(MOST_SCANNED).split()
        there = scanned.pop(0) if scanned and "://" in scanned[0] else settings.collector
        address, code = address or there, " ".join(scanned)
    if not address:
        raise ConfigError("Name the collector's address: kiosk enrol ADDRESS CODE")
    council = enrolled.enrol(settings, address, code, given.again)
    print(f"Enrolled with {council}. Next: kiosk sync, then kiosk run.")
    if not settings.collector:
        print(f'Write collector = "{address}" into the settings.', file=sys.stderr)


def sync(parts: Parts) -> None:
    """Send and fetch until nothing is left to send; raises SyncError, StoreError."""
    if not parts.addresses:
        raise ConfigError(
            'The collector\'s address is not set; write collector = "https://..." into the'
            " settings file, or set KIOSK_COLLECTOR."
        )
    ways, sent = parts.ways(), 0
    while True:
        outcome = parts.exchange(ways)
        sent += outcome.sent
        if outcome.complete:
            break
        print(f"{sent} sent, {outcome.waiting} waiting", file=sys.stderr)
    print(f"{sent} sent, {outcome.waiting} waiting, feed version {outcome.feed_version}.")


def release(settings: Settings, given: argparse.Namespace) -> int:
    """What is said of new versions, after fetching one where that was asked for."""
    shelf = Shelf(settings.started_from, settings.shelf)
    if given.way == "fetch":
        parts = Parts.make(settings)
        sync(parts)
        updates, ways = parts.updates(), parts.ways()
        while updates.turn(ways, lambda: False):
            print(told.line(told.status(shelf, updates.own)), file=sys.stderr)
    said = told.status(shelf, own.running(shelf.folder))
    print(json.dumps(said) if given.json else told.line(said))
    return int(given.way == "fetch" and bool(said["why"]))
