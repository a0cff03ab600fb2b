"""Whether this kiosk and its council know of each other, and when they last did."""

import time
from collections.abc import Generator, Iterator

from kiosk.config import Settings
from kiosk.enrolled import device_file, identity
from kiosk.parts import Parts, utc_text
from sync import disk
from sync.carriers import clock, portal
from sync.carriers.http import HttpCarrier
from sync.errors import CarrierError, EnrolmentError
from sync.feed import Index
from sync.findings import Finding

DAY = 24 * 3600
QUIET_DAYS = 7
CLOCK_SECONDS = 120
CODE = "Ask the council for a code, then run: kiosk enrol ADDRESS CODE"
ANEW = "Ask the council for a code, then run: kiosk enrol --again ADDRESS CODE"


def enrolment(settings: Settings) -> Iterator[Finding]:
    """Whether it is enrolled, and whether the council still takes what it sends."""
    try:
        parts = Parts.make(settings, read_only=True) if _begun(settings) else None
        who = parts.identity if parts else identity(settings)
    except EnrolmentError:
        yield Finding("enrolment", "bad", "This kiosk is not enrolled yet.", CODE)
        return
    yield from disk.secret("enrolment", device_file(settings).path)
    status = parts.outbox.status() if parts else None
    if status and status.revoked:
        yield Finding("enrolment", "bad", "The council has taken this kiosk out of use.", ANEW)
    elif status and status.forked:
        yield Finding("enrolment", "bad", "Another device answers under its name.", ANEW)
    else:
        yield Finding("enrolment", "ok", f"This kiosk is enrolled with {who.enrolled.council}.")


def network(settings: Settings) -> Iterator[Finding]:
    """Whether the collector answers, and what it thinks of the clock here."""
    if not settings.collector:
        yield Finding(
            "network", "warn", "No collector is named, so nothing goes by the network.",
            "Write collector into the settings, or use a USB stick: kiosk carry out FOLDER",
        )  # fmt: skip
        yield from _clock(settings, None)
        return
    try:
        there: int | None = _looked(settings, settings.collector)
        yield Finding("network", "ok", f"The collector at {settings.collector} answers.")
    except CarrierError as error:
        there = yield from _by_another(settings, error)
    yield from _clock(settings, there)


def _looked(settings: Settings, address: str) -> int | None:
    """Its clock; raises CarrierError when no collector answers at an address."""
    carrier = HttpCarrier(address, lambda: _floor(settings))
    try:
        return carrier.look()
    finally:
        carrier.close()


def _by_another(settings: Settings, error: CarrierError) -> Generator[Finding, None, int | None]:
    """Whether another kiosk passes on to the collector; what the clock there says."""
    for address in settings.relays:
        try:
            there = _looked(settings, address)
        except CarrierError:
            continue
        yield Finding("network", "ok", f"The collector answers through the kiosk at {address}.")
        return there
    if portal.stands_before(settings.collector):
        said = f"A log-in page stands between this kiosk and {settings.collector}."
        yield Finding("network", "warn", said, "Have this kiosk let through, or use a USB stick.")
    else:
        yield Finding("network", "warn", str(error), "A USB stick works meanwhile: kiosk carry out")
    return None


def relay(settings: Settings) -> Iterator[Finding]:
    """Whether this kiosk passes on for others, where it is meant to."""
    if not settings.relay_listen:
        return
    try:
        _looked(settings, f"http://{settings.relay_listen}")
    except CarrierError:
        yield Finding(
            "relay", "warn", f"Nothing is passed on at {settings.relay_listen} now.",
            "It is while the touchscreen is open and the collector answers; check the address.",
        )  # fmt: skip
    else:
        yield Finding("relay", "ok", f"Other kiosks can send through {settings.relay_listen}.")


def _clock(settings: Settings, there: int | None) -> Iterator[Finding]:
    floor, now = _floor(settings), int(time.time())
    wrong = clock.plainly_wrong(floor) if there is None else abs(there - now) > CLOCK_SECONDS
    if wrong:
        told = utc_text(there or floor)
        yield Finding(
            "clock", "warn", f"The clock here says {utc_text(now)}, the council said {told}.",
            "Nothing saved depends on it; set it, or let the machine ask a time server.",
        )  # fmt: skip
    else:
        yield Finding("clock", "ok", "The clock agrees with the council's, as far as it is known.")


def content(settings: Settings) -> Iterator[Finding]:
    """Whether there is anything to ask, and how old it is."""
    if not _begun(settings):
        yield Finding("content", "warn", "Nothing was fetched yet.", "Run: kiosk sync")
        return
    parts = Parts.make(settings, read_only=True)
    count = sum(1 for _ in parts.content.forms())
    index = _index(parts)
    if index is None or not count:
        yield Finding(
            "content", "warn", "The council has published nothing for this kiosk.",
            "Run kiosk sync, or ask the council.",
        )  # fmt: skip
    elif index.expires < max(int(time.time()), _floor(settings)):
        yield Finding(
            "content", "warn", f"The {count} forms here are of {utc_text(index.issued)}.",
            "They still work; bring newer ones by the network or a stick.",
        )  # fmt: skip
    else:
        yield Finding("content", "ok", f"{count} forms, of {utc_text(index.issued)}.")
    parts.database.close()


def _index(parts: Parts) -> Index | None:
    with parts.database.use() as db:
        row = db.execute("select signed from feed where id = 1").fetchone()
    return Index.decode(row[0][64:]) if row else None


def queue(settings: Settings) -> Iterator[Finding]:
    """Whether what waits has been waiting for long."""
    if not _begun(settings):
        return
    parts = Parts.make(settings, read_only=True)
    status = parts.outbox.status()
    parts.database.close()
    quiet = (int(time.time()) - status.server_time) // DAY if status.server_time else None
    if status.waiting and (quiet is None or quiet >= QUIET_DAYS):
        since = f"for {quiet} days" if quiet is not None else "ever"
        yield Finding(
            "queue", "warn", f"{status.waiting} wait, and the council was not heard of {since}.",
            "They are safe here; mend the network, or carry them: kiosk carry out FOLDER",
        )  # fmt: skip
    else:
        yield Finding("queue", "ok", f"{status.waiting} wait to be sent.")


def _begun(settings: Settings) -> bool:
    return settings.database.exists()


def _floor(settings: Settings) -> int:
    """The server time last heard; 0 when it is not known."""
    if not _begun(settings):
        return 0
    try:
        parts = Parts.make(settings, read_only=True)
    except EnrolmentError:
        return 0
    floor = max(parts.identity.enrolled.server_time, parts.outbox.status().server_time)
    parts.database.close()
    return floor
