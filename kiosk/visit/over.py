"""What lies over every step, done: help, how it looks and sounds, and leaving."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from kiosk.visit import later

if TYPE_CHECKING:
    from kiosk.visit.machine import Visit


def lay(visit: Visit, name: str, value: Any) -> None:
    """Lay something over the step; help calls staff."""
    visit.over = name
    visit.counts["help"] += name == "help"
    if name == "help" and visit.services.bell:
        visit.services.bell.ring()


def close(visit: Visit, rest: str, value: Any) -> None:
    """Back to the step below."""
    visit.over = ""


def came(visit: Visit, rest: str, value: Any) -> None:
    """Staff are here."""
    visit.over = ""
    if visit.services.bell:
        visit.services.bell.came()


def here(visit: Visit, rest: str, value: Any) -> None:
    """Somebody is still here."""
    visit.idle = 0.0


def clear(visit: Visit, rest: str, value: Any) -> None:
    """End the visit from the screen that asks, or from what was saved."""
    visit.counts["stopped"] += visit.over == "stop" and visit.step != "saved"
    later.forget(visit)
    visit.end()


def leave(visit: Visit, rest: str, value: Any) -> None:
    """End the visit from the warning."""
    visit.counts["stopped"] += 1
    visit.end()


def size(visit: Visit, size: str, value: Any) -> None:
    """Another text size."""
    visit.look = replace(visit.look, text_scale=float(size))


def theme(visit: Visit, theme: str, value: Any) -> None:
    """Another contrast."""
    visit.look = replace(visit.look, theme=theme)


def listen(visit: Visit, rest: str, value: Any) -> None:
    """Speak from now on, and say it again."""
    visit.counts["listened"] = 1
    visit.sound = replace(visit.sound, on=True, asked=visit.sound.asked + 1)


def again(visit: Visit, rest: str, value: Any) -> None:
    """Say what is below again."""
    visit.over = ""
    listen(visit, "", None)


def sound(visit: Visit, how: str, value: Any) -> None:
    """Slower, faster, quieter or louder."""
    visit.sound = visit.sound.changed(how)


def hush(visit: Visit, rest: str, value: Any) -> None:
    """Speak no more unless asked."""
    visit.over, visit.sound = "", replace(visit.sound, on=False)


DOES = {
    "over": lay, "close": close, "came": came, "here": here, "clear": clear, "leave": leave,
    "size": size, "theme": theme, "listen": listen, "again": again, "sound": sound, "hush": hush,
}  # fmt: skip
