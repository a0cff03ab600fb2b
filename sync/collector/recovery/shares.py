"""A key as words for several holders, and back: SLIP-0039, all of it by ``shamir-mnemonic``.

The standard: https://github.com/satoshilabs/slips/blob/master/slip-0039.md. A key of ours has 32
bytes, which is one of the standard's own sizes: 33 words, with a checksum that finds up to three
wrong ones. Where there are several keys, each is split by itself.
"""

import difflib
import re
from collections.abc import Iterable

from shamir_mnemonic import MnemonicError, Share, combine_mnemonics, generate_mnemonics
from shamir_mnemonic.wordlist import WORDLIST

from sync.collector.errors import CollectorError

WORDS = 33
MOST = 16
"""Holders of one key, in the standard's sections on the format of a share."""
LETTERS = 4
"""So many tell one word of the list from every other."""
_BY_LETTERS: dict[str, str] = {word[:LETTERS]: word for word in WORDLIST}


def split(key: bytes, need: int, holders: int) -> list[str]:
    """Words for each holder, of whom ``need`` bring the key back; raises CollectorError.

    No passphrase, for nobody would know it years later; so none is stretched either.
    """
    if not 2 <= need <= holders <= MOST:
        raise CollectorError(
            f"A key is split for up to {MOST} holders, of whom at least 2 are needed and no more"
            " than there are."
        )
    groups: list[list[str]]
    groups = generate_mnemonics(1, [(need, holders)], key, iteration_exponent=0)
    words = groups[0]
    for some in (words[:need], words[-need:]):
        if combine_mnemonics(some) != key:
            raise CollectorError("The words do not give the key back; nothing was written.")
    return words


def read(text: str) -> Share:
    """One holder's words of one key as somebody typed them; raises CollectorError.

    Numbers, commas and large letters do not matter, and of each word four letters are enough.
    """
    words = [_word(at, each) for at, each in enumerate(re.findall(r"[^\W\d_]+", text), 1)]
    if len(words) != WORDS:
        raise CollectorError(f"These are {len(words)} words; a page has {WORDS} for each key.")
    try:
        share = Share.from_mnemonic(" ".join(words))
    except MnemonicError as error:
        raise CollectorError(
            "One of these words is not as it stands on the page; compare them one by one."
        ) from error
    if share.group_count != 1:
        raise CollectorError("These words were not made by 'collector keys split'.")
    return share


def _word(at: int, typed: str) -> str:
    small = typed.lower()
    word = _BY_LETTERS.get(small[:LETTERS], "")
    if len(small) >= LETTERS and word.startswith(small):
        return word
    close = difflib.get_close_matches(small, WORDLIST, 1)
    like = f"; is it '{close[0]}'?" if close else "."
    raise CollectorError(f"Word {at}, '{typed[:20]}', is none of the list{like}")


class Gathered:
    """Words of any number of keys, sorted by the key that each belongs to."""

    def __init__(self) -> None:
        self._sets: dict[object, dict[int, Share]] = {}

    def add(self, share: Share) -> tuple[int, int]:
        """How many different pages of its key are there now, and how many it needs."""
        held = self._sets.setdefault(share.group_parameters(), {})
        held[share.index] = share
        return len(held), share.member_threshold

    def whole(self) -> list[bytes]:
        """The keys of which there are pages enough; raises CollectorError."""
        return [_joined(held.values()) for held in self._sets.values() if not _lacks(held)]

    def lacking(self) -> list[str]:
        """Of each key that lacks pages, how many there are, in words."""
        short = [held for held in self._sets.values() if _lacks(held)]
        return [f"{len(held)} of the {_need(held)} pages it needs" for held in short]

    def __len__(self) -> int:
        return len(self._sets)


def _need(held: dict[int, Share]) -> int:
    need: int = next(iter(held.values())).member_threshold
    return need


def _lacks(held: dict[int, Share]) -> bool:
    return len(held) < _need(held)


def _joined(held: Iterable[Share]) -> bytes:
    shares = list(held)
    try:
        key: bytes = combine_mnemonics(
            each.mnemonic() for each in shares[: shares[0].member_threshold]
        )
        return key
    except MnemonicError as error:
        raise CollectorError(
            "These pages do not belong together, though they look so; were they made on two days?"
        ) from error
