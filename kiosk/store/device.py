"""Who this kiosk is: its key, and the council's signed answer to its enrolment."""

from dataclasses import dataclass
from pathlib import Path

import msgpack

from kiosk.store.database import StoreError
from sync import flushing
from sync.sealing import Signing


@dataclass(frozen=True)
class Device:
    """What a kiosk knows of itself."""

    signing: Signing
    signed: bytes
    """The council's answer to the enrolment."""
    statements: tuple[bytes, ...] = ()
    """Statements of the council's keys that came since."""


class DeviceFile:
    """A file that only the kiosk's own user may read."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def read(self) -> Device | None:
        """What it says; None before the enrolment. Raises StoreError."""
        try:
            seed, signed, statements = msgpack.unpackb(self.path.read_bytes())
        except FileNotFoundError:
            return None
        except (OSError, ValueError, TypeError) as error:
            raise StoreError(
                f"The file {self.path} cannot be read; enrol this kiosk again."
            ) from error
        return Device(Signing(seed), signed, tuple(statements))

    def write(self, device: Device) -> None:
        """Keep it for good, or keep what was. Raises StoreError."""
        content = [device.signing.seed, device.signed, list(device.statements)]
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            flushing.write(self.path, msgpack.packb(content), 0o600)
        except OSError as error:
            raise StoreError(
                f"The file {self.path} cannot be written; check the disk and its rights."
            ) from error
