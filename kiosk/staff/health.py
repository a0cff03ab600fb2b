"""How the kiosk is, at one glance: a light for each thing, and the one thing to do next."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from kiosk.screens import Light
from kiosk.words import Words

Tone = Literal["calm", "good", "warn", "problem"]
HOUR, DAY = 3600, 86_400
WEAK, STRONG = 35, 65
"""Per cent of a Wi-Fi's strength."""
CONNECTED = ("council", "page", "away")
"""How joining a Wi-Fi ends where it was joined."""
LOW_DISK, TIGHT_DISK = 200 << 20, 1 << 30
"""Bytes."""


@dataclass(frozen=True)
class Facts:
    """What is known of this kiosk. Times are Unix seconds; ages are seconds."""

    waiting: int
    oldest: int | None
    """Age of the oldest submission that waits; None when none does."""
    last_sync: int | None
    """Age of the last receipt; None before the first."""
    network: bool
    """Whether a collector's address is set, so that a network is expected."""
    clock_off: bool
    """Whether the device's clock is behind the council's time."""
    disk_free: int
    """Bytes."""
    printer: bool | None
    """Whether it answers; None where there is none."""
    sound: bool
    content_age: int | None
    """Age of the council's content; None before it came."""
    content_old: bool
    """Whether it is past the date the council gave it."""
    version: str
    incidents: int
    """Screens that failed today, and answers that could not be saved at the first try."""
    tested: bool | None
    """How the test of this morning went; None when there was none today."""
    revoked: bool = False
    forked: bool = False
    relayed: bool = False
    """Whether the council was last heard through another kiosk in the building."""
    page: bool = False
    """Whether the network answers with a log-in page of its own."""
    wifi: int | None = None
    """How strong the Wi-Fi in use is, 0 to 100; -1 when none is, None where it is not known."""
    ready: str = ""
    """A newer version of the program that lies here and has not started yet."""
    unstarted: str = ""
    """A newer version that did not start here and is not tried again."""


@dataclass(frozen=True)
class Finding:
    """One light, and what to do when it is not green."""

    light: Light
    todo: str = ""


def findings(facts: Facts, words: Words) -> list[Finding]:
    """Everything, in the order of the page."""
    made = [*_standing(facts, words), *_network(facts, words)]
    made += [_queue(facts, words), _sync(facts, words)]
    made += [_clock(facts, words), _disk(facts, words), *_printer(facts, words)]
    made += [_sound(facts, words), _content(facts, words), _incidents(facts, words)]
    made += [_tested(facts, words), *_version(facts, words)]
    return made


def overall(found: list[Finding]) -> tuple[Tone, str]:
    """The worst tone, and the first thing to do about it; empty when all is well."""
    for tone in ("problem", "warn"):
        for each in found:
            if each.light.tone == tone:
                return each.light.tone, each.todo
    return "good", ""


def _standing(facts: Facts, words: Words) -> Iterator[Finding]:
    label = words("This kiosk")
    if facts.revoked:
        yield Finding(
            Light(label, words("Taken out of use by the council"), "problem"),
            words("Ask the council for a code, and enrol this kiosk anew. Nothing is lost."),
        )
    elif facts.forked:
        yield Finding(
            Light(label, words("Another device uses its name"), "problem"),
            words("Ask the council for a code, and enrol this kiosk anew. Nothing is lost."),
        )


def _network(facts: Facts, words: Words) -> Iterator[Finding]:
    if facts.page:
        text = words("Wants somebody to sign in first")
        yield Finding(Light(words("Network"), text, "warn"), sign_in(words))
    if facts.wifi is not None:
        said = words("Not connected") if facts.wifi < 0 else signal(facts.wifi, words)
        yield Finding(Light(words("Wi-Fi"), said, "calm" if facts.wifi < WEAK else "good"))


def sign_in(words: Words) -> str:
    """What to do about a network with a page of its own."""
    return words(
        "The network asks for a sign-in on a page of its own. Ask whoever looks after it to"
        " let this kiosk through. Until then, use a USB stick."
    )


def signal(strength: int, words: Words) -> str:
    """How well a network is heard."""
    if strength >= STRONG:
        return words("Strong signal")
    return words("Weak signal") if strength < WEAK else words("Fair signal")


def _queue(facts: Facts, words: Words) -> Finding:
    label = words("Waiting to be sent")
    if not facts.waiting:
        return Finding(Light(label, words("Nothing waits"), "good"))
    age = facts.oldest or 0
    text = words("{count}, the oldest for {age}", count=facts.waiting, age=spent(age, words))
    if age < DAY:
        return Finding(Light(label, text, "good"))
    tone: Tone = "problem" if age >= 7 * DAY else "warn"
    return Finding(Light(label, text, tone), words("Take what waits to the council by USB stick."))


