"""What staff see, and what the hub makes of the first screens."""

from collections.abc import Iterator

from tests.kiosk.walks.form import CONSULTATION
from tests.kiosk.walks.wifi import wifi


def hub_screens(language: str) -> Iterator[tuple]:
    """Staff mode, the rooms of the place, closed, broken and crisis."""
    from kiosk.staff.services import Version
    from kiosk.ui.stage import Stage, stage_for
    from kiosk.visit import Rules, Standing, Visit
    from kiosk.words import Words
    from tests.kiosk.fakes import ILL, Desk

    desk = Desk()
    visit = Visit(desk.services(), Rules())

    def walked(*ids: str) -> Iterator[tuple]:
        for id in ids:
            visit.act(*id.split("=", 1))
            if job := getattr(visit.room, "job", None):
                job.ended.wait()
            yield visit.screen(), stage_for(visit.screen(), Stage())

    def inside() -> None:
        visit.words = Words(language)
        visit.staff()
        visit.act("fill:pin", "2580")
        visit.act("in:open")

    desk.standing = Standing("broken", desk.staff.week)
    yield from walked(f"language:{language}")
    visit.end()
    desk.standing = Standing(crisis=True, crisis_text={"": "The river is high. " * 5})
    yield from walked(f"language:{language}", "room:0", "in:notice:0")
    visit.end()
    desk.standing = Standing(practice=True)
    yield from walked(f"language:{language}", "task:0")
    visit.step, visit.asking = "practised", None
    yield visit.screen(), stage_for(visit.screen(), Stage())
    visit.end()
    desk.standing = Standing()
    inside()
    yield from walked("in:go:status", "back", "in:go:stick", "in:out:/media/STICK")
    for whole in (False, True):
        desk.staff.version = Version("99.10.10rc10.post1", whole)
        yield from walked("in:in:/media/STICK")
    visit.act("back")
    yield from wifi(visit)
    yield from walked("in:go:calls", "in:calls")
    visit.act("fill:calls-2", "HAZEL-4821-FERN-OTTER-PLUM")
    yield from walked("in:calls", "in:call:missed", "in:call:called")
    visit.act("in:go:menu")
    yield from walked("in:go:paper", "in:paper")
    visit.act("fill:paper", "0000-0000")
    yield from walked("in:paper")
    visit.act("fill:paper", "1F3A-5B7C-EN")
    yield from walked("in:paper", "next")
    paper_done(visit)
    yield from walked("finish")
    yield from walked("paper:next")
    visit.act("back")
    yield from walked("in:go:write", "in:post")
    for id in ("title=Warm hub", "text=Soup", "days=7"):
        visit.act(*f"fill:{id}".split("=", 1))
    yield from walked("in:post")
    visit.act("in:go:menu")
    yield from walked("in:go:board")
    visit.act("back")
    yield from walked("in:go:opening", "in:go:hours", "in:day:6", "in:hours:save")
    for id in ("back", "back", "back"):
        visit.act(id)
    yield from walked("in:go:crisis", "in:crisis:on")
    visit.act("back")
    yield from walked("in:go:practice", "in:practice:on")
    visit.act("back")
    yield from walked("in:go:today")
    visit.act("back")
    yield from walked("in:go:corners", "in:well:no", "in:well:yes", "in:well:yes")
    visit.end()
    desk.staff.facts, desk.staff.fails, desk.staff.places = ILL, "The stick is full.", ()
    inside()
    yield from walked("in:go:status", "back", "in:go:stick")
    visit.end()
    desk.staff.paused = 240
    visit.words = Words(language)
    visit.staff()
    yield visit.screen(), stage_for(visit.screen(), Stage())


def paper_done(visit) -> None:
    """To the check of what staff type in from paper."""
    while visit.screen().name == "question":
        for field in visit.screen().fields():
            visit.act(f"fill:{field.ref}", dict(CONSULTATION).get(field.ref) or "1")
        visit.act("next")
