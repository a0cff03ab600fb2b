"""Played back: what was released of a form, as an item for the kiosks of the hubs it tells of.

The item is made of the releases, of the words of the form, and of public figures that the council
has loaded. No submission is looked at, so nothing can leave that was not released.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction

from sync import results
from sync.collector import feeds
from sync.collector.figures import census, elsewhere, releases, together
from sync.collector.figures.variables import CHOSEN, NOT_ASKED
from sync.collector.models import Council, FeedItem, Form, Hub, PlayedBack, Release
from sync.collector.pages import answers
from sync.collector.place import Place
from sync.feed import FormItem
from sync.fields import FieldInfo
from sync.results import Asked, Counted, ResultsItem

Table = Mapping[str, Any]


def play(place: Place, council: Council, form_id: str) -> PlayedBack | None:
    """Put what was released on the kiosks, in place of what was there; None without a release."""
    made = releases.made(council, form_id)
    if not made:
        return None
    forms = releases.forms_of(council.pk, form_id)
    with transaction.atomic():
        stop(place, council, form_id, rebuild=False)
        key = feeds.add_item(council.pk, "results", item(council, forms, made).encode())
        played = PlayedBack.objects.create(council=council, form_id=form_id, item=key)
        played.hubs.set(_hubs(council, made))
        feeds.rebuild_all(place, council.pk)
    return played


def stop(place: Place, council: Council, form_id: str, rebuild: bool = True) -> bool:
    """Take it off the kiosks; whether it was there."""
    with transaction.atomic():
        found = PlayedBack.objects.filter(council=council, form_id=form_id)
        keys = list(found.values_list("item", flat=True))
        found.delete()
        FeedItem.objects.filter(council=council, kind="results", key__in=keys).delete()
        if rebuild:
            feeds.rebuild_all(place, council.pk)
    return bool(keys)


def item(council: Council, forms: Sequence[Form], made: Sequence[Release]) -> ResultsItem:
    """The results of all releases together; ``forms`` are its versions, the newest first."""
    tables = together.summed(made)
    asked: dict[str, list[Table]] = {}
    for table in tables:
        if table["kind"] == "question":
            asked.setdefault(table["path"], []).append(table)
    beside, questions = elsewhere.beside(council), _questions(forms)
    missing, unheard = _missing(council, tables, questions)
    newest = max(each.made_at.timestamp() for each in made if each.made_at)
    return ResultsItem(
        made[0].form_id, int(newest), _titles(forms[0]), sum(each.count for each in made),
        _months(tables), missing, unheard,
        tuple(
            _asked(each, questions[path], beside)
            for path, each in asked.items() if path in questions
        ),
    )  # fmt: skip


def _questions(forms: Sequence[Form]) -> dict[str, FieldInfo]:
    found: dict[str, FieldInfo] = {}
    for form in forms:
        for path, question in answers.asked(form).questions.items():
            known = found.setdefault(path, question)
            if known is not question:  # choices that only an older version has
                both = {**question.choices, **known.choices}
                found[path] = FieldInfo(path, known.kind, known.labels, both)
    return found


def _asked(
    tables: Sequence[Table], question: FieldInfo, beside: Mapping[str, results.Elsewhere]
) -> Asked:
    first = tables[0]
    rows = [row for each in tables for row in (_ticked(each) if each["choice"] else _rows(each))]
    used = {code for row in rows for code in row.codes}
    choices = {code: by_code(words) for code, words in question.choices.items() if code in used}
    shown = tuple(rows) if any(row.count is not None for row in rows) else ()
    return Asked(
        by_code(question.labels), bool(first["choice"]), choices if shown else {}, shown,
        beside.get(first["name"]) if shown else None,
    )  # fmt: skip


def _rows(table: Table) -> list[Counted]:
    asked = [each for each in table["groups"] if each["codes"] != [NOT_ASKED]]
    of = sum(each["count"] for each in asked)
    return [Counted(tuple(each["codes"]), each["count"], of) for each in asked]


def _ticked(table: Table) -> list[Counted]:
    """The people who chose one of several."""
    (row,) = [each for each in table["groups"] if each["codes"] == [CHOSEN]] or [None]
    if row is None:
        return [Counted((table["choice"],), None)]
    return [Counted((table["choice"],), row["count"], _rows(table)[0].of)]


def _months(tables: Sequence[Table]) -> tuple[str, str]:
    """The first and the last month, where they may be told."""
    found = [each for each in tables if each["kind"] == "month"]
    codes = sorted(
        code for each in found for group in each["groups"] if group["count"]
        for code in group["codes"]
    )  # fmt: skip
    whole = found and not any(each.get("left_out") for each in found)
    return (codes[0], codes[-1]) if codes and whole else ("", "")


def _missing(
    council: Council, tables: Sequence[Table], questions: Mapping[str, FieldInfo]
) -> tuple[int, tuple[results.Texts, ...]]:
    """Groups of whom too few were heard, by the census that the council has loaded."""
    shares = census.shares(council, tables)
    few = []
    for table in tables:
        for each in shares.get(table["label"], ()) if table["kind"] == "question" else ():
            if not each.enough and table["path"] in questions:
                few.append(_joined(questions[table["path"]], each.codes))
    if few:
        return results.SOME, tuple(few)
    known = any(groups for groups in shares.values())
    return (results.NOBODY if known else results.UNKNOWN), ()


def _joined(question: FieldInfo, codes: Sequence[str]) -> results.Texts:
    """The words of several choices, in each language that has them all."""
    each = [by_code(question.choices[code]) for code in codes if code in question.choices]
    languages = [code for code in (each[0] if each else {}) if all(code in one for one in each)]
    return {code: ", ".join(one[code] for one in each) for code in languages}


def _titles(form: Form) -> dict[str, str]:
    held = FeedItem.objects.filter(council=form.council_id, key=form.key).first()
    titles = FormItem.decode(bytes(held.content)).titles if held else {}
    return by_code(titles) or {"": form.title}


def by_code(texts: Mapping[str, str]) -> dict[str, str]:
    """Texts by language code: a form names its languages as ``English (en)``."""
    return {_code(name): text for name, text in texts.items() if text}


def _code(name: str) -> str:
    inner = name.rpartition("(")[2].rstrip(") ") if "(" in name else name
    return "" if name in ("", "default") else inner.lower()[:60]


def _hubs(council: Council, made: Sequence[Release]) -> list[Hub]:
    """The hubs that took part, where the figures tell which; none, for all, where they do not."""
    told: set[str] = set()
    for each in made:
        groups = [g for table in each.tables if table["kind"] == "hub" for g in table["groups"]]
        if not groups:
            return []
        told |= {code for group in groups if group["count"] for code in group["codes"]}
    return list(council.hubs.filter(pk__in=[int(code) for code in told if code.isdecimal()]))
