"""Someone helps, with the resident's consent, and the answers can be hidden from them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from kiosk.screens import Action, Block, Field, Row, Screen, Summary, Text
from kiosk.words import Words

if TYPE_CHECKING:
    from kiosk.visit.machine import Visit


def consent(visit: Visit) -> Screen:
    """Ask the resident before anybody helps."""
    words = visit.words
    return Screen(
        "assisted",
        words("Someone is helping me"),
        blocks=(
            Text(words("You decide what is said. The person beside you may see it."), "lead"),
            Text(words("Touch Hide my answers when you do not want them to see.")),
            Text(words("The council is told that you had help, but not who helped.")),
        ),
        actions=(
            Action("close", words("No, go back")),
            Action("agree", words("Yes, I agree"), "primary"),
        ),
    )


def look(visit: Visit) -> Screen:
    """The way to text size and contrast, where the rail has no room for both."""
    words = visit.words
    return Screen(
        "look",
        words("How it looks"),
        choices=(
            Action("over:size", words("Text size"), "choice", icon="size"),
            Action("over:theme", words("Contrast"), "choice", icon="contrast"),
        ),
        actions=(Action("close", words("Done"), "primary"),),
    )


def control(visit: Visit) -> Action:
    """Hide, or show again."""
    words = visit.words
    label = words("Show my answers") if visit.hidden else words("Hide my answers")
    return Action("hide", label, icon="eye", chosen=visit.hidden)


def masked(screen: Screen, words: Words) -> Screen:
    """The same screen without what was said on it."""
    return replace(screen, blocks=tuple(_masked(each, words) for each in screen.blocks))


def _masked(block: Block, words: Words) -> Block:
    if isinstance(block, Field):
        return replace(block, hidden=True)
    if isinstance(block, Summary):
        return Summary(tuple(_row(row, words) for row in block.rows))
    if isinstance(block, Text) and block.private:
        return replace(block, text=words("It is hidden."), language="")
    return block


def _row(row: Row, words: Words) -> Row:
    said = row.value != words("Not answered")
    return replace(row, value=words("Answered. It is hidden.")) if said else row


# What the controls do.


def _assisted(visit: Visit, rest: str, value: Any) -> None:
    """Someone helps only after the resident agreed; alone again at once."""
    if visit.assisted:
        visit.assisted = visit.hidden = False
    else:
        visit.over = "assisted"


def _agree(visit: Visit, rest: str, value: Any) -> None:
    visit.assisted, visit.over = True, ""


def _hide(visit: Visit, rest: str, value: Any) -> None:
    visit.hidden = not visit.hidden


DOES: dict[str, Callable[[Visit, str, Any], None]] = {
    "assisted": _assisted, "agree": _agree, "hide": _hide,
}  # fmt: skip
