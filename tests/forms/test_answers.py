"""Answering a form: what is asked, what is taken, what is refused, what comes out."""

import doctest
import re

import pytest

import kiosk.forms
import kiosk.forms.model
import kiosk.forms.xpath
from kiosk.forms import AnswerError, FormError, load
from tests.forms.make import EXAMPLE, bind, form, one, text


@pytest.mark.parametrize("module", [kiosk.forms, kiosk.forms.model, kiosk.forms.xpath])
def test_the_examples_in_the_documentation_hold(module: object) -> None:
    done = doctest.testmod(module, extraglobs={"EXAMPLE": EXAMPLE})  # type: ignore[arg-type]
    assert done.attempted > 0
    assert done.failed == 0


def test_a_finished_instance_has_id_version_and_only_what_is_relevant() -> None:
    answers = load(EXAMPLE).start()
    answers.answer("/data/age", "17")
    answers.answer("/data/why", "To read")
    answers.answer("/data/age", "40")
    xml = answers.finish().decode()
    assert re.search(r'<data [^>]*id="example" version="1"', xml)
    assert re.search(r"<orx:instanceID>uuid:[0-9a-f-]{36}</orx:instanceID>", xml)
    assert "<age>40</age>" in xml and "why" not in xml


def test_a_hidden_answer_comes_back_with_its_question() -> None:
    answers = load(EXAMPLE).start()
    answers.answer("/data/age", "17")
    answers.answer("/data/why", "To read")
    answers.answer("/data/age", "40")
    answers.answer("/data/age", "16")
    assert answers.question("/data/why").value == "To read"


def test_finishing_too_early_names_the_question() -> None:
    answers = load(EXAMPLE).start()
    answers.answer("/data/age", "17")
    with pytest.raises(FormError, match="/data/why"):
        answers.finish()
    answers.answer("/data/age", "140")
    assert [problem.message for problem in answers.check()] == ["Nobody is that old."]


BAD = form(
    "<n>5</n><d/><t/><c/><m/><r/><fixed/><gone/>",
    bind("/data/n", type="int") + bind("/data/d", type="date") + bind("/data/t", type="time")
    + bind("/data/fixed", readonly="true()", calculate="/data/n * 2")
    + bind("/data/gone", relevant="false()"),
    "".join(text(f"/data/{name}") for name in ("n", "d", "t", "fixed", "gone"))
    + one("/data/c", "red", "blue") + one("/data/m", "red", "blue", tag="select")
    + '<range ref="/data/r" start="0" end="10" step="2"><label>How many</label></range>',
)  # fmt: skip


@pytest.mark.parametrize(
    ("ref", "value", "reason"),
    [
        ("/data/n", "five", "whole number"), ("/data/n", "1e9", "whole number"),
        ("/data/n", "99999999999", "whole number"), ("/data/d", "2026-02-30", "a day that exists"),
        ("/data/t", "25:00", "a time that exists"), ("/data/c", "green", "not offered"),
        ("/data/m", "red green", "not offered"), ("/data/m", "red red", "once only"),
        ("/data/r", "3", "from 0 to 10"), ("/data/r", "12", "from 0 to 10"),
        ("/data/fixed", "1", "only be read"), ("/data/gone", "x", "not asked now"),
        ("/data/none", "x", "no question"), ("/data/n[2]", "1", "no question"),
        ("junk[[", "x", "no question"),
    ],
)  # fmt: skip
def test_a_bad_answer_names_question_and_reason_and_changes_nothing(
    ref: str, value: str, reason: str
) -> None:
    answers = load(BAD).start()
    before = everything(answers)
    with pytest.raises(AnswerError, match=reason) as caught:
        answers.answer(ref, value)
    assert ref in str(caught.value) or caught.value.ref == ref
    assert everything(answers) == before


