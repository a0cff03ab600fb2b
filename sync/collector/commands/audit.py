"""``audit``: whether the audit log is whole, and where it ends."""

import argparse

from sync.collector.commands.common import ready
from sync.collector.errors import CollectorError
from sync.collector.place import Place


def arguments(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """What stands after ``audit``."""
    command = commands.add_parser("audit", help="whether the audit log is whole")
    command.set_defaults(work=audit)


def audit(place: Place, given: argparse.Namespace) -> None:
    """Say the end of each log, to be written down; raises CollectorError when one is not whole."""
    ready(place)
    from sync.collector.audited import chain, notes

    chain.link_all()
    broken = []
    for found in notes.examine(place):
        print(
            f"{found.council.name}: {found.count} entries, the last is {found.place} {found.link}"
        )
        if found.broken is not None:
            broken.append(f"{found.council.name} from entry {found.broken}")
    if broken:
        raise CollectorError(f"The audit log is not as it was written: {', '.join(broken)}.")
