"""What is on, find help, good turns, stories, my place, and results."""

from collections.abc import Iterator


def place_screens(language: str) -> Iterator[tuple]:
    """What's on and find help: lists, one of each, taken along, and printed; good turns, stories,
    and what shows while nobody is there."""
    from kiosk.ui.stage import Stage, stage_for
    from kiosk.visit import Rules, Visit
    from tests.kiosk.fakes import Desk

    desk = Desk()
    visit = Visit(desk.services(), Rules())

    def acts(*ids: str) -> tuple:
        for id in ids:
            assert id == "back" or visit.screen().action(id), (id, visit.screen().name)
            visit.act(id)
        return visit.screen(), stage_for(visit.screen(), Stage())

    yield acts(f"language:{language}", "room:1")
    yield acts("in:near")
    yield acts("back", "in:more")
    visit.act("back")
    yield acts(visit.screen().choices[1].id)
    yield acts("in:event:2")
    yield acts("in:take")
    desk.printer.now = "paper"
    yield acts("in:print")
    visit.end()
    yield acts(f"language:{language}", "room:2")
    yield acts("in:need:food", "in:service:1")
    yield acts("back", "back", "in:need:money", "in:service:0")
    yield acts("back", "back", "in:need:home")
    yield acts("back", "in:search")
    visit.act("fill:find", "xyzzy")
    yield acts("in:find")
    visit.end()
    yield acts(f"language:{language}", "room:4")
    yield acts("in:kind:ask")
    yield acts("in:card:7")
    yield acts("in:answer")
    yield acts("start")
    visit.end()
    acts(f"language:{language}", "room:4", "in:kind:offer")
    yield acts("in:card:6")
    visit.end()
    yield acts(f"language:{language}", "room:5")
    yield acts("in:story:0")
    yield acts("in:next")
    for screen in visit.services.life(visit.words):
        yield screen, stage_for(screen, Stage())


def my_place(language: str) -> Iterator[tuple]:
    """My place: asked for a postcode, an old and an unknown one; the ward and what is in it."""
    from kiosk.ui.stage import Stage, stage_for
    from kiosk.visit import Rules, Visit
    from tests.kiosk.fakes import Desk

    visit = Visit(Desk().services(), Rules())

    def acts(*ids: str) -> tuple:
        for id in ids:
            assert id == "back" or visit.screen().action(id), (id, visit.screen().name)
            visit.act(id)
        return visit.screen(), stage_for(visit.screen(), Stage())

    yield acts(f"language:{language}", "room:3")
    for typed in ("AN9 9ZZ", "XY1 1AA"):
        visit.act("fill:postcode", typed)
        yield acts("in:find")
        visit.act("back")
    yield acts("in:wards", "in:ward:E05000001", "in:councillor:0")
    yield acts("back", "in:decisions")
    yield acts("back", "in:speaking")
    yield acts("back", "back", "in:ward:E05000002")


def results_screens(language: str) -> Iterator[tuple]:
    """What people said in numbers: the forms, one of them, and every kind of question."""
    from kiosk.ui.stage import Stage, stage_for
    from kiosk.visit import Rules, Visit
    from tests.kiosk.fakes import Desk

    visit = Visit(Desk().services(), Rules())
    visit.act(f"language:{language}")
    for id in ("room:6", "in:form:1", "in:question:0", "in:on", "in:on"):
        assert visit.screen().action(id), (id, visit.screen().name)
        visit.act(id)
        yield visit.screen(), stage_for(visit.screen(), Stage())
