"""What can be typed after ``kiosk``."""

import argparse
from pathlib import Path

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
