"""Forms whose submissions go on to another OpenRosa server, such as ODK Central."""

from django.db import models

from sync.collector.models.council import Council
from sync.collector.models.handling import AboutSubmission
from sync.collector.models.kept import SecretField


class Forwarding(models.Model):
    """A form, in whatever version, and the server its submissions go on to."""

    council = models.ForeignKey(Council, models.CASCADE, related_name="forwardings")
    form_id = models.CharField(max_length=200)
    server = models.CharField(max_length=500)
    """As ODK Collect is given it: to before ``/submission``."""
    username = models.CharField(max_length=200, blank=True)
    password = SecretField(blank=True)
    since = models.DateTimeField(auto_now_add=True)
    """What was opened before stays here."""

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["council", "form_id"], name="forwarding_of_form")
        ]


class Forwarded(AboutSubmission):
    """A submission on its way to that server, or there."""

    first_at = models.DateTimeField(auto_now_add=True)
    tries = models.PositiveIntegerField(default=0)
    next_try = models.DateTimeField(null=True)
    """None when it was taken or given up."""
    taken_at = models.DateTimeField(null=True)
    problem = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["council", "device", "head"], name="forwarded_once")
        ]
        indexes = [
            models.Index(
                fields=["next_try"], name="forward_due", condition=models.Q(next_try__isnull=False)
            )
        ]
