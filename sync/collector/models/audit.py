"""Who saw and did what."""

from django.conf import settings
from django.db import models

from sync.collector.models.council import Council
from sync.collector.models.program import ApiToken


class Audit(models.Model):
    """One thing that was done; names what was seen, never what it said."""

    council = models.ForeignKey(Council, models.CASCADE)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True)
    """The officer who did it; none when a program did."""
    token = models.ForeignKey(ApiToken, models.PROTECT, null=True)
    """The program that did it; none when an officer did."""
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

    @property
    def who(self) -> str:
        """The name of the officer or of the program."""
        return str(self.user.get_username() if self.user else f"program {self.token}")
