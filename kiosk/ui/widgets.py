"""The few widgets everything is drawn with: a plate, a target to tap, an icon.

They draw themselves in Python: a page is made anew for each screen, and rules of kv take three
times as long for each widget.
"""
# mypy: allow-subclassing-any

import time
from collections.abc import Callable
from typing import Any

from kivy.graphics import BorderImage, Color, Line, Rectangle, RoundedRectangle
from kivy.properties import BooleanProperty, ColorProperty, NumericProperty, ObjectProperty
from kivy.uix.widget import Widget

from kiosk.ui.plates import plate


class Filled(Widget):
    """One rectangle as large as itself."""

    def fill(self, colour: Any, texture: Any = None) -> None:
        """Draw it, and let it follow; a texture is coloured."""
        with self.canvas:
            Color(*colour)
            self._area = Rectangle(pos=self.pos, size=self.size, texture=texture)
        self.bind(pos=self._shape, size=self._shape)

    def _shape(self, *ignored: Any) -> None:
        self._area.pos, self._area.size = self.pos, self.size


class Flat(Filled):
    """A plain ground."""

    ground = ColorProperty("#FFFFFF")

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.fill(self.ground)


class Plate(Widget):
    """A rounded ground with an edge."""

    ground = ColorProperty("#FFFFFF")
    edge = ColorProperty("#000000")
    border = NumericProperty(2)
    radius = NumericProperty(12)

    def __init__(self, **options: Any) -> None:
        super().__init__(size_hint=(None, None), **options)
        self._move: Callable[..., None] | None = None
        with self.canvas.before:
            Color(1, 1, 1)
            self._area = BorderImage(auto_scale="both_lower")
        self._look()
        self._shape()
        self.bind(pos=self._shape, size=self._shape, border=self._look)

    def _look(self, *ignored: Any) -> None:
        look = tuple(self.ground), tuple(self.edge), round(self.border), round(self.radius)
        self._area.texture, corner = plate(*look)
        self._area.border = [corner] * 4

    def _shape(self, *ignored: Any) -> None:
        """At whole pixels, so that the edge is as sharp at every place."""
        left, bottom, right, top = map(round, (self.x, self.y, self.right, self.top))
        self._area.pos, self._area.size = (left, bottom), (right - left, top - bottom)

    def hold(self, *children: Widget) -> None:
        """Take children that were placed as if this stood at (0, 0); they move with it."""
        for child in children:
            self.add_widget(child)
        offsets = [(child, child.x, child.y) for child in children]

        def move(*_: Any) -> None:
            for child, x, y in offsets:
                child.pos = (self.x + x, self.y + y)

        self.unbind_move()
        self._move = move
        self.bind(pos=move)

    def unbind_move(self) -> None:
        """Let go of children that were held."""
        if self._move:
            self.unbind(pos=self._move)
            self._move = None


class Icon(Filled):
    """A drawing in one colour."""

    ink = ColorProperty("#000000")
    texture = ObjectProperty(None, allownone=True)

    def __init__(self, texture: Any, **options: Any) -> None:
        super().__init__(size_hint=(None, None), size=texture.size, texture=texture, **options)
        self.fill(self.ink, texture)


class SecondTap:
    """Lets a second tap on the same place soon after the first count once."""

    def __init__(self, seconds: float, clock: Callable[[], float] = time.monotonic) -> None:
        self.seconds = seconds
        self._clock = clock
        self._last = (-1e9, 0.0, 0.0)

    def counts(self, x: float, y: float, near: float, seconds: float | None = None) -> bool:
        """Whether a tap there counts; ``near`` is how far in pixels is still the same place."""
        now = self._clock()
        then, old_x, old_y = self._last
        same = abs(x - old_x) <= near and abs(y - old_y) <= near
        if same and now - then < (self.seconds if seconds is None else seconds):
            return False
        self._last = (now, x, y)
        return True

    def shown(self) -> None:
        """Another screen came of the last tap: a second one may not count on it unseen."""
        self._last = (self._clock(), *self._last[1:])


class Target(Plate):
    """Something to tap: a tap counts on release inside it."""

    focused = BooleanProperty(False)
    pressed = BooleanProperty(False)
    ring = ColorProperty("#B4470A")
    ring_width = NumericProperty(3)

    def __init__(self, id: str, label: str, tapped: Callable[[], None], **options: Any) -> None:
        super().__init__(**options)
        self.id = id
        self.label = label
        self.tapped = tapped
        self.second_tap: SecondTap | None = None
        self.second_tap_seconds: float | None = None
        self.bind(focused=self._mark, pressed=self._mark, ring_width=self._mark)

    def _shape(self, *ignored: Any) -> None:
        super()._shape()
        self._mark()

    def _mark(self, *ignored: Any) -> None:
        """The ring of the focus, and the shade under a finger, while there is either."""
        if not (self.focused or self.pressed or self.canvas.has_after):
            return
        box = (self.x + 1, self.y + 1, self.width - 2, self.height - 2, self.radius)
        self.canvas.after.clear()
        with self.canvas.after:
            if self.focused:
                Color(*self.ring)
                Line(width=self.ring_width, rounded_rectangle=box)
            if self.pressed:
                Color(0, 0, 0, 0.18)
                RoundedRectangle(pos=self.pos, size=self.size, radius=[self.radius])

    def on_touch_down(self, touch: Any) -> bool:
        other_button = "button" in touch.profile and touch.button != "left"
        if other_button or not self.collide_point(*touch.pos):
            return False
        touch.grab(self)
        self.pressed = True
        return True

    def on_touch_move(self, touch: Any) -> bool:
        if touch.grab_current is self:
            self.pressed = bool(self.collide_point(*touch.pos))
            return True
        return False

    def on_touch_up(self, touch: Any) -> bool:
        if touch.grab_current is not self:
            return False
        touch.ungrab(self)
        inside, self.pressed = self.collide_point(*touch.pos), False
        if inside and self._counts(*self.to_window(*touch.pos)):
            self.tapped()
        return True

    def _counts(self, x: float, y: float) -> bool:
        near = max(self.width, self.height) / 2
        return self.second_tap is None or self.second_tap.counts(
            x, y, min(near, 60), self.second_tap_seconds
        )
