"""What officers make of submissions: tags, and what of them others may see."""

from django.conf import settings
from django.db import models

from sync.collector.models.council import Council, Device


class AboutSubmission(models.Model):
    """Part of a submission, known by its place in a chain; an erasure takes every such row."""

    council = models.ForeignKey(Council, models.CASCADE)
    device = models.ForeignKey(Device, models.CASCADE)
    head = models.CharField(max_length=64)

    class Meta:
        abstract = True


class Tag(models.Model):
    """A word of a council for what submissions are about."""

    council = models.ForeignKey(Council, models.CASCADE, related_name="tags")
    name = models.CharField(max_length=60)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["council", "name"],
                name="tag_name_in_council",
            )
        ]

    def __str__(self) -> str:
        return self.name


class Tagged(AboutSubmission):
    """A submission has a tag."""

    tag = models.ForeignKey(Tag, models.CASCADE)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["council", "device", "head", "tag"],
                name="tag_of_submission",
            )
        ]


class Moderation(AboutSubmission):
    """One decision on what others may see; never changed, the newest of each place holds."""

    class Decision(models.TextChoices):
        SHOW = "show", "Others may see it"
        HIDE = "hide", "Nobody else sees it"
        REPLACE = "replace", "Others see it without some parts"

    place = models.CharField(max_length=300, blank=True)
    """Place of an answer in the instance; empty for the submission as a whole."""
    decision = models.CharField(max_length=10, choices=Decision)
    text = models.TextField(blank=True)
    """What is shown in place of a text; for a picture the squares that are blackened."""
    reason = models.CharField(max_length=300, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["council", "device", "head", "place", "-at"],
                name="moderation_by_place",
            )
        ]
