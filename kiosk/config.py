"""Settings of one kiosk, read once from one TOML file and then frozen."""

import os
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import Any

from sync import flushing
from sync.relay.place import place_of

PRINTER = re.compile(
    r"network:[^:\s]+(:\d{1,5})?|file:/\S.*|usb:[0-9a-fA-F]{4}:[0-9a-fA-F]{4}", re.DOTALL
)


KEPT = "collector"
"""File with the collector's address, where the screen enrolled the kiosk."""


class ConfigError(Exception):
    """The settings cannot be used; the message says which one and what to write instead."""


@dataclass(frozen=True)
class Settings:
    """How this kiosk behaves. Every field may stand in the TOML file under its own name."""

    data: Path = Path("/var/lib/connected-society/kiosk")
    """Folder that holds the database and the device's keys."""
    collector: str = ""
    """Address of the council's collector, such as ``https://collector.example.org``."""
    relays: tuple[str, ...] = ()
    """Addresses of other kiosks in the building, such as ``http://192.0.2.5:8900``, that pass on
    what waits when the collector cannot be reached; tried in this order."""
    relay_listen: str = ""
    """Address and port in the building's network, such as ``192.0.2.5:8900``, where this kiosk
    passes on to its own collector what other kiosks send; empty for not doing so."""
    width: int = 1280
    """Window width in pixels."""
    height: int = 800
    """Window height in pixels."""
    fullscreen: bool = True
    """Whether the window covers the screen, as it must where the public can reach it."""
    languages: tuple[str, ...] = ()
    """Language codes offered first on the welcome screen; empty means all that are shipped."""
    walk_away_seconds: float = 90.0
    """Seconds without a touch before the walk-away warning."""
    warning_seconds: float = 30.0
    """Seconds the warning stays before the visit is cleared; never under 20."""
    second_tap_seconds: float = 0.5
    """A second tap on the same place within this many seconds counts once."""
    sync_seconds: float = 60.0
    """Seconds between two syncs while the network is there and nothing is waiting."""
    updates: bool = True
    """Whether new versions of the program are fetched in the background; false where each byte
    of the network is paid for. ``kiosk release fetch`` still fetches one when it suits."""
    releases: str = ""
    """Folder that new versions are put into; empty for ``releases`` in the data folder."""
    programs: str = ""
    """Folder of root's that new versions are started from, once root has copied and checked them;
    empty for starting them from where they were put."""
    camera: tuple[str, ...] = ()
    """Command and its parts that give a JPEG on standard output; empty without a camera."""
    microphone: tuple[str, ...] = ()
    """Command and its parts that give an Ogg stream until they are stopped; empty without one."""
    printer: str = ""
    """Where a receipt printer that speaks ESC/POS is: ``network:HOST``, ``network:HOST:PORT``,
    ``file:/dev/usb/lp0`` or ``usb:VID:PID`` with the numbers of ``lsusb``; empty without one."""
    printer_width: int = 576
    """Dots across the paper: 576 on rolls of 80 mm, 384 on rolls of 58 mm."""
    call: tuple[str, ...] = ()
    """Command and its parts that call a member of staff, such as one that rings a door bell; it
    is ended after ten seconds. Empty where nothing can ring."""
    speech: tuple[str, ...] = (
        "espeak-ng", "--stdin", "-b", "1", "-v", "{voice}", "-s", "{rate}", "-a", "{volume}",
        "{spell}",
    )  # fmt: skip
    """Command of the engine that says the text on its standard input; empty for no speech. See
    ``kiosk.voice.programs`` for what may stand in it."""
    player: tuple[str, ...] = ()
    """Command that plays the form's own recordings from its standard input; empty without one."""
    headphones: tuple[str, ...] = ()
    """Command that runs on and writes a line with ``plug`` or ``unplug``, as ``acpi_listen``."""
    headphones_always: bool = False
    """Whether nobody but the person at the kiosk can hear it, as with a handset."""
    sound_cards: Path = Path("/proc/asound/cards")
    """Where Linux lists sound cards; a USB headset counts as headphones."""
    network_cards: Path = Path("/sys/class/net")
    """Where Linux lists network cards; with a radio among them staff mode sets up Wi-Fi."""
    keys: tuple[str, ...] = ()
    """Keys of a keypad or of switches, such as ``next=f13``; see ``kiosk.ui.keys.DOES``. Tab,
    arrows and Enter work without any."""
    renew_seconds: float = 20.0
    """Seconds without anybody after a visit before the window's process is replaced by a fresh
    one, and with it the memory that showed answers; 0 for never."""
    dark_seconds: float = 300.0
    """Seconds without anybody outside the opening hours before the screen goes dark; 0 for never.
    The first touch wakes it."""
    attract_seconds: float = 120.0
    """Seconds without anybody before the welcome screen shows the life of the place, one thing
    after another; 0 for never. The first touch brings the welcome screen back."""
    repeat_seconds: float = 0.0
    """A key that is held counts again only after this long; 0 for never."""
    strike_seconds: float = 0.0
    """A key struck again sooner than this counts once, for hands that tremble."""
    staff_hold_seconds: float = 3.0
    """A finger held this long beside the buttons of the welcome screen opens the door of staff
    mode; 0 for no such way, where staff have a key or a card."""
    sticks: tuple[str, ...] = ("/media", "/run/media")
    """Folders below which USB sticks are mounted; another folder than these two counts as a
    stick itself."""
    text_scale: float = 1.0
    """Text size a visit starts with, 1.0 to 2.0."""
    theme: str = "calm"
    """Contrast theme a visit starts with."""

    @property
    def shelf(self) -> Path:
        """Where versions of the program are put, and what was seen of them."""
        return Path(self.releases) if self.releases else self.data / "releases"

    @property
    def started_from(self) -> Path:
        """Where versions of the program are started from."""
        return Path(self.programs) if self.programs else self.shelf

    @property
    def database(self) -> Path:
        """The SQLite file of this kiosk."""
        return self.data / "kiosk.db"


