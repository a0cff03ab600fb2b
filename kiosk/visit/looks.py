"""How a visit looks and how long it waits."""

from dataclasses import dataclass

from kiosk.words import Words

SIZES = (1.0, 1.25, 1.5, 2.0)
THEMES = ("calm", "dark", "yellow", "paper")


def size_name(size: float) -> str:
    """A text size as a resident reads it."""
    return f"{round(size * 100)} %"


def theme_name(theme: str, words: Words) -> str:
    """A contrast theme as a resident reads it."""
    names = {
        "calm": words("Calm colours"),
        "dark": words("White on black"),
        "yellow": words("Yellow on black"),
        "paper": words("Black on white"),
    }
    return names[theme]


@dataclass(frozen=True)
class Look:
    """Text size and contrast; a visit begins with the kiosk's own and ends with them."""

    text_scale: float = 1.0
    theme: str = "calm"


@dataclass(frozen=True)
class Rules:
    """What holds for every visit on this kiosk."""

    walk_away_seconds: float = 90.0
    """Seconds without a touch before the warning."""
    warning_seconds: float = 20.0
    """Seconds the warning stays before the visit is cleared."""
    languages: tuple[str, ...] = ()
    """Codes offered; empty means all that are shipped."""
    council: str = ""
    look: Look = Look()
