"""A camera and a microphone as programs: what they give, and what happens when they fail.

The devices cannot be here. In their place stand programs that write what the real ones document:
a JPEG (ISO/IEC 10918-1) made by Pillow, and the first page of an Ogg stream (RFC 3533, section 6).
"""

import struct
import sys
import time
from pathlib import Path

import pytest

from kiosk.capture import MOST, CaptureError, Recorder, picture
from kiosk.forms import load
from kiosk.forms.suitable import findings
from kiosk.visit import FormOffer, Services, Slip, Status, Visit
from tests.forms.make import bind, form

CAMERA = """
import io, sys
from PIL import Image
out = io.BytesIO()
Image.effect_noise((320, 240), 40).save(out, "jpeg", quality=40)
sys.stdout.buffer.write(out.getvalue())
"""
PAGE = b"OggS" + struct.pack("<BBqIIIBB", 0, 2, 0, 7, 0, 0, 1, 5) + b"hello"
MICROPHONE = f"""
import signal, sys, time
signal.signal(signal.SIGINT, lambda *_: sys.exit(0))
for _ in range(400):
    sys.stdout.buffer.write({PAGE!r})
    sys.stdout.buffer.flush()
    time.sleep(0.02)
"""
TOO_LARGE = f"""import sys
sys.stdout.buffer.write(bytes.fromhex("ffd8ff") + bytes({MOST}) + bytes.fromhex("ffd9"))"""
FLOOD = f"import sys\nwhile True: sys.stdout.buffer.write({PAGE!r} * 100)"


def program(source: str) -> list[str]:
    return [sys.executable, "-c", source]


def test_a_picture_is_a_jpeg_in_memory() -> None:
    assert picture(program(CAMERA)).startswith(b"\xff\xd8\xff")


@pytest.mark.parametrize(
    "command",
    [
        ["no-such-camera"], program("pass"), program("import sys; sys.exit(3)"),
        program("print('<html>')"),
        program(TOO_LARGE),
    ],
)  # fmt: skip
def test_a_camera_that_fails_says_so(command: list[str]) -> None:
    with pytest.raises(CaptureError, match="camera"):
        picture(command)


def test_a_sound_ends_when_it_is_stopped() -> None:
    recorder = Recorder(program(MICROPHONE))
    recorder.start()
    time.sleep(0.6)
    sound = recorder.stop()
    assert sound.startswith(b"OggS") and len(sound) < MOST
    with pytest.raises(CaptureError, match="no sound"):
        recorder.stop()


def test_a_sound_never_outgrows_its_room_and_can_be_forgotten() -> None:
    recorder = Recorder(program(FLOOD))
    recorder.start()
    time.sleep(0.5)
    assert len(recorder.stop()) == MOST
    recorder.start()
    recorder.cancel()
    assert recorder._content == bytearray()
    with pytest.raises(CaptureError, match="does not answer"):
        Recorder(["no-such-microphone"]).start()


BOTH = form(
    "<p/><s/>", bind("/data/p", type="binary") + bind("/data/s", type="binary"),
    '<upload ref="/data/p" mediatype="image/*"><label>Show us</label></upload>'
    '<upload ref="/data/s" mediatype="audio/*"><label>Tell us</label></upload>',
)  # fmt: skip


def test_a_form_that_needs_them_is_refused_unless_the_kiosks_have_them() -> None:
    made = load(BOTH)
    assert [each.ref for each in findings(made)] == ["/data/p", "/data/s"]
    assert list(findings(made, frozenset({"camera", "microphone"}))) == []


class Kept:
    """What a visit handed over."""

    def __init__(self, camera: list[str], microphone: list[str]) -> None:
        self.finished: list[object] = []
        self.recorder = Recorder(microphone)
        services = Services(
            forms=lambda: [FormOffer("f", {"": "Both"})],
            open_form=lambda key: load(BOTH),
            submit=self.submit,
            state=lambda key: "saved",
            status=lambda: Status(0, 0),
            take_picture=lambda: picture(camera),
            recorder=self.recorder,
        )
        self.visit = Visit(services)
        for step in ("language:en", "task:0", "start"):
            self.visit.act(step)

    def submit(self, finished: object) -> Slip:
        self.finished.append(finished)
        return Slip("A-1-B", "1", 1)


def test_a_visit_with_a_picture_and_a_voice() -> None:
    kept = Kept(program(CAMERA), program(MICROPHONE))
    visit = kept.visit
    assert [each.id for each in visit.screen().choices] == ["photo:/data/p"]
    visit.act("photo:/data/p")
    assert {each.id for each in visit.screen().choices} == {"photo:/data/p", "discard:/data/p"}
    visit.act("next")
    visit.act("record:/data/s")
    assert [each.id for each in visit.screen().choices] == ["stop:/data/s"]
    time.sleep(0.5)
    visit.act("stop:/data/s")
    visit.act("next")
    assert visit.screen().name == "check"
    visit.act("finish")
    (finished,) = kept.finished
    kinds = sorted(name.rpartition(".")[2] for name in finished.files)  # type: ignore[attr-defined]
    assert kinds == ["jpg", "ogg"]


def test_going_on_or_stopping_ends_the_recording_and_keeps_nothing() -> None:
    for way in ("next", "over:stop"):
        kept = Kept(program(CAMERA), program(MICROPHONE))
        kept.visit.act("next")
        kept.visit.act("record:/data/s")
        kept.visit.act(way)
        if way == "over:stop":
            kept.visit.act("clear")
        assert kept.visit.recording == ""
        assert kept.recorder._process is None and not kept.recorder._content


def test_a_device_that_fails_is_said_beside_the_question() -> None:
    kept = Kept(["no-such-camera"], ["no-such-microphone"])
    kept.visit.act("photo:/data/p")
    assert any("did not work" in getattr(b, "text", "") for b in kept.visit.screen().blocks)
    kept.visit.act("next")
    kept.visit.act("record:/data/s")
    assert kept.visit.recording == ""
    assert any("did not work" in getattr(b, "text", "") for b in kept.visit.screen().blocks)


def test_nothing_of_it_touches_the_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    picture(program(CAMERA))
    recorder = Recorder(program(MICROPHONE))
    recorder.start()
    time.sleep(0.2)
    recorder.stop()
    assert list(tmp_path.iterdir()) == []


QUICK = form(
    "<a/><b/>", "",
    '<select1 ref="/data/a" appearance="quick"><label>Which</label>'
    "<item><label>Yes</label><value>y</value></item></select1>"
    '<input ref="/data/b"><label>Why</label></input>',
)  # fmt: skip


def test_a_quick_question_goes_on_when_it_is_answered() -> None:
    services = Services(
        forms=lambda: [FormOffer("f", {"": "Quick"})], open_form=lambda key: load(QUICK),
        submit=lambda finished: Slip("A", "1", 1), state=lambda key: "saved",
        status=lambda: Status(0, 0),
    )  # fmt: skip
    visit = Visit(services)
    for step in ("language:en", "task:0", "start"):
        visit.act(step)
    visit.act("fill:/data/a", "y")
    assert [each.ref for each in visit.screen().fields()] == ["/data/b"]
