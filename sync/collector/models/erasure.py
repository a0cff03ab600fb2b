"""What residents asked to be forgotten, so that it stays forgotten."""

from django.db import models

from sync.collector.models.council import Council


class Erasure(models.Model):
    """One sealed record that was erased, known by its hash alone."""

    pk = models.CompositePrimaryKey("council_id", "record")
    council = models.ForeignKey(Council, models.CASCADE)
    record = models.CharField(max_length=64)
    """BLAKE2b-256 of the sealed record as hexadecimal digits."""
    asked_at = models.DateTimeField(auto_now_add=True)
    done_at = models.DateTimeField(null=True)
    """When submission, files and sealed bytes were gone."""
