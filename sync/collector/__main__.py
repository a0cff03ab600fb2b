"""The command ``collector``."""

import argparse
import logging
import sys
from pathlib import Path
from typing import TypeAlias

from django.db import DatabaseError

from sync.collector import doctor, keys
from sync.collector.commands import (
    area,
    audit,
    backups,
    calls,
    carry,
    clients,
    content,
    erasure,
    exporting,
    figures,
    hub,
    listings,
    recovery,
    releases,
    renewal,
    service,
    setup,
    slips,
    tokens,
)
from sync.collector.errors import CollectorError
from sync.collector.place import Place, here

EXAMPLES = """examples:
  collector init --council "Anytown Council" --hub "Central Library"
  collector migrate                              the database to the shape of this version
  collector adduser amina --role officer
  collector addcouncil "Otherton Council" --hub "Otherton Library"
  collector addhub "North Library"
  collector publish consultation.xlsx            to the kiosks of every hub
  collector publish survey.xlsx --hub "North Library"
  collector code --hub "Central Library"         a one-time code for a new kiosk
  collector run --port 8800                      pages, sync and reading
  collector serve --host 0.0.0.0 --port 8800     only pages and sync
  collector read --once                          only reading, and once
  collector tend                                 dates, alerts and reminders that are due now
  collector carry in /media/stick                what a USB stick brings
  collector show --json                          what the council holds
  collector devices --revoke 1f3a                take nothing more from this kiosk
  collector devices --readmit 1f3a               take from it again
  collector carry in /media/card --from-revoked  what waits on the card of a kiosk that came back
  collector calls on ask_for_help                hub staff may call who agreed to it
  collector calls code "Sam" --hub "Central Library"
  collector keys                                 the keys that hold now
  collector keys --renew receipt feed            new ones; every kiosk learns of them by itself
  collector keys split --shares 5 --need 3 --into pages.html
  collector keys join                            type the words of enough pages
  collector keys --renew database                secrets of other systems under a new key
  collector erase HAZEL-4821-FERN-OTTER-PLUM     forget it for good, as a resident asked
  collector export high_street --out answers.xlsx
  collector export high_street --format ndjson --out - | head
  collector export high_street --dictionary --out columns.csv
  collector figures high_street                  what was released, and what waits
  collector figures high_street --release --by language
  collector figures high_street --out figures.zip
  collector figures high_street --play-back      on the kiosks of the hubs that took part
  collector compare national.csv                 what people said elsewhere, beside it
  collector census residents.csv                 who lives here, beside who was heard
  collector doctor                               what is wrong, and what to do
  collector notice add --title "Warm hub" --text "Soup from noon" --days 3
  collector notice down 1f3a                     take it down everywhere
  collector crisis on --text "The river is high. The library is open all night."
  collector crisis off
  collector events library.ics --hub "Central Library"
  collector events --down library                take it from the kiosks
  collector directory services.json              who helps: Open Referral UK (HSDS-UK 3.0)
  collector directory --list
  collector place councillors councillors.csv    My place: wards, who speaks for them, pictures
  collector place postcodes ONSPD.csv            those of the wards, out of the whole country's
  collector place decisions decisions.csv
  collector place speaking speaking.csv          how to speak at a meeting
  collector client add "Tablet 1"                a name and password for ODK Collect
  collector client revoke or-1f3a5b7c            take nothing more from it
  collector slips budget_2027 --count 200 --into slips.html
  collector slips budget_2027                    how many were made and used
  collector token add "Case management"          let a program of the council read
  collector token revoke cs_1f3a5b7c9d0e2f4a     let it read no more
  collector release make connected-society-kiosk_0.6.0_amd64.deb
  collector release sign kiosk-0.6.0-amd64-cp311-glibc.release
  collector release publish kiosk-0.6.0-amd64-cp311-glibc.release --hub "Central Library"
  collector release list --json                  versions, and what a kiosk fetches for each
  collector release withdraw 0.6.0               offer it no more
  collector audit                                whether the audit log is whole, and its end
  collector backup                               copy the data and check the copy
  collector restore 20261124-030000-000000.db    set it back; kiosks send the rest again

data stands in one folder: --data, COLLECTOR_DATA, or /var/lib/connected-society/collector.
Exit codes: 0 done, 1 could not be done, 2 wrong use."""
Commands: TypeAlias = "argparse._SubParsersAction[argparse.ArgumentParser]"
ROLES = ("officer", "publisher", "protection", "administrator")


