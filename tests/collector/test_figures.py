"""Figures of a form: asked for, made once, shown, downloaded, and set beside the census."""

import csv
import datetime
import io
import zipfile
from collections.abc import Iterator
from typing import Any

import pytest

from sync.collector.errors import CollectorError
from sync.collector.place import Place
from tests.collector import inside
from tests.collector.payloads import SPREADSHEET

HUBS = ("Central Library", "North Library")


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    """One collector for all of them; each has councils of its own."""
    with inside.collector(tmp_path_factory.mktemp("figures") / "data") as made:
        yield made


def a_council() -> Any:
    """One that nobody else has."""
    from sync.collector.models import Council

    return inside.council(f"Council {Council.objects.count() + 1}", HUBS)


def officer(form: Any) -> Any:
    """Somebody of the form's council who is signed in."""
    return inside.officer(form.council, f"officer {form.pk}")


def answered(form: Any, count: int, hub: str = HUBS[0], **said: str) -> None:
    """So many people who said the same."""
    for _ in range(count):
        inside.say(form, {"kind": "", "wants": "", **said}, hub)


def consulted(title: str = "Streets") -> Any:
    """A form that thirty-six people in two hubs answered; two of them said 'litter'."""
    form = inside.form(a_council(), title=title)
    answered(form, 12, kind="light", where="secret words", wants="food heat")
    answered(form, 8, kind="road", wants="food")
    answered(form, 8, HUBS[1], kind="light")
    answered(form, 6, HUBS[1], kind="road", wants="food")
    answered(form, 2, HUBS[1], kind="litter", where="secret words")
    return form


def made(place: Place, form: Any, by: str = "hub") -> Any:
    from sync.collector.figures import releases

    return releases.make(place, releases.ask(form.council, form.form_id, by))


def figures(browser: Any, form: Any, query: str = "") -> str:
    return " ".join(inside.body(browser.get(f"/forms/{form.pk}/figures/{query}")).decode().split())


def groups(release: Any, name: str, choice: str = "") -> dict[str, int]:
    """What a release tells of a question or a dimension."""
    (table,) = [t for t in release.tables if t["name"] == name and t["choice"] == choice]
    return {" ".join(each["codes"]): each["count"] for each in table["groups"]}


def unzipped(browser: Any, form: Any) -> dict[str, str]:
    answer = browser.get(f"/forms/{form.pk}/figures/open-data.zip")
    assert answer["content-type"] == "application/zip"
    with zipfile.ZipFile(io.BytesIO(answer.content)) as pack:
        return {name: pack.read(name).decode("utf-8-sig") for name in pack.namelist()}


def test_an_officer_asks_for_figures_and_they_are_made_and_shown(place: Place) -> None:
    from sync.collector.figures import releases
    from sync.collector.models import Audit

    form = consulted()
    browser = officer(form)
    assert "36 answers are in no figures yet" in figures(browser, form)
    address = f"/forms/{form.pk}/figures/"
    assert browser.post(address, {"by": "hub"}).status_code == 302
    assert "made within a minute or two" in figures(browser, form)
    assert releases.make_due(place) == 1 and releases.make_due(place) == 0
    page = figures(browser, form)
    assert "36 answers in release 1" in page and "<svg" in page
    assert '<td class="number" data-label="People">20</td>' in page
    assert "Road, Litter" in page and "one of them alone is fewer than 5" in page
    assert "secret words" not in page
    assert Audit.objects.filter(action="asked for figures", subject="street").count() == 1


def test_small_numbers_are_put_together_and_what_tells_of_them_too(place: Place) -> None:
    release = made(place, consulted())
    assert groups(release, "kind") == {"light": 20, "road litter": 16}
    assert list(groups(release, "hub").values()) == [20, 16]
    (kind,) = [each for each in release.tables if each["name"] == "kind"]
    assert kind["crossed"]["cells"] == [[12, 8], [8, 8]]
    assert groups(release, "wants", "food") == {"chosen": 26, "not-chosen": 10}
    assert groups(release, "assisted") == {}  # nobody was helped: that would tell of each of them


