"""Talks to the printer: asks whether it is there and has paper, sends the picture, asks again.

Runs in a process of its own (``kiosk print``): python-escpos takes 11 MiB and most of a second, and
a driver may hang.
"""

import os
import tempfile
from typing import Any

from PIL import Image

STRIP = 128
"""Rows sent at once: little is left in a printer that stops."""
ANSWER_SECONDS = 4.0
FORGET = b"\x10\x05\x02"
"""DLE ENQ 2: recover from an error and clear what was received. So that paper put in later does not
print what somebody else was given."""


_own = tempfile.TemporaryDirectory(prefix="kiosk-print-")


class PrinterError(Exception):
    """The printer did not print; the message says why, for staff."""


class NoPaperError(PrinterError):
    """The printer has no paper."""


def opened(address: str) -> Any:
    """A printer of python-escpos at an address such as the setting ``printer``.

    Raises:
        PrinterError: it is not there.
    """
    # Its list of printers is kept as a pickle, which is loaded from wherever this points.
    os.environ["ESCPOS_CAPABILITIES_PICKLE_DIR"] = _own.name
    from escpos import printer

    kind, _, rest = address.partition(":")
    try:
        if kind == "network":
            host, _, port = rest.partition(":")
            made: Any = printer.Network(host, int(port or 9100), timeout=ANSWER_SECONDS)
        elif kind == "usb":
            vendor, _, product = rest.partition(":")
            made = printer.Usb(int(vendor, 16), int(product, 16), timeout=4000)
        else:
            made = printer.File(rest)
        made.open()
    except Exception as error:  # the library raises its own and its drivers' errors
        raise PrinterError(f"The printer at {address} cannot be opened: {error}") from None
    return made


def put(device: Any, paper: Image.Image) -> None:
    """Print a picture and cut.

    Raises:
        NoPaperError: there was none before, or none after.
        PrinterError: it is off, or went away meanwhile.
    """
    try:
        _ready(device)
        device.hw("INIT")
        device.image(paper, impl="bitImageRaster", fragment_height=STRIP)
        device.cut()
        _ready(device)
    except PrinterError:
        _forget(device)
        raise
    except Exception as error:  # the library raises its own and its drivers' errors
        _forget(device)
        raise PrinterError(f"The printer stopped: {type(error).__name__}") from None


def _ready(device: Any) -> None:
    """Raises PrinterError unless it is on and has paper; one that cannot say is taken to be."""
    from escpos.escpos import Escpos

    if type(device)._read is Escpos._read:
        return  # what is written to as a file has no way back
    paper, online = device.paper_status(), device.is_online()
    if paper == 0:
        raise NoPaperError("The printer has no paper.")
    if not online:
        raise PrinterError("The printer is off line; its cover may be open.")


def _forget(device: Any) -> None:
    try:
        device._raw(FORGET)
    except Exception:
        return  # it is gone; there is nothing to forget
