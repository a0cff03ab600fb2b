"""Saying, silencing, and the programs that do it; real processes throughout."""

import array
import subprocess
import sys
import time
from pathlib import Path

import pytest

from kiosk.config import Settings
from kiosk.ui.layouts import layout_for
from kiosk.voice import Headphones, Manner, Speaker, Utterance, spoken
from kiosk.voice.programs import arguments
from kiosk.voice.spoken import key
from kiosk.words import LANGUAGES, Words, shipped
from tests.voice.parts import heard, recorder, screens, until

ESPEAK = Settings().speech


def loudest(said: Utterance) -> int:
    """The loudest sample of what espeak-ng makes of it, 0 to 32767."""
    command = [*arguments(ESPEAK, said, Manner()), "--stdout"]
    done = subprocess.run(command, input=said.text.encode(), capture_output=True, check=True)
    assert done.stdout[:4] == b"RIFF" and not done.stderr
    samples = array.array("h", done.stdout[44 : 44 + (len(done.stdout) - 44) // 2 * 2])
    return max(map(abs, samples), default=0)


@pytest.mark.parametrize("code", [each.code for each in LANGUAGES])
def test_espeak_speaks_every_language_aloud(code: str) -> None:
    name = next(each.name for each in LANGUAGES if each.code == code)
    assert loudest(Utterance(name, code)) > 2000


@pytest.mark.parametrize("code", [each.code for each in shipped()])
def test_espeak_says_every_key_aloud(code: str) -> None:
    words, silent, count = Words(code), [], 0
    for layer in ("letters", "shift", "symbols"):
        for row in layout_for(code).rows(layer, long=True, latin_key=True):
            for name in row:
                count += 1
                if loudest(key(name, words)) < 500:
                    silent.append(name)
    print(f"{code}: {count} keys aloud")
    assert not silent


@pytest.mark.parametrize("code", [each.code for each in shipped()])
def test_espeak_says_a_whole_question_aloud(code: str) -> None:
    screen = next(each for each in screens(code) if each.name == "question" and each.fields())
    assert all(loudest(each) > 500 for each in spoken(screen))


def test_nothing_that_is_said_is_on_a_command_line(tmp_path: Path) -> None:
    speaker = Speaker(recorder(tmp_path / "said"))
    speaker.say([Utterance("CANARY", "cy")], Manner(190, 75))
    until(lambda: heard(tmp_path / "said"), "the word")
    (said,) = heard(tmp_path / "said")
    assert (said["text"], said["language"], said["rate"], said["volume"]) == (
        "CANARY", "cy", "190", "75",
    )  # fmt: skip
    assert "CANARY" not in " ".join(said["command"])
    speaker.close()


def test_it_falls_silent_at_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PACE", "1")
    speaker = Speaker(recorder(tmp_path / "said"))
    speaker.say([Utterance("a long sentence"), Utterance("the next one")])
    until(lambda: heard(tmp_path / "said"), "the sentence")
    begun = time.monotonic()
    speaker.hush()
    until(lambda: not speaker.talking, "silence")
    assert time.monotonic() - begun < 0.5
    speaker.say([Utterance("b")])
    until(lambda: len(heard(tmp_path / "said")) == 2, "what came instead")
    assert [each["text"] for each in heard(tmp_path / "said")] == ["a long sentence", "b"]
    speaker.close()


def test_a_kiosk_without_an_engine_goes_on(caplog: pytest.LogCaptureFixture) -> None:
    speaker = Speaker(["no-such-engine"])
    speaker.say([Utterance("CANARY"), Utterance("CANARY")])
    until(lambda: not speaker.talking, "the end")
    assert [record.message for record in caplog.records] == [
        "speech does not start: FileNotFoundError"
    ]
    speaker.close()


def test_a_recording_of_the_form_is_played_in_place_of_the_engine(tmp_path: Path) -> None:
    player = [sys.executable, "-c", "import sys; open(sys.argv[1], 'wb').write("
              "sys.stdin.buffer.read())", str(tmp_path / "played")]  # fmt: skip
    speaker = Speaker(recorder(tmp_path / "said"), player)
    speaker.say([Utterance("Hello", audio=b"OggS..."), Utterance("after")])
    until(lambda: heard(tmp_path / "said"), "what comes after")
    assert (tmp_path / "played").read_bytes() == b"OggS..."
    assert [each["text"] for each in heard(tmp_path / "said")] == ["after"]
    speaker.close()


def test_headphones_by_the_list_of_sound_cards(tmp_path: Path) -> None:
    cards = tmp_path / "cards"
    jack = Headphones(cards)
    assert not jack.inside
    cards.write_text(
        " 0 [vc4hdmi0       ]: vc4-hdmi - vc4-hdmi-0\n                      vc4-hdmi-0\n"
    )
    assert not jack.inside
    cards.write_text(" 1 [Headset        ]: USB-Audio - Plantronics Headset\n")
    assert jack.inside


def test_headphones_by_a_program_that_watches_the_socket(tmp_path: Path) -> None:
    lines = tmp_path / "events"
    lines.touch()
    jack = Headphones(tmp_path / "none", ["tail", "-n", "+1", "-f", str(lines)])
    with lines.open("a") as file:
        file.write("jack/headphone HEADPHONE plug\n")
    until(lambda: jack.inside, "the plug")
    with lines.open("a") as file:
        file.write("jack/headphone HEADPHONE unplug\n")
    until(lambda: not jack.inside, "the end of it")
    jack.close()


def test_a_handset_is_always_for_one_person(tmp_path: Path) -> None:
    assert Headphones(tmp_path / "none", always=True).inside
