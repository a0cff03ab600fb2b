"""Functions of numbers (XPath 1.0, section 4.4; ODK XForms, "Number functions")."""

import decimal
import math
import re
from collections.abc import Callable
from typing import Any

from kiosk.forms.xpath.functions.registry import MANY, At, context, plain, texts
from kiosk.forms.xpath.functions.strings import string
from kiosk.forms.xpath.values import NAN, nodes, to_number, to_string

_EXPONENT = re.compile(r"-?\d+(?:\.\d+)?[eE][+-]?\d{1,3}")


@context("number", 0, 1)
def number(at: At, *value: Any) -> float:
    return to_number(value[0] if value else string(at), at[3].zone)


@context("sum", 1)
def total(at: At, value: Any) -> float:
    return math.fsum(_each(at, (nodes(value),))) + 0.0


def _each(at: At, given: tuple[Any, ...]) -> list[float]:
    return [
        to_number(text, at[3].zone)
        for value in given
        for text in (texts((value,)) if type(value) is list else (value,))
    ]


@plain("floor", 1)
def floor(value: Any) -> float:
    said = to_number(value)
    return float(math.floor(said)) if math.isfinite(said) else said


@plain("ceiling", 1)
def ceiling(value: Any) -> float:
    said = to_number(value)
    return float(math.ceil(said)) if math.isfinite(said) else said


@context("round", 1, 2)
def rounded(at: At, value: Any, *places: Any) -> float:
    said = to_number(value, at[3].zone)
    count = to_number(places[0]) if places else 0
    if not math.isfinite(said) or not math.isfinite(count):
        return said if math.isfinite(count) else NAN
    unit = decimal.Decimal(1).scaleb(-int(count))
    exact = decimal.Decimal(repr(said)) / unit
    whole = exact.quantize(decimal.Decimal(1), rounding=decimal.ROUND_HALF_UP)
    return float(whole * unit)


@context("int", 1)
def integer(at: At, value: Any) -> float:
    said = to_number(value, at[3].zone)
    if said != said and _EXPONENT.fullmatch(to_string(value).strip()):
        said = float(to_string(value))
    return float(math.trunc(said)) if math.isfinite(said) else said


@context("min", 1, MANY)
def least(at: At, *given: Any) -> float:
    return _pick(_each(at, given), min)


@context("max", 1, MANY)
def most(at: At, *given: Any) -> float:
    return _pick(_each(at, given), max)


def _pick(found: list[float], pick: Callable[[list[float]], float]) -> float:
    return pick(found) if found and all(each == each for each in found) else NAN


@plain("pow", 2)
def power(base: Any, exponent: Any) -> float:
    try:
        return math.pow(to_number(base), to_number(exponent))
    except OverflowError:
        return math.inf
    except ValueError:
        return NAN if to_number(base) else math.inf


def _wrapped(name: str, work: Callable[[float], float]) -> None:
    def function(value: Any) -> float:
        try:
            return float(work(to_number(value)))
        except OverflowError:
            return math.inf
        except ValueError:
            return -math.inf if name.startswith("log") and to_number(value) == 0 else NAN

    plain(name, 1)(function)


_WORKS: dict[str, Callable[[float], float]] = {
    "abs": abs, "log": math.log, "log10": math.log10, "exp": math.exp, "sqrt": math.sqrt,
    "exp10": lambda value: math.pow(10, value), "sin": math.sin, "cos": math.cos, "tan": math.tan,
    "asin": math.asin, "acos": math.acos, "atan": math.atan,
}  # fmt: skip
for _name, _work in _WORKS.items():
    _wrapped(_name, _work)


@plain("atan2", 2)
def atan2(y: Any, x: Any) -> float:
    return math.atan2(to_number(y), to_number(x))


@plain("pi")
def pi() -> float:
    return math.pi


@context("random")
def chance(at: At) -> float:
    return at[3].chance.random()
