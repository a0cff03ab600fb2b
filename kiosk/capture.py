"""Pictures and sounds from programs that the device has, kept in memory and never in a file.

A kiosk with a camera or a microphone names in its settings the command that gives a JPEG, or an Ogg
stream, on its standard output: on Raspberry Pi OS ``rpicam-jpeg --width 640 --height 480 -q 40 -n
-o -``, and anywhere ``arecord -q -f S16_LE -r 16000 -t wav | opusenc --quiet --bitrate 12 - -``.
"""

import os
import signal
import subprocess
import threading
from collections.abc import Sequence
from contextlib import suppress

MOST = 1_000_000
"""Bytes of a picture or a sound: some seventeen batches, each resumed by itself."""
PICTURE_SECONDS = 15
JPEG_START, JPEG_END, OGG_START = b"\xff\xd8\xff", b"\xff\xd9", b"OggS"
"""ISO/IEC 10918-1, B.1.1.3 (SOI and EOI); RFC 3533, section 6 (capture pattern)."""


class CaptureError(Exception):
    """The camera or the microphone did not give what it should."""


def picture(command: Sequence[str]) -> bytes:
    """Take a picture; raises CaptureError."""
    try:
        done = subprocess.run(
            command, capture_output=True, timeout=PICTURE_SECONDS, check=False,
            stdin=subprocess.DEVNULL,
        )  # fmt: skip
    except (OSError, subprocess.TimeoutExpired) as error:
        raise CaptureError("The camera does not answer.") from error
    content = done.stdout
    if done.returncode or not (content.startswith(JPEG_START) and content.endswith(JPEG_END)):
        raise CaptureError("The camera gave no picture.")
    if len(content) > MOST:
        raise CaptureError("The camera's pictures are too large; staff can make them smaller.")
    return content


class Recorder:
    """Records one sound at a time; stops by itself when there is no more room."""

    def __init__(self, command: Sequence[str]) -> None:
        self.command = command
        self._process: subprocess.Popen[bytes] | None = None
        self._content = bytearray()

    def start(self) -> None:
        """Begin; raises CaptureError."""
        self.cancel()
        try:
            self._process = subprocess.Popen(
                self.command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL, start_new_session=True,
            )  # fmt: skip
        except OSError as error:
            raise CaptureError("The microphone does not answer.") from error
        self._content = bytearray()
        self._thread = threading.Thread(target=self._listen, args=(self._process,), daemon=True)
        self._thread.start()

    def stop(self) -> bytes:
        """End; gives the Ogg stream, or raises CaptureError when there is none."""
        self._end(signal.SIGINT)
        content, self._content = bytes(self._content[:MOST]), bytearray()
        if not content.startswith(OGG_START):
            raise CaptureError("The microphone gave no sound.")
        return content

    def cancel(self) -> None:
        """End and forget what was said."""
        self._end(signal.SIGKILL)
        self._content = bytearray()

    def _end(self, how: signal.Signals) -> None:
        if self._process is None:
            return
        self._signal(self._process, how)
        self._thread.join(timeout=5)
        self._signal(self._process, signal.SIGKILL)
        self._process.wait()
        self._process = None

    def _listen(self, process: "subprocess.Popen[bytes]") -> None:
        assert process.stdout is not None
        while part := process.stdout.read1(4096):  # type: ignore[attr-defined]
            self._content += part
            if len(self._content) >= MOST:
                self._signal(process, signal.SIGINT)
                break

    @staticmethod
    def _signal(process: "subprocess.Popen[bytes]", how: signal.Signals) -> None:
        """To the whole pipeline; the programs before a pipe must hear of the end too."""
        with suppress(ProcessLookupError):  # it ended by itself
            os.killpg(process.pid, how)
