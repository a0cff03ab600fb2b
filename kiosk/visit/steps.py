"""The screens of the steps, from the welcome to the reference in the hand."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from kiosk.screens import Action, Block, Notice, Screen, Text
from kiosk.visit import (
    handing,
    hearing,
    hub,
    later,
    one_voice,
    overlays,
    paper,
    practice,
    questions,
    reference,
)
from kiosk.visit.overlays import bar, language_choices
from kiosk.visit.services import said_in, speaks
from kiosk.words import other_language

if TYPE_CHECKING:
    from kiosk.visit.machine import Visit


def welcome(visit: Visit) -> Screen:
    """The screen that waits for the next person."""
    words, standing = visit.words, visit.services.standing()
    if standing.state != "open":
        return hub.shut(visit, standing)
    shown = Screen(
        "welcome",
        words("Welcome. Choose your language"),
        kicker=visit.rules.council,
        choices=language_choices(visit),
        bar=bar(visit),
    )
    return practice.marked(shown, words) if standing.practice else shown


def tasks(visit: Visit) -> Screen:
    """Home: what can be done here."""
    words, standing = visit.words, visit.services.standing()
    choices = hub.home(visit, standing)
    blocks: tuple[Block, ...] = () if choices else (Notice(words("There is nothing to do yet.")),)
    return Screen(
        "tasks",
        words("What would you like to do?"),
        kicker=visit.rules.council,
        blocks=(*hub.urgent(visit, standing), *blocks),
        choices=(
            *choices,
            *later.begun(visit),
            *hearing.ways(visit),
            *(practice.way_out(visit) if visit.practice else ()),
        ),
        below=_traffic(visit),
        bar=bar(visit),
    )


def room(visit: Visit) -> Screen:
    """What the room shows, with what is always there."""
    assert visit.room is not None
    shown = visit.room.screen(visit.words)
    return replace(shown, bar=() if shown.corners else bar(visit))


def _traffic(visit: Visit) -> tuple[Block, ...]:
    """How much was said here; nothing before the first."""
    status = visit.services.status()
    if not status.arrived and not status.waiting:
        return ()
    said = visit.words(
        "From this screen: {arrived} arrived at the council, {waiting} saved here and waiting.",
        arrived=status.arrived,
        waiting=status.waiting,
    )
    return (Text(said, "small"),)


def privacy(visit: Visit) -> Screen:
    """What happens with the answers, before the first question."""
    words = visit.words
    helped = Action(
        "assisted", words("Someone is helping me"), "choice", icon="tick", chosen=visit.assisted
    )
    known = visit.offer is None or speaks(visit.offer.title, words.language.code)
    strange = words(
        "These questions are not in your language yet. You can ask a person to help you."
    )
    return Screen(
        "privacy",
        words("Before you start"),
        kicker=said_in(visit.offer.title, words.language.code) if visit.offer else "",
        kicker_language=other_language(visit.offer.title, words.language.code)
        if visit.offer
        else "",
        blocks=(
            *([] if known else [Notice(strange)]),
            Text(words("You do not need to give your name."), "lead"),
            Text(words("Your answers go to the council only. This screen cannot show them again.")),
            Text(words("You can stop at any time. Then nothing is sent.")),
            *one_voice.told(visit.offer, words),
        ),
        choices=(helped,),
        actions=(Action("start", words("Start"), "primary"),),
        bar=bar(visit),
    )


def question(visit: Visit) -> Screen:
    """One page of the form."""
    assert visit.asking is not None
    return questions.page(visit, visit.asking)


def check(visit: Visit) -> Screen:
    """Everything that was said, to be checked."""
    words = visit.words
    assert visit.asking is not None
    return Screen(
        "check",
        words("Check your answers"),
        blocks=(questions.summary(visit, visit.asking),),
        actions=(*later.offered(visit), Action("finish", words("Finish and send"), "primary")),
        bar=bar(visit),
    )


def unsaved(visit: Visit) -> Screen:
    """It did not work, and nothing is lost."""
    words = visit.words
    blocks: list[Block] = [
        Notice(words("Your answers could not be saved. They are still here."), "problem"),
    ]
    if visit.trouble and words.language.code == "en":  # errors are written in English
        blocks.append(Text(visit.trouble))
    blocks.append(Text(words("Try again, or get a person to help you.")))
    return Screen(
        "unsaved",
        words("Not saved yet"),
        blocks=tuple(blocks),
        actions=(Action("finish", words("Try again"), "primary"),),
        bar=bar(visit),
    )


def saved(visit: Visit) -> Screen:
    """The reference in the hand."""
    words = visit.words
    assert visit.slip is not None
    if visit.paper:
        return replace(paper.saved(visit), bar=bar(visit))
    state = (
        words("Arrived at the council.")
        if visit.arrived
        else words("Saved here. It goes to the council as soon as there is a connection.")
    )
    return Screen(
        "saved",
        words("Thank you. It is saved."),
        blocks=(
            Notice(state, "good"),
            Text(words("This is your reference. Write it down or take a picture of it.")),
            *handing.reference(visit),
            Text(words("Keep it safe. With it you can ask about what you said.")),
        ),
        choices=handing.ways(visit),
        actions=(Action("clear", words("Done"), "primary"),),
        bar=bar(visit),
    )


overlays.OVER |= {
    "unkept": later.unkept, "big": handing.big, "slowly": handing.slowly, "print": handing.printed,
}  # fmt: skip
STEPS: dict[str, Callable[[Visit], Screen]] = {
    "welcome": welcome,
    "tasks": tasks,
    "privacy": privacy,
    "question": question,
    "check": check,
    "unsaved": unsaved,
    "saved": saved,
    "reference": reference.screen,
    "kept": later.kept,
    **hearing.STEPS,
    "room": room,
    "practised": practice.done,
}
