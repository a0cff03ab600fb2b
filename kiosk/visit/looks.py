"""How a visit looks and how long it waits."""

from dataclasses import dataclass, replace

from kiosk.words import Words

SIZES = (1.0, 1.25, 1.5, 2.0)
RATES, VOLUMES = (100, 340), (25, 200)
"""Slowest and fastest in words a minute; quietest and loudest."""
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
class Sound:
    """How a visit sounds; each begins silent, at the usual speed and loudness."""

    on: bool = False
    rate: int = 160
    """Words in a minute."""
    volume: int = 100
    """0 to 200; 100 is the engine's own."""
    asked: int = 0
    """How often the resident asked to hear it again."""

    def changed(self, how: str) -> "Sound":
        """Slower, faster, quieter or louder by one step, within what can be understood."""
        rate = self.rate + {"slower": -30, "faster": 30}.get(how, 0)
        volume = self.volume + {"quieter": -25, "louder": 25}.get(how, 0)
        return replace(
            self, rate=min(max(rate, RATES[0]), RATES[1]),
            volume=min(max(volume, VOLUMES[0]), VOLUMES[1]), asked=self.asked + 1,
        )  # fmt: skip


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
    speaks: bool = True
    """Whether this kiosk has a voice."""
    look: Look = Look()
