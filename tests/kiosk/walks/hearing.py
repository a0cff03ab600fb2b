"""Hearing back."""

from collections.abc import Iterator


def hearing(language: str) -> Iterator[tuple]:
    """What a resident hears back, in every state, and what came of a consultation."""
    from kiosk.ui.stage import Stage, stage_for
    from kiosk.visit import Rules, Visit
    from tests.kiosk.fakes import REPLIES, Desk

    for heard in (*REPLIES.values(), None):
        desk = Desk()
        desk.heard = heard
        visit = Visit(desk.services(), Rules())
        visit.act(f"language:{language}")
        visit.act("reference:reply")
        yield visit.screen(), stage_for(visit.screen(), Stage())
        visit.act(f"fill:{visit.screen().fields()[0].ref}", "CHURCH-4039-VANILLA-ALBUM-ACORN")
        visit.act("part")
        yield visit.screen(), Stage()
        visit.tick(1)
        visit.tick(1)
        yield visit.screen(), Stage()
    visit = Visit(Desk().services(), Rules())
    for id in (f"language:{language}", "outcome", "outcome:0"):
        visit.act(id)
        yield visit.screen(), Stage()
