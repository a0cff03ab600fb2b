"""Every address of the collector, from its own table, and the ids that stand in them.

A new address is tried by itself. One with a new kind of id needs a line in ``IDS``: how to find
such an id of a council in the database.
"""

import re
import sqlite3
from dataclasses import dataclass
from pathlib import Path

from django.urls import URLPattern, URLResolver, get_resolver

IDS = {
    "form": "select id from collector_form where council_id = ?",
    "head": "select head from collector_drawing where council_id = ?",
    "name": "select name from collector_drawing where council_id = ?",
    "device": "select id from collector_device where council_id = ?",
    "hub": "select id from collector_hub where council_id = ?",
    "person": "select id from collector_officer where council_id = ? order by role desc",
    "pk": "select id from collector_replytemplate where council_id = ?",
    "notice": "select id from collector_notice where council_id = ?",
    "listing": "select id from collector_listing where council_id = ?",
    "council": "select id from collector_council where id = ?",
    "item": "select json_extract(keys, '$[0]') from collector_listing where kind = 'wards'"
    " and council_id = ?",
    "number": "select 0 from collector_council where id = ?",
    "draft": "select id from collector_draft where council_id = ?",
    "token": "select id from collector_apitoken where council_id = ?",
    "hook": "select id from collector_hook where council_id = ?",
    "file": "select f.name from collector_draftfile f join collector_draft d"
    " on d.id = f.draft_id where d.council_id = ?",
}
UNKNOWN = {"int": "9" * 40, "head": "f" * 64, "str": "nothing-like-it", "device": "f" * 32}
"""An id of each kind that nobody has."""
PIECE = "v1/piece/<device:device>/<head:piece>"
OPEN = {"sign-in", "sign-out", "health", "too-large", "v1/sync", "v1/enrol"}
"""Addresses for who is not signed in."""


@dataclass(frozen=True)
class Route:
    """One address with gaps."""

    pattern: str
    name: str

    @property
    def gaps(self) -> list[tuple[str, str]]:
        """Kind and name of each."""
        return re.findall(r"<(\w+):(\w+)>", self.pattern)

    @property
    def open(self) -> bool:
        return (self.name or self.pattern) in OPEN or self.for_others

    @property
    def for_others(self) -> bool:
        """Whether no person asks for it in a browser."""
        return self.for_clients or self.for_programs or self.for_everybody or self.pattern == PIECE

    @property
    def for_clients(self) -> bool:
        """Whether OpenRosa clients ask for it, with a name and password of their own."""
        return self.pattern.startswith("openrosa/")

    @property
    def for_programs(self) -> bool:
        """Whether programs of a council ask for it, with a token."""
        return self.pattern.lstrip("^").startswith("api/")

    @property
    def for_everybody(self) -> bool:
        """Whether it says what everybody may know."""
        return self.pattern.startswith(("open311/", "calendars/"))

    def filled(self, ids: dict[str, str]) -> str:
        """The address with these ids, by the names of the gaps."""
        return "/" + re.sub(r"<\w+:(\w+)>", lambda gap: ids[gap[1]], self.pattern)


def every() -> list[Route]:
    """Every address, those of included tables too."""
    return list(_of(get_resolver("sync.collector.urls").url_patterns, ""))


def _of(patterns: list[URLPattern | URLResolver], front: str):  # type: ignore[no-untyped-def]
    for each in patterns:
        where = front + str(each.pattern)
        if isinstance(each, URLResolver):
            yield from _of(each.url_patterns, where)
        else:
            yield Route(where, each.name or "")


def unknown(route: Route) -> dict[str, str]:
    """Ids that nobody has."""
    return {name: UNKNOWN[kind] for kind, name in route.gaps}


def of_council(database: Path, council: str, route: Route) -> dict[str, str]:
    """Ids of a council, by the names of a route's gaps."""
    with sqlite3.connect(database) as db:
        (number,) = db.execute(
            "select id from collector_council where name = ?", [council]
        ).fetchone()
        found = {}
        for _, name in route.gaps:
            assert name in IDS, f"say in tests/collector/routes.py how to find a '{name}'"
            row = db.execute(IDS[name], [number]).fetchone()
            assert row, f"the test makes no '{name}' for {council}; make one in its world"
            found[name] = str(row[0])
    return found
