"""``python -m tests.bench.replies [COUNT]``: what replies cost a kiosk's link and its disk.

The bundles and the index are the collector's own; a reply is 400 letters of English with a shorter
one in Urdu. A reply's cost is the index and every item that a kiosk did not have before it.
"""

import random
import sys
import time

from sync import feed, replies, sealing
from sync.replies import READ_LEVELS, REPLY_LEVELS, ReplyText, Word

KEY = sealing.Signing(bytes(range(32)))
WORDS = [
    "thank",
    "you",
    "for",
    "telling",
    "us",
    "about",
    "the",
    "light",
    "road",
    "park",
    "bin",
    "we",
    "will",
    "mend",
    "it",
    "before",
    "and",
]
URDU = [
    "شکریہ",
    "ہم",
    "نے",
    "آپ",
    "کی",
    "بات",
    "سن",
    "لی",
    "ہے",
    "اور",
    "جلد",
    "ٹھیک",
    "کریں",
    "گے",
]


def main(count: int) -> None:
    """Print the cost of the first COUNT replies and marks, one after the other."""
    forms = [feed.Entry(bytes([n]) * 32, "form", 40_000) for n in range(3)]
    made = [sealed(number) for number in range(1, count + 1)]
    marks = [sealing.read_mark(bytes([n % 251]) * 28 + n.to_bytes(4, "big")) for n in range(count)]
    for what, levels, item in (
        ("replies", REPLY_LEVELS, lambda part: replies.bundle(made[n - 1] for n in part)),
        ("marks of what was read", READ_LEVELS,
         lambda part: replies.read_item(marks[n - 1] for n in part)),
    ):  # fmt: skip
        known: set[bytes] = set()
        costs, index, items = [], b"", {}
        for last in range(1, count + 1):
            spans = [[n for n in span if n <= last] for span in replies.spans(last, levels)]
            items = {feed.item_key(each): each for each in map(item, spans)}
            entries = [feed.Entry(key, "reply", len(each)) for key, each in items.items()]
            index = feed.Index(last, 1, 2, (*forms, *entries)).encode(KEY.sign)
            costs.append(len(index) + sum(len(items[key]) for key in items.keys() - known))
            known = set(items)
        typical = sorted(costs)[len(costs) // 2]
        print(f"{count} {what}: {sum(map(len, items.values())):,} bytes in {len(items)} items,"
              f" an index of {len(index):,} bytes; one more costs {sum(costs) // len(costs):,} on"
              f" average, {typical:,} in the middle, {max(costs):,} at most")  # fmt: skip
    bundles = [replies.bundle(made[at : at + 64]) for at in range(0, count, 64)]
    began = time.perf_counter()
    replies.newest(bundles, bytes(32))
    print(f"looking one up among {count}: {1000 * (time.perf_counter() - began):.1f} ms")
    began = time.perf_counter()
    sealing.reply_key(bytes(7))
    print(f"stretching the reference: {1000 * (time.perf_counter() - began):.0f} ms")


def sealed(number: int) -> tuple[bytes, bytes]:
    """A reply with words of its own, under a key of its own."""
    chance = random.Random(number)
    english = " ".join(chance.choice(WORDS) for _ in range(80))[:400]
    urdu = " ".join(chance.choice(URDU) for _ in range(40))
    key = bytes([number % 251]) * 28 + number.to_bytes(4, "big")
    text = ReplyText(Word.ANSWERED, 1_700_000_000 + number, {"en": "Report a problem"},
                     {"en": english, "ur": urdu})  # fmt: skip
    return sealing.reply_lookup(key), text.seal(key)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1000)
