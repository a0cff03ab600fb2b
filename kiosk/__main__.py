"""The command ``kiosk``."""

import argparse
import dataclasses
import json
import logging
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from kiosk.config import ConfigError, Settings, load, named, settled
from kiosk.programs import LINE

if TYPE_CHECKING:
    from kiosk import app
    from sync.carriers.stick import Stick

EXAMPLES = """examples:
  kiosk enrol https://collector.example.org 4QX2M-...   enrol with a code from the council
  kiosk enrol --again https://... 7H3KD-...             anew, as after it was copied or revoked
  kiosk enrol                                           scan the square that the council printed
  kiosk run                                             open the touchscreen
  kiosk run --window --size 800x480                     in a window, to try it on a desk
  kiosk sync                                            send and fetch once, now
  kiosk carry out /media/stick                          when there is no network for weeks
  kiosk print                                           a slip, to see that the printer works
  kiosk pin                                             set the PIN of staff mode
  kiosk card --qr                                       a card for staff mode, as a square code
  kiosk status --json                                   what waits and what has arrived
  kiosk release status                                  what runs, and what new version is coming
  kiosk release fetch                                   bring a new version here now
  kiosk doctor                                          what is wrong, and what to do
  kiosk reset                                           forget everything, as before it is given on

settings come from one TOML file, named by --config or KIOSK_CONFIG; KIOSK_DATA and
KIOSK_COLLECTOR override it. Exit codes: 0 done, 1 could not be done, 2 wrong use."""


MOST_SCANNED = 400
"""Characters of an address and a code."""


