"""Reads an expression by recursive descent (XPath 1.0, sections 2 and 3)."""

from kiosk.forms.errors import ExpressionError
from kiosk.forms.xpath.ast import Binary, Call, Expr, Literal, Negate, Path, Step, Union
from kiosk.forms.xpath.lexer import Token, tokens

DEEPEST = 60
AXES = {
    "ancestor", "ancestor-or-self", "attribute", "child", "descendant", "descendant-or-self",
    "following", "following-sibling", "namespace", "parent", "preceding", "preceding-sibling",
    "self",
}  # fmt: skip
NODE_TYPES = {"comment", "text", "processing-instruction", "node"}
_LEVELS = (
    ("or",), ("and",), ("=", "!="), ("<", "<=", ">", ">="), ("+", "-"), ("*", "div", "mod"),
)  # fmt: skip
ANY_BELOW = Step("descendant-or-self", "node()")


def parse(text: str) -> Expr:
    """The expression; raises ExpressionError that shows it."""
    reader = _Reader(text)
    expr = reader.expression()
    if reader.token.kind != "end":
        raise reader.wrong()
    return expr


class _Reader:
    def __init__(self, text: str) -> None:
        self.text = text
        self.tokens = tokens(text)
        self.place = 0
        self.depth = 0

    @property
    def token(self) -> Token:
        return self.tokens[self.place]

    def peek(self, ahead: int = 1) -> str:
        place = min(self.place + ahead, len(self.tokens) - 1)
        return self.tokens[place].text if self.tokens[place].kind == "mark" else ""

    def next(self) -> Token:
        token = self.token
        if token.kind == "end":
            raise self.wrong()
        self.place += 1
        return token

    def at(self, *marks: str) -> bool:
        return self.token.kind in ("mark", "operator") and self.token.text in marks

    def take(self, mark: str) -> bool:
        if self.at(mark):
            self.place += 1
            return True
        return False

    def need(self, mark: str) -> None:
        if not self.take(mark):
            raise self.wrong()

    def wrong(self) -> ExpressionError:
        said = f"'{self.token.text}' is not expected" if self.token.text else "it ends too early"
        return ExpressionError(f"This expression cannot be read, {said}: {self.text}")

    def expression(self, level: int = 0) -> Expr:
        self.depth += level == 0
        if self.depth > DEEPEST:
            raise ExpressionError(f"This expression is nested too deeply: {self.text[:60]}")
        expr = self.level(level)
        self.depth -= level == 0
        return expr

    def level(self, level: int) -> Expr:
        if level == len(_LEVELS):
            return self.unary()
        expr = self.level(level + 1)
        while self.at(*_LEVELS[level]):
            operator = self.next().text
            expr = Binary(operator, expr, self.level(level + 1))
        return expr

    def unary(self) -> Expr:
        signs = 0
        while self.take("-"):
            signs += 1
        expr = self.union()
        for _ in range(min(signs, 2 - signs % 2)):
            expr = Negate(expr)
        return expr

    def union(self) -> Expr:
        expr = self.path()
        while self.take("|"):
            expr = Union(expr, self.path())
        return expr

    def path(self) -> Expr:
        if not self.starts_filter():
            return self.location()
        base = self.primary()
        predicates = self.predicates()
        steps = tuple(self.further())
        if not predicates and not steps:
            return base
        return Path(steps, base=base, predicates=predicates)

    def starts_filter(self) -> bool:
        token = self.token
        if token.kind in ("number", "string") or self.at("(", "$"):
            return True
        return token.kind == "name" and self.peek() == "(" and token.text not in NODE_TYPES

    def primary(self) -> Expr:
        token = self.next()
        if token.kind == "number":
            return Literal(float(token.text))
        if token.kind == "string":
            return Literal(token.text[1:-1])
        if token.text == "(":
            expr = self.expression()
            self.need(")")
            return expr
        if token.text == "$":
            raise ExpressionError(f"Variables have no place in a form: {self.text}")
        return Call(token.text, self.arguments())

    def arguments(self) -> tuple[Expr, ...]:
        self.need("(")
        found: list[Expr] = []
        if not self.take(")"):
            found.append(self.expression())
            while self.take(","):
                found.append(self.expression())
            self.need(")")
        return tuple(found)

    def location(self) -> Expr:
        if self.at("//"):
            return Path(tuple(self.further()), absolute=True)
        if self.take("/"):
            steps = [self.step(), *self.further()] if self.starts_step() else []
            return Path(tuple(steps), absolute=True)
        if not self.starts_step():
            raise self.wrong()
        return Path((self.step(), *self.further()))

    def further(self) -> list[Step]:
        found: list[Step] = []
        while self.at("/", "//"):
            if self.next().text == "//":
                found.append(ANY_BELOW)
            found.append(self.step())
        return found

    def starts_step(self) -> bool:
        return self.token.kind == "name" or self.at(".", "..", "@", "*")

    def step(self) -> Step:
        if self.take("."):
            return Step("self", "node()", self.predicates())
        if self.take(".."):
            return Step("parent", "node()", self.predicates())
        axis = "child"
        if self.take("@"):
            axis = "attribute"
        elif self.token.kind == "name" and self.peek() == "::":
            axis = self.next().text
            self.need("::")
            if axis not in AXES:
                raise ExpressionError(f"'{axis}' is not an axis: {self.text}")
        return Step(axis, self.test(), self.predicates())

    def test(self) -> str:
        token = self.next()
        if token.text == "*":
            return "*"
        if token.kind != "name":
            self.place -= 1
            raise self.wrong()
        if token.text not in NODE_TYPES or not self.take("("):
            return token.text
        inner = self.next().text[1:-1] if self.token.kind == "string" else ""
        self.need(")")
        return f"{token.text}({inner})"

    def predicates(self) -> tuple[Expr, ...]:
        found = []
        while self.take("["):
            found.append(self.expression())
            self.need("]")
        return tuple(found)
