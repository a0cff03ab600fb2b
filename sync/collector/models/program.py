"""Programs of a council that may read."""

from django.db import models

from sync.collector.models.council import Council


class ApiToken(models.Model):
    """What a program shows to be let in; it may read, and nothing else."""

    council = models.ForeignKey(Council, models.CASCADE, related_name="tokens")
    called = models.CharField(max_length=60)
    """What people call the program."""
    name = models.CharField(max_length=40, unique=True)
    """The part of the token that is no secret."""
    secret = models.CharField(max_length=64)
    """SHA-256 of the other part, which is made by us with 256 bits of chance."""
    made_at = models.DateTimeField(auto_now_add=True)
    used_at = models.DateTimeField(null=True)
    """When it was last let in, to the minute."""
    revoked_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return self.called
