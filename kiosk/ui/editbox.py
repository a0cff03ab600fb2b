"""A box that is typed into: its text and its caret, drawn without any of Kivy's text widgets."""

from collections.abc import Callable

from kivy.uix.widget import Widget

from kiosk.ui.brush import Brush
from kiosk.ui.entry import Part
from kiosk.ui.text import TextLabel, caret_of, extent
from kiosk.ui.theme import rgba
from kiosk.ui.widgets import Flat, Icon, Target

DOT = "\u2022"


class EditBox(Target):
    """Shows one part of an entry; ``show`` draws it anew after typing."""

    def __init__(
        self, brush: Brush, id: str, label: str, part: Part, tapped: Callable[[], None],
        width: float, lines: int, active: bool, problem: bool,
        hidden: bool = False, beckons: bool = False,
    ) -> None:  # fmt: skip
        """``beckons`` draws a keyboard into it while it is empty, for a touch brings the keys."""
        c, m = brush.colours, brush.metrics
        edge = c.on_problem if problem else c.primary if active else c.line
        super().__init__(
            id, label, tapped, ground=rgba(c.card), edge=rgba(edge), ring=rgba(c.focus),
            radius=m.radius, border=max(3, round(m.unit * 4)) if active or problem else 2,
        )  # fmt: skip
        self.second_tap = brush.second_tap
        brush.made.append(self)
        self.brush, self.part, self.active, self.lines = brush, part, active, lines
        self.hidden, self.beckons = hidden, beckons
        self.caret: Flat | None = None
        self.pad = m.gap
        self.width = width
        self._high = 0.0
        self.show()

    @property
    def inner(self) -> float:
        return self.width - 2 * self.pad

    @property
    def shown(self) -> str:
        """The text as it is drawn: a dot for each letter while somebody else looks on."""
        return DOT * len(self.part.value) if self.hidden else self.part.value

    def show(self) -> bool:
        """Draw the text; True when the box has another height than before."""
        brush = self.brush
        before = self._high
        self.clear_widgets()
        label = brush.text(self.shown, brush.metrics.body)
        high = label.lay(self.inner)
        line = extent("x", label.style)[1]
        self._high = max(brush.metrics.target, max(high, line * self.lines) + self.pad)
        self.height = self._high
        self._place(label, line)
        return self._high != before

    def _place(self, label: TextLabel, line: float) -> None:
        single = self.lines == 1 and label.height <= line * 1.5
        drop = (self.height - label.height) / 2 if single else self.pad / 2
        at = self.x, self.y
        self.pos = (0, 0)
        label.pos = (self.pad, self.height - drop - label.height)
        children: list[Widget] = [label]
        if self.active:
            self.caret = self._caret(label)
            children.append(self.caret)
        if self.beckons and not self.part.value:
            children.append(self._keyboard())
        self.hold(*children)
        self.pos = at

    def _keyboard(self) -> Icon:
        """At the end of the line, out of the way of the caret."""
        brush = self.brush
        side = round(min(brush.metrics.target, self.height) * 0.6)
        drawn = brush.icon("keyboard", side, brush.colours.soft)
        drawn.pos = (brush.from_start(self, drawn, self.width - self.pad - side),
                     (self.height - side) / 2)  # fmt: skip
        return drawn

    def _caret(self, label: TextLabel) -> Flat:
        x, y, high = caret_of(self.shown, self.part.caret, label.style, self.inner)
        wide = max(3, round(self.brush.metrics.body / 10))
        if not self.part.value:
            x = self.inner - wide if self.brush.rtl else 0
        caret = Flat(size_hint=(None, None), ground=rgba(self.brush.colours.focus))
        caret.size = (wide, high)
        caret.pos = (label.x + min(x, self.inner - wide), label.top - y - high)
        return caret
