"""Which calculation follows which: static dependencies in topological order, cycles refused."""

import heapq
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from kiosk.forms import paths
from kiosk.forms.errors import FormError
from kiosk.forms.paths import Path, Use
from kiosk.forms.xpath import Expression


@dataclass(eq=False)
class Computation:
    """Something worked out for every node of a path."""

    path: Path
    kind: str
    """relevant, readonly, required, calculate or choices."""
    expression: Expression
    uses: tuple[Use, ...] = ()
    order: int = 0


@dataclass
class Graph:
    """All computations of a form in an order in which each follows what it looks at."""

    computations: list[Computation]
    _exact: dict[Path, list[tuple[Computation, Use]]] = field(default_factory=dict)
    _under: dict[Path, list[tuple[Computation, Use]]] = field(default_factory=dict)
    _wide: dict[Path, list[tuple[Computation, Use]]] = field(default_factory=dict)

    @classmethod
    def build(cls, computations: list[Computation]) -> "Graph":
        """Find the uses and the order; raises FormError that names a path of a cycle."""
        for each in computations:
            each.uses = tuple(dict.fromkeys(paths.uses(each.expression.tree, each.path)))
        graph = cls(computations, defaultdict(list), defaultdict(list), defaultdict(list))
        for each in computations:
            for use in each.uses:
                (graph._wide if use.below else graph._exact)[use.path].append((each, use))
                for size in range(1, len(use.path)):
                    graph._under[use.path[:size]].append((each, use))
        graph._sort()
        return graph

    def after_value(self, path: Path) -> Iterator[tuple[Computation, Use]]:
        """What looks at the value of a path."""
        yield from self._exact.get(path, ())
        for size in range(len(path), -1, -1):
            yield from self._wide.get(path[:size], ())
            if 0 < size < len(path):
                yield from self._groups(path[:size])

    def _groups(self, path: Path) -> Iterator[tuple[Computation, Use]]:
        """What looks at a group, whose string value is that of what is in it.

        What stands in the group itself and looks at it, as ``position(..)`` does, wants to know
        where it is and not what is said there.
        """
        for each, use in self._exact.get(path, ()):
            if each.path[: len(path)] != path:
                yield each, use

    def after_subtree(self, path: Path) -> Iterator[tuple[Computation, Use]]:
        """What looks at a path or at anything below it."""
        yield from self.after_value(path)
        yield from self._under.get(path, ())

    def _followers(self, each: Computation) -> Iterable[Computation]:
        if each.kind in ("calculate", "choices"):
            return (other for other, _ in self.after_value(each.path))
        if each.kind == "relevant":
            return (other for other, _ in self.after_subtree(each.path))
        return ()

    def _sort(self) -> None:
        place = {id(each): at for at, each in enumerate(self.computations)}
        after: list[set[int]] = [set() for _ in self.computations]
        for at, each in enumerate(self.computations):
            after[at] = {place[id(other)] for other in self._followers(each)}
            if at in after[at] and each.kind == "calculate" and "once" not in each.expression.calls:
                raise _cycle([each])
            after[at].discard(at)
        self._order(after)

    def _order(self, after: list[set[int]]) -> None:
        waits = [0] * len(after)
        for followers in after:
            for other in followers:
                waits[other] += 1
        ready = [at for at, count in enumerate(waits) if not count]
        heapq.heapify(ready)
        done: list[int] = []
        while ready:
            at = heapq.heappop(ready)
            done.append(at)
            for other in after[at]:
                waits[other] -= 1
                if not waits[other]:
                    heapq.heappush(ready, other)
        if len(done) < len(after):
            raise _cycle([each for at, each in enumerate(self.computations) if waits[at] > 0])
        for order, at in enumerate(done):
            self.computations[at].order = order
        self.computations.sort(key=lambda each: each.order)


def _cycle(members: list[Computation]) -> FormError:
    names = sorted({"/" + "/".join(each.path) for each in members})
    shown = ", ".join(names[:5])
    message = f"These answers depend on themselves in a circle: {shown}."
    return FormError(message, names[0], "calculation")
