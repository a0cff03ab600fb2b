"""One resident's way through one task, in memory alone; knows nothing of windows."""

from kiosk.visit.looks import Look, Rules, Sound
from kiosk.visit.machine import Visit
from kiosk.visit.services import Finished, FormOffer, SaveError, Services, Slip, Status

__all__ = [
    "Finished", "FormOffer", "Look", "Rules", "SaveError", "Services", "Slip", "Sound",
    "Status", "Visit",
]  # fmt: skip