def load(path: Path | None = None, environment: Mapping[str, str] = os.environ) -> Settings:
    """Read the settings.

    ``path`` or else ``KIOSK_CONFIG`` names the file; without either the defaults hold.
    ``KIOSK_DATA`` and ``KIOSK_COLLECTOR`` override the file, so that a unit or a test can.

    Raises:
        ConfigError: the file is missing, is not TOML, or a value has the wrong type or range.
    """
    name = path or named(environment)
    values = _read(name) if name else {}
    for key, variable in (("data", "KIOSK_DATA"), ("collector", "KIOSK_COLLECTOR")):
        if variable in environment:
            values[key] = environment[variable]
    return _checked(values)


def keep_address(settings: Settings, address: str) -> None:
    """Keep the collector's address beside the data, for settings that name none; OSError."""
    flushing.write(settings.data / KEPT, f"{address}\n".encode())


def settled(settings: Settings) -> Settings:
    """The settings with the address that was kept, where they name no collector."""
    try:
        kept = "" if settings.collector else (settings.data / KEPT).read_text(encoding="utf-8")
    except (OSError, ValueError):
        return settings
    address = kept.strip()
    return replace(settings, collector=address) if address.startswith("http") else settings


def named(environment: Mapping[str, str] = os.environ) -> Path | None:
    """The file that ``KIOSK_CONFIG`` names."""
    return Path(environment["KIOSK_CONFIG"]) if environment.get("KIOSK_CONFIG") else None


def _read(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise ConfigError(
            f"The settings file {path} cannot be read; check its name and rights."
        ) from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ConfigError(f"The settings file {path} is not valid TOML: {error}.") from error


def _checked(values: dict[str, Any]) -> Settings:
    known = {field.name: field for field in fields(Settings)}
    for name in values:
        if name not in known:
            raise ConfigError(
                f"The setting '{name}' is not known; the known ones are {', '.join(sorted(known))}."
            )
    settings = Settings(**{name: _converted(name, value) for name, value in values.items()})
    _check_ranges(settings)
    return settings


def _converted(name: str, value: Any) -> Any:
    default: Any = getattr(Settings, name)
    if isinstance(default, Path):
        wanted: tuple[type, ...] = (str,)
    elif isinstance(default, bool):
        wanted = (bool,)
    elif isinstance(default, float):
        wanted = (int, float)
    elif isinstance(default, tuple):
        wanted = (list, tuple)
    else:
        wanted = (type(default),)
    if not isinstance(value, wanted) or (isinstance(value, bool) and bool not in wanted):
        raise ConfigError(
            f"The setting '{name}' must be of the kind {wanted[-1].__name__}; it is {value!r}."
        )
    converted: Any = value
    if isinstance(default, tuple):
        return tuple(str(item) for item in converted)
    return type(default)(converted)


def _check_ranges(settings: Settings) -> None:
    bounds = {
        "width": (320, 7680),
        "height": (320, 7680),
        "walk_away_seconds": (20, 3600),
        "warning_seconds": (20, 600),
        "second_tap_seconds": (0, 5),
        "renew_seconds": (0, 3600),
        "dark_seconds": (0, 86400),
        "attract_seconds": (0, 86400),
        "repeat_seconds": (0, 10),
        "strike_seconds": (0, 5),
        "staff_hold_seconds": (0, 20),
        "sync_seconds": (1, 86400),
        "text_scale": (1, 2),
        "printer_width": (200, 1200),
    }
    for name, (low, high) in bounds.items():
        if not low <= getattr(settings, name) <= high:
            raise ConfigError(f"The setting '{name}' must be from {low} to {high}.")
    if settings.printer and not PRINTER.fullmatch(settings.printer):
        raise ConfigError(
            "The setting 'printer' must be written like network:192.0.2.7, file:/dev/usb/lp0 or"
            " usb:04b8:0202."
        )
    for name, addresses in (("collector", (settings.collector,)), ("relays", settings.relays)):
        if any(each and not each.startswith(("http://", "https://")) for each in addresses):
            raise ConfigError(f"The setting '{name}' must begin with https:// or http://.")
    _check_relay(settings)


def _check_relay(settings: Settings) -> None:
    try:
        if settings.relay_listen:
            place_of(settings.relay_listen)
    except ValueError:
        raise ConfigError(
            "The setting 'relay_listen' must be written like 192.0.2.5:8900: this kiosk's own"
            " address in the building, and a port."
        ) from None
    if (settings.relays or settings.relay_listen) and not settings.collector:
        raise ConfigError("With 'relays' or 'relay_listen' the setting 'collector' must be there.")
