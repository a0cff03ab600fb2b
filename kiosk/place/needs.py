"""What people need help with, in everyday words, and which services of a directory fit them.

The terms of a directory are an office's; these are ours, so that they are there in every language.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from kiosk.place.texts import folded, terms
from kiosk.words import Words
from sync.directory import Service

OTHER = "other"


@dataclass(frozen=True)
class Need:
    """One thing that people need."""

    id: str
    label: Callable[[Words], str]
    begins: tuple[str, ...]
    """How words begin, in a directory's terms or in what is typed, that mean this; one that ends in
    ``$`` is a whole word."""

    def meant_by(self, word: str) -> bool:
        """Whether a folded word means this."""
        return any(f"{word}$".startswith(begin) for begin in self.begins)


NEEDS = (
    Need("food", lambda words: words("Food"),
         ("food", "meal", "soup", "groce", "pantry", "breakfast", "hungry", "hunger", "eat$",
          "starv", "cook")),
    Need("money", lambda words: words("Money and debts"),
         ("money", "debt", "benefit", "financ", "grant", "budget", "credit", "pension", "skint",
          "broke", "poor", "owe", "bill", "dole", "afford", "bailiff", "cash")),
    Need("home", lambda words: words("Housing"),
         ("hous", "homeless", "rent", "tenan", "landlord", "hostel", "evict", "accommodation",
          "sleep", "sofa", "flat$", "repair", "damp")),
    Need("warm", lambda words: words("Heating and energy"),
         ("heat", "energy", "fuel", "warm", "gas$", "electric", "leccy", "cold", "boiler",
          "insulat", "bill")),
    Need("health", lambda words: words("Health"),
         ("health", "doctor", "dent", "tooth", "teeth", "nhs", "pharm", "nurs", "smok", "alcohol",
          "drink", "drug", "ill$", "sick", "pain", "diabet", "hospital", "gp$")),
    Need("mind", lambda words: words("Feeling low or worried"),
         ("mental", "counsel", "anxi", "depress", "bereave", "wellbeing", "suicid", "stress",
          "grief", "griev", "sad$", "worr", "low$", "panic", "nerves", "upset")),
    Need("work", lambda words: words("Work and learning"),
         ("job", "employ", "unemploy", "work", "career", "learn", "cours", "train", "skill",
          "esol", "english", "computer", "digital", "reading", "volunteer")),
    Need("family", lambda words: words("Children and families"),
         ("child", "famil", "parent", "baby", "babies", "young", "youth", "nursery", "kid",
          "mum$", "dad$", "school", "toddler", "pregnan")),
    Need("care", lambda words: words("Care at home"),
         ("care$", "carer", "caring", "disab", "respite", "older", "elder", "dementia", 
          "gran$", "wheelchair")),
    Need("way", lambda words: words("Getting about"),
         ("transport", "bus$", "buses$", "travel", "lift", "taxi", "mobility", "badge",
          "ride$", "driv")),
    Need("company", lambda words: words("Company and things to do"),
         ("lonel", "alone", "friend", "befriend", "social", "club", "group", "activit", "sport",
          "hobb", "art$", "arts$", "craft", "choir", "isolat", "company")),
    Need("rights", lambda words: words("Advice and your rights"),
         ("advice", "advis", "legal", "law", "right", "citizen", "immigra", "asylum", "refugee",
          "advoca", "discriminat", "visa")),
    Need("safe", lambda words: words("Staying safe"),
         ("abus", "domestic", "violen", "safe", "crime", "victim", "police", "hit$", "afraid",
          "scared", "scam", "hurt")),
)  # fmt: skip


def label_of(id: str, words: Words) -> str:
    """What a need is called in the resident's language."""
    found = next((each for each in NEEDS if each.id == id), None)
    return found.label(words) if found else words("Other help")


def by_need(services: Iterable[Service]) -> dict[str, list[Service]]:
    """The services under each need that has any, in the order of the needs."""
    found: dict[str, list[Service]] = {id: [] for id in (*(each.id for each in NEEDS), OTHER)}
    for service in services:
        for id in needs_of(service):
            found[id].append(service)
    return {id: those for id, those in found.items() if those}


def needs_of(service: Service) -> list[str]:
    """What a service helps with: by the directory's terms, else by its name, else something."""
    for texts in (service.needs, (service.name,)):
        said = [word for text in texts for word in terms(text)]
        if found := meant(said):
            return found
    return [OTHER]


def meant(said: Iterable[str]) -> list[str]:
    """The needs that words mean; the words are folded."""
    heard = list(said)
    return [
        need.id for need in NEEDS
        if any(need.meant_by(word) for word in heard)
    ]  # fmt: skip


def named(said: Iterable[str], words: Words) -> list[str]:
    """The needs whose names, in the resident's language, have words that begin as these."""
    heard = [word for word in said if len(word) > 1 or not word.isascii()]
    labels: Mapping[str, list[str]] = {each.id: terms(each.label(words)) for each in NEEDS}
    return [
        id for id, label in labels.items()
        if any(part.startswith(word) for word in heard for part in [*label, folded("".join(label))])
    ]  # fmt: skip
