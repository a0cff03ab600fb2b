"""Lines to other machines, to PostgreSQL and the mail server, which have to be of TLS."""

from ipaddress import ip_address
from urllib.parse import parse_qsl, urlsplit

from sync.collector.errors import ConfigError

BEST = "verify-full"
MODES = ("disable", "allow", "prefer", "require", "verify-ca", BEST)
"""``sslmode`` of libpq; only the best knows whom it speaks to. PostgreSQL 17, section 32.19."""
OPTIONS = ("sslmode", "sslrootcert")


def check(database: str, mail_host: str, mail_tls: bool, open_lines: bool) -> None:
    """Refuse at the start what could be read on its way, or answered by somebody else.

    Raises:
        ConfigError: TLS is missing, and the settings do not say that it may be.
    """
    mode = options(database).get("sslmode", BEST)
    if mode not in MODES:
        raise ConfigError(f"The sslmode of 'database' must be one of {', '.join(MODES)}.")
    if open_lines:
        return
    if not near(urlsplit(database).hostname or "") and options(database).get("sslmode") != BEST:
        raise ConfigError(
            "The database is on another machine, so the setting 'database' must end in"
            f" ?sslmode={BEST}, and its server needs a certificate; the guide says how."
        )
    if not near(mail_host) and not mail_tls:
        raise ConfigError(
            "The mail server is on another machine and must be spoken to with TLS;"
            " take mail_tls = false out of the settings."
        )


def options(database: str) -> dict[str, str]:
    """What the address of a database says of TLS."""
    said = dict(parse_qsl(urlsplit(database).query))
    return {name: said[name] for name in OPTIONS if name in said}


def near(host: str) -> bool:
    """Whether it is this machine itself, or a socket on it."""
    try:
        return host in ("", "localhost") or host.startswith("/") or ip_address(host).is_loopback
    except ValueError:
        return False
