"""Items of the board and the place: every member at its limits, bombs, and the built-in form."""

import os
from typing import Any

import msgpack
import pytest
import zstandard

from sync import codec, notices, wire
from sync.cards import CardItem, CardLine, WaitingItem
from sync.directory import DirectoryItem, Hours, Service
from sync.errors import CodecError, FeedError
from sync.events import Event, EventsItem
from sync.notices import NoticeItem, Posted
from sync.place import CrisisItem
from sync.results import ResultsItem
from tests.kiosk.answers import RESULTS

NOTICE = NoticeItem(bytes(16), "Library", 5, {"en": "T"}, {"en": "X", "ur": "ع"})
CARD = CardItem(
    3, "story", 5, 9, "ur", (CardLine({"en": "Tell it"}, {"": "The bandstand"}),), (b"\x89PNG",)
)
CRISIS = CrisisItem(9, {"": "The river is high."})
EVENTS = EventsItem(
    "Town", "Library", (Event("u", "Soup", "2026-12-03T14:00", "2026-12-03", "x", "y", "0", "z"),)
)
DIRECTORY = DirectoryItem(
    "Town", (Service("1", "Soup", "Church", phones=("1",), hours=(Hours("06", "09:00", "10:00"),),
                     needs=("Food",), checked="2026-06-03"),),
)  # fmt: skip
ITEMS: dict[str, tuple[type, Any]] = {
    "notice": (NoticeItem, NOTICE),
    "crisis": (CrisisItem, CRISIS),
    "card": (CardItem, CARD),
    "waiting": (WaitingItem, WaitingItem(2, 1)),
    "events": (EventsItem, EVENTS),
    "directory": (DirectoryItem, DIRECTORY),
    "results": (ResultsItem, RESULTS),
}


def packed(kind: str, values: Any) -> bytes:
    return wire.dump([kind, codec.compress(msgpack.packb(values), b"")])


def members(item: bytes) -> list[Any]:
    return list(msgpack.unpackb(codec.decompress(msgpack.unpackb(item)[1], b"", 10**6)))


@pytest.mark.parametrize("kind", ITEMS)
def test_it_comes_back_as_it_was(kind: str) -> None:
    reader, item = ITEMS[kind]
    assert reader.decode(item.encode()) == item


@pytest.mark.parametrize("kind", ITEMS)
def test_a_wrong_member_is_one_kind_of_refusal(kind: str) -> None:
    reader, item = ITEMS[kind]
    values, refused = members(item.encode()), 0
    strange: list[Any] = [None, -1, 2**63, 1.5, True, b"", "x" * 5000, b"x" * 17, {}, [1], [[1, 2]],
                          [["en", b"x"]], [["en", "x" * 5000]], [["en", "x"]] * 41]  # fmt: skip
    for place, value in enumerate(values):
        for bad in strange:
            if type(bad) is type(value) and bad in (b"", True):
                continue
            changed = [*values[:place], bad, *values[place + 1 :]]
            try:
                reader.decode(packed(kind, changed))
            except FeedError:
                refused += 1
            else:
                raise AssertionError((place, bad))
    whole = item.encode()
    for content in (values[:-1], [*values, 0], [], 7, "x"):
        with pytest.raises(FeedError):
            reader.decode(packed(kind, content))
    for size in range(len(whole)):
        with pytest.raises(FeedError):
            reader.decode(whole[:size])
    with pytest.raises(FeedError):
        reader.decode(packed("form", values))
    print(f"{kind}: {refused + 6 + len(whole)} refused")


@pytest.mark.parametrize("kind", ITEMS)
def test_a_bomb_is_refused(kind: str) -> None:
    bomb = zstandard.ZstdCompressor(
        compression_params=zstandard.ZstdCompressionParameters(
            format=zstandard.FORMAT_ZSTD1_MAGICLESS, window_log=20
        )
    ).compress(bytes(300_000_000))
    with pytest.raises(FeedError):
        ITEMS[kind][0].decode(wire.dump([kind, bomb]))


def test_the_form_that_is_built_in_never_changes() -> None:
    """Kiosks in the field have it, too."""
    assert notices.FORM_KEY.hex() == (
        "ffb1182c934d045e37697c3554c8957e3682ead01ba1d0daf0c877b93ac77729"
    )
    assert len(notices.DICTIONARY) == 783


def test_a_posted_notice_comes_back_and_a_strange_one_does_not() -> None:
    posted = Posted(os.urandom(16), "en", "Soup & <bread>", "From noon.\nAll welcome", 99, True)
    assert Posted.read(posted.instance()) == posted
    good = posted.instance().decode()
    for old, new in (
        (posted.id.hex(), "zz"), (posted.id.hex(), "00"), ("<until>99", "<until>-1"),
        ("<until>99", "<until>x"), ("<until>99", f"<until>{2**41}"), ("en</l", "e" * 21 + "</l"),
        ("Soup", "S" * 201), ("From", "F" * 4001), ("Soup &amp; &lt;bread&gt;", ""),
    ):  # fmt: skip
        with pytest.raises(CodecError):
            Posted.read(good.replace(old, new).encode())


def test_only_the_crisis_that_holds_now_and_longest_counts() -> None:
    items = [CrisisItem(until, {"": str(until)}).encode() for until in (5, 50, 20)]
    found = CrisisItem.newest([b"junk", *items], 10)
    assert found is not None and found.until == 50
    assert CrisisItem.newest(items, 50) is None


@pytest.mark.parametrize("kind", ["events", "directory"])
def test_a_wrong_line_is_one_kind_of_refusal(kind: str) -> None:
    """Every member of an event or a service in the place of every other, and too many of them."""
    reader, item = ITEMS[kind]
    *front, (line,) = members(item.encode())
    strange: list[Any] = [None, 1, b"", "x" * 1501, {}, [1], [["x"]], [["7", "", "", ""]] * 21]
    for place, value in enumerate(line):
        for bad in strange:
            if type(bad) is type(value) and isinstance(bad, str) and len(bad) < 1500:
                continue
            with pytest.raises(FeedError):
                reader.decode(packed(kind, [*front, [[*line[:place], bad, *line[place + 1 :]]]]))
    for lines in ([line] * 251, [line[:-1]], [7]):
        with pytest.raises(FeedError):
            reader.decode(packed(kind, [*front, lines]))


@pytest.mark.parametrize(
    ("at", "value"), [(1, ""), (2, "today"), (2, ""), (2, "2026-13-01"), (3, "2026-12-03T25:00")]
)
def test_an_event_without_a_title_or_a_day_is_refused(at: int, value: str) -> None:
    name, hub, (line,) = members(EVENTS.encode())
    with pytest.raises(FeedError):
        EventsItem.decode(packed("events", [name, hub, [[*line[:at], value, *line[at + 1 :]]]]))


@pytest.mark.parametrize(("at", "value"), [(1, ""), (14, "June"), (12, [["8", "", "", ""]])])
def test_a_service_without_a_name_or_with_a_day_there_is_not_is_refused(
    at: int, value: Any
) -> None:
    name, (line,) = members(DIRECTORY.encode())
    with pytest.raises(FeedError):
        DirectoryItem.decode(packed("directory", [name, [[*line[:at], value, *line[at + 1 :]]]]))
