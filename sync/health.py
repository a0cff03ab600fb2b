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


class Update(IntEnum):
    """How far a kiosk is with a new version of its program."""

    NONE = 0
    FETCHING = 1
    READY = 2
    """Complete, and started between two visits."""
    NO_START = 3
    """It was tried there and did not start; what worked before runs again."""
    REFUSED = 4
    """What came was not what the root key signed."""
    NO_ROOM = 5


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
    update: Update = Update.NONE
    version: str = ""
    """The new version that ``update`` is about."""

    def encode(self) -> bytes:
        """The bytes that travel, at most 64. Without a new version there is nothing of one in them,
        so that a collector that does not know of those reads them too."""
        said = [
            FORMAT, self.program[:20], self.disk_free, self.disk_size, self.clock,
            int(self.printer),
        ]  # fmt: skip
        more = [[int(self.update), self.version[:16]]] if self.update else []
        return wire.dump([*said, *more])

    @classmethod
    def decode(cls, content: bytes) -> "Health":
        """Read a record; raises ProtocolError."""
        kinds = (int, str, int, int, int, int, list)
        values = wire.parse(content, kinds, "a health record", left_out=[])
        if values[0] != FORMAT or len(values[1]) > 20:
            raise ProtocolError("This health record is of another kind than this one knows.")
        if values[5] not in set(Printer):
            raise ProtocolError("This health record names a state of a printer that is none.")
        free, size, clock = (wire.counted(each, "size or time") for each in values[2:5])
        return cls(values[1], free, size, clock, Printer(values[5]), *_update(values[6]))


def _update(said: list[object]) -> tuple[Update, str]:
    """A state that this one does not know yet is none."""
    if not said:
        return Update.NONE, ""
    if [type(each) for each in said] != [int, str] or len(str(said[1])) > 16:
        raise ProtocolError("This health record says of a new version what cannot be read.")
    state = next((each for each in Update if each == said[0]), Update.NONE)
    return state, str(said[1]) if state else ""
