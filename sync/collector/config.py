"""Settings of one collector: ``collector.toml`` in the data folder, secrets from elsewhere."""

import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, fields
from ipaddress import ip_address
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit
from zoneinfo import available_timezones

from sync.collector import lines, secret
from sync.collector.errors import ConfigError
from sync.collector.place import Place

LIMITS = (
    "api_a_minute", "calendars_a_minute", "open311_a_minute", "openrosa_a_minute",
    "pieces_a_minute", "sync_a_minute",
)  # fmt: skip


@dataclass(frozen=True)
class Config:
    """How this collector behaves. Every field may stand in the TOML file under its own name."""

    database: str = ""
    """``postgresql://user@host/name``; empty means SQLite in the data folder.
    ``COLLECTOR_DATABASE`` overrides it, so that a password need not stand in the file."""
    hosts: tuple[str, ...] = ("localhost", "127.0.0.1", "[::1]")
    """Host names the web pages answer to."""
    https: bool = False
    """Whether people reach the pages over HTTPS; then cookies travel over nothing else."""
    address: str = ""
    """With ``https``: where people and kiosks find the pages, for ``collector doctor`` to look at;
    empty means ``https://`` and the first of ``hosts``."""
    proxy: str = "127.0.0.1"
    """With ``https``: address of the web server in front, which alone is believed when it says who
    asks and over what."""
    language: str = "en-gb"
    """Language of the officer pages."""
    time_zone: str = "Europe/London"
    """Time zone of the officer pages and of CSV files."""
    scan: tuple[str, ...] = ()
    """A program that finds viruses in what it gets as standard input, with its arguments, such as
    ``["clamdscan", "--no-summary", "-"]``; it ends with 1 when there is one."""
    audit_days: int = 2192
    """Days for which the audit log is kept: six years, within which a claim can be made; 0 keeps it
    for ever."""
    open_lines: bool = False
    """Whether PostgreSQL and e-mail on other machines may be spoken to without TLS."""
    first_password_days: int = 7
    """Days within which somebody has to use a password that they were given."""
    read_seconds: float = 2.0
    """Seconds the reading worker waits between two looks for new records."""
    max_submissions_page: int = 50
    """Submissions shown on one page of a list."""
    log_json: bool = False
    """Whether logs are lines of JSON, for a machine that gathers them."""
    mail_host: str = ""
    """Server that takes e-mail; empty means that no alert is sent. ``COLLECTOR_MAIL_PASSWORD``
    holds its password."""
    mail_port: int = 587
    """Its port."""
    mail_user: str = ""
    """Name to sign in with there; may be empty."""
    mail_tls: bool = True
    """Whether to ask it for TLS."""
    mail_from: str = "connected-society@localhost"
    """Address that alerts come from."""
    fewest_in_figures: int = 5
    """The fewest people that a published figure may stand for; at least 3."""
    figures_licence: str = ""
    """The licence that published figures are under, in the council's words."""
    quiet_hours: float = 26.0
    """Hours without a word from a kiosk until it counts as silent: a little over a day, for hubs
    that switch off at night."""
    api_a_minute: int = 600
    """Requests that one program may make in a minute, by ``/api/v1``."""
    calendars_a_minute: int = 120
    """Calendars that may be fetched from one address in a minute."""
    open311_a_minute: int = 120
    """Requests for public reports that may come from one address in a minute."""
    openrosa_a_minute: int = 600
    """Requests that one OpenRosa client may make in a minute."""
    pieces_a_minute: int = 300
    """Pieces of a new version that one kiosk may ask for in a minute."""
    sync_a_minute: int = 600
    """Batches that one kiosk may send in a minute, and enrolments that one address may ask for."""
    outside_loopback: bool = False
    """Whether what goes to other systems may go to this machine itself, without TLS: for trying
    things out. Everything else that is not on the open internet is refused in any case."""


def load(place: Place, environment: Mapping[str, str] = os.environ) -> Config:
    """Read the settings of ``place``.

    Raises:
        ConfigError: the file is not TOML, or a name or a value in it is wrong.
    """
    values = _read(place.config) if place.config.exists() else {}
    given = environment.get("COLLECTOR_DATABASE") or secret.handed("database", environment)
    if given:
        values["database"] = given
    known = {field.name for field in fields(Config)}
    for name, value in values.items():
        if name not in known:
            raise ConfigError(
                f"The setting '{name}' in {place.config} is not known; "
                f"the known ones are {', '.join(sorted(known))}."
            )
        values[name] = _converted(name, value)
    config = Config(**values)
    _check(config)
    return config


def mail_password(environment: Mapping[str, str] = os.environ) -> str:
    """The password of the mail server, which stands in no file of settings."""
    given = environment.get("COLLECTOR_MAIL_PASSWORD", "")
    return given or secret.handed("mail-password", environment)


def _check(config: Config) -> None:
    """Refuse at the start what would fail later, and with less clear words."""
    if not config.hosts:
        raise ConfigError("The setting 'hosts' must name at least one host name.")
    if "*" in config.hosts:
        raise ConfigError(
            "The setting 'hosts' must name each host name; '*' would let any site pose as this one."
        )
    if config.time_zone not in available_timezones():
        raise ConfigError(f"The setting 'time_zone' is no time zone: '{config.time_zone}'.")
    if config.fewest_in_figures < 3:
        raise ConfigError(
            "The setting 'fewest_in_figures' must be at least 3,"
            " for of two people each knows the other."
        )
    _check_proxy(config)
    lines.check(config.database, config.mail_host, config.mail_tls, config.open_lines)
    for name in (
        "first_password_days",
        "read_seconds",
        "max_submissions_page",
        "mail_port",
        "quiet_hours",
        *LIMITS,
    ):
        if getattr(config, name) <= 0:
            raise ConfigError(f"The setting '{name}' must be more than 0.")


def _check_proxy(config: Config) -> None:
    try:
        ip_address(config.proxy)
    except ValueError as error:
        raise ConfigError(
            f"The setting 'proxy' must be the address of one machine, such as 127.0.0.1; it is"
            f" {config.proxy!r}."
        ) from error


def database(config: Config, place: Place) -> dict[str, Any]:
    """The database as Django wants it described.

    Raises:
        ConfigError: the address is not one of a PostgreSQL database.
    """
    if not config.database:
        return _sqlite(place.database)
    parts = urlsplit(config.database)
    if parts.scheme not in ("postgresql", "postgres") or not parts.path.strip("/"):
        raise ConfigError(
            "The setting 'database' must look like postgresql://user:password@host/name."
        )
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": parts.path.strip("/"),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": parts.hostname or "",
        "PORT": str(parts.port or ""),
        "OPTIONS": lines.options(config.database),
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
    }


def _sqlite(path: Path) -> dict[str, Any]:
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": str(path),
        "OPTIONS": {
            "timeout": 30,
            "transaction_mode": "IMMEDIATE",
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;"
            " PRAGMA secure_delete=ON;",
        },
    }


def _read(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise ConfigError(f"{path} cannot be read; check its rights.") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ConfigError(f"{path} is not valid TOML: {error}.") from error


def _converted(name: str, value: Any) -> Any:
    default = getattr(Config, name)
    if isinstance(default, tuple) and isinstance(value, list):
        return tuple(str(item) for item in value)
    if isinstance(default, float) and isinstance(value, int) and not isinstance(value, bool):
        return float(value)
    if type(value) is not type(default):
        raise ConfigError(
            f"The setting '{name}' must be of the kind {type(default).__name__}; it is {value!r}."
        )
    return value
