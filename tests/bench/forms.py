"""``python -m tests.bench.forms``: the form engine beside a full recalculation and other engines.

A form of 500 questions and 200 calculations; 5,000 choices behind a filter; and plain XPath beside
elementpath and lxml on the expressions that they can run.
"""

import argparse
import json
import statistics
import time
from collections.abc import Callable

import elementpath
from lxml import etree

from kiosk.forms import load
from kiosk.forms.tree import parse
from kiosk.forms.xpath import Environment, compile_expression
from tests.forms.make import bind, form, one, text

PLAIN = ["/r/x[500]/y", "count(//y)", "sum(/r/x/y)", "/r/x[y = 700]/y", "string(/r/x[last()]/y)"]


def big() -> bytes:
    """500 questions in ten groups, 200 of them calculated from others."""
    fields, binds, body = [], [], []
    for group in range(10):
        fields.append(f"<g{group}>" + "".join(f"<q{n}/>" for n in range(50)) + f"</g{group}>")
        for n in range(50):
            path = f"/data/g{group}/q{n}"
            attributes = {"type": "int"}
            if n >= 30:
                attributes["calculate"] = f"/data/g{group}/q{n - 30} + {n} * 2"
            elif n >= 10:
                attributes["relevant"] = f"/data/g{group}/q{n - 10} != 3"
            binds.append(bind(path, **attributes))
            body.append(text(path, f"Question {n} of group {group}"))
    return form("".join(fields), "".join(binds), "".join(body))


def filtered() -> bytes:
    """5,000 choices, of which the answer before lets 50 through."""
    rows = "".join(
        f"<item><name>c{n}</name><label>Choice {n}</label><region>r{n % 100}</region></item>"
        for n in range(5000)
    )
    select = """<select1 ref="/data/c"><label>Which</label><itemset
    nodeset="instance('all')/root/item[region = /data/r]"><value ref="name"/><label ref="label"/>
    </itemset></select1>"""
    regions = one("/data/r", *(f"r{n}" for n in range(100)))
    return form(
        "<r/><c/>", "", regions + select, f'<instance id="all"><root>{rows}</root></instance>'
    )


def median(work: Callable[[], object], times: int) -> float:
    """Milliseconds."""
    found = []
    for _ in range(times):
        begun = time.perf_counter()
        work()
        found.append((time.perf_counter() - begun) * 1000)
    return statistics.median(found)


def engine() -> dict[str, float]:
    """Opening, answering, and the same by working everything out again."""
    xml = big()
    answers = load(xml).start()
    turn = iter(range(10**9))
    one_answer = median(
        lambda: answers.answer(f"/data/g{next(turn) % 10}/q0", str(next(turn))), 200
    )

    def everything() -> None:
        answers.recalculation.everything()
        answers.settle()

    return {
        "500 questions: load and start, ms": median(lambda: load(xml).start(), 7),
        "one answer, ms": one_answer,
        "peer: the same by full recalculation, ms": median(everything, 20),
    }


def choices() -> dict[str, float]:
    """A filter over 5,000 choices."""
    answers = load(filtered()).start()
    answers.answer("/data/r", "r7")
    node = answers.instance.at("/data/c")
    assert node is not None
    control = answers.form.controls[node.state.path]
    assert len(answers.choices.values(node, control)) == 50
    return {
        "filter over 5,000 choices, ms": median(lambda: answers.choices.values(node, control), 50)
    }


def xpath() -> dict[str, float]:
    """The same expressions on the same document of 2,000 nodes, all of them once."""
    xml = b"<r>" + b"".join(b"<x><y>%d</y></x>" % n for n in range(1000)) + b"</r>"
    ours, theirs, env = parse(xml), etree.fromstring(xml), Environment()
    compiled = [compile_expression(each) for each in PLAIN]
    fast = [etree.XPath(each) for each in PLAIN]
    tree, reader = etree.ElementTree(theirs), elementpath.XPath1Parser
    return {
        "five expressions, ms": median(lambda: [each.evaluate(ours, env) for each in compiled], 30),
        "peer: lxml (C), ms": median(lambda: [each(tree) for each in fast], 30),
        "peer: elementpath, ms": median(
            lambda: [elementpath.select(tree, each, parser=reader) for each in PLAIN],
            5,
        ),
    }


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.forms", description=__doc__)
    parser.add_argument("--json", action="store_true")
    given = parser.parse_args()
    found = engine() | choices() | xpath()
    if given.json:
        print(json.dumps(found))
        return
    for name, value in found.items():
        print(f"{name:<45} {value:>10,.3f}")


if __name__ == "__main__":
    main()
