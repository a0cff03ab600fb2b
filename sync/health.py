"""What a kiosk says of itself, in a few bytes of its batch: PROTOCOL.md, section 3."""

from dataclasses import dataclass
from enum import IntEnum

from sync import wire
from sync.errors import ProtocolError

FORMAT = 1


class Printer(IntEnum):
    """How a kiosk's printer is."""

    NONE = 0
    READY = 1
    TROUBLE = 2


@dataclass(frozen=True)
class Health:
    """How a kiosk is. Nothing in it is about anybody."""

    program: str
    """Version of the kiosk's program, such as ``0.2.0``."""
    disk_free: int
    """Megabytes that are free where submissions wait."""
    disk_size: int
    """Megabytes there are."""
    clock: int
    """Unix seconds by the device's own clock."""
    printer: Printer = Printer.NONE

    def encode(self) -> bytes:
        """The bytes that travel, at most 64."""
        return wire.dump([
            FORMAT, self.program[:20], self.disk_free, self.disk_size, self.clock,
            int(self.printer),
        ])  # fmt: skip

    @classmethod
    def decode(cls, content: bytes) -> "Health":
        """Read a record; raises ProtocolError."""
        kinds = (int, str, int, int, int, int)
        values = wire.parse(content, kinds, "a health record")
        if values[0] != FORMAT or len(values[1]) > 20:
            raise ProtocolError("This health record is of another kind than this one knows.")
        if values[5] not in set(Printer):
            raise ProtocolError("This health record names a state of a printer that is none.")
        free, size, clock = (wire.counted(each, "size or time") for each in values[2:5])
        return cls(values[1], free, size, clock, Printer(values[5]))
