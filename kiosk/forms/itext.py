"""The texts of a form in its languages (ODK XForms, "Languages")."""

from dataclasses import dataclass, field

from kiosk.forms.tree import Node


@dataclass
class Texts:
    """Every translation: language, then id, then form (empty for the text itself)."""

    languages: tuple[str, ...] = ()
    default: str = ""
    _values: dict[str, dict[str, dict[str, Node]]] = field(default_factory=dict)

    def values(self, id: str, language: str) -> dict[str, Node]:
        """The value elements of a text by form; of the default language where one is missing."""
        found = self._values.get(language, {}).get(id)
        return found if found is not None else self._values.get(self.default, {}).get(id, {})

    def all(self) -> list[Node]:
        """Every value element."""
        return [
            value
            for texts in self._values.values()
            for forms in texts.values()
            for value in forms.values()
        ]


def read(model: Node) -> Texts:
    """The itext of a model."""
    itext = model.find("itext")
    if itext is None:
        return Texts()
    found, default = Texts(), ""
    for translation in itext.all("translation"):
        language = translation.attribute("lang")
        if translation.has("default") and translation.attribute("default") != "false()":
            default = default or language
        found._values[language] = {
            text.attribute("id"): {
                value.attribute("form"): value for value in reversed(text.all("value"))
            }
            for text in translation.all("text")
        }
    found.languages = tuple(found._values)
    found.default = default or (found.languages[0] if found.languages else "")
    return found
