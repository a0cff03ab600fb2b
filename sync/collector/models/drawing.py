"""Drawings that came with submissions, such as signatures."""

from typing import Any

from django.conf import settings
from django.db import models

from sync.collector.models.council import Council, Device


class Drawing(models.Model):
    """One drawing of one submission, under the name its answer gives it."""

    class Looked(models.TextChoices):
        NOT_YET = "", "Not looked at for viruses yet"
        CLEAN = "clean", "Clean"
        HARMFUL = "harmful", "Something harmful was found in it"

    pk = models.CompositePrimaryKey("council_id", "device_id", "head", "name")
    council = models.ForeignKey(Council, models.CASCADE)
    device = models.ForeignKey(Device, models.CASCADE)
    head = models.CharField(max_length=64)
    name = models.CharField(max_length=50)
    content = models.BinaryField()
    looked = models.CharField(max_length=10, choices=Looked, default=Looked.NOT_YET, blank=True)
    """What the scanner for viruses said of it."""

    class Meta:
        indexes = [
            models.Index(
                fields=["looked"],
                name="drawing_not_yet_looked_at",
                condition=models.Q(looked=""),
            )
        ]

    @classmethod
    def handed_out(cls, **of: Any) -> "models.QuerySet[Drawing]":
        """Those that anybody may get: never one in which something was found, and where there is a
        scanner, only what it has seen."""
        found = cls.objects.filter(**of).exclude(looked=cls.Looked.HARMFUL)
        return found.filter(looked=cls.Looked.CLEAN) if settings.SCAN else found
