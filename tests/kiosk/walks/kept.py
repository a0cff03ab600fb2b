"""Keeping for later, handing over, being helped."""

from collections.abc import Iterator


def handed(language: str) -> Iterator[tuple]:
    """Every screen of keeping for later, of handing over, and of being helped."""
    from kiosk.ui.stage import Stage, stage_for
    from kiosk.visit import Rules, Visit
    from tests.kiosk.fakes import Desk

    desk = Desk()
    visit = Visit(desk.services(), Rules())

    def acts(*ids: str) -> tuple:
        for id in ids:
            assert visit.screen().action(id), (id, visit.screen().name)
            visit.act(id)
        return visit.screen(), stage_for(visit.screen(), Stage())

    yield acts(f"language:{language}", "task:0", "assisted")
    yield acts("agree")
    yield acts("over:look")
    yield acts("close", "start")
    yield acts("hide")
    yield acts("next")
    visit.act("fill:/data/often", "weekly")
    yield visit.screen(), Stage()
    yield acts("over:help")
    yield acts("came", "over:stop")
    desk.drafts.fails = True
    yield acts("later")
    desk.drafts.fails = False
    yield acts("close", "later")
    yield from _taken(visit, desk, acts)
    yield acts("clear", f"language:{language}", "reference:draft")
    visit.act("fill:reference:0", "be")
    yield visit.screen(), stage_for(visit.screen(), Stage())
    yield acts("part")
    yield acts("manner")
    for part in range(4):
        yield acts("part")
        visit.act(f"fill:reference:{part}", "1234")
        acts("part")
    yield visit.screen(), Stage()
    for part, group in enumerate(desk.drafts.DIGITS.split()):
        acts(f"retype:{part}")
        visit.act(f"fill:reference:{part}", group)
        acts("part")
    assert visit.screen().name == "question"
    yield acts("over:stop")


def _taken(visit, desk, acts) -> Iterator[tuple]:
    """Every way to take a reference along."""
    yield acts("big:begin")
    yield acts("big:next")
    yield acts("big:digits")
    yield acts("big:next", "big:next", "big:next")
    yield acts("close", "slowly")
    yield acts("close", "print")
    for state in ("done", "paper", "failed"):
        desk.printer.now = state
        yield acts()
    acts("close")
