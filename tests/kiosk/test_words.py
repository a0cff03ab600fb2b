"""The catalogues: every sentence, every gap, nothing left over."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from kiosk.words import Words, catalogue, locale_folder, shipped

ROOT = Path(__file__).resolve().parents[2]
GAP = re.compile(r"\{\w+\}")


@pytest.fixture(scope="module")
def sources(tmp_path_factory: pytest.TempPathFactory) -> set[str]:
    """Every sentence in the code, found by gettext's own tool."""
    template = tmp_path_factory.mktemp("words") / "kiosk.pot"
    command = [sys.executable, "-m", "babel.messages.frontend", "-q", "extract", "-k", "words"]
    subprocess.run(
        [*command, "--no-wrap", "-o", str(template), "kiosk/visit", "kiosk/ui", "kiosk/voice"],
        cwd=ROOT,
        check=True,
    )
    from babel.messages.pofile import read_po

    with template.open("rb") as file:
        return {str(message.id) for message in read_po(file) if message.id}


CODES = [language.code for language in shipped() if language.code != "en"]


@pytest.mark.parametrize("code", CODES)
def test_every_sentence_is_there_with_its_gaps(code: str, sources: set[str]) -> None:
    entries = catalogue(code, locale_folder())
    assert set(entries) == sources
    for source, target in entries.items():
        assert target, f"{code}: {source!r} has no translation"
        assert sorted(GAP.findall(source)) == sorted(GAP.findall(target)), source


@pytest.mark.parametrize("code", CODES)
def test_the_header_says_that_a_native_reader_must_check_it(code: str) -> None:
    text = (locale_folder() / code / "LC_MESSAGES" / "kiosk.po").read_text(encoding="utf-8")
    assert "Machine-made" in text and "native reader" in text


def test_welsh_and_urdu_are_shipped() -> None:
    assert {"en", "cy", "ur"} <= {language.code for language in shipped()}


def test_gaps_are_filled_and_unknown_sentences_stay_english() -> None:
    assert Words("cy")("Question {number}", number=3) == "Cwestiwn 3"
    assert Words("cy")("A sentence nobody wrote") == "A sentence nobody wrote"
    assert Words("xx").language.code == "en"
