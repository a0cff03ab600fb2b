"""Forms on paper: what is printed, in which language, and conditions in plain words."""

import gzip
import io
import itertools
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import zxingcpp
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image
from playwright.sync_api import Browser, sync_playwright

from kiosk.forms.tree import parse
from kiosk.forms.xpath import compile_expression, to_boolean
from sync import fields, markup, papers
from sync.collector.paper import logic, sheet
from sync.collector.paper.words import known, words
from sync.collector.publish.convert import convert
from sync.fields import FieldInfo
from tests.collector.officer import Officer, officer
from tests.forms.cases import environment
from tests.forms.test_conformance import FOLDER as CONFORMANCE
from tests.journeys.parts import PACK, CollectorProcess
from tests.journeys.test_officer import CHROMIUM, FLAGS

EN, UR = "English (en)", "اردو (ur)"
HIGH = next(path for path in PACK if "high" in path.name)


def xform(path: Path) -> bytes:
    return str(convert(path)["xml"]).encode()


@pytest.fixture(scope="module")
def collector(tmp_path_factory: pytest.TempPathFactory) -> Iterator[CollectorProcess]:
    made = CollectorProcess(tmp_path_factory.mktemp("paper") / "data")
    made.begin()
    made.start()
    yield made
    made.kill()


@pytest.fixture(scope="module")
def who(collector: CollectorProcess) -> Officer:
    return officer(collector, "amina", "officer")


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    if not CHROMIUM.exists():
        pytest.skip("Chromium is not installed here")
    with sync_playwright() as playwright:
        yield playwright.chromium.launch(executable_path=str(CHROMIUM), args=FLAGS)


def test_every_question_of_the_pack_is_on_paper_with_its_logic() -> None:
    asked = {each.number: each for each in sheet.asked(xform(HIGH), EN, "en") if each.number}
    assert [each.label[:20] for each in asked.values()][:2] == [
        "How often do you com", "What keeps you away?",
    ]  # fmt: skip
    assert asked[2].when == (
        "Answer this only if you chose “A few times a year” in question 1, or you chose “Never”"
        " in question 1."
    )
    assert asked[2].must and not asked[3].must
    assert asked[3].when == "Answer this only if you chose “Something else” in question 2."
    assert asked[6].when == "Answer this only if your answer to question 5 is more than 0."
    assert asked[1].boxes[:2] == [("1", "Every week"), ("2", "A few times a month")]
    assert len(asked[7].lines) == 5
    urdu = {each.number: each for each in sheet.asked(xform(HIGH), UR, "ur") if each.number}
    assert "سوال 1" in urdu[2].when and "کبھی نہیں" in urdu[2].when


def forms() -> Iterator[bytes]:
    """Those of the pack, and those that the public suites run."""
    yield from (xform(path) for path in PACK)
    for each in CONFORMANCE.glob("form_traces.json.gz"):
        with gzip.open(each) as file:
            yield from _documents(json.load(file))


def _documents(value: Any) -> Iterator[bytes]:
    if isinstance(value, str) and "<h:html" in value[:2000]:
        yield value.encode()
    elif isinstance(value, dict | list):
        for each in value.values() if isinstance(value, dict) else value:
            yield from _documents(each)


def test_every_condition_has_words_or_an_honest_sentence() -> None:
    told = strange = 0
    for form in set(forms()):
        try:
            languages = fields.languages(form) or [""]
            conditions = [b.get("relevant", "") for b in markup.parse(form).iter(
                f"{markup.XFORMS}bind")]  # fmt: skip
        except Exception:  # some of the suites' forms are wrong on purpose
            continue
        for language in languages:
            for each in sheet.asked(form, language, "en"):
                assert "{" not in each.when and (not each.when or each.when.endswith("."))
                told += each.when.startswith("Answer this only if")
                strange += each.when == words("en")["perhaps"]
        assert len(conditions) < 10_000
    print(f"{told} conditions in words, {strange} by the honest sentence")
    assert told >= 10


