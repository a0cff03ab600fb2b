"""What a council publishes to its kiosks."""

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

    @property
    def words(self) -> bytes:
        """The dictionary its answers are compressed with."""
        return bytes(self.dictionary)
