"""``collector doctor``: what is wrong with this installation, and what to do about it."""

import argparse
from collections.abc import Iterator

from sync import disk
from sync.collector.doctor import data, front, secrets, web
from sync.collector.place import Place
from sync.findings import Finding, Look, as_json, as_line, code, looked


def examine(place: Place) -> Iterator[Finding]:
    """Everything; what needs Django and its database comes last, and only when there is one."""
    looks: dict[str, Look] = {
        "folder": lambda: disk.rights(place.root),
        "disk": lambda: disk.room(place.root),
        "settings": lambda: web.settings(place),
        "front": lambda: front.front(place),
        "keys": lambda: secrets.keys(place),
        "reading": lambda: secrets.reading(place),
        "root": lambda: secrets.root(place),
        "build": web.build,
        "scan": lambda: web.scan(place),
        "clock": lambda: web.clock(place),
    }
    if (place.keys / "web.key").exists():
        looks |= {
            "database": lambda: data.database(place),
            "secrets": lambda: secrets.outward(place),
            "backups": lambda: data.backups(place),
            "records": lambda: data.records(place),
            "audit": lambda: data.audit(place),
            "officers": lambda: data.officers(place),
        }
    for name, look in looks.items():
        yield from looked(name, look)


def doctor(place: Place, given: argparse.Namespace) -> int:
    """Print what is found; the exit code is 1 when anything is bad."""
    found = []
    for finding in examine(place):
        found.append(finding)
        if not given.json:
            print(as_line(finding), flush=True)
    if given.json:
        print(as_json(found))
    return code(found)