NUMBERS = st.integers(-5, 500).map(str)
QUESTIONS = {
    "/data/often": (1, FieldInfo("/data/often", "select1", {"": "How often?"}, {
        "weekly": {"": "Every week"}, "never": {"": "Never"}})),
    "/data/wish": (2, FieldInfo("/data/wish", "select", {"": "Wishes"}, {
        "seats": {"": "Seats"}, "trees": {"": "Trees"}})),
    "/data/minutes": (3, FieldInfo("/data/minutes", "int", {"": "Minutes"}, {})),
}  # fmt: skip
ATOMS = st.one_of(
    st.sampled_from(["weekly", "never"]).flatmap(lambda code: st.sampled_from(
        [f"/data/often = '{code}'", f"'{code}'= /data/often ", f"/data/often != '{code}'"])),
    st.sampled_from(["seats", "trees"]).map(lambda code: f"selected( /data/wish , '{code}')"),
    st.tuples(st.sampled_from([">", "<", ">=", "<=", "=", "!="]), NUMBERS).map(
        lambda both: f"/data/minutes {both[0]} {both[1]}"),
    st.sampled_from(["/data/minutes != ''", "/data/minutes = ''"]),
)  # fmt: skip
CONDITIONS = st.recursive(
    ATOMS,
    lambda inner: st.one_of(
        st.tuples(inner, st.sampled_from(["and", "or"]), inner).map(
            lambda each: f"({each[0]}) {each[1]} ({each[2]})"),
        inner.map(lambda each: f"not({each})"),
    ),
    max_leaves=5,
)  # fmt: skip


def holds(sentence: str, often: str, wish: str, minutes: str) -> bool:
    """What somebody who reads the sentence would do: each part looked up on the paper."""
    answers = {"1": {"weekly": "Every week", "never": "Never"}.get(often, ""), "3": minutes}
    chosen = {"Seats": "seats" in wish.split(), "Trees": "trees" in wish.split()}

    def part(text: str) -> bool:
        if found := re.fullmatch(r"you (chose|did not choose) “(.+)” in question (\d)", text):
            there = chosen[found[2]] if found[3] == "2" else answers[found[3]] == found[2]
            return there == (found[1] == "chose")
        if found := re.fullmatch(r"you (answered|did not answer) question (\d)", text):
            return bool(answers[found[2]]) == (found[1] == "answered")
        found = re.fullmatch(r"your answer to question 3 is (.*)", text)
        assert found, text
        return compared(found[1], minutes)

    return any(all(part(each) for each in way.split(" and ")) for way in sentence.split(", or "))


def compared(said: str, minutes: str) -> bool:
    number = re.search(r"-?\d+", said)
    assert number
    here, there = float(minutes or "nan"), float(number[0])
    if said.startswith("not"):
        return here != there
    if said.startswith("more"):
        return here > there
    if said.startswith("less"):
        return here < there
    if said.endswith("or more"):
        return here >= there
    return here <= there if said.endswith("or less") else here == there


def meant(condition: str, often: str, wish: str, minutes: str) -> bool:
    """What the form engine makes of it."""

    said = f"<often>{often}</often><wish>{wish}</wish><minutes>{minutes}</minutes>"
    root = parse(f"<data>{said}</data>".encode())
    return to_boolean(
        compile_expression(condition, {}).evaluate(root, environment({"tz": "UTC"}, root))
    )


@settings(max_examples=150, deadline=None)
@given(
    CONDITIONS,
    st.sampled_from(["", "weekly", "never"]),
    st.sampled_from(["", "seats", "seats trees"]),
    st.sampled_from(["", "0", "12", "300"]),
)
def test_the_words_of_a_condition_mean_what_the_form_does(
    condition: str, often: str, wish: str, minutes: str
) -> None:
    sentence = logic.in_words(condition, QUESTIONS, "", words("en"))
    if sentence is not None:
        assert holds(sentence, often, wish, minutes) == meant(condition, often, wish, minutes)


