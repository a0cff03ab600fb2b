"""Who this kiosk is: its key, and the council's signed answer to its enrolment."""

import os
from pathlib import Path

import msgpack

from kiosk.store.database import StoreError
from sync.sealing import Signing


class DeviceFile:
    """A file that only the kiosk's own user may read."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def read(self) -> tuple[Signing, bytes] | None:
        """The key and the signed answer; None before the enrolment. Raises StoreError."""
        try:
            seed, signed = msgpack.unpackb(self.path.read_bytes())
        except FileNotFoundError:
            return None
        except (OSError, ValueError, TypeError) as error:
            raise StoreError(
                f"The file {self.path} cannot be read; enrol this kiosk again."
            ) from error
        return Signing(seed), signed

    def write(self, signing: Signing, signed: bytes) -> None:
        """Keep both for good: a new file, flushed, then renamed over the old. Raises StoreError."""
        new = self.path.with_suffix(".new")
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            handle = os.open(new, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
            with os.fdopen(handle, "wb") as file:
                file.write(msgpack.packb([signing.seed, signed]))
                file.flush()
                os.fsync(file.fileno())
            new.replace(self.path)
        except OSError as error:
            raise StoreError(
                f"The file {self.path} cannot be written; check the disk and its rights."
            ) from error
