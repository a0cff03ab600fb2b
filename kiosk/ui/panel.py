"""The keys that a question is typed with: letters, sounds of Chinese, or digits."""

from collections.abc import Callable

from kiosk.screens import Field
from kiosk.ui import pinyin
from kiosk.ui.brush import Brush
from kiosk.ui.frame import Box
from kiosk.ui.keyboard import Keys
from kiosk.ui.layouts import layout_for, pad_rows, postcode_rows
from kiosk.ui.stage import Stage, composes


def kind_of(asked: Field, language: str) -> str:
    """``letters``, ``pinyin`` or ``pad``, as a ``Frame`` is told."""
    if asked.kind != "text" or asked.digits:
        return "pad"
    return "pinyin" if composes(language, asked) else "letters"


def keys_for(
    asked: Field, stage: Stage, brush: Brush, panel: Box, typed: Callable[[str], None]
) -> Keys:
    """The keys of a question, within their panel."""
    kind, pad = kind_of(asked, brush.language), brush.metrics.gap * 0.5
    x, y, width, height = panel
    box = (x + pad, y + pad, width - 2 * pad, height - 2 * pad)
    down = "shift" if stage.layer == "shift" else ""
    rows, faces = _rows(asked, stage, brush.language, kind), _faces(stage, brush.language)
    return Keys(brush, rows, box, typed, faces, down, kind == "pad")


def _rows(asked: Field, stage: Stage, language: str, kind: str) -> list[list[str]]:
    if asked.postcode:
        return postcode_rows()
    if kind == "pad":
        return pad_rows("phone" if asked.digits else asked.kind, asked.decimal)
    swap = not layout_for(language).latin
    rows = layout_for(language, stage.latin).rows(stage.layer, asked.long, swap, asked.signs)
    return [pinyin.row(stage.sound, stage.turned), *rows] if kind == "pinyin" else rows


def _faces(stage: Stage, language: str) -> dict[str, str]:
    """What stands on the keys that lead to other letters."""
    at_home = layout_for(language)
    own = at_home.face or "".join(at_home.letters[1].split()[:3])
    latin = stage.latin and not at_home.latin
    return {"letters": "abc" if latin else own, "latin": own if latin else "abc"}
