"""How much was said to each form, however much there is."""

from typing import Any

from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from sync.collector.models import Form, Submission


def counted(forms: QuerySet[Form]) -> QuerySet[Any]:
    """With ``count``, how many submissions there are, and ``latest``, when the last one came.

    Each is asked of the index of a form alone: a join would make the database carry the whole form
    through every submission.
    """
    said = Submission.objects.filter(council=OuterRef("council"), form=OuterRef("pk"))
    many = said.order_by().values("form").annotate(many=Count("head")).values("many")
    latest = said.order_by("-received_at", "head").values("received_at")[:1]
    return forms.annotate(count=Coalesce(Subquery(many), 0), latest=Subquery(latest))
