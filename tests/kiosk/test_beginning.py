"""Promise 1: a kiosk that is enrolled knows where its council is, whenever its plug is pulled."""

from pathlib import Path

import pytest

from kiosk import beginning
from kiosk.config import Settings, settled
from kiosk.staff.enrolling import REF
from kiosk.words import Words
from sync.errors import CarrierError

ADDRESS = "https://council.example.org"


def enrolling(settings: Settings, enrol: beginning.Enrol, typed: str) -> str:
    """Enrol in the room for it, and wait; which screen shows then."""
    room = beginning.services(settings, enrol).rooms()[0].open()
    room.act(f"fill:{REF}", typed)
    room.act("enrol")
    while room.busy:
        pass
    return room.screen(Words()).name


def test_the_address_is_kept_before_the_key_is(tmp_path: Path) -> None:
    settings = Settings(data=tmp_path)
    known = []

    def enrol(settings: Settings, address: str, code: str) -> str:
        known.append(settled(settings).collector)
        return "Ashford"

    assert enrolling(settings, enrol, f"{ADDRESS} ABCD-EFGH") == "enrolled"
    assert known == [ADDRESS]


@pytest.mark.parametrize("before", ["", "https://before.example.org"])
def test_an_address_where_nobody_was_is_not_known_afterwards(tmp_path: Path, before: str) -> None:
    def enrol(settings: Settings, address: str, code: str) -> str:
        raise CarrierError("Nobody answers.")

    assert enrolling(Settings(data=tmp_path, collector=before), enrol, f"{ADDRESS} AB") == "enrol"
    assert settled(Settings(data=tmp_path)).collector == before
