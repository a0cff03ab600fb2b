"""What holds for every visit here: the settings, as far as this machine can do what they say."""

from typing import Any

from kiosk.ui.speech import able
from kiosk.ui.text import drawable
from kiosk.visit import Look, Rules
from kiosk.words import shipped


def rules_of(settings: Any) -> Rules:
    """What the settings say about visits; languages that no font here can draw are left out."""
    wanted = settings.languages or tuple(each.code for each in shipped())
    names = {each.code: each.name for each in shipped()}
    able_to = tuple(code for code in wanted if code in names and drawable(names[code], code))
    return Rules(
        settings.walk_away_seconds, settings.warning_seconds, able_to, speaks=able(settings),
        look=Look(settings.text_scale, settings.theme),
    )  # fmt: skip
