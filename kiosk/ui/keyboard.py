"""The on-screen keyboard and the number pad, drawn into a given box."""
# mypy: allow-subclassing-any

import unicodedata
from collections.abc import Callable
from typing import Any

from kivy.uix.widget import Widget

from kiosk.ui import icons
from kiosk.ui.brush import Brush
from kiosk.ui.focus import KEYBOARD
from kiosk.ui.layouts import DOING, WIDE
from kiosk.ui.pinyin import share
from kiosk.ui.text import ink_drop
from kiosk.ui.theme import rgba
from kiosk.ui.widgets import Target
from kiosk.words import Words

ICONS = {
    "shift": "shift", "delete": "delete", "enter": "enter", "left": "left", "right": "right",
    "hide": "hide",
}  # fmt: skip
FACES = {"symbols": "123", "signs": "#[~", "latin": "abc", "letters": "abc", "space": " "}
DOTTED = "\u25cc"


class Group(Target):
    """Shows that a row of keys, or all of them, has the focus; a finger goes through it."""

    def __init__(self, brush: Brush, id: str, label: str, around: list[Target]) -> None:
        clear = (0, 0, 0, 0)
        super().__init__(
            id, label, lambda: None, ground=clear, edge=clear, ring=rgba(brush.colours.focus)
        )
        self.ring_width = max(3, brush.metrics.target / 18)
        x, y = min(each.x for each in around), min(each.y for each in around)
        self.pos = (x - 2, y - 2)
        right, top = max(each.right for each in around), max(each.top for each in around)
        self.size = (right - x + 4, top - y + 4)

    def on_touch_down(self, touch: Any) -> bool:
        return False


class Keys(Widget):
    """Rows of keys; each tap tells ``typed`` the key's name."""

    def __init__(
        self, brush: Brush, rows: list[list[str]], box: tuple[float, float, float, float],
        typed: Callable[[str], None], faces: dict[str, str], down: str = "",
        even: bool = False,
    ) -> None:  # fmt: skip
        super().__init__(size_hint=(None, None), pos=box[:2], size=box[2:])
        self.brush, self.typed = brush, typed
        self.faces = FACES | faces
        self.down = down
        self.wide = {} if even else WIDE
        gap = max(4, brush.metrics.gap * 0.4)
        high = (box[3] - gap * (len(rows) - 1)) / len(rows)
        unit = min(self._unit(row, gap) for row in rows if row)
        self.rows: list[list[Target]] = []
        for number, row in enumerate(rows):
            if row:
                self._row(row, box[1] + box[3] - high - number * (high + gap), high, unit, gap)
        self.groups = self._groups()

    def _groups(self) -> list[Group]:
        """What shows the focus around the whole keyboard, and around each row."""
        every = [made for row in self.rows for made in row]
        words = Words(self.brush.language)
        named = [(KEYBOARD, words("Keyboard"), every)]
        for number, row in enumerate(self.rows):
            signs = [each.label for each in row if each.label not in DOING]
            named.append((f"row:{number}", ", ".join(signs or [words("Other keys")]), row))
        groups = [Group(self.brush, id, label, around) for id, label, around in named]
        for group in groups:
            self.add_widget(group)
        return groups

    def _share(self, key: str) -> float:
        """Width of a key in keys; several signs of Chinese need more than one."""
        chosen = key not in DOING and (key[0] >= "\u4e00" or (key.isascii() and len(key) > 1))
        return share(key) if chosen else self.wide.get(key, 1.0)

    def _unit(self, row: list[str], gap: float) -> float:
        shares = sum(self._share(key) for key in row)
        return float((self.width - gap * (len(row) - 1)) / shares)

    def _row(self, row: list[str], y: float, high: float, unit: float, gap: float) -> None:
        """A row in the middle; its space bar takes what is left."""
        widths = [unit * self._share(key) for key in row]
        spare = self.width - sum(widths) - gap * (len(row) - 1)
        if "space" in row:
            widths[row.index("space")] += spare
            spare = 0
        x = self.x + spare / 2
        self.rows.append([])
        for key, width in zip(row, widths, strict=True):
            self._key(key, x, y, width, high)
            x += width + gap

    def _key(self, key: str, x: float, y: float, width: float, high: float) -> None:
        brush, c = self.brush, self.brush.colours
        special = key in DOING and key != "space"
        ground, edge, ink = (c.rail if special else c.card), c.line, c.ink
        if key == self.down:
            ground, edge, ink = c.chosen, c.on_chosen, c.on_chosen
        made = brush.target(f"key:{key}", key, lambda: self.typed(key), ground, edge)
        made.second_tap_seconds = brush.second_tap.seconds * 0.4
        made.size = (width, high)
        made.border = 1 if not special else 2
        self._face(made, key, ink)
        made.pos = (x, y)
        self.add_widget(made)
        self.rows[-1].append(made)

    def _face(self, made: Target, key: str, ink: str) -> None:
        if key in ICONS and icons.has(ICONS[key]):
            side = round(min(made.width * 0.6, made.height * 0.46))
            face = self.brush.icon(ICONS[key], side, ink)
            face.pos = ((made.width - face.width) / 2, (made.height - face.height) / 2)
            made.hold(face)
            return
        text = self.faces.get(key, key)
        if not text.strip():
            return
        size = min(made.height * 0.5, self.brush.metrics.body * 1.15)
        face = self.brush.text(shown(text), size, ink, bold=True, align="center")
        face.lay_within(made.width - 4, made.height - 4)
        drop = ink_drop(face.text, face.style, face.width) if DOTTED not in face.text else 0
        face.pos = (2, (made.height - face.height) / 2 + drop * 0.8)
        made.hold(face)


def shown(key: str) -> str:
    """A combining mark on a dotted circle, so that it can be seen alone."""
    return DOTTED + key if unicodedata.category(key[0]).startswith("M") else key
