"""Bugs to put in place, to see that the histories catch each of them."""

from collections.abc import Callable
from typing import Any

from kiosk.store import Outbox, chain, outbox


def _believe_anything() -> None:
    """Every answer says that all has arrived."""

    def settle(self: Outbox, receipt: Any, upto: Any = None) -> None:
        with self._database.write() as db:
            db.execute("update marks set have = (select coalesce(max(seq), 0) from submissions)")

    Outbox.settle = settle  # type: ignore[method-assign]


def _never_go_back() -> None:
    """HAVE never goes down, as if no collector were ever restored."""
    real = Outbox.settle

    def settle(self: Outbox, receipt: Any, upto: Any = None) -> None:
        with self._database.use() as db:
            have = chain.marks(db)["have"]
        if receipt.have >= have:
            real(self, receipt, upto)

    Outbox.settle = settle  # type: ignore[method-assign]


def _forget_too_soon() -> None:
    """A record is forgotten once it is held, not once it is safe."""
    real = Outbox.prune

    def prune(self: Outbox) -> int:
        with self._database.write() as db:
            db.execute("update marks set safe = have")
        return real(self)

    Outbox.prune = prune  # type: ignore[method-assign]
    outbox.KEEP_SECONDS = 0


def _say_saved_first() -> None:
    """Now and then "Saved" is said of what never reached the disk."""
    real = Outbox.post

    def post(self: Outbox, plain: bytes, parts: Any = ()) -> Any:
        return real(self, plain, parts) if len(plain) % 3 else None

    Outbox.post = post  # type: ignore[method-assign]


def _safe_is_what_is_held() -> None:
    """The collector calls safe what no copy holds."""
    from sync.collector.ingest import answer

    answer.safe = lambda device: device.have_seq


def _one_branch_only() -> None:
    """Of two branches of a copied device, only the first is kept."""
    from sync.collector.ingest import chain as ingest

    real = ingest.take

    def take(device: Any, batch: Any) -> Any:
        if ingest._forked(batch, ingest._beside(device, batch)):
            return batch.last, [batch.previous, *batch.heads()][-1].hex()
        return real(device, batch)

    ingest.take = take


def _an_island_is_land() -> None:
    """A batch counts as held when the record before it is here, whatever lacks before that."""
    from sync.collector.ingest import chain as ingest

    def held(device: Any, batch: Any, beside: Any) -> bool:
        seq, head = batch.first - 1, batch.previous.hex()
        return seq == 0 or any(row[:2] == (seq, head) for row in beside)

    ingest._held = held


def _count_by_chain() -> None:
    """The same record on two chains is two submissions."""
    from sync.collector.reading import submission

    submission.record_digest = lambda record: __import__("os").urandom(32)


def _forget_half_an_epoch() -> None:
    """What is kept after pruning does not open by itself."""
    chain.epoch_end = lambda db, upto: upto  # type: ignore[assignment]


def _leave_behind_what_arrived() -> None:
    """A device enrolled anew takes only what had not arrived, from the middle of an epoch."""
    real = chain._hand_over

    def hand_over(db: Any, device: bytes) -> None:
        db.execute("delete from submissions where seq <= (select have from marks)")
        real(db, device)

    chain._hand_over = hand_over


def _deaf_to_new_keys() -> None:
    """A kiosk never follows a renewal."""
    from sync.trust import Trust

    Trust.ahead = lambda self, statements: self.keys  # type: ignore[method-assign]
    Trust.take = lambda self, statements: None  # type: ignore[method-assign]


def _erasure_is_forgotten() -> None:
    """After a restore nobody remembers what was erased."""
    from sync.collector.reading import erasing

    erasing.recall = lambda place: None


def _erase_without_a_mark() -> None:
    """What follows an erased record in its epoch can never be opened."""
    from sync.sealing import Opener

    Opener.mark = lambda self, public: b"\x03" + bytes(120)  # type: ignore[method-assign]


PLANTS: dict[str, Callable[[], None]] = {
    "believe anything": _believe_anything,
    "never go back": _never_go_back,
    "forget too soon": _forget_too_soon,
    "say saved first": _say_saved_first,
    "safe is what is held": _safe_is_what_is_held,
    "an island is land": _an_island_is_land,
    "one branch only": _one_branch_only,
    "count by chain": _count_by_chain,
    "forget half an epoch": _forget_half_an_epoch,
    "leave behind what arrived": _leave_behind_what_arrived,
    "deaf to new keys": _deaf_to_new_keys,
    "erasure is forgotten": _erasure_is_forgotten,
    "erase without a mark": _erase_without_a_mark,
}
