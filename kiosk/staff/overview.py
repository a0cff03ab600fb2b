"""The door, the menu, how the kiosk is, and what happened today."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kiosk.screens import Action, Block, Field, Light, Notice, Screen, Text
from kiosk.staff import health
from kiosk.words import Words

if TYPE_CHECKING:
    from kiosk.staff.room import Staff


def pin(staff: Staff, words: Words) -> Screen:
    """Asks for the PIN, or says how long it must wait."""
    pause = staff.services.pause()
    problem = staff.problem
    if pause:
        problem = words("Too many wrong PINs. Try again in {count} minutes.", count=-(-pause // 60))
    field = Field(
        staff.pin_ref, "text", words("PIN"), value=staff.typed.get(staff.pin_ref, ""),
        problem=problem,
        required=True, digits=True, secret=True,
    )  # fmt: skip
    return Screen(
        "staff-pin",
        words("For staff"),
        blocks=(field, Text(words("You can use a staff card instead."), "small")),
        actions=(Action("in:open", words("Next"), "primary"),),
    )


def headline(staff: Staff, words: Words) -> Notice:
    """One glance: how it is, and the one thing to do."""
    tone, todo = health.overall(health.findings(staff.services.facts(), words))
    said = {"good": words("All is well."), "warn": words("Look at this: {todo}", todo=todo)}
    return Notice(said.get(tone) or words("Act now: {todo}", todo=todo), tone)


def menu(staff: Staff, words: Words) -> Screen:
    """What staff can do."""
    services = staff.services
    wifi = [("wifi", words("Wi-Fi"), "wifi")] if services.wifi is not None else []
    calls = [("calls", words("People to call"), "help")] if services.calls() else []
    items = (
        ("status", words("How this kiosk is"), "good"),
        ("stick", words("USB stick"), "stick"),
        *wifi,
        *calls,
        ("paper", words("Enter a paper form"), "form"),
        ("write", words("Write a notice"), "board"),
        ("board", words("Notices on this kiosk"), "board"),
        ("opening", words("Open, closed or broken"), "door"),
        ("crisis", words("Crisis mode"), "problem"),
        ("practice", words("Practice mode"), "again"),
        ("today", words("Today in numbers"), "count"),
        ("corners", words("Test of the morning"), "tick"),
    )
    return Screen(
        "staff-menu",
        words("For staff"),
        blocks=(headline(staff, words),),
        choices=tuple(
            Action(f"in:go:{page}", label, "choice", icon=icon if icon != "tick" else "listen")
            for page, label, icon in items
        ),
        actions=(Action("in:leave", words("Leave staff mode"), "primary"),),
    )


def status(staff: Staff, words: Words) -> Screen:
    """Every light."""
    found = health.findings(staff.services.facts(), words)
    return Screen(
        "staff-status",
        words("How this kiosk is"),
        blocks=(headline(staff, words), *(each.light for each in found)),
    )


def today(staff: Staff, words: Words) -> Screen:
    """Counts of today, and nothing else."""
    counted = staff.services.counted()
    names = (
        ("visit", words("Visits")), ("finished", words("Forms finished")),
        ("stopped", words("Stopped by the visitor")), ("away", words("Walked away")),
        ("help", words("Asked for a person")), ("listened", words("Used the voice")),
        ("assisted", words("Had help")), ("failed", words("Went wrong")),
    )  # fmt: skip
    lights: tuple[Block, ...] = tuple(
        Light(label, str(counted.get(name, 0))) for name, label in names
    )
    lights += _at_the_council(staff, words)
    return Screen("staff-today", words("Today in numbers"), blocks=lights)


def _at_the_council(staff: Staff, words: Words) -> tuple[Block, ...]:
    """What was said in this hub and waits for an officer: how many, and nothing else."""
    waiting = staff.services.waiting()
    if waiting is None:
        return ()
    return (
        Light(words("Cards the council has to check"), str(waiting[0])),
        Light(words("Answers to bring together"), str(waiting[1])),
    )
