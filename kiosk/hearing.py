"""What became of what was said: here by its mark, and at the council by the feed.

Stretching a reference takes a second or so and 64 MiB, so it is done in one thread behind the
window, one reference after the other. What is kept opens nothing and names nobody.
"""

from __future__ import annotations

import logging
import threading
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TYPE_CHECKING

from kiosk.store import StoreError
from kiosk.visit.services import Came, Heard, Stand
from sync import replies, sealing
from sync.errors import FeedError
from sync.outcomes import OutcomeItem
from sync.replies import Word

if TYPE_CHECKING:
    from kiosk.parts import Parts

log = logging.getLogger("kiosk")
MOST_WAITING = 16
"""Submissions whose mark waits to be made. People are slower; only a machine makes more, and then
the state of some cannot be asked for by their reference."""
STANDS: dict[Word, Stand] = {
    Word.LOOKING: "looking",
    Word.ANSWERED: "answered",
    Word.REFUSED: "refused",
}


class Hearing:
    """Remembers what was said here, and finds out what became of it."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts
        self._pool = ThreadPoolExecutor(1, thread_name_prefix="hearing")
        self._room = threading.BoundedSemaphore(MOST_WAITING)

    def remember(self, reference: bytes, seq: int) -> None:
        """Let the state of a submission be asked for by its reference; at once, or never."""
        if self._room.acquire(blocking=False):
            self._pool.submit(self._remember, reference, seq)

    def _remember(self, reference: bytes, seq: int) -> None:
        try:
            mark = sealing.here_mark(sealing.reply_key(reference))
            self._parts.outbox.remember(mark, seq)
        except Exception as error:  # it is saved all the same, and says so on every other way
            log.warning("a submission will not be known again: %s", type(error).__name__)
        finally:
            self._room.release()

    def ask(self, reference: bytes) -> Question:
        """Begin to find out what became of a reference."""
        return Question(self._pool.submit(self._found, reference))

    def _found(self, reference: bytes) -> Heard:
        key, content = sealing.reply_key(reference), self._parts.content
        reply = replies.newest(content.bodies("reply"), key)
        if reply is not None:
            return Heard(STANDS[reply.word], reply.at, reply.about, reply.texts)
        mark = sealing.read_mark(key)
        if any(_reads(item, mark) for item in content.bodies("read")):
            return Heard("read")
        return Heard(self._parts.outbox.known(sealing.here_mark(key)) or "")

    def outcomes(self) -> list[Came]:
        """What came of the council's forms, the newest first; what cannot be read is left out."""
        return [
            Came(each.titles, each.said, each.will, each.wont, each.at)
            for each in self._parts.content.read("outcome", OutcomeItem.decode)
        ]

    def wait(self) -> None:
        """Return once everything begun is done."""
        self._pool.submit(lambda: None).result()


class Question:
    """What became of one reference, on its way."""

    def __init__(self, future: Future[Heard]) -> None:
        self._future = future

    def answer(self) -> Heard | None:
        """None until it is there; raises LookupError when it could not be found out."""
        if not self._future.done():
            return None
        try:
            return self._future.result()
        except (StoreError, MemoryError, RuntimeError, OSError) as error:
            raise LookupError(type(error).__name__) from None


def _reads(item: bytes, mark: bytes) -> bool:
    try:
        return replies.reads(item, mark)
    except FeedError:
        return False
