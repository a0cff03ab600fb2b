"""What a form says about each answer: type, relevance, calculation (ODK XForms, "Bindings")."""

from collections.abc import Callable
from dataclasses import dataclass, field

from kiosk.forms import paths
from kiosk.forms.errors import ExpressionError, FormError
from kiosk.forms.tree import Node
from kiosk.forms.xpath import FUNCTIONS, Expression

JR = "http://openrosa.org/javarosa"
COLUMNS = {
    "relevant": "relevant", "readonly": "read_only", "required": "required",
    "calculate": "calculation", "constraint": "constraint",
}  # fmt: skip
"""Columns of an XLSForm that the attributes of a bind come from."""
COMPUTED = ("relevant", "readonly", "required", "calculate")
TYPES = {
    "string", "int", "integer", "decimal", "boolean", "date", "time", "dateTime", "geopoint",
    "geotrace", "geoshape", "binary", "barcode", "intent", "select", "select1", "rank", "odk:rank",
    "base64Binary", "long", "double", "float", "anyURI", "selectOne", "xforms:dateTime", "range",
}  # fmt: skip
Compile = Callable[[str], Expression]


@dataclass
class Bind:
    """What holds for one path."""

    path: paths.Path
    ref: str
    type: str = "string"
    expressions: dict[str, Expression] = field(default_factory=dict)
    """By attribute: relevant, readonly, required, calculate, constraint."""
    constraint_message: str = ""
    required_message: str = ""
    preload: tuple[str, str] = ("", "")


def read(model: Node, compile_text: Compile) -> dict[paths.Path, Bind]:
    """The binds by path; raises FormError that names the question."""
    found: dict[paths.Path, Bind] = {}
    for element in model.all("bind"):
        ref = element.attribute("nodeset") or element.attribute("ref")
        if not ref:
            raise FormError("A bind of the form does not say which answer it is for.")
        bind = _bind(element, ref, compile_text)
        found[bind.path] = bind
    return found


def _bind(element: Node, ref: str, compile_text: Compile) -> Bind:
    kind = element.attribute("type").rpartition(":")[2] or "string"
    bind = Bind(paths.of(ref), ref, kind)
    for name in (*COMPUTED, "constraint"):
        if text := element.attribute(name).strip():
            bind.expressions[name] = checked(compile_text, text, ref, COLUMNS[name])
    bind.constraint_message = element.attribute("constraintMsg", JR)
    bind.required_message = element.attribute("requiredMsg", JR)
    bind.preload = (element.attribute("preload", JR), element.attribute("preloadParams", JR))
    return bind


def checked(compile_text: Compile, text: str, ref: str, column: str = "") -> Expression:
    """A compiled expression with functions that are known; raises ExpressionError."""
    try:
        expression = compile_text(text)
    except ExpressionError as error:
        raise ExpressionError(f"{ref}: {error}", ref, column) from error
    unknown = expression.calls - FUNCTIONS
    if unknown:
        message = f"{ref}: the function {min(unknown)}() is not known here."
        raise ExpressionError(message, ref, column)
    return expression
