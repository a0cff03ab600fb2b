"""Copies of the database that were made, restored once and checked."""

from django.db import models


class Backup(models.Model):
    """A verified copy. A kiosk may forget only what is in every copy that may be restored."""

    name = models.CharField(max_length=100, unique=True)
    made_at = models.DateTimeField()
    marks = models.JSONField()
    """Device id to the sequence up to which the copy holds its chain."""
    gone_at = models.DateTimeField(null=True)
    """When the copy was removed, so that it can no longer be restored."""
