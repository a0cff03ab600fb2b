"""What a council and its hubs put on the kiosks besides forms."""

from django.db import models

from sync.collector.models.council import Council, Device, Hub


class Notice(models.Model):
    """A notice; one that was written at a kiosk names the device, and its hub says it."""

    council = models.ForeignKey(Council, models.CASCADE, related_name="notices")
    notice_id = models.CharField(max_length=32)
    """Sixteen bytes as hexadecimal digits, drawn where it was written."""
    hub = models.ForeignKey(Hub, models.CASCADE, null=True, related_name="notices")
    """The only hub that shows it; none when all of them do."""
    device = models.ForeignKey(Device, models.CASCADE, null=True)
    title = models.CharField(max_length=200)
    key = models.CharField(max_length=64)
    """Its item of the feed."""
    until = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["council", "notice_id"], name="notice_in_council")
        ]
        indexes = [models.Index(fields=["council", "until"], name="notice_by_end")]


class PlaceItem(models.Model):
    """An item of the feed that is no form and no notice, such as a crisis."""

    council = models.ForeignKey(Council, models.CASCADE, related_name="place_items")
    hub = models.ForeignKey(Hub, models.CASCADE, null=True, related_name="place_items")
    """The only hub that gets it; none when all of them do."""
    kind = models.CharField(max_length=30)
    name = models.CharField(max_length=200)
    """A newer item of the same kind and name takes its place; may be empty."""
    key = models.CharField(max_length=64)
    until = models.DateTimeField(null=True)
    """After this it is left out; none for always."""
    loaded_at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["council", "kind", "name"], condition=models.Q(hub=None),
                name="place_item_of_all",
            ),
            models.UniqueConstraint(
                fields=["council", "kind", "name", "hub"], name="place_item_of_hub",
            ),
        ]  # fmt: skip


class Listing(models.Model):
    """A calendar, a service directory or a part of "My place"; a newer one of the same kind and
    name takes its place."""

    class Kind(models.TextChoices):
        """What it lists, named as its items of the feed."""

        EVENTS = "events", "What's on"
        DIRECTORY = "directory", "Find help"
        WARDS = "wards", "Councillors"
        POSTCODES = "postcodes", "Postcodes"
        DECISIONS = "decisions", "Decisions"
        SPEAKING = "speaking", "How to speak at a meeting"

    council = models.ForeignKey(Council, models.CASCADE, related_name="listings")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    name = models.CharField(max_length=200)
    hubs = models.ManyToManyField(Hub, related_name="listings")
    """The hubs that show it; none means all, those to come too."""
    source = models.BinaryField()
    """A calendar's file, from which the days to come are written out; empty for all others."""
    keys = models.JSONField(default=list)
    """Its items of the feed, in their order."""
    count = models.IntegerField()
    """How many events, services, councillors, postcodes or decisions the kiosks have of it."""
    first_day = models.DateField()
    """The day from which a calendar is written out."""
    loaded_at = models.DateTimeField(auto_now=True)
    problem = models.CharField(max_length=300, blank=True)
    """Why it could not be written out for the days to come; empty when it could."""

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["council", "kind", "name"], name="listing_in_council")
        ]

    def __str__(self) -> str:
        return self.name
