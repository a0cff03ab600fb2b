"""A council with something of everything, for the visits that are lived."""

import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tests.journeys import my_place, one_voice
from tests.journeys.parts import CARDS, CollectorProcess
from tests.journeys.test_place import calendar, event

EVENTS = (
    ("Story time for under-fives", "Central Library", "Songs and stories. Free. Just come.", 0),
    ("Lego club, ages 6 to 11", "Central Library", "Bring an adult.", 2),
    ("Warm hub: soup and company", "St Mary's Church", "Everybody is welcome.", 1),
    ("Council meeting", "Town Hall", "Anybody may listen.", 9),
)
HELPERS = (
    ("St Mary's Food Bank", "Food banks", "Food for three days. No voucher needed."),
    ("Dial-a-Ride", "Transport", "A lift to the doctor or the shops."),
)


@contextmanager
def town(folder: Path) -> Iterator[CollectorProcess]:
    """The collector, running."""
    made = CollectorProcess(folder / "collector")
    made.begin()
    made.said("publish", *map(str, CARDS), str(one_voice.spreadsheet(folder)))
    made.said("place", "councillors", my_place.councillors(folder))
    made.said("place", "postcodes", my_place.postcodes(folder / "onspd.csv"))
    made.said("events", events(folder / "town.ics"))
    made.said("directory", directory(folder / "help.json"))
    made.start()
    try:
        yield made
    finally:
        made.kill()


def events(path: Path) -> str:
    made = (event(str(number), title, f"LOCATION:{where}", f"DESCRIPTION:{text}", day=day)
            for number, (title, where, text, day) in enumerate(EVENTS))  # fmt: skip
    return calendar(path, *made)


def directory(path: Path) -> str:
    """Who helps, with the need and a telephone."""
    made: list[dict[str, Any]] = []
    for number, (name, need, text) in enumerate(HELPERS):
        term = {"id": f"t{number}", "name": need, "description": ""}
        made.append({
            "id": str(number), "name": name, "status": "active", "description": text,
            "attributes": [{"id": f"a{number}", "taxonomy_term": term}],
            "phones": [{"id": f"p{number}", "number": f"0161 496 000{number}"}],
        })  # fmt: skip
    path.write_text(json.dumps({"contents": made}))
    return str(path)


def tokens(collector: CollectorProcess) -> list[str]:
    """A slip of one vote, in words, as it is printed on a page of its own."""
    folder = collector.data.parent
    path = folder / f"slips-{len(list(folder.glob('slips-*')))}.html"
    collector.said("slips", "budget", "--count", "1", "--into", str(path))
    return re.findall("<b>([^<]+)</b>", path.read_text())
