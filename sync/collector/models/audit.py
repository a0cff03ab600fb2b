"""Who saw and did what."""

from django.conf import settings
from django.db import models

from sync.collector.models.council import Council


class Audit(models.Model):
    """One thing an officer did; names what was seen, never what it said."""

    council = models.ForeignKey(Council, models.CASCADE)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT)
    action = models.CharField(max_length=40)
    subject = models.CharField(max_length=300, blank=True)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["council", "-at"],
                name="audit_by_time",
            )
        ]
