"""A new version that somebody carries here on a stick, and the next one goes on where it ended."""

from dataclasses import dataclass

from kiosk.releases import note
from kiosk.releases.pieces import Called
from kiosk.releases.updates import Updates
from sync.carriers.pieces import Pieces

PATIENCE = 60.0
"""Seconds until the courier, who gives way after each of its turns, is no longer waited for."""
BUSY = "This version is being fetched at the moment; try again in a minute."


@dataclass(frozen=True)
class Came:
    """What became of the version that the council offers."""

    version: str
    whole: bool
    """It is on the shelf."""
    why: str = ""
    """Why it is not, for somebody who looks after the kiosk."""
    kept: bool = False
    """What came of it stays, and the next stick goes on from there."""


def bring(updates: Updates, stick: Pieces, called: Called) -> Came | None:
    """Bring the version on offer here, or as much of it as there is; None without any to bring.

    ``called`` says that something more urgent waits. What came stays, and the next stick or the
    network goes on from there.
    """
    offer = updates.wanted() if stick.names() else None
    if offer is None:
        return None
    with updates.turns.taken(PATIENCE) as ours:
        while ours and updates.turn(stick, called) and not called():
            pass
    version = offer.said.version
    if any(each.version == version for each in updates.shelf.versions()):
        return Came(version, True)
    said = updates.notes.read()
    return Came(version, False, said.why if ours else BUSY, ours and said.state == note.FETCHING)
