"""Whether headphones are in, so that only one person hears what is private."""

import subprocess
import threading
from collections.abc import Sequence
from pathlib import Path

from kiosk.voice import programs

CARDS = Path("/proc/asound/cards")
"""Linux, Documentation/sound/designs/procfile.rst: one entry for each sound card that is there."""
USB = "USB-Audio"
"""The driver's name of a USB headset or of a socket on the front of a kiosk that is one."""


class Headphones:
    """In when a USB headset is there, or when a program that watches the socket says so.

    ``watch`` is a command that runs for as long as the kiosk and writes a line with ``plug`` or
    ``unplug`` whenever that happens, such as ``acpi_listen`` of acpid.
    """

    def __init__(
        self, cards: Path = CARDS, watch: Sequence[str] = (), always: bool = False
    ) -> None:
        """``always`` is for a kiosk that has a handset and no loudspeaker."""
        self.cards, self.always = cards, always
        self._plugged = False
        self._process: subprocess.Popen[str] | None = None
        if watch:
            self._process = subprocess.Popen(
                watch, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL, text=True, start_new_session=True,
            )  # fmt: skip
            threading.Thread(target=self._listen, name="headphones", daemon=True).start()

    @property
    def inside(self) -> bool:
        """Whether they are in now."""
        return self.always or self._plugged or self._usb()

    def told(self, inside: bool) -> None:
        """A keypad with a socket of its own says that they went in or out."""
        self._plugged = inside

    def close(self) -> None:
        """Stop watching."""
        if self._process is not None:
            programs.end(self._process)  # type: ignore[arg-type]
            self._process.wait()

    def _usb(self) -> bool:
        try:
            return USB in self.cards.read_text(encoding="utf-8", errors="replace")
        except OSError:
            return False  # a machine without sound

    def _listen(self) -> None:
        assert self._process is not None and self._process.stdout is not None
        for line in self._process.stdout:
            words = line.lower().split()
            if "unplug" in words:
                self._plugged = False
            elif "plug" in words:
                self._plugged = True
        self._plugged = False
