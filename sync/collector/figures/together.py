"""All releases of a form together: what they already told, added up, and nothing else."""

from collections.abc import Iterable, Sequence
from typing import Any

from sync.collector.models import Release

Table = dict[str, Any]


def summed(releases: Sequence[Release]) -> list[Table]:
    """One table for each question, hub and so on; ``left_out`` are releases that hold it back."""
    found: dict[tuple[str, str, str], list[tuple[int, Table]]] = {}
    for release in releases:
        for table in release.tables:
            key = (table["kind"], table.get("path", ""), table["choice"])
            found.setdefault(key, []).append((release.number, table))
    return [_sum(each) for each in found.values()]


def _sum(parts: Sequence[tuple[int, Table]]) -> Table:
    shown = [table for _, table in parts if table["groups"]]
    newest = parts[-1][1]
    left_out = [number for number, table in parts if not table["groups"]]
    groups = _added(group for table in shown for group in table["groups"])
    return {**newest, "groups": groups, "crossed": None, "left_out": left_out}


def _added(groups: Iterable[Table]) -> list[Table]:
    """Groups that have a category in common become one, because nobody can tell them apart."""
    made: list[Table] = []
    for group in groups:
        new = {
            "words": dict(zip(group["codes"], group["words"], strict=True)),
            "count": group["count"],
        }
        for other in [each for each in made if each["words"].keys() & new["words"].keys()]:
            made.remove(other)
            new["words"] = other["words"] | new["words"]
            new["count"] += other["count"]
        made.append(new)
    return [
        {"codes": list(g["words"]), "words": list(g["words"].values()), "count": g["count"]}
        for g in made
    ]
