"""People who agreed to be called by hub staff: where that is allowed, who may, what came of it."""

from django.conf import settings
from django.db import models

from sync.collector.models.council import Council, Hub
from sync.collector.models.handling import AboutSubmission


class CallForm(models.Model):
    """The council lets the staff of a hub call those who agreed to it in a form."""

    council = models.ForeignKey(Council, models.CASCADE)
    hub = models.ForeignKey(Hub, models.CASCADE)
    form_id = models.CharField(max_length=200)
    about = models.CharField(max_length=200)
    """What staff read that the call is for; nothing of the answers."""
    days = models.PositiveIntegerField()
    """Days after an answer came in which staff may call."""
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    """Who allowed it; None by a command."""
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["council", "hub", "form_id"], name="calls_of_form_in_hub"
            )
        ]


class CallCode(models.Model):
    """A code that opens the list of a hub, of one member of staff; the code itself is not kept."""

    council = models.ForeignKey(Council, models.CASCADE)
    hub = models.ForeignKey(Hub, models.CASCADE)
    called = models.CharField(max_length=60)
    """Who has it."""
    key = models.BinaryField()
    """The stretched code. What it opens stands in this same database as it was said, so that it
    tells whoever has the database nothing more."""
    made_at = models.DateTimeField(auto_now_add=True)
    revoked_at = models.DateTimeField(null=True)


class FollowUp(AboutSubmission):
    """One entry of a list; its words are taken from the submission whenever the list is sealed."""

    hub = models.ForeignKey(Hub, models.CASCADE)
    entry = models.CharField(max_length=32)
    """Sixteen random bytes as hexadecimal digits, as kiosks name it."""
    outcome = models.CharField(max_length=10, blank=True)
    outcome_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["council", "device", "head"], name="follow_up_of_submission"
            ),
            models.UniqueConstraint(fields=["council", "entry"], name="follow_up_in_council"),
        ]