def everything(answers: kiosk.forms.Answers) -> list[tuple[str, str, bool]]:
    """The state of every node."""
    return [
        (answers.instance.ref(node), node.text, node.hidden)
        for node in answers.instance.root.walk()
        if node.kind == "element" and node.name != "instanceID"
    ]


REPEATS = form(
    '<count/><person jr:template=""><name/><old/></person><person><name/><old/></person><all/>',
    bind("/data/person/old", calculate="concat('no. ', position(..))")
    + bind("/data/all", calculate="join(', ', /data/person/name)"),
    '<group ref="/data/person"><label>Somebody</label><repeat nodeset="/data/person">'
    + text("/data/person/name") + "</repeat></group>" + text("/data/all"),
)  # fmt: skip


def test_repeats_come_and_go_and_what_follows_from_them_keeps_up() -> None:
    answers = load(REPEATS).start()
    answers.answer("/data/person[1]/name", "Ann")
    assert answers.add_repeat("/data/person") == "/data/person[2]"
    answers.answer("/data/person[2]/name", "Bob")
    assert answers.question("/data/all").value == "Ann, Bob"
    assert [page.kind for page in answers.pages()] == [
        "questions", "questions", "repeat", "questions",
    ]  # fmt: skip
    answers.remove_repeat("/data/person[1]")
    assert answers.question("/data/all").value == "Bob"
    node = answers.instance.at("/data/person[1]/old")
    assert node is not None and node.text == "no. 1"
    with pytest.raises(AnswerError, match="repeats"):
        answers.remove_repeat("/data/person[7]")


def test_a_cycle_is_refused_and_named() -> None:
    loop = form(
        "<a/><b/>", bind("/data/a", calculate="/data/b") + bind("/data/b", calculate="/data/a")
    )
    with pytest.raises(FormError, match=r"circle: /data/a, /data/b"):
        load(loop)


def test_languages_change_labels_and_keep_answers() -> None:
    texts = """<itext><translation lang="en" default="true()"><text id="q"><value>Hello
    <output value="/data/n"/></value></text></translation><translation lang="cy"><text id="q">
    <value>Helo **<output value="/data/n"/>**</value></text></translation></itext>"""
    made = load(
        form("<n/>", "", '<input ref="/data/n"><label ref="jr:itext(\'q\')"/></input>', texts)
    )
    answers = made.start("cy")
    answers.answer("/data/n", "Siân")
    assert answers.question("/data/n").label == "Helo Siân"
    answers.set_language("en")
    assert answers.question("/data/n").label.split() == ["Hello", "Siân"]
    with pytest.raises(AnswerError, match="no language"):
        answers.set_language("fr")


def test_choices_follow_a_filter_and_drop_what_is_no_longer_offered() -> None:
    rows = "".join(
        f"<item><name>{town}</name><label>{town.title()}</label><county>{county}</county></item>"
        for town, county in (("ely", "cambs"), ("march", "cambs"), ("diss", "norfolk"))
    )
    cities = f'<instance id="towns"><root>{rows}</root></instance>'
    select = """<select1 ref="/data/town"><label>Town</label>
    <itemset nodeset="instance('towns')/root/item[county = /data/county]"><value ref="name"/>
    <label ref="label"/></itemset></select1>"""
    made = form("<county/><town/>", "", one("/data/county", "cambs", "norfolk") + select, cities)
    answers = load(made).start()
    answers.answer("/data/county", "cambs")
    assert [each.value for each in answers.question("/data/town").choices] == ["ely", "march"]
    answers.answer("/data/town", "ely")
    answers.answer("/data/county", "norfolk")
    assert answers.question("/data/town").value == ""


