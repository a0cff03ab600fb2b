"""A printer on a socket: takes ESC/POS apart as its makers document it, and answers for its state.

Bytes from Epson's ESC/POS reference (TM-L60II technical information, "Status commands DLE EOT";
TM-H5000 manual, chapter 5; Bixolon SRP-350 command manual, "DLE EOT n", for the same tables):
- ``ESC @`` (1B 40) initialises;
- ``GS v 0 m xL xH yL yH d...`` (1D 76 30) prints a raster of x bytes by y rows, a set bit is black;
- ``ESC d n`` (1B 64 n) feeds lines; ``GS V m`` (1D 56 m) cuts;
- ``DLE EOT n`` (10 04 n) is answered with one byte at once. Bits 1 and 4 are always set (12 hex).
  n = 1: bit 3 is off line. n = 4: bits 2, 3 near the end of the paper, bits 5, 6 no paper;
- ``DLE ENQ 2`` (10 05 02) recovers from an error and clears what was received.
"""

import socket
import threading

from PIL import Image

FIXED = 0x12
OFF_LINE, NEAR_END, NO_PAPER = 0x08, 0x0C, 0x60


class FakePrinter:
    """Listens on loopback; ``paper`` is what came out so far."""

    def __init__(self, rows: int | None = None, near_end: bool = False, on: bool = True,
                 silent: bool = False) -> None:  # fmt: skip
        """``rows`` of paper are left; ``silent`` never answers and never reads."""
        self.rows, self.near_end, self.on, self.silent = rows, near_end, on, silent
        self.commands: list[str] = []
        self.wrong: list[bytes] = []
        self.strips: list[Image.Image] = []
        self.cuts: list[int] = []
        self._held: list[Image.Image] = []
        self._server = socket.create_server(("127.0.0.1", 0))
        self.address = f"network:127.0.0.1:{self._server.getsockname()[1]}"
        threading.Thread(target=self._serve, daemon=True).start()

    def close(self) -> None:
        self._server.close()

    def paper(self) -> Image.Image:
        """All that was printed, one strip below the other."""
        made = Image.new("1", (self.strips[0].width, sum(s.height for s in self.strips)), 1)
        at = 0
        for strip in self.strips:
            made.paste(strip, (0, at))
            at += strip.height
        return made

    def put_paper_in(self) -> None:
        """As staff do: what waits in the printer comes out then."""
        self.rows = None
        held, self._held = self._held, []
        for strip in held:
            self._print(strip)

    def _serve(self) -> None:
        while True:
            try:
                line, _ = self._server.accept()
            except OSError:
                return
            self._talk(line)

    def _talk(self, line: socket.socket) -> None:
        if self.silent:
            self._kept = line
            return
        file = line.makefile("rb")
        while lead := file.read(1):
            code = lead + file.read(1)
            if code == b"\x10\x04":
                line.sendall(bytes([self._status(file.read(1)[0])]))
            elif code == b"\x10\x05":
                self._recover(file.read(1)[0])
            elif code == b"\x1b@":
                self.commands.append("init")
            elif code == b"\x1bd":
                self.commands.append(f"feed {file.read(1)[0]}")
            elif code == b"\x1dV":
                self.commands.append(f"cut {file.read(1)[0]}")
                self.cuts.append(len(self.strips))
            elif code == b"\x1dv":
                self._raster(file)
            else:
                self.wrong.append(code)

    def _status(self, kind: int) -> int:
        self.commands.append(f"status {kind}")
        empty = self.rows is not None and self.rows <= 0
        if kind == 1:
            return FIXED | (OFF_LINE if empty or not self.on else 0)
        return FIXED | (NEAR_END if self.near_end or empty else 0) | (NO_PAPER if empty else 0)

    def _recover(self, kind: int) -> None:
        self.commands.append(f"recover {kind}")
        if kind == 2:
            self._held.clear()

    def _raster(self, file) -> None:
        assert file.read(1) == b"0"
        mode, *size = file.read(5)
        wide, high = size[0] + 256 * size[1], size[2] + 256 * size[3]
        bits = file.read(wide * high)
        self.commands.append(f"raster {mode}")
        strip = Image.frombytes("1", (wide * 8, high), bytes(each ^ 0xFF for each in bits))
        self._print(strip)

    def _print(self, strip: Image.Image) -> None:
        if self.rows is not None and self.rows < strip.height:
            self.rows = 0
            self._held.append(strip)
            return
        if self.rows is not None:
            self.rows -= strip.height
        self.strips.append(strip)
