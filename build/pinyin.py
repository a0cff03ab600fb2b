"""Writes the table by which Chinese is typed: sounds in Latin letters, and the signs they may be.

Usage: .venv/bin/python build/pinyin.py
Words and how often they are used come from jieba's dictionary, their sounds from pypinyin; both
are under the MIT licence.
"""

import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import jieba
from pypinyin import Style, lazy_pinyin, pinyin

ROOT = Path(__file__).resolve().parent.parent
TABLE = ROOT / "assets" / "pinyin.txt"
SIGNS, WORDS = 4000, 14000
"""How many of the most used signs and words are kept."""
HAN = re.compile(r"[\u4e00-\u9fff]+")


def frequencies() -> dict[str, int]:
    """Words of Chinese signs and how often each is used."""
    found = {}
    with (Path(jieba.__file__).parent / "dict.txt").open(encoding="utf-8") as file:
        for line in file:
            word, count, *kind = line.split()
            names = kind and kind[0].startswith("nr") and len(word) > 1
            if HAN.fullmatch(word) and not names and _simplified(word):
                found[word] = int(count)
    return found


def _simplified(word: str) -> bool:
    """Whether every sign is one of those taught in China, which GB 2312 has."""
    try:
        return bool(word.encode("gb2312"))
    except UnicodeEncodeError:
        return False


def sounds(word: str) -> Iterator[str]:
    """How a word may be typed; a single sign may have several sounds."""
    if len(word) > 1:
        yield "".join(lazy_pinyin(word, v_to_u=False))
        return
    yield from pinyin(word, style=Style.NORMAL, heteronym=True)[0]


def table() -> dict[str, list[str]]:
    """Sound to signs and words, the most used first."""
    often = frequencies()
    spread: dict[str, int] = defaultdict(int)
    for word, count in often.items():
        for sign in word:
            spread[sign] += count
    signs = sorted(spread, key=lambda sign: (-spread[sign], sign))[:SIGNS]
    words = sorted((word for word in often if 1 < len(word) < 5),
                   key=lambda word: (-often[word], word))[:WORDS]  # fmt: skip
    made: dict[str, list[str]] = defaultdict(list)
    for word in (*signs, *words):
        for sound in sounds(word):
            if re.fullmatch("[a-z]+", sound) and word not in made[sound]:
                made[sound].append(word)
    return made


if __name__ == "__main__":
    lines = [f"{sound} {' '.join(words)}\n" for sound, words in sorted(table().items())]
    TABLE.write_text("".join(lines), encoding="utf-8")
    print(f"{TABLE.relative_to(ROOT)}: {len(lines)} sounds, {TABLE.stat().st_size} bytes")
