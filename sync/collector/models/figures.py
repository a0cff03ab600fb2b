"""Figures that were released, whom they count, and how many people live where."""

from django.conf import settings
from django.db import models

from sync.collector.models.council import Council


class Release(models.Model):
    """Figures of one form, asked for, and then made once and never changed."""

    council = models.ForeignKey(Council, models.CASCADE, related_name="releases")
    form_id = models.CharField(max_length=200)
    number = models.PositiveIntegerField()
    """The first of a form is 1."""
    by = models.CharField(max_length=20, default="hub")
    """What its answers are broken down by: ``hub``, ``month``, ``language`` or ``assisted``."""
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True)
    asked_at = models.DateTimeField(auto_now_add=True)
    problem = models.CharField(max_length=300, blank=True)
    """Why it was not made; empty while it waits and once it is there."""
    made_at = models.DateTimeField(null=True)
    count = models.PositiveIntegerField(default=0)
    """Answers in it, none of which is in another release."""
    least = models.PositiveIntegerField(default=0)
    """The fewest people that one of its figures stands for."""
    tables = models.JSONField(default=list)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["council", "form_id", "number"],
                name="release_number",
            )
        ]


class Counted(models.Model):
    """A sealed record that is in a release, known by its hash alone, so that it is in no other."""

    pk = models.CompositePrimaryKey("council_id", "record")
    council = models.ForeignKey(Council, models.CASCADE, db_index=False)
    record = models.CharField(max_length=64)
    """BLAKE2b-256 of the sealed record as hexadecimal digits."""
    release = models.ForeignKey(Release, models.CASCADE)


class Residents(models.Model):
    """How many people of an area a choice of a question stands for, by the census."""

    council = models.ForeignKey(Council, models.CASCADE)
    question = models.CharField(max_length=200)
    """Name of the question in the form."""
    choice = models.CharField(max_length=200)
    """Name of the choice."""
    count = models.PositiveBigIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["council", "question", "choice"],
                name="residents_of_choice",
            )
        ]
