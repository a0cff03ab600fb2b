"""What a council publishes to its kiosks."""

import datetime

from django.conf import settings
from django.db import models

from sync.collector.models.council import Council, Hub


class FeedItem(models.Model):
    """One content-addressed piece of the feed."""

    pk = models.CompositePrimaryKey("council_id", "key")
    council = models.ForeignKey(Council, models.CASCADE)
    key = models.CharField(max_length=64)
    kind = models.CharField(max_length=30)
    content = models.BinaryField()
    created_at = models.DateTimeField(auto_now_add=True)


class FeedIndex(models.Model):
    """A signed list of what a hub's kiosks shall have; a higher version replaces a lower one."""

    council = models.ForeignKey(Council, models.CASCADE)
    hub = models.ForeignKey(Hub, models.CASCADE, related_name="indexes")
    version = models.BigIntegerField()
    content = models.BinaryField()
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["council", "hub", "version"],
                name="index_version",
            )
        ]


class Form(models.Model):
    """One version of a form as it was published. Without hubs it is for all of them."""

    council = models.ForeignKey(Council, models.CASCADE, related_name="forms")
    hubs = models.ManyToManyField(Hub, related_name="forms")
    key = models.CharField(max_length=64)
    form_id = models.CharField(max_length=200)
    version = models.CharField(max_length=200, blank=True)
    title = models.CharField(max_length=300)
    xml = models.TextField()
    dictionary = models.BinaryField()
    published_at = models.DateTimeField(auto_now_add=True)
    withdrawn_at = models.DateTimeField(null=True)
    opens_on = models.DateField(null=True)
    """First day it is on kiosks; None means at once."""
    closes_on = models.DateField(null=True)
    """Last day it is on kiosks; None means until it is withdrawn."""
    keep_days = models.PositiveIntegerField(null=True)
    """Days an answer is kept after it was received; None means until somebody erases it."""
    one_voice = models.BooleanField(default=False)
    """Whether each person has one say, by a token on paper."""

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["council", "key"],
                name="form_key_in_council",
            )
        ]
        indexes = [
            models.Index(
                fields=["council", "form_id"],
                name="form_by_id",
            )
        ]

    def __str__(self) -> str:
        return self.title

    def open_on(self, day: datetime.date) -> bool:
        """Whether it stands on kiosks that day, unless a newer version does."""
        begun = self.opens_on is None or self.opens_on <= day
        return begun and self.withdrawn_at is None and not self.closed_on(day)

    def closed_on(self, day: datetime.date) -> bool:
        """Whether its last day is over."""
        return self.closes_on is not None and self.closes_on < day

    @property
    def words(self) -> bytes:
        """The dictionary its answers are compressed with."""
        return bytes(self.dictionary)


class Draft(models.Model):
    """A spreadsheet somebody uploaded: looked at and mended before it is published."""

    council = models.ForeignKey(Council, models.CASCADE, related_name="drafts")
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True)
    made_at = models.DateTimeField(auto_now_add=True)
    name = models.CharField(max_length=200)
    """The name of the spreadsheet."""
    spreadsheet = models.BinaryField()
    has = models.JSONField(default=list)
    """What its kiosks have: ``camera``, ``microphone``."""
    result = models.JSONField(default=dict)
    """What came of it: ``problems``, ``warnings``, ``report``, ``settings``."""
    xml = models.TextField(blank=True)


class DraftFile(models.Model):
    """A picture, sound or table that a draft names."""

    draft = models.ForeignKey(Draft, models.CASCADE, related_name="files")
    name = models.CharField(max_length=200)
    content = models.BinaryField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["draft", "name"],
                name="file_name_in_draft",
            )
        ]
