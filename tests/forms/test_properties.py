"""Whatever comes: expressions never hang or crash, and a walk ends where a fresh start ends."""

import random
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk.forms import AnswerError, Answers, FormError, load
from kiosk.forms.tree import parse
from kiosk.forms.xpath import FUNCTIONS, Environment, compile_expression
from tests.forms.make import bind, form, one, text

TREE = parse(b"<data><a>1</a><b>two</b><c><d>3</d><d>4</d></c></data>")
WORDS = [
    "/data/a", "//d", ".", "..", "*", "@x", "1", "0.5", "'two'", "(", ")", "[", "]", "+", "-",
    " and ", " or ", " div ", " mod ", "=", "!=", "<", ">=", "|", ",", "::", "ancestor",
    *(f"{name}(" for name in sorted(FUNCTIONS)),
]  # fmt: skip


@settings(max_examples=600, deadline=None)
@given(st.lists(st.sampled_from(WORDS), max_size=12).map("".join) | st.text(max_size=40))
def test_any_expression_ends_in_a_value_or_a_clear_error(expression: str) -> None:
    try:
        compile_expression(expression).evaluate(TREE, Environment())
    except FormError as error:
        assert str(error)


HOSTILE = [
    "//*[//*[//*[//*]]]",
    "count(//*[count(//*[count(//*[count(//*) > 0]) > 0]) > 0])",
    "string-length(concat(//*, //*, //*, //*))",
    "//*/ancestor-or-self::*/descendant-or-self::*/following::*/preceding::*",
]


@pytest.mark.parametrize("expression", HOSTILE)
def test_a_hostile_expression_is_stopped(expression: str) -> None:
    wide = parse(b"<r>" + b"<x><y>1</y></x>" * 1500 + b"</r>")
    begun = time.perf_counter()
    try:
        compile_expression(expression).evaluate(wide, Environment())
    except FormError as error:
        assert "too long" in str(error)
    spent = time.perf_counter() - begun
    print(f"{expression}: {spent * 1000:.0f} ms")
    assert spent < 2  # the budget is in steps; this only catches one that does not count


def test_a_pattern_that_could_take_for_ever_is_refused() -> None:
    for pattern in ("(a+)+b", "(a|b*)*c", "((x{1,}){2,})+"):
        with pytest.raises(FormError, match="for ever"):
            compile_expression(f"regex('aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa', '{pattern}')").evaluate(
                TREE, Environment()
            )


def random_form(chooser: random.Random) -> bytes:
    """A form whose parts depend on one another at random, without a circle."""
    count = chooser.randint(4, 14)
    binds, body = [], []
    for place in range(count):
        path = f"/data/g/q{place}"
        earlier = [f"/data/g/q{n}" for n in range(place)]
        attributes = {}
        if earlier and chooser.random() < 0.5:
            attributes["relevant"] = f"{chooser.choice(earlier)} = '{chooser.choice('abc')}'"
        if earlier and chooser.random() < 0.4:
            a, b = chooser.choice(earlier), chooser.choice(earlier)
            attributes["readonly"] = "true()"
            attributes["calculate"] = chooser.choice(
                [f"concat({a}, {b})", f"if({a} = 'a', {b}, 'x')", f"count-selected({a})"]
            )
        if chooser.random() < 0.3:
            attributes["required"] = f"{chooser.choice(earlier or ['true()'])} != 'b'"
        binds.append(bind(path, **attributes))
        body.append(one(path, "a", "b", "c") if chooser.random() < 0.6 else text(path))
    fields = "<g>" + "".join(f"<q{n}/>" for n in range(count)) + "</g>"
    return form(fields, "".join(binds), "".join(body))


def state(answers: Answers) -> list[tuple[object, ...]]:
    return [
        (answers.instance.ref(node), node.text, node.hidden, node.state.required)
        for node in answers.instance.root.walk()
        if node.kind == "element" and node.name != "instanceID"
    ]


@settings(max_examples=150, deadline=None)
@given(st.integers(0, 10**9))
def test_a_random_walk_ends_as_a_full_recalculation_does(seed: int) -> None:
    chooser = random.Random(seed)
    answers = load(random_form(chooser)).start()
    for _ in range(12):
        refs = [ref for page in answers.pages() for ref in page.questions]
        if not refs:
            return
        try:
            answers.answer(chooser.choice(refs), chooser.choice(["a", "b", "c", ""]))
        except AnswerError:
            continue
    before = state(answers)
    answers.recalculation.everything()
    answers.settle()
    assert state(answers) == before
