"""Keys as words on paper: enough pages give them back, fewer nothing, and a slip is named."""

import os
import pty
import re
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import replace
from itertools import combinations
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from shamir_mnemonic import MnemonicError, Share, combine_mnemonics

from sync.collector import keys
from sync.collector.errors import CollectorError
from sync.collector.place import Place
from sync.collector.recovery import named, shares
from sync.collector.recovery.shares import Gathered
from tests.journeys.parts import CollectorProcess

KEYS = st.binary(min_size=32, max_size=32)
SPLITS = st.integers(2, 5).flatmap(lambda need: st.tuples(st.just(need), st.integers(need, 6)))


def gathered(texts: Sequence[str]) -> Gathered:
    made = Gathered()
    for text in texts:
        made.add(shares.read(text))
    return made


@settings(max_examples=12, deadline=None)
@given(KEYS, SPLITS)
def test_enough_pages_give_the_key_back_and_fewer_nothing(
    key: bytes, split: tuple[int, int]
) -> None:
    need, holders = split
    words = shares.split(key, need, holders)
    for some in combinations(words, need):
        assert gathered(some).whole() == [key]
    for few in range(need):
        for some in combinations(words, few):
            found = gathered(some)
            assert found.whole() == []
            assert found.lacking() == [f"{few} of the {need} pages it needs"] * bool(few)


@settings(max_examples=20, deadline=None)
@given(KEYS)
def test_two_holders_who_say_that_two_are_enough_learn_nothing(key: bytes) -> None:
    for some in combinations(shares.split(key, 3, 5), 2):
        lying = [replace(Share.from_mnemonic(each), member_threshold=2) for each in some]
        with pytest.raises(MnemonicError):
            combine_mnemonics(each.mnemonic() for each in lying)


@settings(max_examples=40, deadline=None)
@given(KEYS, st.data())
def test_a_wrong_word_is_never_taken(key: bytes, data: st.DataObject) -> None:
    words = shares.split(key, 2, 2)[0].split()
    at = data.draw(st.integers(0, shares.WORDS - 1))
    other = data.draw(st.sampled_from(shares.WORDLIST).filter(lambda word: word != words[at]))
    with pytest.raises(CollectorError, match="compare them one by one"):
        shares.read(" ".join([*words[:at], other, *words[at + 1 :]]))


def test_a_word_is_taken_as_people_type_it() -> None:
    text = shares.split(b"k" * 32, 2, 3)[1]
    short = [f"{at}. {word[:4].upper()}," for at, word in enumerate(text.split(), 1)]
    assert shares.read("\n".join(short)) == shares.read(text)


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("academic " * 32, "These are 32 words; a page has 33 for each key."),
        ("academic " * 34, "These are 34 words; a page has 33 for each key."),
        ("acadamic " + "academic " * 32, "Word 1, 'acadamic', is none of the list; is it 'acad"),
        ("academic " * 32 + "ßßßßß", "Word 33, 'ßßßßß', is none of the list."),
        ("academic " * 32 + "aca", "Word 33, 'aca', is none of the list"),
        ("academic " * 33, "One of these words is not as it stands on the page"),
        ("", "These are 0 words"),
    ],
)
def test_a_slip_is_one_clear_sentence(typed: str, said: str) -> None:
    with pytest.raises(CollectorError, match=re.escape(said)) as refused:
        shares.read(typed)
    assert "\n" not in str(refused.value)


@pytest.mark.parametrize(("need", "holders"), [(1, 5), (6, 5), (3, 17), (0, 0), (-1, 3)])
def test_a_split_that_guards_nothing_is_refused(need: int, holders: int) -> None:
    with pytest.raises(CollectorError, match="at least 2"):
        shares.split(b"k" * 32, need, holders)


def test_pages_of_two_days_that_look_alike_are_not_joined(monkeypatch: pytest.MonkeyPatch) -> None:
    """One in 32,768 splits draws the number of another."""
    monkeypatch.setattr("shamir_mnemonic.shamir._random_identifier", lambda: 7)
    one, other = (shares.split(key * 32, 2, 3) for key in (b"a", b"b"))
    with pytest.raises(CollectorError, match="do not belong together"):
        gathered([one[0], other[1]]).whole()


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Place:
    """The keys of a collector, renewed once, so that there are two reading keys."""
    place = Place(tmp_path_factory.mktemp("keys") / "data")
    keys.make(place)
    keys.renew(place, [keys.COUNCIL])
    return place


def pages(place: Place, into: Path) -> list[list[str]]:
    """The words of each key on each page, as they stand on the paper."""
    said = CollectorProcess(place.root).said("keys", "split", "--into", str(into))
    assert "5 pages" in said and into.stat().st_mode & 0o077 == 0
    every = into.read_text(encoding="utf-8").split("<section>")[1:]
    return [re.findall(r"<li>(.*?)</li>", each) for each in every]


