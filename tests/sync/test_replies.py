"""Replies, marks of what was read and outcomes: at their limits, beyond, and from hostile hands."""

from typing import Any

import msgpack
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sync import codec, replies, sealing, wire
from sync.errors import FeedError, SealingError
from sync.outcomes import OutcomeItem
from sync.replies import REPLY_LEVELS, ReplyText, Word, spans

KEY, OTHER = bytes([7] * 32), bytes([8] * 32)
SAID = ReplyText(Word.ANSWERED, 1_700_000_000, {"en": "Street"}, {"cy": "Diolch", "en": "Thanks"})
OUTCOME = OutcomeItem("f", 5, {"en": "T"}, {"en": "S"}, {"en": "W"}, {"en": "N"})
PLAIN: list[Any] = [2, 5, [["en", "F"]], [["en", "No."]]]
TOO_LONG = "x" * (replies.MAX_TEXT + 1)


def sealed(values: object) -> bytes:
    """What a hostile council would seal."""
    return sealing.seal_reply(KEY, codec.compress(msgpack.packb(values), b""))


def bundled(sealed_reply: bytes, key: bytes = KEY) -> bytes:
    return replies.bundle([(sealing.reply_lookup(key), sealed_reply)])


def test_a_reply_comes_back_under_its_key_alone() -> None:
    box = SAID.seal(KEY)
    assert ReplyText.open(KEY, box) == SAID
    with pytest.raises(SealingError):
        ReplyText.open(OTHER, box)
    for place in range(len(box)):
        with pytest.raises(SealingError):
            ReplyText.open(KEY, box[:place] + bytes([box[place] ^ 1]) + box[place + 1 :])


def test_lengths_tell_little() -> None:
    texts = [{"en": word * 5} for word in ("Yes.", "No, and here is why: ")]
    sizes = {len(ReplyText(Word.ANSWERED, 1, {}, each).seal(KEY)) for each in texts}
    assert len(sizes) == 1


@pytest.mark.parametrize(
    "values",
    [
        PLAIN[:3], [*PLAIN, 0], [0, *PLAIN[1:]], [4, *PLAIN[1:]], ["2", *PLAIN[1:]],
        [2, -1, *PLAIN[2:]], [2, 2**53, *PLAIN[2:]], [2, 5, {}, []], [2, 5, [], [["en"]]],
        [2, 5, [], [["en", 7]]], [2, 5, [], [["en", TOO_LONG]]], [2, 5, [], [["e" * 61, "x"]]],
        [2, 5, [], [[str(n), "x"] for n in range(5)]], [2, 5, [], ["en"]], {"a": 1}, [], 7,
    ],
)  # fmt: skip
def test_a_sealed_reply_of_another_shape_is_no_reply(values: object) -> None:
    assert ReplyText.open(KEY, sealed(PLAIN)).texts == {"en": "No."}
    with pytest.raises(FeedError):
        ReplyText.open(KEY, sealed(values))
    good = bundled(sealed(PLAIN))
    found = replies.newest([bundled(sealed(values)), good], KEY)
    assert found is not None and found.at == 5  # it spoils no other


def test_a_bomb_opens_to_no_more_than_allowed() -> None:
    bomb = sealing.seal_reply(KEY, codec.compress(bytes(50_000_000), b""))
    with pytest.raises(FeedError):
        ReplyText.open(KEY, bomb)
    with pytest.raises(FeedError):
        OutcomeItem.decode(wire.dump(["outcome", codec.compress(bytes(50_000_000), b"")]))


@pytest.mark.parametrize(
    "body",
    [
        b"", b"\xc1", msgpack.packb(7), msgpack.packb([7]), msgpack.packb([[b"x" * 16]]),
        msgpack.packb([[b"x" * 15, b"y"]]), msgpack.packb([["x" * 16, b"y"]]),
        msgpack.packb([[b"x" * 16, "y"]]), msgpack.packb([[b"x" * 16, b"y", b"z"]]),
        msgpack.packb([[b"x" * 16, bytes(replies.MAX_SEALED + 1)]]),
        msgpack.packb([[b"x" * 16, b"y"]] * (REPLY_LEVELS[0] + 1)),
    ],
)  # fmt: skip
def test_a_bundle_of_another_shape_is_refused(body: bytes) -> None:
    with pytest.raises(FeedError):
        list(replies.unbundled(wire.dump(["reply", body])))
    good = bundled(SAID.seal(KEY))
    assert replies.newest([wire.dump(["reply", body]), good], KEY) == SAID


def test_marks_of_another_shape_are_refused() -> None:
    mark = sealing.read_mark(KEY)
    assert replies.reads(replies.read_item([bytes(12), mark]), mark)
    assert not replies.reads(replies.read_item([bytes(12)]), mark)
    for kind, body in (("read", mark[:-1]), ("read", bytes(12 * 1025)), ("reply", mark)):
        with pytest.raises(FeedError):
            replies.reads(wire.dump([kind, body]), mark)
    shifted = bytes(6) + mark + bytes(6)
    assert not replies.reads(wire.dump(["read", shifted]), mark)


def test_the_newest_of_several_holds() -> None:
    old, new = (ReplyText(Word.LOOKING, at, {}, {"en": str(at)}).seal(KEY) for at in (4, 9))
    for items in ([bundled(new), bundled(old)], [bundled(old), bundled(new)]):
        found = replies.newest(items, KEY)
        assert found is not None and found.at == 9


def test_an_outcome_of_another_shape_is_refused() -> None:
    assert OutcomeItem.decode(OUTCOME.encode()) == OUTCOME
    texts = [["en", "x"]]
    good: list[Any] = ["f", 5, [texts], [texts], [texts], [texts]]
    for values in (good[:5], [7, *good[1:]], ["f", -1, [], [], [], []],
                   ["f", 1, [], [], [], [["en", TOO_LONG]]],
                   ["f", 1, [], [], [], [[str(n), "x"] for n in range(31)]]):  # fmt: skip
        plain = codec.compress(msgpack.packb(values), b"")
        with pytest.raises(FeedError):
            OutcomeItem.decode(wire.dump(["outcome", plain]))
    with pytest.raises(FeedError):
        OutcomeItem("f", 1, {}, {"en": TOO_LONG}, {}, {}).encode()


@given(st.binary(max_size=300))
def test_any_bytes_end_in_a_clear_error(junk: bytes) -> None:
    for item in (junk, wire.dump(["reply", junk])):
        if junk != b"\x90":  # a bundle of no replies
            with pytest.raises(FeedError):
                list(replies.unbundled(item))
    with pytest.raises(FeedError):
        OutcomeItem.decode(wire.dump(["outcome", junk]))
    with pytest.raises(FeedError):
        OutcomeItem.decode(junk)


@given(st.integers(0, 3000))
def test_every_number_is_in_one_span_and_the_old_ones_stay(last: int) -> None:
    for levels in (REPLY_LEVELS, replies.READ_LEVELS):
        found = spans(last, levels)
        numbers = [number for span in found for number in span]
        assert numbers[:last] == list(range(1, last + 1))
        assert len(numbers) - last < levels[-1]
        whole = [span for span in found if len(span) == levels[0]]
        assert spans(last + 1, levels)[: len(whole)] == whole
    assert len(spans(last, REPLY_LEVELS)) <= last // 64 + 9
