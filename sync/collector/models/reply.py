"""What a council answers: to one resident, and to all who took part."""

from django.conf import settings
from django.db import models

from sync.collector.models.council import Council, Hub
from sync.collector.models.publish import Form
from sync.replies import Word


class Progress(models.Model):
    """How far the council is with one submission; without a row it is new."""

    class State(models.TextChoices):
        READ = "read", "Read"
        LOOKING = "looking", "Being looked at"
        ANSWERED = "answered", "Answered"
        REFUSED = "refused", "Closed: no, and why"

    pk = models.CompositePrimaryKey("council_id", "record")
    council = models.ForeignKey(Council, models.CASCADE)
    record = models.CharField(max_length=64)
    """The submission, by the hash of its sealed record."""
    state = models.CharField(max_length=20, choices=State, default=State.READ)
    read_at = models.DateTimeField()
    number = models.BigIntegerField(null=True)
    """Its place among the marks of what was read; None until the worker has made its mark."""
    mark = models.BinaryField(null=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["council", "number"],
                name="progress_by_number",
            )
        ]


class Reply(models.Model):
    """One answer to one submission. Only the newest that has not ended is in the feed."""

    class End(models.TextChoices):
        REPLACED = "replaced", "Replaced by a newer one"
        WITHDRAWN = "withdrawn", "Taken back"
        EXPIRED = "expired", "Shown for a year"

    council = models.ForeignKey(Council, models.CASCADE)
    record = models.CharField(max_length=64)
    """The submission, by the hash of its sealed record."""
    form = models.ForeignKey(Form, models.PROTECT, related_name="+")
    word = models.SmallIntegerField(choices=[(int(each), each.name) for each in Word])
    texts = models.JSONField()
    """Language code to text."""
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    written_at = models.DateTimeField(auto_now_add=True)
    number = models.BigIntegerField(null=True)
    """Its place among the council's replies; None until the worker has sealed it."""
    lookup = models.BinaryField(null=True)
    sealed = models.BinaryField(null=True)
    ended = models.CharField(max_length=20, choices=End, blank=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["council", "record", "-written_at"],
                name="reply_by_record",
            ),
            models.Index(
                fields=["council", "number"],
                name="reply_by_number",
            ),
        ]


class ReplyTemplate(models.Model):
    """Words that are needed often, in every language the council has them in."""

    council = models.ForeignKey(Council, models.CASCADE, related_name="reply_templates")
    name = models.CharField(max_length=100)
    word = models.SmallIntegerField(choices=[(int(each), each.name) for each in Word])
    texts = models.JSONField(default=dict)
    """Language code to text."""

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["council", "name"],
                name="template_name_in_council",
            )
        ]

    def __str__(self) -> str:
        return self.name


class Outcome(models.Model):
    """You said, we did: what came of one form. Without hubs it is for all of them."""

    council = models.ForeignKey(Council, models.CASCADE, related_name="outcomes")
    form_id = models.CharField(max_length=200)
    texts = models.JSONField(default=dict)
    """Language code to a mapping of ``title``, ``said``, ``will`` and ``wont``."""
    hubs = models.ManyToManyField(Hub, related_name="+")
    published_at = models.DateTimeField(null=True)
    item = models.CharField(max_length=64, blank=True)
    """Key of its item in the feed; empty while it is not published."""

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["council", "form_id"],
                name="outcome_of_form",
            )
        ]
