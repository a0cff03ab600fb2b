"""The visible focus: where arrow keys and switches are on a page, and pressing what is there."""

from collections.abc import Callable

from kiosk.ui import focus
from kiosk.ui.easel import Easel


class Walker:
    """Moves the focus of the page that shows."""

    def __init__(self, easel: Easel, heard: Callable[[str, str], None]) -> None:
        """``heard`` is told the id and the words of what has the focus now."""
        self._easel, self._heard = easel, heard

    def step(self, by: int) -> None:
        """Move on (1) or back (-1)."""
        page = self._easel.page
        assert page is not None
        self.go(focus.step(page.stops, page.stage.focused, by))

    def go(self, id: str) -> None:
        """Show the focus there, and say what has it."""
        page = self._easel.page
        assert page is not None
        before, page.stage.focused = page.stage.focused, id
        target = page.focus_on(id)
        if target is not None and id != before:
            self._heard(id, target.label)
        self._easel.changed()

    def press(self) -> bool:
        """Press what has the focus, or go into it; False without a focus."""
        page = self._easel.page
        assert page is not None
        stops, now = page.stops, page.stage.focused
        if inside := focus.inner(stops, now):
            self.go(inside)
            return True
        for target in page.targets:
            if target.id == now:
                page.stage.focused = focus.after_key(stops, now)
                target.tapped()
                self._stay()
                return True
        return False

    def _stay(self) -> None:
        """The focus stays where it was, or goes to the box that was typed into."""
        page = self._easel.page
        if page is None or not page.stage.focused:
            return
        if page.stage.focused not in focus.everything(page.stops):
            boxes = (target.id for target in page.targets if target.id.startswith("edit:"))
            page.stage.focused = next(boxes, "")
        self.go(page.stage.focused)
