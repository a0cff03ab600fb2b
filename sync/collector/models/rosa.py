"""Who may submit by OpenRosa, and what came that way already."""

from django.db import models

from sync.collector.models.council import Council, Device


class RosaClient(models.Model):
    """A name and password for ODK Collect or another client; its records are a device's."""

    council = models.ForeignKey(Council, models.CASCADE)
    device = models.OneToOneField(Device, models.CASCADE)
    username = models.CharField(max_length=40, unique=True)
    secret = models.CharField(max_length=64)
    """SHA-256 of the password, which is made by us with 160 bits of chance."""


class RosaReceived(models.Model):
    """A submission that is here: sent again, it changes nothing."""

    council = models.ForeignKey(Council, models.CASCADE)
    instance = models.CharField(max_length=64)
    """SHA-256 of its instanceID."""
    received_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["council", "instance"], name="rosa_received_once")
        ]