def test_a_later_release_counts_only_what_is_new(place: Place) -> None:
    form = consulted()
    made(place, form)
    answered(form, 9, kind="light")
    refused = made(place, form)
    assert refused.made_at is None and "at least 10 are needed" in refused.problem
    browser = officer(form)
    assert "No figures were made" in figures(browser, form)
    answered(form, 7, kind="road")
    second = made(place, form)
    assert (second.number, second.count) == (2, 16)
    assert groups(second, "kind") == {"light": 9, "road": 7, "litter": 0}
    page = figures(browser, form)
    assert "52 answers in 2 releases" in page
    assert '<td class="number" data-label="People">29</td>' in page
    assert "36 answers in release 1" in figures(browser, form, "?release=1")


def test_a_release_stays_as_it_was_whatever_is_erased_or_comes(place: Place) -> None:
    from sync.collector.models import Erasure, Release, Submission

    form = consulted()
    before = made(place, form).tables
    gone = Submission.objects.filter(form=form).first()
    assert gone is not None and gone.record
    Submission.objects.filter(council=form.council, head=gone.head).delete()
    again = inside.say(form, {"kind": "light"}, record=gone.record)
    assert again.record == gone.record
    for _ in range(10):
        late = inside.say(form, {"kind": "road"})
        Erasure.objects.create(council=form.council, record=late.record)
    refused = made(place, form)
    assert refused.made_at is None, "what is counted, or is to be erased, counts in no later one"
    assert Release.objects.get(council=form.council, number=1).tables == before


def test_what_a_condition_takes_out_of_a_group_is_not_told(place: Place) -> None:
    """How many were asked a question is a number too: less than a group by two, it names two."""
    form = consulted()
    form.xml = form.xml.replace(
        '"/data/where" type="string"', '"/data/wants" type="string" relevant="/data/kind=\'road\'"'
    )
    form.save()
    from sync.collector.models import Submission

    for each in Submission.objects.filter(form=form).exclude(instance__contains=">road<"):
        Submission.objects.filter(council=form.council, head=each.head).update(
            instance=inside.instance(form, {"kind": "light" if ">light<" in each.instance else
                                            "litter"})
        )  # fmt: skip
    release = made(place, form)
    assert groups(release, "kind") == {"light": 20, "road litter": 16}
    assert groups(release, "wants", "food") == {} == groups(release, "wants", "heat")


def test_open_data_says_what_each_column_means_and_runs_in_no_spreadsheet(place: Place) -> None:
    nasty = SPREADSHEET[0]
    form = inside.form(a_council(), label=nasty)
    answered(form, 12, kind="light")
    answered(form, 8, kind="road")
    made(place, form)
    files = unzipped(officer(form), form)
    rows = list(csv.DictReader(io.StringIO(files["figures.csv"])))
    meanings = list(csv.DictReader(io.StringIO(files["data-dictionary.csv"])))
    assert [each["column"] for each in meanings] == list(rows[0])
    assert {each["question"] for each in rows if each["table"] == "question"} >= {"'" + nasty}
    total = [each["people"] for each in rows if each["table"] == "total"]
    light = [each["people"] for each in rows if each["answer_codes"] == "light"]
    assert total == ["20"] and light == ["12"]
    assert any("Held back" in each["note"] and not each["people"] for each in rows)
    assert "ask the council" in files["read-me-first.txt"]


