"""The screens that lie over any step: stop, help, the look, the language, the warning."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from kiosk.screens import Action, Notice, Screen, Text
from kiosk.visit import hiding, looks

if TYPE_CHECKING:
    from kiosk.visit.machine import Visit


def bar(visit: Visit) -> tuple[Action, ...]:
    """What is always there. Back and Stop come with the first thing there is to leave."""
    words, begun = visit.words, visit.step != "welcome"
    items = []
    if begun and visit.slip is None:
        items.append(Action("back", words("Back"), icon="back"))
    if begun:
        items.append(Action("over:stop", words("Stop and clear"), icon="stop"))
    items.append(Action("over:help", words("Get a person"), icon="person"))
    if visit.rules.speaks:
        listen = "over:speech" if visit.sound.on else "listen"
        items.append(Action(listen, words("Listen"), icon="listen", chosen=visit.sound.on))
    if visit.assisted and visit.slip is None:
        items.append(hiding.control(visit))
        items.append(Action("over:look", words("How it looks"), icon="contrast"))
    else:
        items.append(Action("over:size", words("Text size"), icon="size"))
        items.append(Action("over:theme", words("Contrast"), icon="contrast"))
    if begun:
        items.append(Action("over:language", words("Language"), icon="language"))
    return tuple(items)


def stop(visit: Visit) -> Screen:
    """Ask before everything is cleared; nothing of the visit shows, and it clears by itself."""
    words = visit.words
    if visit.slip is not None:
        text = words("What you said is saved. Your reference will no longer be on this screen.")
    elif visit.draft is not None:
        text = words("Everything you said will be cleared, and what was kept here too.")
    else:
        text = words("Everything you said will be cleared. Nothing will be sent.")
    left = words("This screen clears itself in {seconds} seconds.", seconds=visit.stop_left())
    return Screen(
        "stop",
        words("Stop and clear?"),
        blocks=(Text(text, "lead"), Text(left)),
        choices=later_choice(visit),
        actions=(
            Action("close", words("No, go back")),
            Action("clear", words("Yes, stop and clear"), "primary"),
        ),
    )


def later_choice(visit: Visit) -> tuple[Action, ...]:
    """The other way to stop, where there is something to keep."""
    if visit.services.drafts is None or visit.asking is None or visit.paper:
        return ()
    label, detail = visit.words("Stop now, go on later"), visit.words("Nothing is lost.")
    return (Action("later", label, "choice", detail, icon="again"),)


def person(visit: Visit) -> Screen:
    """Say how to get a person, and that nothing is lost meanwhile."""
    words = visit.words
    bell = visit.services.bell
    rung = bell is not None and bell.works()
    came = (Action("came", words("Staff are here"), "choice", icon="tick"),) if rung else ()
    text = (
        words("A member of staff has been called. Please wait here.")
        if rung
        else words("Please ask at the desk. Staff can help you here.")
    )
    return Screen(
        "help",
        words("Get a person"),
        blocks=(
            Text(text, "lead"),
            Text(words("What you said so far stays here while you are near the screen.")),
            Text(words("Staff do not see your answers unless you show them.")),
        ),
        choices=came,
        actions=(Action("close", words("Go on"), "primary"),),
    )


def size(visit: Visit) -> Screen:
    """Choose the text size; it changes at once."""
    words, now = visit.words, visit.look.text_scale
    return Screen(
        "size",
        words("Text size"),
        choices=tuple(
            Action(f"size:{each}", looks.size_name(each), "choice", chosen=each == now)
            for each in looks.SIZES
        ),
        actions=(Action("close", words("Done"), "primary"),),
    )


def theme(visit: Visit) -> Screen:
    """Choose the contrast; it changes at once."""
    words, now = visit.words, visit.look.theme
    return Screen(
        "theme",
        words("Contrast"),
        choices=tuple(
            Action(f"theme:{each}", looks.theme_name(each, words), "choice", chosen=each == now)
            for each in looks.THEMES
        ),
        actions=(Action("close", words("Done"), "primary"),),
    )


def speech(visit: Visit) -> Screen:
    """Hear it again, or hear it otherwise; it changes at once."""
    words = visit.words
    return Screen(
        "speech",
        words("Listen"),
        choices=(
            Action("again", words("Say it again"), "choice", icon="listen"),
            Action("sound:slower", words("Slower"), "choice"),
            Action("sound:faster", words("Faster"), "choice"),
            Action("sound:quieter", words("Quieter"), "choice"),
            Action("sound:louder", words("Louder"), "choice"),
            Action("hush", words("Stop speaking"), "choice"),
        ),
        actions=(Action("close", words("Done"), "primary"),),
    )


def language(visit: Visit) -> Screen:
    """Choose another language without losing anything."""
    words = visit.words
    return Screen(
        "language",
        words("Language"),
        choices=language_choices(visit, words.language.code),
        actions=(Action("close", words("Go on"), "primary"),),
    )


def language_choices(visit: Visit, now: str = "") -> tuple[Action, ...]:
    """A control for each language, in its own script."""
    return tuple(
        Action(
            f"language:{each.code}",
            each.name,
            "choice",
            chosen=each.code == now,
            language=each.code,
        )
        for each in visit.languages()
    )


def warning(visit: Visit) -> Screen:
    """Ask whether anybody is here before clearing."""
    words = visit.words
    left = words("This screen clears itself in {seconds} seconds.", seconds=visit.seconds_left())
    text = (
        words("This keeps your answers private.")
        if visit.slip is None
        else words("What you said is saved.")
    )
    return Screen(
        "warning",
        words("Are you still here?"),
        blocks=(Notice(left, "problem"), Text(text, "lead")),
        actions=(
            Action("leave", words("Stop and clear")),
            Action("here", words("I am still here"), "primary"),
        ),
    )


WARNING: Callable[[Visit], Screen] = warning
OVER: dict[str, Callable[[Visit], Screen]] = {
    "stop": stop,
    "help": person,
    "size": size,
    "theme": theme,
    "speech": speech,
    "language": language,
    "assisted": hiding.consent,
    "look": hiding.look,
}
