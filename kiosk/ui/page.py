"""A whole screen: the rail that is always there, the content, the keys, and Next at its place."""
# mypy: allow-subclassing-any

from kivy.uix.widget import Widget

from kiosk.screens import Action, Screen
from kiosk.ui import blocks, pinyin
from kiosk.ui.brush import Brush
from kiosk.ui.buttons import (
    button,
    choice_button,
    columns_for,
    icon_button,
    mark_of,
    more_button,
    natural_width,
)
from kiosk.ui.column import Column, Viewport, further
from kiosk.ui.fields import FieldDrawer
from kiosk.ui.focus import Stop, stops_of
from kiosk.ui.frame import Box, frame_of
from kiosk.ui.keyboard import Keys
from kiosk.ui.layouts import layout_for, pad_rows, postcode_rows
from kiosk.ui.rail import Rails
from kiosk.ui.stage import Hands, Stage, composes
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
        column = self._fitting()
        self._ground()
        self._content(column)
        if self.frame.keys:
            self._keyboard()
        self._footer()
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
        if self.edited is None:
            return ""
        if self.edited.kind != "text" or self.edited.digits:
            return "pad"
        return "pinyin" if composes(self.screen.language, self.edited) else "letters"

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
        self._choices(column)
        blocks.draw(brush, screen.below, column, self.drawer.draw)
        return column

    def _choices(self, column: Column) -> None:
        """Large buttons, in as many columns as their words allow."""
        made, gap = self.screen.choices, self.brush.metrics.gap
        languages = all(action.language and not action.icon for action in made)
        if made and languages and self._grid(column):
            return
        count = columns_for(self.brush, made, column.width)
        width = (column.width - gap * (count - 1)) / count
        for start in range(0, len(made), count):
            column.row(self._alike(made[start : start + count], width), gap)

    def _alike(self, row: tuple[Action, ...], width: float) -> list[Target]:
        """The buttons of a row, all as high as the highest."""
        brush, first = self.brush, len(self.brush.made)
        made = [choice_button(brush, a, width, mark_of(a), a.picture) for a in row]
        high = max(each.height for each in made)
        for at, action in enumerate(row):
            if made[at].height < high:
                made[at] = choice_button(
                    brush, action, width, mark_of(action), action.picture, high
                )  # fmt: skip
        brush.made[first:] = made
        return made

    def _grid(self, column: Column) -> bool:
        """Languages, all in sight at once: nobody looks for theirs further down."""
        m, made = self.brush.metrics, self.screen.choices
        gap = m.gap * 0.6
        for count in (1, 2, 3, 4):
            rows = -(-len(made) // count)
            high = (self.frame.view[3] - column.height - m.gap - gap * (rows - 1)) / rows - 1
            if high < m.target:
                continue
            size = ((column.width - gap * (count - 1)) / count, min(high, m.target * 1.25))
            for start in range(0, len(made), count):
                row = made[start : start + count]
                column.row([button(self.brush, a, *size, m.body) for a in row], gap,
                           gap if start else None)  # fmt: skip
            return True
        return False

    def _keyboard(self) -> None:
        assert self.edited is not None and self.frame.keys is not None
        asked, stage, m = self.edited, self.stage, self.brush.metrics
        pad_only = self._keys_kind() == "pad"
        if asked.postcode:
            rows = postcode_rows()
        elif pad_only:
            rows = pad_rows("phone" if asked.digits else asked.kind, asked.decimal)
        else:
            layout = layout_for(self.screen.language, stage.latin)
            swap = not layout_for(self.screen.language).latin
            rows = layout.rows(stage.layer, asked.long, swap, asked.signs)
            if self._keys_kind() == "pinyin":
                rows = [pinyin.row(stage.sound, stage.turned), *rows]
        at_home = layout_for(self.screen.language)
        own = at_home.face or "".join(at_home.letters[1].split()[:3])
        latin = stage.latin and not at_home.latin
        faces = {"letters": "abc" if latin else own, "latin": own if latin else "abc"}
        x, y, width, height = self.frame.keys
        pad = m.gap * 0.5
        box = (x + pad, y + pad, width - 2 * pad, height - 2 * pad)
        down = "shift" if stage.layer == "shift" else ""
        self.keys = Keys(self.brush, rows, box, self.hands.typed, faces, down, pad_only)
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

    def _footer(self) -> None:
        """Arrows at the side where reading starts, then what leads on, Next last."""
        self._arrows: list[Target] = []
        frame, m = self.frame, self.brush.metrics
        if not frame.footer:
            return
        self._flat(self._line(frame.footer), self.brush.colours.rail)
        made: list[Target] = []
        if self.viewport.furthest:
            self._arrows = [self._arrow("up", -1), self._arrow("down", 1)]
            made += self._arrows
        room = frame.footer[2] - 2 * m.page_pad - sum(each.width + m.gap for each in made)
        made += self._actions(room)
        offset = m.page_pad
        box = Widget(pos=frame.footer[:2], size=frame.footer[2:])
        for number, each in enumerate(made):
            if number == len(made) - 1 and self.screen.actions:
                offset = box.width - m.page_pad - each.width
            y = frame.footer[1] + (frame.footer[3] - each.height) / 2
            each.pos = (self.brush.from_start(box, each, offset), y)
            offset += each.width + m.gap
            self.add_widget(each)
        self._shade_arrows()

    @staticmethod
    def _line(footer: Box) -> Box:
        return (footer[0], footer[1] + footer[3] - 2, footer[2], 2)

    def _actions(self, room: float) -> list[Target]:
        m, actions = self.brush.metrics, self.screen.actions
        share = (room - m.gap * (len(actions) - 1)) / max(1, len(actions))
        made = []
        for action in actions:
            wanted = max(m.target * 2.4, natural_width(self.brush, action) + 4 * m.gap)
            made.append(button(self.brush, action, min(share, wanted), m.target, m.body))
        return made

    def _arrow(self, name: str, by: int) -> Target:
        side = self.brush.metrics.target
        if name == "up":
            action = Action("scroll:up", self.words("Further up"), icon="up")
            made = icon_button(self.brush, action, side, side)
        else:
            action = Action("scroll:down", self.words("More"), icon="down")
            made = more_button(self.brush, action, action.label, side)
        made.tapped = lambda: self.hands.scroll(by)
        return made

    def _shade_arrows(self) -> None:
        if self._arrows if hasattr(self, "_arrows") else False:
            up, down = self._arrows
            up.opacity = 1.0 if self.viewport.offset > 0 else 0.3
            down.opacity = 1.0 if self.viewport.offset < self.viewport.furthest else 0.3

    def _rail(self, rails: Rails) -> None:
        """The controls that are always there."""
        rail = rails.rail(self.screen.bar, self.frame.rail, self.brush)
        self.brush.made.extend(rail.targets)
        self.add_widget(rail)
