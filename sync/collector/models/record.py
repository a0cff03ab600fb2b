"""Sealed records exactly as they came; the web process writes these and cannot read them."""

from django.db import models

from sync.collector.models.council import Council, Device


class SealedRecord(models.Model):
    """One link of a device's chain. The same link twice is one row."""

    pk = models.CompositePrimaryKey("council_id", "device_id", "head")
    council = models.ForeignKey(Council, models.CASCADE, db_index=False)
    device = models.ForeignKey(Device, models.CASCADE, db_index=False)
    # The primary key leads with both; an index more of each is written for every record.
    head = models.CharField(max_length=64)
    previous = models.CharField(max_length=64)
    seq = models.BigIntegerField()
    sealed = models.BinaryField()
    linked = models.BooleanField(default=True)
    """Whether every record before it on its branch is here. Only such a record may be said to be
    held: what stands behind a gap is kept, but a kiosk that believed in it would forget the gap."""
    received_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["council", "device", "seq"], name="record_by_seq",
            ),
            models.Index(
                fields=["council", "device", "seq"], name="record_unread",
                condition=models.Q(read_at__isnull=True),
            ),
            models.Index(
                fields=["council", "device", "seq"], name="record_behind_gap",
                condition=models.Q(linked=False),
            ),
        ]  # fmt: skip