def test_the_page_says_who_was_not_heard_from(place: Place) -> None:
    from sync.collector.figures import census

    form = consulted()
    made(place, form)
    browser = officer(form)
    assert "once the council has loaded census figures" in figures(browser, form)
    said = "question,choice,count\nkind,light,1000\nkind,road,8000\nkind,litter,1000\n"
    assert census.load(form.council, said.encode()) == {"kind": 3}
    page = figures(browser, form)
    assert '56 % <span class="quiet">(20)' in page and '10 % <span class="quiet">(1000)' in page
    assert '44 % <span class="quiet">(16)' in page and '90 % <span class="quiet">(9000)' in page
    assert "Heard from far too little" in page
    other = a_council()
    assert not census.shares(other, made(place, form).tables)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "The first row must be"),
        (b"choice,count\na,1", "The first row must be"),
        (b"question,choice,count\n", "no row below"),
        (b"question,choice,count\nage,old,12\nage,young", "Row 3 has 2 columns"),
        (b"question,choice,count\nage,old,12\nage,old,13", "Row 3 names a question"),
        (b"question,choice,count\nage,old,-1", "Row 2 has no whole number"),
        (b"question,choice,count\nage,old,1.5", "Row 2 has no whole number"),
        (b"question,choice,count\nage,old," + b"9" * 5000, "Row 2 has no whole number"),
        ("question,choice,count\nage,old,٣".encode(), "Row 2 has no whole number"),
        (b"question,choice,count\n,old,1", "Row 2 must name"),
        (b"question,choice,count\nage," + b"x" * 300 + b",1", "Row 2 must name"),
        (b'question,choice,count\n"age,old,1', "is no CSV"),
        (b"\xff\xfe", "not UTF-8"),
        (b"x" * (1 << 21), "larger than 1 MB"),
    ],
    ids=lambda each: str(each)[:40],
)  # fmt: skip
def test_a_census_file_that_is_wrong_is_refused_and_changes_nothing(
    place: Place, content: bytes, words: str
) -> None:
    from sync.collector.figures import census
    from sync.collector.models import Residents

    owner = a_council()
    census.load(owner, b"question,choice,count\nage,old,5\n")
    with pytest.raises(CollectorError, match=words):
        census.load(owner, content)
    assert [each.count for each in Residents.objects.filter(council=owner)] == [5]


def test_another_council_has_its_own_figures(place: Place) -> None:
    form = consulted()
    made(place, form)
    other = a_council()
    theirs = inside.form(other)
    browser = officer(theirs)
    assert "No figures were released yet" in figures(browser, theirs)
    assert browser.get(f"/forms/{form.pk}/figures/").status_code == 404
    answered(theirs, 12, kind="light")
    answered(theirs, 12, HUBS[1], kind="road")
    assert made(place, theirs).count == 24


def test_versions_of_a_form_are_counted_as_one(place: Place) -> None:
    form = consulted()
    newer = inside.form(form.council, version="2", label="What is broken?")
    answered(newer, 10, kind="road")
    release = made(place, form)
    assert release.count == 46 and groups(release, "kind") == {"light litter": 22, "road": 24}
    assert "What is broken?" in figures(officer(form), newer)


def test_months_are_those_in_which_answers_arrived(place: Place) -> None:
    form = inside.form(a_council())
    for month, count in ((1, 9), (3, 13), (4, 2)):
        at = int(datetime.datetime(2026, month, 5, tzinfo=datetime.UTC).timestamp())
        for number in range(count):
            inside.say(form, {"kind": ("light", "road")[number % 2]}, at=at)
    release = made(place, form, "month")
    assert groups(release, "month") == {"2026-01 2026-04": 11, "2026-03": 13}


def test_what_came_from_paper_is_a_kind_of_help_once_there_is_some(place: Place) -> None:
    form = inside.form(a_council(), title="On paper")
    answered(form, 12, kind="light")
    answered(form, 9, kind="road")
    assert set(groups(made(place, form, "assisted"), "assisted")) <= {"yes no", "no", "no yes"}
    for _ in range(11):
        inside.say(form, {"kind": "light", "wants": ""}, HUBS[0], paper=True)
    answered(form, 12, kind="road")
    release = made(place, form, "assisted")
    told = groups(release, "assisted")
    assert sum(told.values()) == 23
    assert any("paper" in codes.split() for codes in told)
