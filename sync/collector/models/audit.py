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
    place = models.BigIntegerField(null=True)
    """Which entry of the council it is, from 1; none until it is linked."""
    link = models.CharField(max_length=64, blank=True)
    """Hash of this entry and of the link before it, in hexadecimal digits."""

    class Meta:
        indexes = [
            models.Index(
                fields=["council", "-at"],
                name="audit_by_time",
            )
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["council", "place"],
                name="audit_by_place",
            )
        ]

    @property
    def who(self) -> str:
        """The name of the officer or of the program."""
        if self.user is None and self.token is None:
            return "the collector"
        return str(self.user.get_username() if self.user else f"program {self.token}")


class AuditCut(models.Model):
    """The last entry that was erased because it was kept long enough; the chain goes on from it."""

    council = models.OneToOneField(Council, models.CASCADE, primary_key=True)
    place = models.BigIntegerField()
    link = models.CharField(max_length=64)
