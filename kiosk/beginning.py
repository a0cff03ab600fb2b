"""Before a kiosk is enrolled: a window in which staff set up its Wi-Fi and enrol it.

It ends as soon as the kiosk is enrolled, whether here, by ``kiosk enrol`` or with the code on a
card; the same command then opens the kiosk itself.
"""

import os
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import NoReturn

from kiosk.config import Settings, keep_address
from kiosk.staff.enrolling import Enrolling
from kiosk.staff.networks import Networks
from kiosk.staff.services import StaffError
from kiosk.store import StoreError
from kiosk.visit import RoomOffer, SaveError, Services, Status
from kiosk.wifi import Radio
from kiosk.wireless import Wireless
from sync.carriers.http import HttpCarrier
from sync.errors import SyncError

Enrol = Callable[[Settings, str, str], str]


def services(settings: Settings, enrol: Enrol) -> Services:
    """What a visit gets: two rooms, and no form. ``enrol`` is ``kiosk.enrolled.enrol``."""
    return Services(
        forms=tuple, open_form=_nothing, submit=_nothing, state=lambda key: "saved",
        status=lambda: Status(0, 0), rooms=partial(_rooms, settings, enrol),
    )  # fmt: skip


def _nothing(given: object) -> NoReturn:
    raise SaveError("This kiosk is not enrolled.")


def _rooms(settings: Settings, enrol: Enrol) -> list[RoomOffer]:
    radio = Radio(settings.network_cards)
    offers = [
        RoomOffer(
            lambda words: words("Enrol this kiosk"),
            lambda words: words("With the code from the council"),
            "form", lambda: Enrolling(partial(_enrol, settings, enrol), settings.collector),
        )
    ]  # fmt: skip
    if radio.there:
        wireless = Wireless(radio, lambda: _ways(settings))
        offers.append(
            RoomOffer(
                lambda words: words("Wi-Fi"), lambda words: words("Where there is no cable"),
                "wifi", lambda: Networks(wireless),
            )
        )  # fmt: skip
    return offers


def _ways(settings: Settings) -> list[HttpCarrier]:
    return [HttpCarrier(settings.collector)] if settings.collector else []


def _enrol(settings: Settings, enrol: Enrol, typed: str) -> str:
    """Enrol with what was typed or read; raises StaffError."""
    parts = typed.split()
    address = parts.pop(0) if parts and "://" in parts[0] else settings.collector
    if not address.startswith(("https://", "http://")) or not parts:
        raise StaffError("It must be an address such as https://collector.example.org and a code.")
    try:
        keep_address(settings, address)  # first: the window ends as soon as the key is there
        return enrol(settings, address, " ".join(parts))
    except (SyncError, StoreError, OSError) as error:
        with suppress(OSError):
            keep_address(settings, settings.collector)  # what failed is not to be known
        raise StaffError(str(error)) from error


def run(
    settings: Settings, enrol: Enrol, enrolled: Path, targets: Path | None, pictures: Path | None
) -> bool:
    """Open the window until the file ``enrolled`` is there or it is closed; whether it is there."""
    from kiosk.ui.environment import prepare

    prepare(settings.data / "window")
    from kiosk.ui import pulse
    from kiosk.ui.shell import KioskApp
    from kiosk.ui.until import run_until

    pulse.begin()
    return run_until(
        KioskApp(services(settings, enrol), settings, targets, pictures), enrolled.exists
    )


def start_again(command: list[str]) -> NoReturn:
    """Become the kiosk itself, in this process and with its line to the supervisor."""
    os.execv(command[0], command)
