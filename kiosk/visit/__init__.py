"""One resident's way through one task, in memory alone; knows nothing of windows."""

from kiosk.visit.answering import ANSWER
from kiosk.visit.looks import Look, Rules, Sound
from kiosk.visit.machine import Visit
from kiosk.visit.services import (
    Draft,
    Finished,
    FormOffer,
    KeptError,
    PrintState,
    Room,
    RoomOffer,
    SaveError,
    Services,
    Slip,
    Standing,
    Status,
    VoiceError,
)

__all__ = [
    "ANSWER", "Draft", "Finished", "FormOffer", "KeptError", "Look", "PrintState", "Room",
    "RoomOffer", "Rules", "SaveError", "Services", "Slip", "Sound", "Standing", "Status", "Visit",
    "VoiceError",
]  # fmt: skip
