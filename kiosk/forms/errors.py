"""What can be wrong with a form, an expression or an answer."""


class FormError(Exception):
    """A form that cannot be used.

    ``ref`` names the question, and ``column`` the column of an XLSForm, where there is one.
    """

    def __init__(self, message: str, ref: str = "", column: str = "") -> None:
        super().__init__(message)
        self.ref = ref
        self.column = column


class ExpressionError(FormError):
    """An XPath expression that cannot be read or worked out."""


class BudgetError(ExpressionError):
    """An expression that takes too many steps; it was stopped."""


class AnswerError(Exception):
    """An answer that cannot be taken. Names the question and the reason; nothing was changed."""

    def __init__(self, message: str, ref: str = "") -> None:
        super().__init__(message)
        self.ref = ref
