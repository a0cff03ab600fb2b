"""Speech: what a screen says, the programs that say it, and whether only one person hears it."""

from kiosk.voice.headphones import Headphones
from kiosk.voice.programs import Manner
from kiosk.voice.speaker import Speaker
from kiosk.voice.spoken import Utterance, letters, plain, spoken

__all__ = [
    "Headphones", "Manner", "Speaker", "Utterance", "letters", "plain", "spoken",
]  # fmt: skip
