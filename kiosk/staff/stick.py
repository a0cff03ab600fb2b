"""The USB courier: what waits goes out on a stick, what the council sent comes in."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import PurePath
from typing import TYPE_CHECKING

from kiosk.screens import Action, Block, Light, Notice, Screen, Text
from kiosk.staff.services import Version
from kiosk.words import Words

if TYPE_CHECKING:
    from kiosk.staff.room import Staff


@dataclass(frozen=True)
class Out:
    """How many submissions are on the stick."""

    count: int


@dataclass(frozen=True)
class In:
    """How many answers were taken, and how many refused; and the new version that came."""

    taken: int
    refused: int
    version: Version | None = None


def page(staff: Staff, words: Words) -> Screen:
    """Choose a way; then how far it is, and a plain end."""
    job = staff.job
    if job and not job.ended.is_set():
        text = words("Leave the stick in. {percent} % is done.", percent=job.percent)
        return Screen("staff-stick", words("USB stick"), blocks=(Notice(text, "warn"),))
    notices = tuple(_ends(staff, words)) if job else ()
    found = staff.services.sticks()
    if not found:
        wait = Text(words("Put a USB stick in. It shows here after a few seconds."), "lead")
        return Screen("staff-stick", words("USB stick"), blocks=(*notices, wait))
    choices = []
    for path in found:
        name = PurePath(path).name if len(found) > 1 else ""
        out = words("Take what waits to the council")
        choices.append(Action(f"in:out:{path}", out, "choice", detail=name, icon="next"))
        back = words("Bring back what the council sent")
        choices.append(Action(f"in:in:{path}", back, "choice", detail=name, icon="back"))
    return Screen(
        "staff-stick",
        words("USB stick"),
        blocks=(*notices, Text(words("What is on the stick can only be read by the council."))),
        choices=tuple(choices),
    )


def _ends(staff: Staff, words: Words) -> Iterator[Block]:
    came = staff.job.result if staff.job else None
    if not isinstance(came, In) or came.version is None:
        yield _end(staff, words)
        return
    if came.taken or came.refused:
        yield _end(staff, words)
    yield _version(came.version, words)


def _version(version: Version, words: Words) -> Block:
    if version.whole:
        text = words("{version} starts when nobody is here", version=version.name)
        return Light(words("New version"), text)
    if version.why:
        said = words("It did not work, and nothing is lost. {why}", why=version.why)
        return Notice(said, "problem")
    return Notice(
        words("Not all of a new version is here yet. The next stick goes on from there."), "warn"
    )


def _end(staff: Staff, words: Words) -> Notice:
    job = staff.job
    assert job is not None
    if job.trouble:
        said = words("It did not work, and nothing is lost. {why}", why=job.trouble)
        return Notice(said, "problem")
    if isinstance(job.result, Out):
        done = words("{count} are on the stick. It is safe to take it out.", count=job.result.count)
        return Notice(done, "good")
    assert isinstance(job.result, In)
    if job.result.refused:
        return Notice(
            words(
                "{taken} taken, {refused} were not from the council and were refused."
                " It is safe to take the stick out.",
                taken=job.result.taken, refused=job.result.refused,
            ),
            "warn",
        )  # fmt: skip
    if not job.result.taken:
        return Notice(words("The council has put nothing on this stick yet."), "warn")
    done = words("{taken} taken. It is safe to take the stick out.", taken=job.result.taken)
    return Notice(done, "good")
