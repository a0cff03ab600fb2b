"""Whether this machine can draw, speak, take pictures and print."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from kiosk.config import Settings
from kiosk.releases import own
from kiosk.releases.choosing import Choosing
from kiosk.releases.shelf import Shelf
from kiosk.wifi import Radio, WifiError
from kiosk.words import LANGUAGES, shipped
from sync.findings import Finding

SECONDS = 60
FONTS = "Install the fonts fonts-noto-core (and fonts-noto-cjk for Chinese)."
DRIVER = "Check the screen's cable and the graphics driver (packages libgl1 and libgl1-mesa-dri)."
WEAK = 35
"""Per cent of a Wi-Fi's strength."""
WIFI = {
    "silent": "This machine has Wi-Fi, but NetworkManager does not answer.",
    "refused": "NetworkManager does not let this user look at Wi-Fi.",
    "none": "This machine has Wi-Fi, but NetworkManager has none that it can use.",
}
COUNTRY = "Set it as the guide says, under Wi-Fi."
SCREENS = ("DISPLAY", "WAYLAND_DISPLAY")


def drawing(settings: Settings) -> Iterator[Finding]:
    """Fonts of each language, and a window, tried in a process of its own."""
    tried = _tried(settings)
    if "lacks" not in tried:
        yield Finding(
            "fonts", "bad", "The libraries that set text cannot be used.",
            "Install libpangocairo-1.0-0 and libcairo2.",
        )  # fmt: skip
        return
    lacks = [each.name for each in LANGUAGES if each.code in tried["lacks"]]
    if lacks:
        said = f"No font here draws {', '.join(lacks)}; they are not offered."
        yield Finding("fonts", "warn", said, FONTS)
    else:
        yield Finding("fonts", "ok", f"There are fonts for all {len(shipped())} languages.")
    yield from _window(settings, tried)


def _window(settings: Settings, tried: dict[str, str]) -> Iterator[Finding]:
    if _open(settings):
        yield Finding("window", "ok", "The touchscreen is open.")
    elif not _screen():
        yield Finding(
            "window", "warn", "There is no screen where this was run.",
            "Run it at the kiosk itself, or look at the screen.",
        )  # fmt: skip
    elif "window" in tried:
        yield Finding("window", "ok", f"A window can be drawn, by {tried['window']}.")
    else:
        yield Finding("window", "bad", "No window can be drawn.", DRIVER)


def _tried(settings: Settings) -> dict[str, str]:
    """What ``kiosk.ui.trial`` says; it may die of a driver, and then says less."""
    window = ["--window"] if _screen() and not _open(settings) else []
    codes = [each.code for each in shipped()]
    command = [sys.executable, "-m", "kiosk.ui.trial", *window, *codes]
    try:
        done = subprocess.run(command, capture_output=True, timeout=SECONDS, check=False, text=True)
        lines = done.stdout.splitlines()
    except subprocess.TimeoutExpired as error:
        lines = (error.stdout or b"").decode().splitlines()
    answers: dict[str, str] = {}
    for line in lines:
        answers |= json.loads(line)
    return answers


def _screen() -> bool:
    return any(os.environ.get(each) for each in SCREENS) or Path("/dev/dri/card0").exists()


def _open(settings: Settings) -> bool:
    """Whether the touchscreen is open: it holds the lock of the one writer."""
    import fcntl

    path = settings.database.with_suffix(".lock")
    try:
        handle = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    except OSError:
        return False
    try:
        fcntl.flock(handle, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except OSError:
        return True
    finally:
        os.close(handle)
    return False


def wifi(settings: Settings) -> Iterator[Finding]:
    """Whether a machine with a radio uses it, and keeps the rules of a country."""
    radio = Radio(settings.network_cards)
    if not radio.there:
        return
    try:
        strength = radio.strength()
    except WifiError as error:
        yield Finding(
            "wifi", "warn", WIFI[error.trouble], "A cable or a USB stick works meanwhile."
        )
        return
    if strength is None:
        yield Finding("wifi", "ok", "This machine has Wi-Fi and is connected to none.")
    elif strength < WEAK:
        said = f"Wi-Fi is connected and weak: {strength} %."
        yield Finding("wifi", "warn", said, "Move the kiosk or its network nearer, or use a cable.")
    else:
        yield Finding("wifi", "ok", f"Wi-Fi is connected: {strength} %.")
    if not radio.country:
        said = "No country is set for Wi-Fi, so not every channel is used."
        yield Finding("country", "warn", said, COUNTRY)


def version(settings: Settings) -> Iterator[Finding]:
    """What runs, and what lies ready or did not start."""
    runs = own.running(settings.started_from)
    shelf = Shelf(settings.started_from, settings.shelf)
    choosing = Choosing(settings.shelf, runs.version, (), (), programs=shelf.folder)
    good = choosing.first().version
    said = f"Version {runs.version} is installed"
    said += f", and the touchscreen starts with {good}." if good != runs.version else "."
    ready, bad = shelf.newest(good), shelf.bad()
    if ready:
        said += f" {ready.version} is here and on trial; it starts when nobody is at the kiosk."
    if bad:
        yield Finding(
            "version", "warn", f"{said} {bad[-1]} did not start and is not tried again.",
            "Nothing is lost. Tell the council, which can publish another version.",
        )  # fmt: skip
    else:
        yield Finding("version", "ok", said)


def speech(settings: Settings) -> Iterator[Finding]:
    """Whether the engine is there, and speaks."""
    if not settings.speech:
        yield Finding(
            "speech", "warn", "This kiosk does not speak.",
            "Who cannot read needs it: take the setting 'speech' out to have the usual engine.",
        )  # fmt: skip
        return
    program = settings.speech[0]
    if not shutil.which(program):
        yield Finding("speech", "bad", f"The engine {program} is not here.", "Install espeak-ng.")
        return
    if not any(each.exists() for each in (settings.sound_cards, Path("/run/pulse/native"))):
        yield Finding(
            "speech", "warn", f"{program} is here, but no sound card is.",
            "Connect a loudspeaker or a headset.",
        )  # fmt: skip
        return
    yield Finding("speech", "ok", f"{program} is here, and a sound card.")


def devices(settings: Settings) -> Iterator[Finding]:
    """The programs of camera, microphone, player and printer, where there is one."""
    for name in ("camera", "microphone", "player", "headphones", "printer"):
        command = getattr(settings, name, ())
        if not command or not isinstance(command, tuple):
            continue
        if shutil.which(command[0]):
            yield Finding(name, "ok", f"{command[0]} is here.")
        else:
            yield Finding(
                name, "bad", f"{command[0]} is not here.",
                f"Install it, or take '{name}' out of the settings.",
            )  # fmt: skip