def parser() -> argparse.ArgumentParser:
    """What can be typed after ``collector``."""
    top = argparse.ArgumentParser(
        prog="collector", epilog=EXAMPLES, formatter_class=argparse.RawDescriptionHelpFormatter,
        description="The council's side: publishes forms, takes in what is said, shows it.",
    )  # fmt: skip
    top.add_argument("--data", type=Path, help="data folder")
    top.add_argument("--council", help="which council, where there are several")
    commands: Commands = top.add_subparsers(dest="command", required=True, metavar="COMMAND")
    _setup(commands)
    _service(commands)
    _content(commands)
    hub.arguments(commands)
    figures.arguments(commands)
    listings.arguments(commands)
    area.arguments(commands)
    clients.arguments(commands)
    slips.arguments(commands)
    tokens.arguments(commands)
    releases.arguments(commands)
    audit.arguments(commands)
    calls.arguments(commands)
    for name, command in commands.choices.items():
        _complete(name, command)
    return top


def _complete(name: str, command: argparse.ArgumentParser) -> None:
    """What every command takes after its name too, and its lines of the examples."""
    command.add_argument("--data", type=Path, default=argparse.SUPPRESS, help="data folder")
    if name != "init":
        command.add_argument("--council", default=argparse.SUPPRESS, help="which council")
    lines = [line for line in EXAMPLES.splitlines() if line.split()[:2] == ["collector", name]]
    command.epilog = "\n".join(["examples:", *lines])
    command.formatter_class = argparse.RawDescriptionHelpFormatter


def _setup(commands: Commands) -> None:
    init = commands.add_parser("init", help="make a new collector")
    init.add_argument("--council", required=True, help="its name")
    init.add_argument("--hub", default="Central Library", help="name of the first hub")
    _steps(init)
    init.set_defaults(work=setup.init)
    migrate = commands.add_parser("migrate", help="bring the database to this version's shape")
    migrate.set_defaults(work=setup.renew_shape)
    adduser = commands.add_parser("adduser", help="let an officer sign in")
    adduser.add_argument("name")
    adduser.add_argument("--role", choices=ROLES, default="officer")
    adduser.add_argument("--password-stdin", action="store_true", help="read it from a pipe")
    adduser.add_argument("--password-env", metavar="VARIABLE", help="read it from a variable")
    adduser.set_defaults(work=setup.adduser)
    addcouncil = commands.add_parser("addcouncil", help="make one more council")
    addcouncil.add_argument("name")
    addcouncil.add_argument("--hub", default="Central Library", help="name of its first hub")
    _steps(addcouncil)
    addcouncil.set_defaults(work=setup.addcouncil)
    addhub = commands.add_parser("addhub", help="make a hub")
    addhub.add_argument("name")
    addhub.set_defaults(work=setup.addhub)
    code = commands.add_parser("code", help="a one-time code for a new kiosk")
    code.add_argument("--hub", help="where it will stand")
    code.add_argument("--qr", action="store_true", help="also as a square for a scanner")
    code.add_argument("--address", default="", help="with --qr: where kiosks find the collector")
    code.set_defaults(work=setup.code)
    renew = commands.add_parser("keys", help="which keys hold, and new ones in their place")
    renew.add_argument(
        "--renew", nargs="+", default=[], choices=[*keys.NAMES, renewal.DATABASE, "all"],
        help="which to make anew",
    )  # fmt: skip
    renew.add_argument("--json", action="store_true", help="for a script")
    renew.set_defaults(work=renewal.renewal)
    recovery.arguments(renew)
    examine = commands.add_parser("doctor", help="what is wrong here, and what to do")
    examine.add_argument("--json", action="store_true", help="for a script")
    examine.set_defaults(work=doctor.doctor)
    backup = commands.add_parser("backup", help="copy the data and check the copy")
    backup.set_defaults(work=backups.backup)
    restore = commands.add_parser("restore", help="set the database back to a copy")
    restore.add_argument("copy", help="its name, as 'collector backup' printed it")
    restore.set_defaults(work=backups.restore)


