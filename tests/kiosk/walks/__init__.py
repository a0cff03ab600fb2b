"""Every screen there is: walks through the visit that come by each of them, for whoever looks."""

from collections.abc import Iterator

from tests.kiosk.walks.form import CONSULTATION, postcode, sounds
from tests.kiosk.walks.hearing import hearing
from tests.kiosk.walks.hub import hub_screens
from tests.kiosk.walks.kept import handed
from tests.kiosk.walks.one_voice import one_voice
from tests.kiosk.walks.place import my_place, place_screens, results_screens
from tests.kiosk.walks.wifi import beginning


def screens(language: str) -> Iterator[tuple]:
    """Every screen of both forms, each with the stage of a resident who just came to it; and
    those of the hub."""
    from kiosk.ui.stage import Stage, stage_for
    from kiosk.visit import Rules, Visit
    from tests.kiosk.fakes import Desk

    yield from handed(language)
    desk = Desk()
    visit = Visit(desk.services(), Rules())
    for task, values in (("task:0", CONSULTATION), ("task:1", ())):
        for id in (f"language:{language}", task, "start"):
            yield visit.screen(), stage_for(visit.screen(), Stage())
            visit.act(id)
        for over in ("stop", "help", "size", "theme", "language"):
            visit.act(f"over:{over}")
            yield visit.screen(), Stage()
            visit.act("close")
        while visit.screen().name == "question":
            yield visit.screen(), stage_for(visit.screen(), Stage())
            visit.act("next")
            for field in visit.screen().fields():
                if field.problem:
                    yield visit.screen(), stage_for(visit.screen(), Stage())
                value = dict(values).get(field.ref) or "1"
                visit.act(f"fill:{field.ref}", value)
        yield visit.screen(), Stage()
        desk.fails = True
        visit.act("finish")
        yield visit.screen(), Stage()
        desk.fails = False
        visit.act("finish")
        yield visit.screen(), Stage()
        visit.tick(95)
        yield visit.screen(), Stage()
        visit.end()
    yield postcode(visit.screen(), language)
    yield sounds(visit.screen(), language)
    yield from hearing(language)
    yield from hub_screens(language)
    yield from one_voice(language)
    yield from place_screens(language)
    yield from my_place(language)
    yield from results_screens(language)
    yield from beginning(language)
