"""Makes widgets in the look of one screen: its colours, sizes, language and direction."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from kivy.uix.widget import Widget

from kiosk.ui import icons
from kiosk.ui.text import Style, TextLabel
from kiosk.ui.theme import Colours, Metrics, rgba
from kiosk.ui.widgets import Icon, SecondTap, Target


@dataclass(frozen=True)
class Brush:
    """What everything on one screen is drawn with."""

    colours: Colours
    metrics: Metrics
    language: str
    rtl: bool
    second_tap: SecondTap
    act: Callable[..., None]
    """Told what was tapped: ``act(id, value=None)``."""
    made: list[Target] = field(default_factory=list)
    """Every target so far, in the order in which the focus goes."""

    def style(self, size: float, **options: Any) -> Style:
        """A text style in the screen's language."""
        options.setdefault("language", self.language)
        return Style(size, rtl=self.rtl, **options)

    def text(self, text: str, size: float, ink: str = "", **options: Any) -> TextLabel:
        """A piece of text; ``lay`` it before it is placed."""
        return TextLabel(text, self.style(size, **options), ink=rgba(ink or self.colours.ink))

    def icon(self, name: str, size: float, ink: str) -> Icon:
        return Icon(icons.icon(name, round(size), self.rtl), ink=rgba(ink))

    def target(
        self,
        id: str,
        label: str,
        tapped: Callable[[], None],
        ground: str,
        edge: str,
        **options: Any,
    ) -> Target:
        """Something to tap."""
        made = Target(
            id, label, tapped, ground=rgba(ground), edge=rgba(edge),
            ring=rgba(self.colours.focus), radius=self.metrics.radius, **options,
        )  # fmt: skip
        made.second_tap = self.second_tap
        made.ring_width = max(2, self.metrics.target / 22)
        self.made.append(made)
        return made

    def from_start(self, box: Widget, child: Widget, offset: float) -> float:
        """The x at which a child stands ``offset`` from the side where reading starts."""
        if self.rtl:
            return float(box.right - offset - child.width)
        return float(box.x + offset)
