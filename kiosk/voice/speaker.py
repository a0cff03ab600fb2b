"""Says one utterance after another, and falls silent at once when it should."""

import logging
import subprocess
import threading
from collections import deque
from collections.abc import Callable, Sequence

from kiosk.voice import programs
from kiosk.voice.programs import Manner
from kiosk.voice.spoken import Utterance

log = logging.getLogger("kiosk.voice")

REST = 0.8
"""Seconds of silence after what is said slowly."""


class Speaker:
    """A thread that waits for something to say; it costs nothing while there is nothing."""

    def __init__(self, engine: Sequence[str], player: Sequence[str] = ()) -> None:
        """``engine`` is the command of an engine; ``player`` plays a sound on its input."""
        self.engine, self.player = tuple(engine), tuple(player)
        self._queue: deque[Utterance] = deque()
        self._manner = Manner()
        self._process: subprocess.Popen[bytes] | None = None
        self._changed = threading.Condition()
        self._closed = False
        self._told = self._interrupted = False
        self.before: Callable[[Utterance], bool] = lambda said: True
        """Asked before each utterance; False leaves it out, as when headphones were drawn."""
        self._thread = threading.Thread(target=self._run, name="speech", daemon=True)
        self._thread.start()

    @property
    def talking(self) -> bool:
        """Whether something is being said, or waits to be."""
        with self._changed:
            return bool(self._queue) or self._process is not None

    def say(self, said: Sequence[Utterance], manner: Manner | None = None) -> None:
        """Say this instead of whatever is being said; nothing, to be silent."""
        with self._changed:
            self._queue, self._interrupted = deque(said), True
            self._manner = manner or self._manner
            if self._process is not None:
                programs.end(self._process)
            self._changed.notify()

    def add(self, said: Sequence[Utterance]) -> None:
        """Say this after whatever is being said."""
        with self._changed:
            self._queue.extend(said)
            self._changed.notify()

    def hush(self) -> None:
        """Be silent at once and forget what was to be said."""
        self.say([])

    def close(self) -> None:
        """Be silent for good."""
        self._closed = True
        self.hush()
        self._thread.join(timeout=5)

    def _run(self) -> None:
        while True:
            with self._changed:
                self._changed.wait_for(lambda: self._queue or self._closed)
                if self._closed:
                    return
                said = self._queue.popleft()
                self._interrupted = False
                if not self.before(said):
                    continue
                content = self._begin(said)
                process = self._process
            if process is not None:
                programs.feed(process, content)
                programs.end(process)
            rest = REST if said.slowly else 0.0
            del said, content
            with self._changed:
                self._changed.wait_for(lambda: self._interrupted, timeout=rest)
                self._process = None

    def _begin(self, said: Utterance) -> bytes:
        """Start the program for one utterance; what it should be given."""
        recorded = bool(said.audio and self.player)
        command = self.player if recorded else self.engine
        try:
            self._process = programs.start(programs.arguments(command, said, self._manner))
        except OSError as error:
            self._cannot(error)
        return said.audio if recorded else said.text.encode()

    def _cannot(self, error: OSError) -> None:
        """Say once, to staff, that this kiosk has no voice."""
        if not self._told:
            self._told = True
            log.warning("speech does not start: %s", type(error).__name__)
