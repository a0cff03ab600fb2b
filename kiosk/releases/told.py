"""How far a new version is, as the council and whoever looks after the kiosk hear it."""

from typing import Any

from kiosk.releases import note
from kiosk.releases.note import Notes
from kiosk.releases.own import Running
from kiosk.releases.shelf import Shelf
from sync.health import Update
from sync.releases import versions

STATES = {
    note.FETCHING: Update.FETCHING, note.REFUSED: Update.REFUSED, note.NO_ROOM: Update.NO_ROOM,
}  # fmt: skip


def standing(shelf: Shelf, runs: Running) -> tuple[Update, str]:
    """The state of the newest version that is not running yet, read from the disk."""
    said = Notes(shelf.own).read()
    failed = [each for each in shelf.bad() if versions.newer(each, runs.version)]
    ready = shelf.newest(runs.version)
    if said.state in STATES and not (failed and versions.newer(failed[-1], said.version)):
        return STATES[said.state], said.version
    if ready is not None and not (failed and versions.newer(failed[-1], ready.version)):
        return Update.READY, ready.version
    return (Update.NO_START, failed[-1]) if failed else (Update.NONE, "")


def status(shelf: Shelf, runs: Running) -> dict[str, Any]:
    """All that is known, for a script."""
    said = Notes(shelf.own).read()
    update, version = standing(shelf, runs)
    return {
        "runs": runs.version, "platform": runs.platform, "folder": str(runs.folder),
        "shelf": [each.version for each in shelf.versions()], "bad": shelf.bad(),
        "state": update.name.lower(), "version": version, "fetched": said.fetched,
        "size": said.size, "why": said.why, "refused": sorted(set(said.refused.values())),
    }  # fmt: skip


def line(said: dict[str, Any]) -> str:
    """The same for a person."""
    far = f" {said['fetched'] / 1e6:.1f} of {said['size'] / 1e6:.1f} MB are here."
    words = {
        "none": "There is no newer version here.",
        "fetching": f"{said['version']} is on its way.{far if said['size'] else ''}",
        "ready": f"{said['version']} is here whole; it starts between two visits.",
        "no_start": f"{said['version']} did not start here and is not tried again.",
        "refused": f"{said['version']} was refused and is not fetched again.",
        "no_room": f"{said['version']} waits for room on the disk.",
    }
    why = f" {said['why']}" if said["why"] else ""
    return f"{said['runs']} runs, for {said['platform']}. {words[said['state']]}{why}"
