"""The catalogues: every sentence, every gap, nothing left over, no letter that cannot be drawn."""

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from kiosk.words import LANGUAGES, Words, catalogue, locale_folder, shipped

ROOT = Path(__file__).resolve().parents[2]
GAP = re.compile(r"\{\w+\}")
CODES = [language.code for language in LANGUAGES if language.code != "en"]


def words_command(*arguments: str, root: Path = ROOT) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, str(root / "build" / "catalogues.py"), *arguments]
    return subprocess.run(command, cwd=root, capture_output=True, text=True, check=False)


@pytest.fixture(scope="module")
def missing() -> dict[str, list[str]]:
    """What ``build/words`` finds in the code and not in a catalogue."""
    found: dict[str, list[str]] = json.loads(words_command("--todo").stdout)
    return found


def test_all_eleven_languages_are_shipped() -> None:
    assert [each.code for each in shipped()] == ["en", *CODES]
    assert len(CODES) == 10


@pytest.mark.parametrize("code", CODES)
def test_every_sentence_is_there_with_its_gaps(code: str, missing: dict[str, list[str]]) -> None:
    assert not missing[code], f"{code} lacks {missing[code]}; translate it and run build/words"
    for source, target in catalogue(code, locale_folder()).items():
        assert sorted(GAP.findall(source)) == sorted(GAP.findall(target)), source
        assert target == target.strip(), source
        assert source[-1] not in "?" or target[-1] in "?؟？", source


@pytest.mark.parametrize("code", CODES)
def test_the_header_says_that_a_native_reader_must_check_it(code: str) -> None:
    text = (locale_folder() / code / "LC_MESSAGES" / "kiosk.po").read_text(encoding="utf-8")
    assert "Machine-made" in text and "native reader" in text


@pytest.mark.parametrize("code", CODES)
def test_nothing_is_left_in_english(code: str) -> None:
    same = {source for source, target in catalogue(code, locale_folder()).items()
            if source == target and re.search(r"[a-z]", GAP.sub("", source), re.I)}  # fmt: skip
    assert same <= {"PIN", "Wi-Fi"} | SAME.get(code, set()), same


SAME = {"pl": {"plus"}, "ro": {"Contrast", "Text", "plus"}}
"""Words that are the same in both languages, besides one that is the same in all."""


@pytest.mark.parametrize("code", ["en", *CODES])
def test_every_letter_of_every_sentence_and_key_can_be_drawn(code: str) -> None:
    """No letter boxes: Pango finds a glyph for all of it, and would say so if it did not."""
    from kiosk.ui.layouts import layout_for
    from kiosk.ui.text import drawable

    entries = catalogue(code, locale_folder())
    texts = [Words(code).language.name, *(entries.values() or catalogue("cy", locale_folder()))]
    texts += layout_for(code).letters + layout_for(code).shifted
    boxes = [text for text in texts if not drawable(text, code)]
    assert not boxes
    assert not drawable("\U000f0000", code), "a letter that no font has must be found"


def test_gaps_are_filled_and_unknown_sentences_stay_english() -> None:
    assert Words("cy")("Question {number}", number=3) == "Cwestiwn 3"
    assert Words("cy")("A sentence nobody wrote") == "A sentence nobody wrote"
    assert Words("xx").language.code == "en"


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A small project with one sentence in its code, and the catalogues of this one."""
    (tmp_path / "build").mkdir()
    shutil.copy(ROOT / "build" / "catalogues.py", tmp_path / "build")
    shutil.copytree(ROOT / "assets" / "locale", tmp_path / "assets" / "locale")
    (tmp_path / "kiosk").mkdir()
    shutil.copy(ROOT / "kiosk" / "words.py", tmp_path / "kiosk")
    return tmp_path


def write(copy: Path, *sentences: str) -> None:
    calls = "\n".join(f"words({sentence!r})" for sentence in sentences)
    (copy / "kiosk" / "screen.py").write_text(calls, encoding="utf-8")


def test_a_sentence_that_goes_and_comes_again_keeps_its_translation(copy: Path) -> None:
    write(copy, "Next")
    assert words_command(root=copy).returncode == 0
    known = catalogue("cy", copy / "assets" / "locale")
    assert "Next" in known and "Back" not in known
    write(copy, "Next", "Back")
    assert words_command(root=copy).returncode == 0
    assert catalogue("cy", copy / "assets" / "locale")["Back"] == "Yn ôl"


def test_a_new_sentence_is_named_until_it_is_translated(copy: Path) -> None:
    write(copy, "Next", "Good morning")
    done = words_command("--check", root=copy)
    assert done.returncode == 1 and done.stdout.count("    Good morning") == 10
    filled = copy / "words.json"
    filled.write_text(json.dumps({code: {"Good morning": f"{code}!"} for code in CODES}))
    assert words_command("--fill", str(filled), root=copy).returncode == 0
    assert catalogue("pl", copy / "assets" / "locale")["Good morning"] == "pl!"
    before = (copy / "assets/locale/pl/LC_MESSAGES/kiosk.po").read_bytes()
    words_command(root=copy)
    assert (copy / "assets/locale/pl/LC_MESSAGES/kiosk.po").read_bytes() == before
