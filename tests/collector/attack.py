"""A solver against published figures: ``python -m tests.collector.attack --worlds 300``.

Each world is a little consultation: what people said, in two parts, each released. The attacker
has everything published (both releases and their sums), knows the form (who is asked what, and that
one box at least is ticked), and asks an integer programme for the most people that can have a
thing in common. A leak is

- a number from 1 to one under the threshold that cannot be as large as the threshold: the attacker
  then knows that it is small, and often what it is;
- or a hub, month, language or way of being helped of which it is certain that all said the same.
"""

import argparse
import datetime
import itertools
import math
import random
import sys
import xml.etree.ElementTree as ET
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import django
import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_matrix

LEAST = 5
HUBS, MONTHS = {"1": "Central", "2": "North", "3": "South"}, ("2026-01", "2026-02")
SPOKEN, HELPED = ("English (en)", "Cymraeg (cy)"), ("yes", "no")
NOT_ASKED = "?not-asked"
AXES = ("one", "two", "A", "B", "hub", "month", "language", "assisted")
FORM = """<h:html xmlns="http://www.w3.org/2002/xforms" xmlns:h="http://www.w3.org/1999/xhtml">
<h:head><h:title>A</h:title><model><itext><translation lang="English (en)"/>
<translation lang="Cymraeg (cy)"/></itext>
<instance><data id="a" version="1"><one/><two/><many/></data></instance>
<bind nodeset="/data/one" type="string"/>
<bind nodeset="/data/two" type="string" relevant="{relevant}"
 constraint="{constraint}"/></model></h:head><h:body>
<select1 ref="/data/one"><label>One</label>{one}</select1>
<select1 ref="/data/two"><label>Two</label>{two}</select1>
<select ref="/data/many"><label>Many</label>{many}</select></h:body></h:html>"""

Person = tuple[str, ...]
"""A category on each of ``AXES``."""


@dataclass
class World:
    """What is true, and what everybody knows of the form."""

    parts: list[list[Person]]
    asked_if: frozenset[str]
    """Answers to the first question after which the second one is asked."""
    ticked: bool
    """Whether at least one box must be ticked."""
    either: bool
    """Whether the second box says 'none of these', and cannot be ticked beside the first."""
    cascade: bool
    """Whether who said 'c' to the first question cannot say 'y' to the second."""
    by: str

    def possible(self, person: Person) -> bool:
        """Whether the form lets anybody answer so."""
        asked = (person[0] in self.asked_if) == (person[1] != NOT_ASKED)
        none, two = person[2] == person[3] == "not-chosen", person[2] == person[3] == "chosen"
        choice = not (self.cascade and person[:2] == ("c", "y"))
        return asked and choice and not (self.ticked and none) and not (self.either and two)


def world(seed: int) -> World:
    """One world, always the same for a seed."""
    chance = random.Random(seed)
    asked_if = frozenset(chance.choice(("abc", "abc", "a", "ab", "bc", "b")))
    flags = [chance.random() < 0.5 for _ in range(3)]
    made = World([], asked_if, *flags, chance.choice(AXES[4:]))
    axes = [{c: chance.random() ** power for c in each} for each, power in _skewed(chance)]
    kinds = [each for each in itertools.product(*_values()) if made.possible(each)]
    weights = [math.prod(w[c] for w, c in zip(axes, each, strict=True)) for each in kinds]
    for _ in range(2):
        made.parts.append(chance.choices(kinds, weights, k=chance.choice((12, 25, 40, 60))))
    return made


def _values() -> list[tuple[str, ...]]:
    box = ("chosen", "not-chosen")
    return [("a", "b", "c"), ("y", "n", NOT_ASKED), box, box, tuple(HUBS), MONTHS, SPOKEN, HELPED]


def _skewed(chance: random.Random) -> Iterator[tuple[tuple[str, ...], int]]:
    """Each axis with how unlike its categories are in size."""
    yield from ((each, chance.choice((1, 3, 6))) for each in _values())


def published(world: World, again: bool = False) -> list[Any]:
    """The releases, by the collector's own code; ``again`` plants a second that counts all."""
    from sync.collector.figures import tables
    from sync.collector.figures.tally import Tally
    from sync.collector.models import Release

    releases = []
    for number, people in enumerate(world.parts, 1):
        tally = Tally([_form(world)], world.by)
        for person in itertools.chain(*world.parts[:number]) if again else people:
            tally.add(_submission(person))
        made = tables.made(tally, HUBS, LEAST)
        releases.append(Release(number=number, count=tally.count, tables=made, by=world.by))
    return releases


