"""Questions as they are drawn: what is wrong beside them, and the way of answering they need."""

from collections.abc import Callable

from kivy.uix.widget import Widget

from kiosk.screens import Action, Choice, Field
from kiosk.ui.blocks import notice
from kiosk.ui.brush import Brush
from kiosk.ui.buttons import button, choice_button, columns_for
from kiosk.ui.column import Column
from kiosk.ui.editbox import EditBox
from kiosk.ui.entry import TYPED, Entry, Part
from kiosk.ui.sheet import Sheet
from kiosk.ui.stage import Hands, Stage
from kiosk.ui.text import TextLabel
from kiosk.words import Words


class FieldDrawer:
    """Draws the questions of one screen into its column."""

    def __init__(self, brush: Brush, stage: Stage, hands: Hands, words: Words) -> None:
        self.brush, self.stage, self.hands, self.words = brush, stage, hands, words
        self.boxes: dict[tuple[str, int], EditBox] = {}
        self.keys = False
        """Whether the keys show for the question that is typed into."""

    def draw(self, column: Column, asked: Field) -> None:
        """The label unless the title says it, the hint, the problem, and the control."""
        c, m = self.brush.colours, self.brush.metrics
        if not asked.heading:
            column.text(asked.label, m.lead, bold=True, gap=m.gap * 1.5)
        if asked.hint:
            column.text(asked.hint, m.body, c.soft, gap=m.gap * 0.4)
        if not asked.required and not asked.heading and asked.kind in TYPED:
            column.text(self.words("You can leave this empty."), m.small, c.soft, gap=m.gap * 0.4)
        if asked.problem:
            column.add(notice(self.brush, asked.problem, "problem", column.width))
        if asked.hidden and asked.value and asked.kind not in TYPED:
            said = self.words("Answered. It is hidden.")
            column.add(notice(self.brush, said, "good", column.width))
        if asked.kind in TYPED:
            self.typed(column, asked, 2 if asked.long else 1)
        elif asked.kind == "draw":
            self._drawn(column, asked)
        else:
            self._chosen(column, asked)

    def _drawn(self, column: Column, asked: Field) -> None:
        """A sheet, and a way to begin again."""
        again = Action(f"fill:{asked.ref}", self.words("Rub it out"))
        m = self.brush.metrics
        wide = min(column.width, m.target * 7)
        column.add(Sheet(self.brush, asked.value, wide, self._sent(asked), asked.hidden))
        if asked.value:
            rubber = button(self.brush, again, min(wide, m.target * 2.5), m.target, m.body)
            rubber.tapped = lambda: self.brush.act(f"fill:{asked.ref}", "")
            column.add(rubber, m.gap * 0.6)

    def _sent(self, asked: Field) -> Callable[[str], None]:
        return lambda lines: self.brush.act(f"fill:{asked.ref}", lines)

    def typed(self, column: Column, asked: Field, lines: int) -> None:
        """What is typed into and nothing else; ``lines`` is the least height of a text's box."""
        entry = self.stage.entry(asked)
        if asked.kind == "text":
            column.add(self._box(asked, entry, 0, column.width, lines))
        elif asked.kind == "number":
            width = min(column.width, self.brush.metrics.body * 9)
            column.add(self._box(asked, entry, 0, width, 1))
        else:
            self._parts(column, asked, entry)

    def _parts(self, column: Column, asked: Field, entry: Entry) -> None:
        """Small boxes with their names above, such as day, month and year."""
        m, body = self.brush.metrics, self.brush.metrics.body
        numbers = list(range(len(entry.parts)))
        room = (column.width - m.gap * (len(numbers) - 1)) / sum(map(_share, entry.parts))
        fits = column.width > body * 16 and room >= m.target
        rows = [numbers] if fits else [numbers[:3], numbers[3:]]
        for row in filter(None, rows):
            gap = m.gap if column.width > body * 10 else 8
            shares = sum(_share(entry.parts[number]) for number in row)
            most = max(body * 3.2, m.target)
            unit = min((column.width - gap * (len(row) - 1)) / shares, most)
            labels = [self._label(entry.parts[number], unit) for number in row]
            high = max(label.height for label in labels)
            column.row(
                [self._part(asked, entry, *each, high) for each in zip(row, labels, strict=True)],
                gap,
            )

    def _label(self, part: Part, unit: float) -> TextLabel:
        label = self.brush.text(self._named(part.name), self.brush.metrics.small, bold=True)
        label.lay_within(unit * _share(part), self.brush.metrics.small * 3)
        return label

    def _part(
        self, asked: Field, entry: Entry, number: int, label: TextLabel, high: float
    ) -> Widget:
        """One box below its name; names take the height of the highest, so that boxes line up."""
        small = Column(self.brush, label.width)
        small.height = high - label.height
        small.add(label, 0)
        box = self._box(asked, entry, number, small.width, 1)
        small.add(box, self.brush.metrics.gap * 0.3)
        return small.placed()

    def _named(self, part: str) -> str:
        words = self.words
        names = {
            "day": words("Day"),
            "month": words("Month"),
            "year": words("Year"),
            "hour": words("Hour"),
            "minute": words("Minute"),
        }
        return names[part]

    def _box(self, asked: Field, entry: Entry, number: int, width: float, lines: int) -> EditBox:
        here = self.stage.editing == asked.ref
        box = EditBox(
            self.brush, f"edit:{asked.ref}:{number}", asked.label, entry.parts[number],
            lambda: self.hands.edit(asked.ref, number), width, lines,
            here and entry.at == number, bool(asked.problem),
            asked.hidden or (asked.secret and not asked.plain),
            beckons=not (here and self.keys) and asked.kind in ("text", "number"),
        )  # fmt: skip
        self.boxes[asked.ref, number] = box
        return box

    def _chosen(self, column: Column, asked: Field) -> None:
        picked = [asked.value] if asked.kind == "one" else asked.value.split()
        seen = [] if asked.hidden else picked
        actions = tuple(
            Action(
                f"choose:{asked.ref}:{choice.value}", self._ranked(asked, choice, seen), "choice",
                chosen=choice.value in seen,
            )
            for choice in asked.choices
        )  # fmt: skip
        gap = self.brush.metrics.gap * 0.6
        count = columns_for(self.brush, actions, column.width, marked=True)
        width = (column.width - gap * (count - 1)) / count
        made = []
        for action, choice in zip(actions, asked.choices, strict=True):
            mark = _mark(asked.kind, action.chosen)
            made.append(choice_button(self.brush, action, width, mark, choice.picture))
            made[-1].tapped = self._choose(asked, choice.value, picked)
        for start in range(0, len(made), count):
            column.row(made[start : start + count], gap, gap if start else None)

    def _choose(self, asked: Field, value: str, picked: list[str]) -> Callable[[], None]:
        return lambda: self.brush.act(f"fill:{asked.ref}", said(asked, value, picked))

    @staticmethod
    def _ranked(asked: Field, choice: Choice, picked: list[str]) -> str:
        if asked.kind == "rank" and choice.value in picked:
            return f"{picked.index(choice.value) + 1}. {choice.label}"
        return choice.label


def said(asked: Field, value: str, picked: list[str]) -> str:
    """The value after a choice was tapped: one is taken, others are taken or given back."""
    if asked.kind == "one":
        return value
    if value in picked:
        return " ".join(each for each in picked if each != value)
    if asked.kind == "rank":
        return " ".join([*picked, value])
    order = [each.value for each in asked.choices]
    return " ".join(each for each in order if each in picked or each == value)


def _mark(kind: str, chosen: bool) -> str:
    shape = "radio" if kind == "one" else "box"
    return f"{shape}-on" if chosen else shape


def _share(part: Part) -> float:
    return 1.5 if part.name == "year" else 1.0
