"""Drawings that came with submissions, such as signatures."""

from django.db import models

from sync.collector.models.council import Council, Device


class Drawing(models.Model):
    """One drawing of one submission, under the name its answer gives it."""

    pk = models.CompositePrimaryKey("council_id", "device_id", "head", "name")
    council = models.ForeignKey(Council, models.CASCADE)
    device = models.ForeignKey(Device, models.CASCADE)
    head = models.CharField(max_length=64)
    name = models.CharField(max_length=50)
    content = models.BinaryField()