def _form(world: World) -> Any:
    from sync.collector.models import Form

    def items(names: str) -> str:
        made = "<item><value>{0}</value><label>{0}</label></item>"
        return "".join(made.format(name) for name in names)

    when = " or ".join(f"/data/one = '{each}'" for each in sorted(world.asked_if))
    relevant = "true()" if len(world.asked_if) == 3 else when
    choice = "not(/data/one = 'c' and . = 'y')" if world.cascade else "true()"
    xml = FORM.format(
        relevant=relevant, constraint=choice, one=items("abc"), two=items("yn"), many=items("AB")
    )
    return Form(form_id="a", version="1", xml=xml)


def _submission(person: Person) -> Any:
    from sync.collector.models import Hub, Submission

    one, two, first, second, hub, month, language, helped = person
    root = ET.Element("data", {"id": "a", "version": "1"})
    ET.SubElement(root, "one").text = one
    if two != NOT_ASKED:
        ET.SubElement(root, "two").text = two
    boxes = zip("AB", (first, second), strict=True)
    ET.SubElement(root, "many").text = " ".join(n for n, said in boxes if said == "chosen")
    when = datetime.datetime.fromisoformat(f"{month}-15T12:00:00+00:00")
    return Submission(
        hub=Hub(pk=int(hub), name=HUBS[hub]), instance=ET.tostring(root, encoding="unicode"),
        language=language[-3:-1], assisted=helped == "yes", received_at=when,
    )  # fmt: skip


@dataclass
class Attacker:
    """Everything that is known, as rows of an integer programme over kinds of people."""

    world: World
    kinds: list[Person] = field(init=False)
    rows: list[np.ndarray] = field(default_factory=list)
    counts: list[int] = field(default_factory=list)

    def __post_init__(self) -> None:
        kinds = itertools.product(*_values())
        self.kinds = [each for each in kinds if self.world.possible(each)]
        self._columns = np.array(self.kinds).T

    def told(self, releases: Sequence[Any], again: bool = False) -> None:
        """Learn what was published, and what its sums say."""
        from sync.collector.figures import together

        for place, release in enumerate(releases):
            parts = range(place + 1) if again else [place]
            self._learn(self.of({}), release.count, parts)
            for table in release.tables:
                self._table(table, parts)
        for table in together.summed(releases) if not again else ():
            left_out = {each - 1 for each in table["left_out"]}
            self._table(table, [each for each in range(len(releases)) if each not in left_out])

    def _table(self, table: dict[str, Any], parts: Sequence[int]) -> None:
        axis = table["choice"] or table["name"]
        for group in table["groups"]:
            self._learn(self.of({axis: group["codes"]}), group["count"], parts)
        crossed = table.get("crossed")
        for row, line in zip(crossed["rows"], crossed["cells"], strict=True) if crossed else ():
            for column, count in zip(crossed["columns"], line, strict=True):
                both = {axis: row["codes"], crossed["by"]: column["codes"]}
                self._learn(self.of(both), count, parts)

    def of(self, what: dict[str, Sequence[str]]) -> np.ndarray:
        """Which kinds of people have all this in common."""
        found = np.ones(len(self.kinds), dtype=bool)
        for axis, codes in what.items():
            found &= np.isin(self._columns[AXES.index(axis)], list(codes))
        return found

    def _learn(self, who: np.ndarray, count: int, parts: Sequence[int]) -> None:
        self.rows.append(self._over(who, parts))
        self.counts.append(count)

    def _over(self, who: np.ndarray, parts: Sequence[int]) -> np.ndarray:
        found = [who if each in parts else np.zeros(len(who)) for each in range(2)]
        return np.concatenate(found).astype(float)

    def refuted(self, asks: Sequence["Ask"], whole: bool = False) -> set[int]:
        """Places of those that one world, which everything known leaves possible, refutes.

        It is looked for among all that may have parts of people, which is quick, and counts only if
        it has none; ``whole`` looks among the others alone, and misses nothing.
        """
        aims = np.array([self._over(each.who, each.parts) for each in asks])
        wanted = [each.wanted for each in asks]
        people, extra = aims.shape[1], len(asks)
        known = np.hstack([np.array(self.rows), np.zeros((len(self.rows), extra))])
        reached = np.hstack([aims, -np.eye(extra)])
        found = milp(
            np.concatenate([np.zeros(people), -np.ones(extra)]),
            constraints=[
                LinearConstraint(csr_matrix(known), self.counts, self.counts),
                LinearConstraint(csr_matrix(reached), 0, np.inf),
            ],
            bounds=Bounds(0, np.concatenate([np.full(people, np.inf), wanted])),
            integrality=np.concatenate([np.full(people, int(whole)), np.zeros(extra)]),
        )
        assert found.x is not None, f"what was published contradicts itself: {found.message}"
        counts = np.round(found.x[:people])
        if np.abs(np.array(self.rows) @ counts - self.counts).max() > 0:
            return set()
        return {x for x, count in enumerate(aims @ counts) if count >= wanted[x]}


