"""Who this kiosk is: the key and the name that it got when it was enrolled."""

import dataclasses

from kiosk.config import Settings
from kiosk.store import Device, DeviceFile
from sync import engine
from sync.enrolment import Code
from sync.errors import EnrolmentError
from sync.sealing import Signing
from sync.trust import Trust


def device_file(settings: Settings) -> DeviceFile:
    """Where this kiosk keeps who it is."""
    return DeviceFile(settings.data / "device.key")


def enrol(settings: Settings, address: str, code: str, again: bool = False) -> str:
    """Enrol this kiosk with the collector at an address; gives the council's name.

    ``again`` gives it a new name and key, as after it was copied or taken out of use. What waits
    goes under the new name when the kiosk is next opened.

    Raises:
        EnrolmentError: the code is wrong, or this kiosk is enrolled already.
        CarrierError: the collector cannot be reached.
        StoreError: the key cannot be kept.
    """
    file = device_file(settings)
    if file.read() is not None and not again:
        raise EnrolmentError(
            "This kiosk is enrolled already; to enrol it anew, as after it was copied or revoked,"
            " add --again. What waits on it is kept and goes under its new name."
        )
    from sync.carriers.http import HttpCarrier

    signing = Signing.new()
    carrier = HttpCarrier(address)
    try:
        signed, enrolled = engine.enrol(carrier, Code.read(code), signing)
    finally:
        carrier.close()
    file.write(Device(signing, signed))
    return enrolled.council


def identity(settings: Settings) -> engine.Identity:
    """Who this kiosk is; raises EnrolmentError before it is enrolled."""
    file = device_file(settings)
    found = file.read()
    if found is None:
        raise EnrolmentError(
            "This kiosk is not enrolled yet; ask the council for a code and run:"
            " kiosk enrol ADDRESS CODE"
        )
    enrolled = engine.open_enrolled(found.signed, found.signing.public)
    trust = Trust(
        enrolled.keys, found.statements,
        lambda statements: file.write(dataclasses.replace(found, statements=statements)),
    )  # fmt: skip
    return engine.Identity(found.signing, enrolled, trust)