def _steps(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--one-step", action="store_true",
        help="a password is enough to sign in, as for trying things out",
    )  # fmt: skip


def _service(commands: Commands) -> None:
    for name, work, text in (
        ("run", service.run, "pages, sync and reading in one command"),
        ("serve", service.serve, "only pages and sync, without any private key"),
    ):
        command = commands.add_parser(name, help=text)
        command.add_argument("--host", default="127.0.0.1")
        command.add_argument("--port", type=int, default=8800)
        command.set_defaults(work=work)
    tend = commands.add_parser("tend", help="dates of forms, alerts, reminders: what is due now")
    tend.set_defaults(work=service.tend)
    read = commands.add_parser("read", help="only the reading worker")
    read.add_argument("--once", action="store_true", help="open what is there, then end")
    read.add_argument("--again", action="store_true", help="also what was set aside before")
    read.set_defaults(work=service.read)


def _content(commands: Commands) -> None:
    publish = commands.add_parser("publish", help="publish XLSForm spreadsheets")
    publish.add_argument("files", type=Path, nargs="+", metavar="FILE.xlsx")
    publish.add_argument(
        "--hub", action="append", help="only to the kiosks of this hub; may stand several times"
    )
    publish.add_argument("--media", type=Path, help="folder of the files that the forms name")
    publish.add_argument("--camera", action="store_true", help="those kiosks have a camera")
    publish.add_argument("--microphone", action="store_true", help="and a microphone")
    publish.set_defaults(work=content.publish)
    _export(commands)
    stick = commands.add_parser("carry", help="take in what a USB stick brings")
    stick.add_argument("way", choices=["in"])
    stick.add_argument("stick", type=Path, help="where the stick is mounted")
    stick.add_argument(
        "--from-revoked", action="store_true", help="also what comes from revoked kiosks"
    )
    stick.add_argument(
        "--no-releases", action="store_true", help="without new versions of the kiosks' program"
    )
    stick.set_defaults(work=carry.carry)
    erase = commands.add_parser("erase", help="forget what was said under a reference")
    erase.add_argument("reference", help="its words or its sixteen digits")
    erase.set_defaults(work=erasure.erase)
    show = commands.add_parser("show", help="what the council holds")
    show.add_argument("--json", action="store_true", help="for a script")
    show.set_defaults(work=content.show)
    devices = commands.add_parser("devices", help="the kiosks")
    devices.add_argument("--revoke", metavar="ID", help="take nothing more from this kiosk")
    devices.add_argument("--readmit", metavar="ID", help="take from a revoked kiosk again")
    devices.add_argument("--json", action="store_true", help="for a script")
    devices.set_defaults(work=content.devices)


def _export(commands: Commands) -> None:
    export = commands.add_parser("export", help="answers to a form as a file")
    export.add_argument("form", help="its form_id")
    export.add_argument("--format", choices=exporting.KINDS, help="else as the file's ending says")
    export.add_argument("--out", type=Path, metavar="FILE", help="- is the standard output")
    export.add_argument(
        "--csv", type=Path, metavar="FILE", help="short for --format csv --out FILE"
    )
    export.add_argument("--codes", action="store_true", help="names and codes, for a script")
    export.add_argument(
        "--dictionary", action="store_true", help="what the columns mean, in place of the answers"
    )
    export.add_argument("--json", action="store_true", help="say for a script what was written")
    export.set_defaults(work=exporting.export)


def main(arguments: list[str] | None = None) -> int:
    """Run the command; every error is one sentence on stderr and exit code 1."""
    given = parser().parse_args(arguments)
    logging.basicConfig(level=logging.INFO, format="%(levelname)s %(name)s: %(message)s")
    place = Place(given.data.absolute()) if given.data else here()
    try:
        return given.work(place, given) or 0
    except (CollectorError, OSError) as error:
        print(f"collector: {error}", file=sys.stderr)
        return 1
    except DatabaseError as error:
        reason = str(error).partition("\n")[0]
        print(f"collector: the database cannot be used, nothing is lost: {reason}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main())
