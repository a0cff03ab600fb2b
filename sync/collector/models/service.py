"""How the service itself is: what runs, and who was told of trouble."""

from django.db import models

from sync.collector.models.council import Council, Device


class Pulse(models.Model):
    """When a part of the collector last did its work."""

    name = models.CharField(max_length=40, primary_key=True)
    at = models.DateTimeField()


class Alert(models.Model):
    """A kiosk in trouble, from when it was seen until it was over."""

    council = models.ForeignKey(Council, models.CASCADE)
    device = models.ForeignKey(Device, models.CASCADE, related_name="alerts")
    kind = models.CharField(max_length=20)
    since = models.DateTimeField(auto_now_add=True)
    told_at = models.DateTimeField(null=True)
    over_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["council", "device", "kind"], name="alert_open",
                condition=models.Q(over_at__isnull=True),
            )
        ]  # fmt: skip