def _sync(facts: Facts, words: Words) -> Finding:
    label = words("Last heard of the council")
    if facts.last_sync is None:
        todo = words("Connect this kiosk to the network once, or use a USB stick.")
        return Finding(Light(label, words("Never"), "problem"), todo)
    age = spent(facts.last_sync, words)
    said = words("{age} ago, through the other kiosk", age=age) if facts.relayed else ""
    text = said or words("{age} ago", age=age)
    if facts.last_sync < DAY:
        return Finding(Light(label, text, "good"))
    tone: Tone = "problem" if facts.last_sync >= 14 * DAY else "warn"
    todo = (
        words("Look at the network cable or Wi-Fi. Until it is back, use a USB stick.")
        if facts.network
        else words("Take a USB stick to the council and back.")
    )
    return Finding(Light(label, text, tone), todo)


def _clock(facts: Facts, words: Words) -> Finding:
    if facts.clock_off:
        todo = words("The clock puts itself right once the network is back. Nothing is lost by it.")
        return Finding(Light(words("Clock"), words("Wrong"), "warn"), todo)
    return Finding(Light(words("Clock"), words("Right"), "good"))


def _disk(facts: Facts, words: Words) -> Finding:
    text = words("{size} GB free", size=f"{facts.disk_free / (1 << 30):.1f}")
    tone: Tone = "good"
    if facts.disk_free < TIGHT_DISK:
        tone = "problem" if facts.disk_free < LOW_DISK else "warn"
    todo = words("Send what waits, then tell whoever looks after this kiosk that its disk is full.")
    return Finding(Light(words("Disk"), text, tone), todo)


def _printer(facts: Facts, words: Words) -> Iterator[Finding]:
    if facts.printer is not None:
        text = words("Answers") if facts.printer else words("Does not answer")
        todo = words("Look whether the printer is on and has paper.")
        yield Finding(Light(words("Printer"), text, "good" if facts.printer else "warn"), todo)


def _sound(facts: Facts, words: Words) -> Finding:
    if facts.sound:
        return Finding(Light(words("Sound"), words("Ready"), "good"))
    todo = words("Tell whoever looks after this kiosk that it cannot speak.")
    return Finding(Light(words("Sound"), words("This kiosk has no voice"), "warn"), todo)


def _content(facts: Facts, words: Words) -> Finding:
    label = words("Forms and notices")
    if facts.content_age is None:
        todo = words("Connect this kiosk to the network once, or use a USB stick.")
        return Finding(Light(label, words("None yet"), "problem"), todo)
    text = words("From {age} ago", age=spent(facts.content_age, words))
    todo = words("Bring new forms by network or USB stick.")
    return Finding(Light(label, text, "warn" if facts.content_old else "good"), todo)


def _incidents(facts: Facts, words: Words) -> Finding:
    label = words("Went wrong today")
    if not facts.incidents:
        return Finding(Light(label, words("Nothing"), "good"))
    todo = words("Restart the kiosk. When it happens again, tell whoever looks after it.")
    return Finding(Light(label, str(facts.incidents), "warn"), todo)


def _tested(facts: Facts, words: Words) -> Finding:
    label = words("Test of this morning")
    if facts.tested is None:
        return Finding(Light(label, words("Not done yet")))
    if facts.tested:
        return Finding(Light(label, words("All well"), "good"))
    todo = words("Something did not work in the test. Do it again, then ask for help.")
    return Finding(Light(label, words("Something did not work"), "warn"), todo)


def _version(facts: Facts, words: Words) -> Iterator[Finding]:
    """Nothing for staff to do: the council hears of it by itself."""
    yield Finding(Light(words("Version"), facts.version))
    if facts.ready:
        text = words("{version} starts when nobody is here", version=facts.ready)
        yield Finding(Light(words("New version"), text))
    elif facts.unstarted:
        text = words("{version} did not start; the old one goes on", version=facts.unstarted)
        yield Finding(Light(words("New version"), text))


def spent(seconds: int, words: Words) -> str:
    """A span of time in its largest whole unit."""
    if seconds < 120:
        return words("a minute")
    if seconds < 2 * HOUR:
        return words("{count} minutes", count=seconds // 60)
    if seconds < 2 * DAY:
        return words("{count} hours", count=seconds // HOUR)
    return words("{count} days", count=seconds // DAY)
