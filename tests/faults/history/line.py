"""The network between a kiosk and the collector, with what a network may do."""

from sync import sealing
from tests.faults.history.world import World

OUTCOMES = (
    "good", "request lost", "answer lost", "sent twice", "answer cut", "answer spoilt", "a page",
    "an old answer", "another's answer", "empty", "too long", "comes later",
)  # fmt: skip


class Line:
    """Hands bytes to the collector in this process."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.outcome = "good"
        self.answers: list[bytes] = []

    def enrol(self, request: bytes) -> bytes:
        from sync.collector.ingest.enrol import enrol

        return enrol(self.world.place, request)

    def sync(self, batch: bytes) -> bytes:
        if self.outcome in ("request lost", "a page", "empty"):
            return {"a page": b"<html>200 OK</html>", "empty": b""}.get(self.outcome, b"gone")
        answer = self._answered(batch)
        if self.outcome == "sent twice":
            answer = self._answered(batch)
        old, self.answers = self.answers, [*self.answers, answer][-5:]
        if self.outcome in ("an old answer", "comes later"):
            return old[0] if old else b"none yet"
        spoilt = {
            "answer lost": b"", "answer cut": answer[: len(answer) // 2],
            "answer spoilt": answer[:70] + bytes([answer[70] ^ 1]) + answer[71:],
            "another's answer": sealing.Signing.new().sign(answer[64:]) + answer[64:],
            "too long": answer + bytes(5_000_000),
        }  # fmt: skip
        return spoilt.get(self.outcome, answer)

    def _answered(self, batch: bytes) -> bytes:
        from sync.collector.ingest.answer import answer

        return answer(self.world.place, batch)
