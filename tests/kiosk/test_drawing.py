"""Drawings: as lines, as a picture, through a visit and on to the council."""

import pytest

from kiosk.forms import AnswerError, load
from kiosk.visit import drawing
from tests.forms.make import bind, form


def test_lines_come_back_and_stay_on_the_sheet() -> None:
    text = "10,20 30,40;500,500"
    assert drawing.written(drawing.lines(text)) == text
    assert drawing.lines("2000,900") == [[(1000, 500)]]
    assert drawing.lines("") == []


@pytest.mark.parametrize("junk", ["a,b", "1,2,3", "<svg>", "-1,4", "1,2 " * 5000])
def test_what_is_no_drawing_is_refused(junk: str) -> None:
    with pytest.raises(drawing.DrawingError):
        drawing.lines(junk)


def test_the_largest_drawing_still_fits_a_record() -> None:
    most = drawing.lines(";".join(["999,499 998,498"] * (drawing.MOST_POINTS // 2)))
    assert len(drawing.svg(most)) < 100_000
    assert drawing.svg([[(1, 2)]]).count(b"<path") == 1


def test_a_drawing_is_an_answer_with_a_file() -> None:
    upload = '<upload ref="/data/s" mediatype="image/*" appearance="signature"><label>Sign</label>'
    made = form("<s/>", bind("/data/s", type="binary", required="true()"), upload + "</upload>")
    answers = load(made).start()
    with pytest.raises(AnswerError, match="drawing"):
        answers.answer("/data/s", "scribble.png")
    assert [each.kind for each in answers.check()] == ["required"]
    answers.attach("/data/s", b"one", "svg")
    answers.attach("/data/s", b"two", "svg")
    assert list(answers.files().values()) == [b"two"]
    (name,) = answers.files()
    assert f"<s>{name}</s>".encode() in answers.finish()
    answers.attach("/data/s", b"", "svg")
    assert answers.files() == {} and answers.question("/data/s").value == ""