@dataclass(frozen=True)
class Ask:
    """What an attacker would like to be sure of: that fewer than ``wanted`` are such people."""

    words: str
    who: np.ndarray
    parts: Sequence[int]
    wanted: int


def certain(attacker: Attacker, asks: Sequence[Ask]) -> list[str]:
    """What the attacker is sure of: no world that fits what was published says otherwise.

    One world may refute many at once; what none of those refutes is asked for by itself.
    """
    left, sure = list(asks), []
    while left:
        gone = (
            attacker.refuted(left) or attacker.refuted(left[:1]) or attacker.refuted(left[:1], True)
        )
        if not gone:
            sure.append(left[0].words)
        left = [each for x, each in enumerate(left) if x not in (gone or {0})]
    return sure


def things() -> Iterator[dict[str, Sequence[str]]]:
    """What people can have in common: each thing alone, and with each other."""
    values = dict(zip(AXES, _values(), strict=True))
    for one, other in itertools.combinations(AXES, 2):
        for x, y in itertools.product(values[one], values[other]):
            yield {one: [x], other: [y]}
    for axis in AXES:
        for x in values[axis]:
            yield {axis: [x]}


@dataclass
class Score:
    """What an attack came to."""

    worlds: int = 0
    asked: int = 0
    shown: int = 0
    """Tables that were not held back, crossed ones counted apart."""
    held: int = 0
    leaks: list[str] = field(default_factory=list)


def attack(seed: int, score: Score, again: bool = False) -> None:
    """Attack one world."""
    true = world(seed)
    releases = published(true, again)
    attacker = Attacker(true)
    attacker.told(releases, again)
    score.worlds += 1
    for release in releases:
        for table in release.tables:
            parts = [table["groups"], *([table["crossed"]] if "crossed" in table else [])]
            score.shown += sum(map(bool, parts))
            score.held += sum(not part for part in parts)
    asks = [each for parts in ([0], [1], [0, 1]) for each in _asks(attacker, parts)]
    score.asked += len(asks)
    score.leaks += [f"world {seed}: {words}" for words in certain(attacker, asks)]


def _asks(attacker: Attacker, parts: Sequence[int]) -> Iterator[Ask]:
    people = Counter(each for part in parts for each in attacker.world.parts[part])
    numbers = np.array([people[kind] for kind in attacker.kinds])
    when = f"parts {list(parts)}"
    for what in things():
        who = attacker.of(what)
        if 0 < numbers[who].sum() < LEAST:
            yield Ask(f"{when}: {what} is fewer than {LEAST}", who, parts, LEAST)
    values = dict(zip(AXES, _values(), strict=True))
    for axis, side in itertools.product(AXES[:4], AXES[4:]):
        for answer, place in itertools.product(values[axis], values[side]):
            there = attacker.of({side: [place]})
            rest = there & ~attacker.of({axis: [answer]})
            if answer != NOT_ASKED and numbers[there].sum() and not numbers[rest].sum():
                yield Ask(f"{when}: all of {place} said {answer} to {axis}", rest, parts, 1)


def run(seeds: Iterable[int]) -> Score:
    """Attack many worlds."""
    score = Score()
    for seed in seeds:
        attack(seed, score)
    return score


def until_found(seeds: Iterable[int], again: bool = False) -> Score:
    """Attack worlds until something leaks."""
    score = Score()
    for seed in seeds:
        attack(seed, score, again)
        if score.leaks:
            break
    return score


def main() -> int:
    """As a command; exit code 1 when anything leaked."""
    import os

    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--worlds", type=int, default=300)
    given = parser.parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sync.collector.bare")
    django.setup()
    score = run(range(given.worlds))
    print(
        f"{score.worlds} worlds, {score.shown} tables shown and {score.held} held back,"
        f" {score.asked} attacks by a solver, {len(score.leaks)} leaks"
    )
    for leak in score.leaks:
        print(leak)
    return 1 if score.leaks else 0


if __name__ == "__main__":
    sys.exit(main())
