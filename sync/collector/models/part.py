"""Pieces of files on their way: opened, and waiting for the submission that names them."""

from django.db import models

from sync.collector.models.council import Council, Device


class FilePart(models.Model):
    """One piece of a picture or a sound; gone once its submission is whole."""

    pk = models.CompositePrimaryKey("council_id", "device_id", "head")
    council = models.ForeignKey(Council, models.CASCADE)
    device = models.ForeignKey(Device, models.CASCADE)
    head = models.CharField(max_length=64)
    digest = models.CharField(max_length=64)
    content = models.BinaryField()

    class Meta:
        indexes = [
            models.Index(
                fields=["council", "device", "digest"],
                name="part_by_digest",
            )
        ]