@pytest.mark.parametrize("condition", [
    "", "(", "not(", "selected(/data/wish)", "/data/often", "count(/data/x) > 3", "today() > 3",
    "/data/unknown = 'a'", "/data/often = 'nothing'", "/data/often > 'weekly'", "../a = 'b'",
    "/data/wish = 'seats'", "/data/minutes = /data/minutes", "1 = 1", "'" * 501, "(" * 500,
    "/data/minutes > 1 and " * 200 + "1", "x" * 3000, "not(/data/minutes > 3)",
    " or ".join(["/data/minutes > 1"] * 20),
])  # fmt: skip
def test_a_strange_condition_has_no_words_and_does_no_harm(condition: str) -> None:
    assert logic.in_words(condition, QUESTIONS, "", words("en")) is None


def test_every_language_has_every_sentence_with_its_gaps() -> None:
    english = words("en")
    assert known() >= {"ar", "bn", "cy", "gu", "pa", "pl", "ro", "uk", "ur", "zh"}
    for code in known():
        assert words(code).keys() == english.keys()
        for name, text in words(code).items():
            assert sorted(re.findall(r"\{\w+\}", text)) == sorted(
                re.findall(r"\{\w+\}", english[name])), (code, name)  # fmt: skip


def test_the_printed_sheet_of_every_form_in_english_and_urdu(
    collector: CollectorProcess, who: Officer, browser: Browser, tmp_path: Path
) -> None:
    """As the browser prints it: A4 and few of them, nothing wider, and a code that scans."""
    context = browser.new_context(viewport={"width": 680, "height": 960})  # A4 within its margins
    context.add_cookies(
        [{"name": k, "value": v, "url": collector.address} for k, v in who.cookies.items()]
    )
    page = context.new_page()
    for number, language in itertools.product(range(1, len(PACK) + 1), ("en", "ur")):
        page.goto(f"{collector.address}/forms/{number}/paper/?language={language}")
        way = page.locator("html").get_attribute("dir")
        assert way == ("rtl" if language == "ur" else "ltr")
        printed = page.pdf(prefer_css_page_size=True)
        boxes = [tuple(map(float, each)) for each in re.findall(
            rb"/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]", printed)]  # fmt: skip
        assert 1 <= len(boxes) <= 6
        assert all(abs(w - 595) < 1 and abs(h - 842) < 1 for w, h in boxes)
        page.emulate_media(media="print")
        wider = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
        assert wider <= 0 and not page.locator("nav").is_visible()
        picture = Image.open(io.BytesIO(page.screenshot())).convert("L")
        (code,) = zxingcpp.read_barcodes(picture)
        assert papers.read(code.text)[1] == language
        assert code.text.split()[0] in {path.stem for path in PACK}
        page.emulate_media(media="screen")
    context.close()


def test_what_a_form_says_is_escaped_on_paper(who: Officer) -> None:
    page = who.get("/forms/1/paper/").text
    assert "<script" not in page and "style=" not in page and "<svg" in page
    assert who.get("/forms/1/paper/?language=%3Cscript%3E").status == 200


@given(st.text(max_size=60))
def test_what_is_typed_as_a_code_is_read_or_is_none(text: str) -> None:
    begun, language = papers.read(text)
    assert not begun or re.fullmatch("[0-9a-f]{8}", begun)
    assert len(language) <= 3


@given(st.binary(min_size=32, max_size=32), st.sampled_from(["en", "ur", "zh", ""]))
def test_a_code_comes_back_typed_or_scanned(key: bytes, language: str) -> None:
    wanted = (key.hex()[:8], language)
    printed = papers.code(key, language)
    square = papers.square("a_form", "7", key, language)
    for said in (printed, printed.lower(), printed.replace("-", " "), f" {square}\n"):
        assert papers.read(said) == wanted
