"""Cards: what a resident said that others see on the kiosks, its history, and answers to it."""

from django.conf import settings
from django.db import models

from sync.cards import KINDS
from sync.collector.models.council import Hub
from sync.collector.models.handling import AboutSubmission


class Card(AboutSubmission):
    """One submission that stands on the kiosks, or stood there. Without hubs it is for all."""

    number = models.BigIntegerField()
    """What an answer names it by; a council gives each number once."""
    kind = models.CharField(max_length=10, choices=[(each, each) for each in KINDS])
    hubs = models.ManyToManyField(Hub, related_name="+")
    shown_at = models.DateTimeField()
    """When it was first shown."""
    until = models.DateTimeField()
    item = models.CharField(max_length=64, blank=True)
    """Key of its item of the feed; empty while it is not shown."""

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["council", "device", "head"], name="card_of_submission"
            ),
            models.UniqueConstraint(fields=["council", "number"], name="card_number_in_council"),
        ]


class CardStep(AboutSubmission):
    """Something that was done with a card, or with an answer to one; never changed."""

    what = models.CharField(max_length=300)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    """None where it came of itself."""
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        indexes = [
            models.Index(fields=["council", "device", "head", "-at"], name="card_step_by_place")
        ]


class CardAnswer(AboutSubmission):
    """A submission that answers a card."""

    number = models.BigIntegerField()
    """Of the card, as the resident said it."""
    together_at = models.DateTimeField(null=True)
    """When an officer brought the two together."""

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["council", "device", "head"], name="card_answer_of_submission"
            )
        ]
        indexes = [models.Index(fields=["council", "number"], name="card_answer_by_number")]
