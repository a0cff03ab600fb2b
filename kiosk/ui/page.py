"""A whole screen: the rail that is always there, the content, the keys, and Next at its place."""
# mypy: allow-subclassing-any

from kivy.uix.widget import Widget

from kiosk.screens import Screen
from kiosk.ui import blocks, choices
from kiosk.ui.brush import Brush
from kiosk.ui.buttons import icon_button
from kiosk.ui.column import Column, Viewport, further
from kiosk.ui.fields import FieldDrawer
from kiosk.ui.focus import Stop, stops_of
from kiosk.ui.footer import Footer
from kiosk.ui.frame import Box, frame_of
from kiosk.ui.keyboard import Keys
from kiosk.ui.panel import keys_for, kind_of
from kiosk.ui.rail import Rails
from kiosk.ui.stage import Hands, Stage
from kiosk.ui.text import fitted
from kiosk.ui.theme import rgba
from kiosk.ui.widgets import Flat, Target
from kiosk.words import Words

LONG_TITLE = 70
"""Letters from which a title is set as a paragraph."""
MARGIN = 4
"""Pixels around what is brought into view."""


class Page(Widget):
    """Draws one screen; made anew for each."""

    def __init__(
        self, screen: Screen, stage: Stage, brush: Brush, hands: Hands, rails: Rails
    ) -> None:
        super().__init__(size_hint=(None, None), size=(brush.metrics.width, brush.metrics.height))
        self.screen, self.stage, self.brush, self.hands = screen, stage, brush, hands
        self.words = Words(screen.language)
        self.drawer = FieldDrawer(brush, stage, hands, self.words)
        asked = [each for each in screen.fields() if each.ref == stage.editing]
        self.edited = asked[0] if asked else None
        self.keys: Keys | None = None
        self.footer: Footer | None = None
        column = self._fitting()
        self._ground()
        self._content(column)
        if self.frame.keys:
            self._keyboard()
        if self.frame.footer:
            self.footer = Footer(screen, brush, self.viewport, self.frame.footer, hands.scroll)
            self.add_widget(self.footer)
        self._corners()
        if screen.bar:
            self._rail(rails)
        if self.frame.keys:
            self.reveal_typing()

    @property
    def targets(self) -> list[Target]:
        """Everything that can be tapped, in the order of the focus."""
        return self.brush.made

    @property
    def stops(self) -> tuple[Stop, ...]:
        """Everything that can have the focus, in its order."""
        rows = [[each.id for each in row] for row in self.keys.rows] if self.keys else []
        return stops_of([target.id for target in self.targets], rows)

    def focus_on(self, id: str) -> Target | None:
        """Show the focus there and nowhere else; the control or group that has it."""
        found = None
        for target in (*self.targets, *(self.keys.groups if self.keys else ())):
            target.focused = target.id == id
            if target.focused:
                found = target
                self.reveal(target)
        return found

    def inside(self, target: Target) -> bool:
        """Whether a target is part of the content that scrolls."""
        return target in set(self.viewport.content.walk(restrict=True))

    def scroll(self, by: int) -> None:
        """Show what is further down (1) or up (-1)."""
        view = self.viewport
        self.stage.scroll = view.move_to(further(view.spans, view.offset, view.height, by))
        self._shade_arrows()

    def reveal(self, target: Target) -> None:
        """Bring a target of the content into view."""
        if self.inside(target):
            self.stage.scroll = self.viewport.reveal(target, MARGIN)
            self._shade_arrows()

    def reveal_typing(self) -> None:
        """Bring the box that is typed into in sight, and of a large one the caret."""
        entry = self.stage.entries.get(self.stage.editing)
        box = self.drawer.boxes.get((self.stage.editing, entry.at)) if entry else None
        if box is None:
            return
        self.reveal(box)
        if box.caret is not None and box.height > self.viewport.height:
            self.stage.scroll = self.viewport.reveal(box.caret, MARGIN)
            self._shade_arrows()

    # Parts

    def _fitting(self) -> Column:
        """The content, and the frame in which it is seen.

        Where keys leave no room for the whole question, they come when its box is touched; then
        the box and its label are all there is above them.
        """
        for kind in (self._keys_kind(), ""):
            self.frame = frame_of(self.screen, self.brush, kind)
            self.drawer.keys = bool(kind)
            made = len(self.brush.made)
            column = self._column(self.frame.view[2])
            if not kind or self._asked <= self.frame.view[3]:
                break
            del self.brush.made[made:]
            self.drawer.boxes.clear()
            if self.stage.called:
                return self._close_up()
        if column.height > self.frame.view[3] and not self.frame.footer:
            self.frame = frame_of(self.screen, self.brush, kind, scrolls=True)
        return column

    def _close_up(self) -> Column:
        """The box that is typed into and its label, as large as there is room."""
        assert self.edited is not None
        brush, m, (_, _, width, high) = self.brush, self.brush.metrics, self.frame.view
        box = Column(brush, width)
        lines = 2 if self.edited.long and high > m.body * 8 else 1
        self.drawer.typed(box, self.edited, lines)
        room = high - box.height - m.gap * 0.4
        label = brush.text(self.edited.label, m.lead, bold=True)
        label.style = fitted(label.text, label.style, width, room, least=m.body / m.scale)
        label.lay(width)
        column = Column(brush, width)
        column.add(label)
        column.add(box.placed(), m.gap * 0.4)
        return column

    def _keys_kind(self) -> str:
        return kind_of(self.edited, self.screen.language) if self.edited else ""

    def _flat(self, box: Box, colour: str) -> None:
        ground = Flat(size_hint=(None, None), ground=rgba(colour))
        ground.pos, ground.size = box[:2], box[2:]
        self.add_widget(ground)

    def _ground(self) -> None:
        """What is not the page itself, in whose colour the window is cleared."""
        c, frame = self.brush.colours, self.frame
        if self.screen.bar:
            self._flat(frame.rail, c.rail)
        if frame.keys:
            self._flat(frame.keys, c.rail)

    def _content(self, column: Column) -> None:
        view = self._middled(column.height)
        self.viewport = Viewport(column.placed(), view, column.spans)
        self.stage.scroll = self.viewport.move_to(self.stage.scroll)
        self.add_widget(self.viewport)

    def _middled(self, height: float) -> Box:
        """Where the content is seen; what lies over a step stands a little above the middle."""
        x, y, width, high = self.frame.view
        if self.screen.bar or height >= high:
            return self.frame.view
        return (x, y, width, high - (high - height) * 0.38)

    def _column(self, width: float) -> Column:
        brush, screen, m = self.brush, self.screen, self.brush.metrics
        column = Column(brush, width)
        if screen.kicker:
            column.text(screen.kicker, m.small, brush.colours.soft, bold=True)
        if screen.title:
            # A long title is a paragraph, such as a note of the form, and is read, not scanned.
            long = len(screen.title) > LONG_TITLE
            size = m.lead if long else m.title
            column.text(screen.title, size, bold=not long, gap=m.gap * 0.2)
        blocks.draw(brush, screen.blocks, column, self.drawer.draw)
        self._asked = column.height
        """Down to where the questions end."""
        choices.draw(brush, screen.choices, column, self.frame.view[3])
        blocks.draw(brush, screen.below, column, self.drawer.draw)
        return column

    def _keyboard(self) -> None:
        assert self.edited is not None and self.frame.keys is not None
        box = self.frame.keys
        self.keys = keys_for(self.edited, self.stage, self.brush, box, self.hands.typed)
        self.add_widget(self.keys)

    def _corners(self) -> None:
        """One control in each corner of the window."""
        side = self.brush.metrics.target
        far = (self.width - side, self.height - side)
        places = ((0, far[1]), far, (0, 0), (far[0], 0))
        for action, place in zip(self.screen.corners, places, strict=False):
            made = icon_button(self.brush, action, side, side)
            made.pos = place
            self.add_widget(made)

    def _shade_arrows(self) -> None:
        if self.footer:
            self.footer.shade()

    def _rail(self, rails: Rails) -> None:
        """The controls that are always there."""
        rail = rails.rail(self.screen.bar, self.frame.rail, self.brush)
        self.brush.made.extend(rail.targets)
        self.add_widget(rail)
