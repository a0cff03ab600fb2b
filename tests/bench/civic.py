"""A civic form of twelve questions and any number of submissions to it, the same for a seed.

Sentences are questions that people really typed (in the package ``mimesis``, of which nothing goes
into a dictionary); names, streets and postcodes are British ones of the same package.
"""

import json
import random
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import resources
from pathlib import Path
from xml.sax.saxutils import escape

import mimesis
from mimesis import Address, Locale, Person
from openpyxl import Workbook

TITLE = "Your street and your library"
CHOICES = {
    "topic": {
        "lighting": "Street lights", "roads": "Roads and pavements", "rubbish": "Rubbish",
        "parks": "Parks and play areas", "noise": "Noise", "buses": "Buses", "housing": "Housing",
        "library": "The library",
    },
    "place": {
        "central": "Central Library", "northside": "Northside", "harbour": "Harbour",
        "old_mill": "The Old Mill", "station": "Station Road", "meadow": "Meadow Lane",
    },
    "often": {
        "once": "Once", "weekly": "Every week", "daily": "Every day", "always": "All the time",
    },
    "affected": {
        "me": "Me", "family": "My family", "neighbours": "My neighbours",
        "children": "Children", "disabled": "Disabled people",
    },
    "danger": {"yes": "Yes", "no": "No"},
}  # fmt: skip
QUESTIONS = [
    ("select_one topic", "topic", "What is it about?"),
    ("select_one place", "nearest", "Which library is nearest to it?"),
    ("text", "street", "Which street is it in?"),
    ("text", "postcode", "What is the postcode?"),
    ("date", "noticed", "When did you first notice it?"),
    ("select_one often", "often", "How often does it happen?"),
    ("select_multiple affected", "affected", "Who is affected?"),
    ("integer", "people", "How many people, do you think?"),
    ("select_one danger", "danger", "Is anybody in danger?"),
    ("text", "details", "What would you like to say or ask?"),
    ("text", "idea", "Is there anything else?"),
    ("text", "name", "What is your name, if you would like to give it?"),
]


@dataclass(frozen=True)
class Said:
    """One submission before anything packs it."""

    answers: dict[str, str]
    """By question; a question that was not answered is not in it."""
    id: str
    finished_at: int

    def xml(self, version: str) -> bytes:
        """As a form engine gives it: an OpenRosa instance."""
        said = "".join(
            f"<{name}>{escape(self.answers[name])}</{name}>"
            if name in self.answers
            else f"<{name}/>"
            for _, name, _ in QUESTIONS
        )
        return (
            '<data xmlns:orx="http://openrosa.org/xforms" id="civic"'
            f' version="{version}">{said}<orx:meta><orx:instanceID>{self.id}</orx:instanceID>'
            "</orx:meta></data>"
        ).encode()

    def json(self) -> bytes:
        """As somebody who writes a small service would send it."""
        whole = {"form": "civic", "id": self.id, "finished_at": self.finished_at, **self.answers}
        return json.dumps(whole, ensure_ascii=False, separators=(",", ":")).encode()


def spreadsheet(path: Path) -> None:
    """Write the form as an XLSForm."""
    book = Workbook()
    survey, choices, settings = book.active, book.create_sheet("choices"), book.create_sheet()
    assert survey is not None
    survey.title, settings.title = "survey", "settings"
    survey.append(["type", "name", "label"])
    for line in QUESTIONS:
        survey.append(line)
    choices.append(["list_name", "name", "label"])
    for name, listed in CHOICES.items():
        for value, label in listed.items():
            choices.append([name, value, label])
    settings.append(["form_title", "form_id", "version"])
    settings.append([TITLE, "civic", "1"])
    book.save(path)


def submissions(count: int, seed: int = 4) -> Iterator[Said]:
    """Seeded: the same ones each time."""
    dice = random.Random(seed)
    person, address = Person(Locale.EN_GB, seed=seed), Address(Locale.EN_GB, seed=seed)
    typed = sentences()
    dice.shuffle(typed)
    text = iter(typed * (count * 3 // len(typed) + 1))
    for number in range(count):
        answers = {
            "topic": _weighted(dice, "topic"), "nearest": _weighted(dice, "place"),
            "street": f"{address.street_name()} {address.street_suffix()}",
            "postcode": address.postal_code(),
            "noticed": f"2026-{dice.randint(8, 10):02}-{dice.randint(1, 28):02}",
            "often": _weighted(dice, "often"),
            "affected": " ".join(each for each in CHOICES["affected"] if dice.random() < 0.4),
            "people": str(int(dice.lognormvariate(2, 1)) + 1),
            "danger": dice.choices(["yes", "no"], [1, 5])[0],
            "details": next(text) + (f" {next(text)}" if dice.random() < 0.4 else ""),
            "idea": next(text) if dice.random() < 0.3 else "",
            "name": person.full_name() if dice.random() < 0.5 else "",
        }  # fmt: skip
        said = {name: value for name, value in answers.items() if value}
        id = f"uuid:{uuid.UUID(int=dice.getrandbits(128), version=4)}"
        yield Said(said, id, 1_793_000_000 + number * 613 + dice.randint(0, 600))


def _weighted(dice: random.Random, name: str) -> str:
    values = list(CHOICES[name])
    return dice.choices(values, [1 / (place + 1) for place in range(len(values))])[0]


def sentences() -> list[str]:
    """What people typed, without what is too short or too long to be said at a kiosk."""
    file = resources.files(mimesis).joinpath("datasets/en/text.json")
    found = json.loads(file.read_text(encoding="utf-8"))["questions"]
    return [each for each in found if 30 <= len(each) <= 160]
