"""Commands for this kiosk alone: its printer, its door for staff, what waits, and forgetting."""

import argparse
import dataclasses
import json
import sys

from kiosk.config import ConfigError, Settings
from kiosk.parts import Parts, utc_text
from kiosk.store import HubState, Lock


def slip(settings: Settings, given: argparse.Namespace) -> int:
    """Print a slip; the exit code, of which ``job.NO_PAPER`` says that paper is out."""
    from kiosk.printing import job
    from kiosk.printing.slip import TRIAL, Slip

    address = given.to or settings.printer
    if not address:
        raise ConfigError('There is no printer in the settings; write printer = "network:HOST".')
    from kiosk.printing import device, paper

    asked = Slip.read(sys.stdin.buffer.read()) if given.slip else TRIAL
    try:
        picture = paper.picture(asked, given.width or settings.printer_width)
        device.put(device.opened(address), picture)
    except device.PrinterError as error:
        print(f"kiosk: {error}", file=sys.stderr)
        return job.NO_PAPER if isinstance(error, device.NoPaperError) else 1
    return 0


def reset(settings: Settings, given: argparse.Namespace) -> None:
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


def pin(parts: Parts) -> None:
    """Set the PIN; it guards menus and never data."""
    import getpass

    typed = getpass.getpass("New PIN: ") if sys.stdin.isatty() else sys.stdin.readline()
    Lock(HubState(parts.database)).set_pin(typed.strip())
    print("The PIN is set. Hold a finger on the welcome screen for three seconds to use it.")


def card(parts: Parts, given: argparse.Namespace) -> None:
    """Make a card, or forget all of them."""
    import secrets

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


def status(parts: Parts, as_json: bool) -> None:
    """What waits and what has arrived, in sentences or for a script."""
    now = parts.outbox.status()
    if as_json:
        more = {"feed_version": parts.content.version, "called": parts.calls.since()}
        print(json.dumps(dataclasses.asdict(now) | more))
        return
    heard = utc_text(now.server_time) if now.server_time else "never"
    print(
        f"{now.waiting} saved here and waiting, {now.arrived} arrived, last heard of the"
        f" council: {heard}. Feed version {parts.content.version}."
    )
    if since := parts.calls.since():
        print(f"Somebody at the screen has asked for a person since {utc_text(since)}.")
    if now.forked:
        print(
            "Another device answers under this one's name; ask the council for a code, then"
            " run: kiosk enrol --again ADDRESS CODE. Nothing is lost."
        )
    if now.revoked:
        print(
            "The council has taken this kiosk out of use: it takes no answers. What waits goes"
            " once it is enrolled anew: kiosk enrol --again ADDRESS CODE"
        )
