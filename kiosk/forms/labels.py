"""What a form says: labels, hints and messages with the values they show."""

import re

from kiosk.forms.model import Form
from kiosk.forms.tree import Node
from kiosk.forms.xpath import Environment

_ITEXT = re.compile(r"\s*jr:itext\(\s*(?:'([^']*)'|\"([^\"]*)\")\s*\)\s*")


def code_of(language: str) -> str:
    """The code in a form's name of a language, such as ``cy`` in ``Cymraeg (cy)``; else English."""
    inner = language.rpartition("(")[2].rstrip(") ") if "(" in language else language
    return inner.lower().replace("_", "-").partition("-")[0] or "en"


class Labels:
    """The texts of one form in the language in use."""

    def __init__(self, form: Form, env: Environment, language: str) -> None:
        self.form = form
        self.env = env
        self.language = language

    def text(self, element: Node | None, context: Node) -> str:
        """The words of a label or hint of a question."""
        if element is None:
            return ""
        ref = element.attribute("ref")
        if not ref:
            return self.inner(element, context)
        match = _ITEXT.fullmatch(ref)
        if match:
            return self.itext(match[1] or match[2] or "", context)
        return self.form.compile(ref).string(context, self.env)

    def itext(self, id: str, context: Node | None = None, form: str = "") -> str:
        """A text by its id, in one of its forms."""
        value = self.form.texts.values(id, self.language).get(form)
        return self.inner(value, context or self.form.root) if value is not None else ""

    def media(self, element: Node | None) -> dict[str, str]:
        """Names of the pictures and sounds that go with a label, by form."""
        match = _ITEXT.fullmatch(element.attribute("ref")) if element is not None else None
        return self.media_of(match[1] or match[2] or "") if match else {}

    def media_of(self, id: str) -> dict[str, str]:
        """Names of the files that go with a text, by form."""
        values = self.form.texts.values(id, self.language)
        return {
            form: value.text.strip().rpartition("/")[2]
            for form, value in values.items()
            if form not in ("", "guidance", "short", "long", "markdown")
        }

    def inner(self, element: Node, context: Node) -> str:
        """Text and the values of its outputs."""
        parts = []
        for child in element.children:
            if child.kind == "text":
                parts.append(child.value)
            elif id(child) in self.form.outputs:
                parts.append(self.form.outputs[id(child)].string(context, self.env))
            elif child.kind == "element":
                parts.append(self.inner(child, context))
        return "".join(parts).strip()

    def message(self, text: str, context: Node) -> str:
        """A message of a bind, which may be the id of a text."""
        match = _ITEXT.fullmatch(text)
        return self.itext(match[1] or match[2] or "", context) if match else text


_LINK = re.compile(r"\[([^\]]*)\]\([^)]*\)")
_MARKS = re.compile(r"(\*\*\*|___|\*\*|__|\*|(?<!\w)_|_(?!\w))(?=\S)(.+?)(?<=\S)\1")
_TAGS = re.compile(r"</?(?:span|p|div|br|b|i|strong|em|u|font|h[1-6]|sub|sup|small)\b[^>]*>", re.I)


def plain(text: str) -> str:
    """A label without the marks of Markdown and HTML that XLSForms may use for emphasis."""
    text = _TAGS.sub("", _LINK.sub(r"\1", text))
    for _ in range(3):
        text = _MARKS.sub(r"\2", text)
    lines = (re.sub(r"^\s{0,3}#{1,6}\s+", "", line) for line in text.split("\n"))
    return re.sub(r"\\([*_#\\])", r"\1", "\n".join(lines)).strip()
