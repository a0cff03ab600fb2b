"""One resident's way through one task, in memory alone; knows nothing of windows."""

from kiosk.visit.looks import Look, Rules, Sound
from kiosk.visit.machine import Visit
from kiosk.visit.services import (
    Finished,
    FormOffer,
    Room,
    RoomOffer,
    SaveError,
    Services,
    Slip,
    Standing,
    Status,
)  # fmt: skip

__all__ = [
    "Finished", "FormOffer", "Look", "Room", "RoomOffer", "Rules", "SaveError", "Services", "Slip",
    "Sound", "Standing", "Status", "Visit",
]  # fmt: skip
