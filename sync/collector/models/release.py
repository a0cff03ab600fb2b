"""New versions of the kiosks' program, in the pieces that kiosks fetch."""

from django.db import models

from sync.collector.models.council import Council, Hub


class Program(models.Model):
    """A version for one kind of machine, as the root key signed it. Without hubs it is for all."""

    council = models.ForeignKey(Council, models.CASCADE, related_name="programs")
    hubs = models.ManyToManyField(Hub, related_name="programs")
    version = models.CharField(max_length=20)
    platform = models.CharField(max_length=40)
    manifest = models.CharField(max_length=64)
    """Hash of the list of its files."""
    item = models.CharField(max_length=64)
    """Key of its item of the feed."""
    keys = models.JSONField(default=list)
    """Keys of the pieces it needs, those from earlier versions too."""
    size = models.BigIntegerField()
    """Bytes of its files."""
    whole = models.BigIntegerField()
    """Bytes that a kiosk fetches that has nothing of it."""
    steps = models.JSONField(default=dict)
    """Earlier version to the bytes that a kiosk with it fetches."""
    published_at = models.DateTimeField(auto_now_add=True)
    withdrawn_at = models.DateTimeField(null=True)
    """A version that was withdrawn is kept while later ones may build on it."""

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["council", "version", "platform"],
                name="program_in_council",
            )
        ]

    def __str__(self) -> str:
        return f"{self.version} for {self.platform}"


class ProgramPiece(models.Model):
    """Bytes that kiosks fetch by their hash."""

    pk = models.CompositePrimaryKey("council_id", "key")
    council = models.ForeignKey(Council, models.CASCADE)
    key = models.CharField(max_length=64)
    content = models.BinaryField()
