"""The look as numbers: colours of four contrast themes, sizes for a screen and a text scale."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Colours:
    """One contrast theme; every pair of text and ground has at least 7:1."""

    page: str
    ink: str
    soft: str
    """Less important text on the page."""
    rail: str
    """Ground of what is always there."""
    card: str
    """Ground of buttons, choices and fields."""
    line: str
    primary: str
    on_primary: str
    chosen: str
    """Ground of what is chosen."""
    on_chosen: str
    focus: str
    good: str
    on_good: str
    problem: str
    on_problem: str
    warn: str
    on_warn: str


THEMES = {
    "calm": Colours(
        page="#F8F4EB", ink="#17302D", soft="#3C4B48", rail="#E8E0CF", card="#FFFFFF",
        line="#71807B", primary="#0B554D", on_primary="#FFFFFF", chosen="#CFE8E1",
        on_chosen="#0A3B36", focus="#B4470A", good="#DDF0DF", on_good="#0F4023",
        problem="#FBE3DF", on_problem="#7A1414", warn="#FCEBC4", on_warn="#553600",
    ),
    "dark": Colours(
        page="#000000", ink="#FFFFFF", soft="#E2E2E2", rail="#161616", card="#1F1F1F",
        line="#BDBDBD", primary="#FFFFFF", on_primary="#000000", chosen="#0E4F63",
        on_chosen="#FFFFFF", focus="#FFC940", good="#0C3B1E", on_good="#FFFFFF",
        problem="#5A1010", on_problem="#FFFFFF", warn="#4A3500", on_warn="#FFFFFF",
    ),
    "yellow": Colours(
        page="#000000", ink="#FFE94A", soft="#FFE94A", rail="#141400", card="#1C1B00",
        line="#FFE94A", primary="#FFE94A", on_primary="#000000", chosen="#FFE94A",
        on_chosen="#000000", focus="#FFFFFF", good="#1C1B00", on_good="#FFE94A",
        problem="#FFE94A", on_problem="#000000", warn="#1C1B00", on_warn="#FFE94A",
    ),
    "paper": Colours(
        page="#FFFFFF", ink="#000000", soft="#262626", rail="#F0F0F0", card="#FFFFFF",
        line="#000000", primary="#000000", on_primary="#FFFFFF", chosen="#D9E7FF",
        on_chosen="#000000", focus="#0038C7", good="#E6F4E6", on_good="#000000",
        problem="#FFE5E5", on_problem="#5C0000", warn="#FFF1CC", on_warn="#000000",
    ),
}  # fmt: skip


def rgba(colour: str) -> tuple[float, float, float, float]:
    """A colour such as ``#0B554D`` as Kivy wants it."""
    red, green, blue = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    return red, green, blue, 1.0


@dataclass(frozen=True)
class Metrics:
    """Sizes in pixels for one screen and one text scale."""

    width: int
    height: int
    scale: float = 1.0

    @property
    def portrait(self) -> bool:
        return self.height > self.width

    @property
    def unit(self) -> float:
        """1.0 on a screen of 1280 by 800."""
        long, short = max(self.width, self.height), min(self.width, self.height)
        return min(long / 1280, short / 800)

    @property
    def target(self) -> int:
        """Least height of a touch target: 18 mm on ten inches at 1280 by 800, never under 64."""
        return max(64, round(106 * self.unit))

    @property
    def gap(self) -> int:
        return max(8, round(16 * self.unit))

    @property
    def page_pad(self) -> int:
        """Space between the content and the sides of the page."""
        return round(self.gap * (2 if self.unit > 0.7 else 1.5))

    @property
    def body(self) -> int:
        """Size of running text; at 200 % its capitals are 7.3 mm high on ten inches."""
        return round(max(20, 31 * self.unit) * self.scale)

    @property
    def title(self) -> int:
        return round(self.body * (1.35 if self.scale < 1.5 else 1.15))

    @property
    def lead(self) -> int:
        return round(self.body * 1.1)

    @property
    def small(self) -> int:
        """Size of lesser text; at 200 % it is as large as running text, where there is room."""
        grown = 0.64 + 0.18 * self.scale if self.unit > 0.7 else 0.82
        return round(self.body * min(1.0, grown))

    @property
    def rail_text(self) -> int:
        """Size of the words on the rail; they grow less, for they come with a drawing."""
        return round(max(15, 23 * self.unit) * (0.6 + 0.4 * self.scale))

    @property
    def rail_rows(self) -> int:
        """Rows of the bar in portrait: a narrow screen has no room for seven side by side."""
        return 2 if self.portrait and self.width < 640 else 1

    @property
    def rail(self) -> int:
        """Width of the rail beside the page, or height of the bar above it in portrait."""
        if self.portrait:
            return (self.target + self.gap) * self.rail_rows
        return round(max(112, 176 * self.unit) * (0.75 + 0.25 * self.scale))

    @property
    def key(self) -> int:
        """Height of a key of the on-screen keyboard."""
        return max(50, round(78 * self.unit))

    @property
    def radius(self) -> int:
        return max(8, round(14 * self.unit))
