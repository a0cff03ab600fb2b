"""``kiosk doctor``: what is wrong with this installation, and what to do about it.

It looks and changes nothing, and can be run while the touchscreen is open. What waits and what has
arrived is for ``kiosk status``.
"""

from collections.abc import Iterator
from pathlib import Path

from kiosk.config import ConfigError, Settings
from kiosk.doctor import council, machine, store
from sync import disk
from sync.findings import Finding, Look, as_json, as_line, code, looked


def examine(settings: Settings) -> Iterator[Finding]:
    """Everything, in the order in which one thing needs another."""
    looks: dict[str, Look] = {
        "folder": lambda: disk.rights(settings.data),
        "disk": lambda: disk.room(settings.data),
        "database": lambda: store.database(settings),
        "enrolment": lambda: council.enrolment(settings),
        "network": lambda: council.network(settings),
        "wifi": lambda: machine.wifi(settings),
        "relay": lambda: council.relay(settings),
        "content": lambda: council.content(settings),
        "queue": lambda: council.queue(settings),
        "fonts": lambda: machine.drawing(settings),
        "version": lambda: machine.version(settings),
        "speech": lambda: machine.speech(settings),
        "devices": lambda: machine.devices(settings),
    }
    for name, look in looks.items():
        yield from looked(name, look)


def run(read: "Path | None", settings: "Settings | ConfigError", as_text: bool) -> int:
    """Print what is found; the exit code is 1 when anything is bad."""
    found: list[Finding] = []

    def told(finding: Finding) -> None:
        found.append(finding)
        if as_text:
            print(as_line(finding), flush=True)

    if isinstance(settings, ConfigError):
        told(Finding("settings", "bad", str(settings), "Then run doctor again."))
    else:
        where = f"The settings in {read} can be used." if read else "No settings file is named."
        told(Finding("settings", "ok", where))
        for each in examine(settings):
            told(each)
    if not as_text:
        print(as_json(found))
    return code(found)
