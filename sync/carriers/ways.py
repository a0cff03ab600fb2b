"""Several ways to the same collector: its own address, then other kiosks that pass on."""

from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, ExitStack, contextmanager
from typing import Protocol

from sync.errors import CarrierError


class Way(Protocol):
    """One of them."""

    address: str

    def sync(self, batch: bytes) -> bytes:
        """Raises CarrierError."""

    def enrol(self, request: bytes) -> bytes:
        """Raises CarrierError, EnrolmentError."""

    def piece(self, path: str, start: int) -> AbstractContextManager[tuple[int, Iterator[bytes]]]:
        """Raises CarrierError."""


class Ways:
    """Tries one after another; one whose answer was not believed comes last at the next try."""

    def __init__(self, ways: Sequence[Way]) -> None:
        """``ways`` in the order in which they are tried; one at least."""
        self._ways = list(ways)
        self._used: Way | None = None
        self._doubted: list[Way] = []
        self._gave: tuple[str, list[Way]] = ("", [])
        """The piece that was asked for last, and who gave its parts, one after another."""
        self._short = False
        """Whether it ended before it was whole."""
        self._poor: list[Way] = []
        """Whose pieces were not whole, or not what they should be; the latest is the last."""

    def sync(self, batch: bytes) -> bytes:
        """Send a batch by the first way where something answers.

        Raises CarrierError, that of the first way, when nothing does by any.
        """
        failed: CarrierError | None = None
        for way in [*(each for each in self._ways if each not in self._doubted), *self._doubted]:
            try:
                answer = way.sync(batch)
            except CarrierError as error:
                failed = failed or error
                continue
            self._doubt(way)
            return answer
        self._used = None
        raise failed or CarrierError("There is no way to a collector in the settings.")

    def enrol(self, request: bytes) -> bytes:
        """By the first way: a code is good for one collector."""
        return self._ways[0].enrol(request)

    @contextmanager
    def piece(self, path: str, start: int) -> Iterator[tuple[int, Iterator[bytes]]]:
        """A piece of a new version by the first way that gives it; its hash says whether it is.

        First is the way by which the last batch went. Who gave a piece that ended too soon, or that
        is asked for from its beginning again since it was not what it should be, comes last; where
        several gave parts of it, the first of them, so that the next try is another's alone.
        """
        with ExitStack() as stack:
            yield self._given(stack, path, start)

    def _given(self, stack: ExitStack, path: str, start: int) -> tuple[int, Iterator[bytes]]:
        failed: CarrierError | None = None
        for way in self._for_pieces(path, start):
            try:
                begins, parts = stack.enter_context(way.piece(path, start))
            except CarrierError as error:
                failed = failed or error
                continue
            before = self._gave[1] if start and self._gave[0] == path else []
            self._gave, self._short = (path, [*before, way]), False
            return begins, self._watched(parts)
        raise failed or CarrierError("There is no way to a collector in the settings.")

    def _for_pieces(self, path: str, start: int) -> list[Way]:
        last, givers = self._gave
        if last == path and (self._short or not start):
            poor = givers[-1:] if start else [*dict.fromkeys(reversed(givers))]
            self._poor = [each for each in self._poor if each not in poor] + poor
        return sorted(self._ways, key=lambda each: (self._place(each), each is not self._used))

    def _place(self, way: Way) -> int:
        """Among those whose pieces were poor; 0 for one whose were not."""
        return self._poor.index(way) + 1 if way in self._poor else 0

    def _watched(self, parts: Iterator[bytes]) -> Iterator[bytes]:
        """Who asks stops at the end of the piece: what ends before that ends too soon."""
        try:
            yield from parts
        except Exception:
            self._short = True
            raise
        self._short = True

    def _doubt(self, way: Way) -> None:
        """Until it is said that its answer was good."""
        self._used = way
        self._doubted = [each for each in self._doubted if each is not way] + [way]

    def believed(self) -> str:
        """Say that the last answer was the council's; gives the address by which it came."""
        self._doubted = []
        return self._used.address if self._used else ""
