"""The command ``kiosk``."""

import argparse
import dataclasses
import logging
import os
import sys
from collections.abc import Sequence

from kiosk.config import ConfigError, Settings, load, named, settled
from kiosk.parser import parser
from kiosk.programs import LINE


def main(arguments: list[str] | None = None) -> int:
    """Run the command; every error is one sentence on stderr and exit code 1."""
    given = parser().parse_args(arguments)
    logging.basicConfig(level=logging.WARNING, format="%(levelname)s %(name)s: %(message)s")
    for handler in logging.getLogger().handlers:
        handler.setLevel(logging.WARNING)  # Kivy sets a lower level for itself when it is imported
    if given.command == "doctor":
        return _doctor(given)
    try:
        return _dispatch(given, _settings(given), arguments)
    except KeyboardInterrupt:
        return 130
    except Exception as error:
        if not _foreseen(error):
            raise
        print(f"kiosk: {error}", file=sys.stderr)
        return 1


def _foreseen(error: Exception) -> bool:
    """Whether its message says in one sentence what is wrong and what to do."""
    if isinstance(error, ConfigError):
        return True
    from kiosk.store import StoreError  # only now, so that the supervisor stays small
    from sync.errors import SyncError

    return isinstance(error, (StoreError, SyncError))


def _doctor(given: argparse.Namespace) -> int:
    """It also says what is wrong with the settings themselves."""
    from kiosk import doctor

    try:
        settings: Settings | ConfigError = _settings(given)
    except ConfigError as error:
        settings = error
    return doctor.run(given.config or named(), settings, not given.json)


def _settings(given: argparse.Namespace) -> Settings:
    settings = load(given.config)
    changes: dict[str, object] = {"data": given.data} if given.data else {}
    if getattr(given, "window", False):
        changes["fullscreen"] = False
    if size := getattr(given, "size", None):
        width, _, height = size.partition("x")
        if not (width.isdigit() and height.isdigit()):
            raise ConfigError("The size must be written like 1280x800.")
        changes |= {"width": int(width), "height": int(height)}
    return settled(dataclasses.replace(settings, **changes))  # type: ignore[arg-type]


def _dispatch(
    given: argparse.Namespace, settings: Settings, arguments: Sequence[str] | None
) -> int:
    if given.command == "run" and settings.renew_seconds and LINE not in os.environ:
        typed = sys.argv[1:] if arguments is None else arguments
        from kiosk import supervise
        from kiosk.releases import own

        installed = own.running(settings.started_from).version
        return supervise.become(settings.shelf, settings.started_from, installed, typed)
    if given.command == "release" and given.way not in ("status", "fetch"):
        from kiosk.releases import rooting  # root runs this and nothing that it does not need

        return rooting.run(settings, given.way, given.named)
    if given.command == "run":
        from kiosk import app

        app.run(settings, given.targets, given.pictures)
        return 0
    return _done(given, settings)


def _done(given: argparse.Namespace, settings: Settings) -> int:
    """Do a command that opens no window; its exit code."""
    from kiosk.commands import council, here, stick
    from kiosk.parts import Parts

    if given.command == "enrol":
        council.enrol(settings, given)
    elif given.command == "print":
        return here.slip(settings, given)
    elif given.command == "reset":
        here.reset(settings, given)
    elif given.command == "carry":
        return stick.carry(Parts.make(settings), given.way, given.stick)
    elif given.command == "pin":
        here.pin(Parts.make(settings))
    elif given.command == "card":
        here.card(Parts.make(settings), given)
    elif given.command == "sync":
        council.sync(Parts.make(settings))
    elif given.command == "release":
        return council.release(settings, given)
    else:
        here.status(Parts.make(settings, read_only=True), given.json)
    return 0


if __name__ == "__main__":
    sys.exit(main())