def parser() -> argparse.ArgumentParser:
    """What can be typed after ``kiosk``."""
    top = argparse.ArgumentParser(
        prog="kiosk",
        description="The touchscreen of a library or hub: asks, saves, and sends.",
        epilog=EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    top.add_argument("--config", type=Path, help="settings file (TOML)")
    top.add_argument("--data", type=Path, help="folder of the database and the key")
    commands = top.add_subparsers(dest="command", required=True, metavar="COMMAND")
    run = commands.add_parser("run", help="open the touchscreen")
    run.add_argument("--window", action="store_true", help="in a window instead of full screen")
    run.add_argument("--size", help="window size, such as 1280x800")
    run.add_argument("--targets", type=Path, help="write where each control is, for a test robot")
    run.add_argument("--pictures", type=Path, help="save a picture of every screen here")
    enrol = commands.add_parser("enrol", help="enrol with a code from the council")
    enrol.add_argument("address", nargs="?", default="", help="the collector's address")
    enrol.add_argument(
        "code", nargs="?", default="", help="the one-time code; scanned when left out"
    )
    enrol.add_argument("--again", action="store_true", help="under a new name; what waits is kept")
    commands.add_parser("sync", help="send and fetch once")
    carry = commands.add_parser("carry", help="move the data by a USB stick")
    carry.add_argument("way", choices=["out", "in"], help="out to the council, or back in")
    carry.add_argument("stick", type=Path, help="where the stick is mounted")
    commands.add_parser("pin", help="set the PIN of staff mode; typed, or from a pipe")
    card = commands.add_parser("card", help="a card for staff mode")
    card.add_argument("--qr", action="store_true", help="also as a square code to print")
    card.add_argument("--forget", action="store_true", help="let no card in any more")
    status = commands.add_parser("status", help="what waits and what has arrived")
    status.add_argument("--json", action="store_true", help="for a script")
    release = commands.add_parser("release", help="new versions of this program")
    release.add_argument(
        "way", choices=["status", "fetch", "install", "keep", "trust", "serve"],
        help="how far one is, or bring it here now; the others are for root: see GUIDE.md",
    )  # fmt: skip
    release.add_argument("named", nargs="*", help="versions, or for trust an enrolment code")
    release.add_argument("--json", action="store_true", help="for a script")
    paper = commands.add_parser("print", help="print a slip, to see that the printer works")
    paper.add_argument("--to", default="", help="where the printer is, as the setting 'printer'")
    paper.add_argument("--width", type=int, default=0, help="dots across the paper")
    paper.add_argument("--slip", action="store_true", help="print the slip on standard input")
    reset = commands.add_parser("reset", help="forget the council and all that is kept here")
    reset.add_argument("--lose", action="store_true", help="even what nobody else has yet")
    reset.add_argument("--json", action="store_true", help="for a script")
    doctor = commands.add_parser("doctor", help="what is wrong with this kiosk, and what to do")
    doctor.add_argument("--json", action="store_true", help="for a script")
    return top


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
    from kiosk import app

    if given.command == "run":
        app.run(settings, given.targets, given.pictures)
    elif given.command == "enrol":
        _enrol(settings, given)
    elif given.command == "print":
        return _print(given, settings)
    elif given.command == "reset":
        _reset(settings, given)
    elif given.command == "carry":
        return _carry(app.Parts.make(settings), given.way, given.stick)
    elif given.command == "pin":
        _pin(app.Parts.make(settings))
    elif given.command == "card":
        _card(app.Parts.make(settings), given)
    elif given.command == "sync":
        _sync(app.Parts.make(settings))
    elif given.command == "release":
        return _release(settings, given)
    else:
        _status(app.Parts.make(settings, read_only=True), given.json)
    return 0


def _enrol(settings: Settings, given: argparse.Namespace) -> None:
    """With the code as it was typed, or scanned: a reader types what stands in the square."""
    from kiosk import app

    address, code = given.address, given.code
    if not code:
        print("Scan the square code, or type the code, then Enter.", file=sys.stderr)
        scanned = sys.stdin.readline(MOST_SCANNED).split()
        there = scanned.pop(0) if scanned and "://" in scanned[0] else settings.collector
        address, code = address or there, " ".join(scanned)
    if not address:
        raise ConfigError("Name the collector's address: kiosk enrol ADDRESS CODE")
    council = app.enrol(settings, address, code, given.again)
    print(f"Enrolled with {council}. Next: kiosk sync, then kiosk run.")
    if not settings.collector:
        print(f'Write collector = "{address}" into the settings.', file=sys.stderr)


def _sync(parts: "app.Parts") -> None:
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


def _release(settings: Settings, given: argparse.Namespace) -> int:
    """What is said of new versions, after fetching one where that was asked for."""
    from kiosk import app
    from kiosk.releases import own, told
    from kiosk.releases.shelf import Shelf

    shelf = Shelf(settings.started_from, settings.shelf)
    if given.way == "fetch":
        parts = app.Parts.make(settings)
        _sync(parts)
        updates, ways = parts.updates(), parts.ways()
        while updates.turn(ways, lambda: False):
            print(told.line(told.status(shelf, updates.own)), file=sys.stderr)
    said = told.status(shelf, own.running(shelf.folder))
    print(json.dumps(said) if given.json else told.line(said))
    return int(given.way == "fetch" and bool(said["why"]))


def _print(given: argparse.Namespace, settings: Settings) -> int:
    from kiosk.printing import job, slip

    address = given.to or settings.printer
    if not address:
        raise ConfigError('There is no printer in the settings; write printer = "network:HOST".')
    from kiosk.printing import device, paper

    asked = slip.Slip.read(sys.stdin.buffer.read()) if given.slip else slip.TRIAL
    try:
        picture = paper.picture(asked, given.width or settings.printer_width)
        device.put(device.opened(address), picture)
    except device.PrinterError as error:
        print(f"kiosk: {error}", file=sys.stderr)
        return job.NO_PAPER if isinstance(error, device.NoPaperError) else 1
    return 0


def _carry(parts: "app.Parts", way: str, root: Path) -> int:
    from sync.carriers.stick import Stick

    stick = Stick(root)
    if way == "out":
        count = parts.carry_out(stick)
        print(f"{count} submissions are on the stick. Take it out only after this line.")
        return 0
    taken, refused = parts.carry_in(stick)
    print(f"{taken} replies taken, {refused} refused; {parts.outbox.waiting} submissions wait.")
    return _bring(parts, stick)


def _bring(parts: "app.Parts", stick: "Stick") -> int:
    """The new version that may be on a stick; 1 when not all of it is here now."""
    shown = [0]

    def told(done: int, of: int) -> None:
        percent = 100 * done // of
        if sys.stderr.isatty() and percent >= shown[0] + 10:
            shown[0] = percent
            print(f"{percent} % of a new version", file=sys.stderr)

    came = parts.bring(stick, told)
    if came is None:
        return 0
    if came.whole:
        print(f"Version {came.version} is here whole; it starts between two visits.")
        return 0
    print(f"kiosk: Version {came.version} is not here yet. {came.why}", file=sys.stderr)
    return 1


def _reset(settings: Settings, given: argparse.Namespace) -> None:
    """Forget everything, and say what was looked at to know it."""
    from kiosk import clearing

    done = clearing.reset(settings, given.lose)
    if given.json:
        print(json.dumps(dataclasses.asdict(done)))
        return
    left = ", ".join(done.left) or "nothing"
    print(
        f"{done.deleted} files deleted. Left in {settings.data}: {left}. This kiosk belongs to"
        " nobody now. Ask the council to revoke its old name; then: kiosk enrol ADDRESS CODE"
    )


def _pin(parts: "app.Parts") -> None:
    """Set the PIN; it guards menus and never data."""
    import getpass

    from kiosk.store import HubState, Lock

    typed = getpass.getpass("New PIN: ") if sys.stdin.isatty() else sys.stdin.readline()
    Lock(HubState(parts.database)).set_pin(typed.strip())
    print("The PIN is set. Hold a finger on the welcome screen for three seconds to use it.")


def _card(parts: "app.Parts", given: argparse.Namespace) -> None:
    """Make a card, or forget all of them."""
    import secrets

    from kiosk.store import HubState, Lock

    lock = Lock(HubState(parts.database))
    if given.forget:
        print(f"{lock.forget_cards()} cards are let in no more.")
        return
    token = "".join(secrets.choice("0123456789ABCDEFGHJKMNPQRSTVWXYZ") for _ in range(20))
    lock.add_card(token)
    print(token)
    print("Put this on a card that a reader types, with Enter behind it.", file=sys.stderr)
    if given.qr:
        import qrcode

        square = qrcode.QRCode(border=2)
        square.add_data(token)
        square.print_ascii(invert=True)


def _status(parts: "app.Parts", as_json: bool) -> None:
    from kiosk.app import utc_text

    status = parts.outbox.status()
    if as_json:
        more = {"feed_version": parts.content.version, "called": parts.calls.since()}
        print(json.dumps(dataclasses.asdict(status) | more))
        return
    heard = utc_text(status.server_time) if status.server_time else "never"
    print(
        f"{status.waiting} saved here and waiting, {status.arrived} arrived, last heard of the"
        f" council: {heard}. Feed version {parts.content.version}."
    )
    if since := parts.calls.since():
        print(f"Somebody at the screen has asked for a person since {utc_text(since)}.")
    if status.forked:
        print(
            "Another device answers under this one's name; ask the council for a code, then"
            " run: kiosk enrol --again ADDRESS CODE. Nothing is lost."
        )
    if status.revoked:
        print(
            "The council has taken this kiosk out of use: it takes no answers. What waits goes"
            " once it is enrolled anew: kiosk enrol --again ADDRESS CODE"
        )


if __name__ == "__main__":
    sys.exit(main())
