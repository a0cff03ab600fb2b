"""The programs that make sound: an engine of speech, and a player of the form's recordings.

An engine is any program that reads a text on its standard input and says it: never on its command
line, where every other user of the machine could read it. In its arguments ``{language}`` stands
for the language's code, ``{voice}`` for espeak-ng's name of it, ``{rate}`` for words in a minute,
``{volume}`` for 0 to 200. An argument ``{spell}`` becomes ``--punct`` for one sign, so that its
name is said, and nothing for a text (eSpeak NG 1.51, man page espeak-ng(1)).
"""

import os
import signal
import subprocess
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass

from kiosk.voice.spoken import Utterance

VOICES = {"en": "en-gb", "zh": "cmn"}
"""espeak-ng's names where they are not the language's code."""

SLOW = 0.6
"""How much slower something is said that is to be written down."""


@dataclass(frozen=True)
class Manner:
    """How it is said."""

    rate: int = 160
    """Words in a minute."""
    volume: int = 100
    """0 to 200; 100 is the engine's own."""


def arguments(command: Sequence[str], said: Utterance, manner: Manner) -> list[str]:
    """The command line for one utterance; nothing of its text is in it."""
    gaps = {
        "{language}": said.language, "{voice}": VOICES.get(said.language, said.language),
        "{rate}": str(round(manner.rate * SLOW) if said.slowly else manner.rate),
        "{volume}": str(manner.volume),
        "{spell}": "--punct" if said.spelt else "",
    }  # fmt: skip
    made = []
    for part in command:
        for gap, text in gaps.items():
            part = part.replace(gap, text)
        made.append(part)
    return [part for part in made if part]


def start(command: Sequence[str]) -> "subprocess.Popen[bytes]":
    """Start a program that can be ended with all it started; raises OSError."""
    return subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        start_new_session=True,
    )  # fmt: skip


def feed(process: "subprocess.Popen[bytes]", content: bytes) -> None:
    """Give a program its whole input; that it was ended meanwhile is no fault."""
    with suppress(OSError):
        process.communicate(content)


def end(process: "subprocess.Popen[bytes]") -> None:
    """Silence a program at once, and all that it started."""
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
