"""Runs XForms: what ODK and KoboToolbox forms ask, without a network and without a window.

>>> from kiosk.forms import load
>>> form = load(EXAMPLE)
>>> answers = form.start()
>>> [page.questions for page in answers.pages()]
[('/data/age',)]
>>> sorted(answers.answer("/data/age", "17"))
['/data/age', '/data/why']
>>> [page.ref for page in answers.pages()]
['/data/age', '/data/why']
>>> answers.question("/data/age").label
'How old are you?'
>>> answers.check()
[Problem(ref='/data/why', message='', kind='required')]
"""

from collections.abc import Mapping

from kiosk.forms.answers import Answers
from kiosk.forms.errors import AnswerError, BudgetError, ExpressionError, FormError
from kiosk.forms.model import Form
from kiosk.forms.question import Choice, Page, Problem, Question


def load(xml: bytes, resources: Mapping[str, bytes] | None = None) -> Form:
    """Read an XForm; ``resources`` are the files it names, by file name.

    Raises:
        FormError: it is not an XForm, or one that cannot be run; the message says why.
    """
    return Form(xml, resources)


__all__ = [
    "AnswerError", "Answers", "BudgetError", "Choice", "ExpressionError", "Form", "FormError",
    "Page", "Problem", "Question", "load",
]  # fmt: skip