def typed(page: list[str], which: int = -1) -> str:
    """What a holder types: all keys of a page, or one."""
    sets = [page[at : at + shares.WORDS] for at in range(0, len(page), shares.WORDS)]
    chosen = sets if which < 0 else [sets[which]]
    return "".join(" ".join(words) + "\n\n" for words in chosen)


def test_three_of_five_pages_bring_every_key_into_a_new_folder(made: Place, tmp_path: Path) -> None:
    five = pages(made, tmp_path / "pages.html")
    assert [len(page) for page in five] == [3 * shares.WORDS] * 5
    names = list(named.here(made))
    new = Place(tmp_path / "new")
    words = "".join(typed(page) for page in (five[4], five[0], five[2]))
    said = CollectorProcess(new.root).said("keys", "join", "--expect", *names, input=words)
    assert said.count(" is right, and lies in ") == 3
    for old in (*made.reading.iterdir(), *made.root_key.iterdir()):
        back = new.root / old.relative_to(made.root)
        assert back.read_bytes() == old.read_bytes() and back.stat().st_mode & 0o077 == 0
    again = CollectorProcess(new.root).said("keys", "join", "--expect", *names, input=words)
    assert again == said


def test_what_does_not_come_back_is_one_sentence_and_writes_nothing(
    made: Place, tmp_path: Path
) -> None:
    five = pages(made, tmp_path / "pages.html")
    new = CollectorProcess(tmp_path / "new")
    names = list(named.here(made))
    cases = [
        (names, typed(five[0], 1) + typed(five[1], 1), "there are 2 of the 3 pages it needs"),
        (names, typed(five[0], 1) * 3, "there are 1 of the 3 pages it needs"),
        (names, typed(five[0], 0) + typed(five[1], 1), "words of 2 different keys"),
        (names, typed(five[0], 1).rpartition(" ")[0], "paragraph 1: These are 32 words"),
        (names, "", "No words were given"),
        (["reading-00000000"], "".join(typed(page, 1) for page in five), "none of those"),
        ([], typed(five[0]), "give the names that stand on the pages with --expect"),
    ]
    for expect, words, said in cases:
        options = ["--expect", *expect] if expect else []
        done = new.command("keys", "join", *options, input=words)
        assert (done.returncode, done.stdout) == (1, "")
        assert said in done.stderr and done.stderr.count("\n") == 1, done.stderr
        assert not new.data.exists()


def test_files_of_words_are_read_and_a_slip_in_one_is_named(made: Place, tmp_path: Path) -> None:
    five = pages(made, tmp_path / "pages.html")
    files = [tmp_path / f"{number}.txt" for number in range(3)]
    for path, page in zip(files, five, strict=False):
        path.write_text(typed(page), encoding="utf-8")
    files[1].write_text(typed(five[1]).replace(five[1][40], "wrongword", 1), encoding="utf-8")
    new = CollectorProcess(tmp_path / "new")
    options = ["--expect", *named.here(made)]
    done = new.command("keys", "join", *map(str, files), *options)
    assert done.returncode == 1 and f"of {files[1]}: Word " in done.stderr
    files[1].write_text(typed(five[1]), encoding="utf-8")
    assert new.said("keys", "join", *map(str, files), *options).count("is right") == 3


def test_who_types_is_told_of_a_slip_and_tries_again(made: Place, tmp_path: Path) -> None:
    """Two lines a key, with a wrong word first, at a real terminal."""
    five = pages(made, tmp_path / "pages.html")
    good = [typed(page, 1).strip().split() for page in five[:3]]
    bad = ["wrongword", *good[0][1:]]
    lines = [part for words in (bad, *good) for part in (*halves(words), "")] + [""]
    ours, theirs = pty.openpty()
    line = [sys.executable, "-m", "sync.collector", "--data", str(tmp_path / "new"), "keys", "join"]
    with subprocess.Popen(
        [*line, "--expect", *named.here(made)], stdin=theirs, stdout=subprocess.PIPE, text=True
    ) as process:
        os.close(theirs)
        os.write(ours, "".join(f"{each}\n" for each in lines).encode())
        said, _ = process.communicate(timeout=60)
    os.close(ours)
    assert process.returncode == 0
    told = ["Word 1, 'wrongword'", "1 of 3", "2 of 3", "3 of 3", "is right, and lies in"]
    places = [said.index(each) for each in told]
    assert places == sorted(places)


def halves(words: list[str]) -> tuple[str, str]:
    return " ".join(words[:17]), " ".join(words[17:])


def test_pages_are_never_written_over_and_never_without_a_key(made: Place, tmp_path: Path) -> None:
    there = tmp_path / "pages.html"
    there.write_text("mine", encoding="utf-8")
    process = CollectorProcess(made.root)
    for into, said in ((there, "exists already"), (tmp_path / "pages.txt", "new .html file")):
        done = process.command("keys", "split", "--into", str(into))
        assert done.returncode == 1 and said in done.stderr
    assert there.read_text(encoding="utf-8") == "mine"
    nobody = CollectorProcess(tmp_path / "nowhere").command("keys", "split", "--into", "a.html")
    assert nobody.returncode == 1 and "collector init" in nobody.stderr
