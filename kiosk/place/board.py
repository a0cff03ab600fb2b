"""The noticeboard: a list, and one notice with who says it and until when."""

import datetime
from collections.abc import Sequence
from typing import Any

from kiosk.screens import Action, Screen, Text
from kiosk.words import Words, day_text, said_in
from sync.notices import NoticeItem


class Board:
    """Notices of council and hub, for one visit."""

    def __init__(self, notices: Sequence[NoticeItem]) -> None:
        self.notices = notices
        self.open: NoticeItem | None = None
        self.over = False

    def screen(self, words: Words) -> Screen:
        """The list, or the notice that was touched."""
        code = words.language.code
        if self.open is not None:
            return self._one(self.open, words)
        return Screen(
            "board",
            words("Noticeboard"),
            choices=tuple(
                Action(
                    f"in:notice:{number}", said_in(each.titles, code), "choice", icon="board",
                    detail=_from(each, words),
                )
                for number, each in enumerate(self.notices)
            ),
        )  # fmt: skip

    def _one(self, notice: NoticeItem, words: Words) -> Screen:
        code = words.language.code
        parts = [each.strip() for each in said_in(notice.texts, code).split("\n") if each.strip()]
        return Screen(
            "notice",
            said_in(notice.titles, code),
            blocks=(*(Text(each) for each in parts), Text(_from(notice, words), "small")),
            actions=(Action("in:list", words("All notices"), "primary"),),
        )

    def act(self, id: str, value: Any = None) -> None:
        """Open a notice, or go back to the list."""
        verb, _, rest = id.partition(":")
        if verb == "notice" and rest.isdecimal() and int(rest) < len(self.notices):
            self.open = self.notices[int(rest)]
        elif verb == "list":
            self.open = None

    def back(self) -> bool:
        """From a notice to the list; from the list away."""
        was, self.open = self.open, None
        return was is not None


def _from(notice: NoticeItem, words: Words) -> str:
    until = day_text(datetime.date.fromtimestamp(notice.until), words)
    return words("From {who}. Until {day}.", who=notice.source, day=until)
