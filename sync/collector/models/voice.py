"""One voice each: which voices a form takes, and which of them were heard."""

from django.db import models

from sync.collector.models.council import Council


class Voice(models.Model):
    """What a token is known by. The token itself is kept nowhere."""

    council = models.ForeignKey(Council, models.CASCADE, related_name="voices")
    form_id = models.CharField(max_length=200)
    voice = models.CharField(max_length=16)
    """Eight bytes as hexadecimal digits."""
    head = models.CharField(max_length=64, blank=True)
    """Head of the submission that counts; empty until one came."""
    heard_at = models.DateTimeField(null=True)
    """When that submission was received."""

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["council", "form_id", "voice"],
                name="voice_of_form",
            )
        ]
        indexes = [
            models.Index(
                fields=["council", "form_id", "heard_at"],
                name="voice_by_hearing",
            )
        ]
