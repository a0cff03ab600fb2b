"""A form for which everybody has one voice."""

from collections.abc import Iterator


def one_voice(language: str) -> Iterator[tuple]:
    """A form for which everybody has one slip of paper: told, asked for, and used before."""
    from dataclasses import replace

    from kiosk.ui.stage import Stage, stage_for
    from kiosk.visit import Rules, Visit, VoiceError
    from tests.kiosk.fakes import Desk

    def used(key: object, token: bytes) -> bytes:
        raise VoiceError(spent=True)

    desk = Desk()
    offers = [replace(each, one_voice=True) for each in desk.offers()]
    visit = Visit(replace(desk.services(), forms=lambda: offers, voice=used), Rules())
    for id in (f"language:{language}", "task:0", "start"):
        visit.act(id)
        yield visit.screen(), stage_for(visit.screen(), Stage())
    visit.act(f"fill:{visit.screen().fields()[0].ref}", "CHURCH-4039-VANILLA-ALBUM-ACORN")
    visit.act("part")
    yield visit.screen(), Stage()
