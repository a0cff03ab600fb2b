"""``init``, ``adduser``, ``addhub``, ``code``: what is done once, or seldom."""

import argparse
import getpass
import os
import sys
from datetime import timedelta

from sync.collector import keys, secret
from sync.collector.commands.common import council, hub, ready
from sync.collector.errors import CollectorError, ConfigError
from sync.collector.place import Place, here

CODE_DAYS = 7
SETTINGS = """# Settings of this collector; every line is a default. See the README for all of them.
# database = "postgresql://collector@localhost/collector"
# hosts = ["collector.example.org"]
# https = true
"""


def init(place: Place, given: argparse.Namespace) -> None:
    """Make keys, database, council and its first hub; one that was cut short is finished."""
    if not (place.keys / "web.key").exists():
        _make_keys(place)
    ready(place)
    migrate()
    from django.db import transaction

    from sync.collector.models import Council

    if Council.objects.exists():
        raise ConfigError(f"There is a collector in {place.root} already; nothing was changed.")
    with transaction.atomic():
        made = Council.objects.create(name=given.council, second_factor=not given.one_step)
        made.hubs.create(name=given.hub)
    print(f"Made a collector for {made.name} in {place.root}, with the hub {given.hub}.")
    if made.second_factor:
        print("To sign in, everybody needs a telephone that makes codes beside the password.")
    print(f"Keep {place.reading} safe and apart: who has it can read everything, and without it")
    print("nobody can. Next: collector adduser NAME, collector publish FILE.xlsx, collector code")


def _make_keys(place: Place) -> None:
    place.root.mkdir(mode=0o700, parents=True, exist_ok=True)
    keys.make(place)
    if not place.config.exists():
        place.config.write_text(SETTINGS, encoding="utf-8")
    if not secret.database_keys(place):
        secret.make_database_key(place)
    secret.make_web_secret(place)  # last: its presence says that the others are there


def migrate() -> None:
    """Bring the database to the newest shape; nothing of the old one is left beside it."""
    from django.core.management import call_command
    from django.db import connection

    from sync.collector import kept

    call_command("migrate", verbosity=0, interactive=False)
    kept.ensure_key(here())
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("pragma wal_checkpoint(truncate)")


def renew_shape(place: Place, given: argparse.Namespace) -> None:
    """As ``run`` does at its start, for who starts ``serve`` and ``read`` by themselves."""
    ready(place)
    migrate()
    print("The database has the shape of this version.")


def adduser(place: Place, given: argparse.Namespace) -> None:
    """Make an account, or give an account a new password."""
    ready(place)
    from django.contrib.auth.models import User
    from django.contrib.auth.password_validation import validate_password
    from django.core.exceptions import ValidationError

    from sync.collector.models import Officer

    owner, password = council(given.council), _password(given)
    try:
        somebody = User(username=given.name)
        Officer(user=somebody, council=owner)  # whose words a password may not be made of
        validate_password(password, somebody)
    except ValidationError as error:
        raise CollectorError(" ".join(error.messages)) from error
    user, _ = User.objects.get_or_create(username=given.name)
    user.set_password(password)
    user.save()
    own = {"first_password": False, "first_password_until": None}
    Officer.objects.update_or_create(
        user=user, defaults={"council": owner, "role": given.role, **own}
    )
    print(f"{given.name} can sign in for {owner.name}.")


def _password(given: argparse.Namespace) -> str:
    if given.password_env:
        return os.environ.get(given.password_env, "")
    if given.password_stdin or not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\n")
    return getpass.getpass("Password: ")


def _draw(text: str) -> None:
    """As a QR code that a scanner types, where a keyboard is not at hand."""
    import qrcode

    square = qrcode.QRCode(border=2)
    square.add_data(text)
    square.print_ascii(invert=True)


def addcouncil(place: Place, given: argparse.Namespace) -> None:
    """Make one more council: a tenant of its own, with its first hub."""
    ready(place)
    from django.db import transaction

    from sync.collector import feeds
    from sync.collector.models import Council

    if Council.objects.filter(name=given.name).exists():
        raise CollectorError(f"There is a council named {given.name} already.")
    with transaction.atomic():
        made = Council.objects.create(name=given.name, second_factor=not given.one_step)
        hub = made.hubs.create(name=given.hub)
        feeds.rebuild(place, hub)
    print(f"The council {made.name} is there, with the hub {hub.name}.")


def addhub(place: Place, given: argparse.Namespace) -> None:
    """Make a hub."""
    ready(place)
    from sync.collector import feeds

    owner = council(given.council)
    made, _ = owner.hubs.get_or_create(name=given.name)
    feeds.rebuild(place, made)
    print(f"The hub {made.name} is there.")


def code(place: Place, given: argparse.Namespace) -> None:
    """Print a one-time code for a new kiosk."""
    ready(place)
    from django.utils import timezone

    from sync.collector.models import EnrolmentCode
    from sync.enrolment import Code

    owner = council(given.council)
    where = hub(owner, given.hub)
    made = Code.new(keys.current(place).root)
    EnrolmentCode.objects.create(
        council=owner, hub=where, lookup=made.lookup.hex(), secret=made.secret,
        expires_at=timezone.now() + timedelta(days=CODE_DAYS),
    )  # fmt: skip
    print(made)
    if given.qr:
        _draw(f"{given.address} {made}".strip())
    print(
        f"For one kiosk in {where.name}, within {CODE_DAYS} days: kiosk enrol ADDRESS {made}",
        file=sys.stderr,
    )