def test_files_beside_the_form_are_lists_too() -> None:
    csv = b"name,label,size\nely,Ely,20\nmarch,March,22\n"
    source = '<instance id="towns" src="jr://file-csv/towns.csv"/>'
    binds = bind("/data/size", calculate="pulldata('towns', 'size', 'name', /data/town)")
    select = """<select1 ref="/data/town"><label>Town</label><itemset
    nodeset="instance('towns')/root/item"><value ref="name"/><label ref="label"/></itemset>
    </select1>"""
    made = form("<town/><size/>", binds, select + text("/data/size"), source)
    answers = load(made, {"towns.csv": csv}).start()
    answers.answer("/data/town", "march")
    assert answers.question("/data/size").value == "22"
    with pytest.raises(FormError, match=r"towns\.csv"):
        load(made)


def test_answers_can_be_taken_up_again() -> None:
    first = load(REPEATS).start()
    first.answer("/data/person[1]/name", "Ann")
    first.add_repeat("/data/person")
    first.answer("/data/person[2]/name", "Bob")
    again = load(REPEATS).start(instance=first.finish())
    assert again.question("/data/all").value == "Ann, Bob"
    with pytest.raises(FormError, match="another form"):
        load(EXAMPLE).start(instance=b"<other/>")


ABSOLUTE = form(
    "<person><age/><work/><note/></person><person><age/><work/><note/></person><total/>",
    bind("/data/person/age", type="int")
    + bind("/data/person/work", relevant="/data/person/age &gt; 17")
    + bind("/data/person/note", calculate="concat(string(/data/person/age), ' of ', "
           "sum(/data/person/age))")
    + bind("/data/total", calculate="sum(/data/person/age)"),
    '<group ref="/data/person"><repeat nodeset="/data/person">' + text("/data/person/age")
    + text("/data/person/work") + "</repeat></group>" + text("/data/total"),
)  # fmt: skip


def test_an_absolute_path_in_a_repeat_means_its_own_occurrence() -> None:
    answers = load(ABSOLUTE).start()
    answers.answer("/data/person[1]/age", "40")
    answers.answer("/data/person[2]/age", "7")
    assert answers.question("/data/person[1]/work").relevant
    assert not answers.question("/data/person[2]/work").relevant
    assert answers.question("/data/total").value == "47"
    notes = [answers.instance.at(f"/data/person[{n}]/note") for n in (1, 2)]
    assert [node.text for node in notes if node] == ["40 of 47", "7 of 47"]


def test_months_and_days_are_named_in_the_language_of_the_answers() -> None:
    """``format-date`` says May as each language does; another language names it anew at once."""
    pytest.importorskip("babel")
    import importlib.util
    from pathlib import Path

    from kiosk.forms.xpath.functions import calendar

    recipe = Path(__file__).resolve().parents[2] / "build" / "calendar.py"
    spec = importlib.util.spec_from_file_location("recipe", recipe)
    assert spec is not None and spec.loader is not None
    made = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(made)
    assert Path(calendar.__file__).read_text(encoding="utf-8") == made.module(list(calendar.NAMES))
    assert len(calendar.NAMES) == 11
    assert all(list(map(len, names)) == [12, 12, 7, 7] for names in calendar.NAMES.values())
    texts = "<itext>" + "".join(
        f'<translation lang="{name}"><text id="q"><value>Q</value></text></translation>'
        for name in ("English (en)", "Polski (pl)", "اردو (ur)", "Somali (so)")
    ) + "</itext>"  # fmt: skip
    calculate = "format-date('2026-05-04', '%A %e %B')"
    body = '<input ref="/data/when"><label ref="jr:itext(\'q\')"/></input>'
    answers = load(
        form("<when/>", bind("/data/when", calculate=calculate), body, texts)
    ).start("English (en)")  # fmt: skip
    said = {}
    for name in ("English (en)", "Polski (pl)", "اردو (ur)", "Somali (so)"):
        answers.set_language(name)
        said[name[-3:-1]] = answers.question("/data/when").value
    assert said == {
        "en": "Monday 4 May", "pl": "poniedziałek 4 maja", "ur": "پیر 4 مئی", "so": "Monday 4 May",
    }  # fmt: skip
