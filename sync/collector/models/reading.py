"""What the reading worker makes of sealed records."""

from django.db import models

from sync.collector.models.council import Council, Device, Hub, Officer
from sync.collector.models.publish import Form


class Submission(models.Model):
    """What one resident said: one opened record, and what became of it."""

    class Status(models.TextChoices):
        NEW = "new", "New"
        OPEN = "open", "Being looked at"
        WAITING = "waiting", "Waiting for somebody"
        DONE = "done", "Done"

    pk = models.CompositePrimaryKey("council_id", "device_id", "head")
    council = models.ForeignKey(Council, models.CASCADE)
    device = models.ForeignKey(Device, models.CASCADE)
    head = models.CharField(max_length=64)
    hub = models.ForeignKey(Hub, models.PROTECT)
    form = models.ForeignKey(Form, models.PROTECT, related_name="submissions")
    instance = models.TextField()
    language = models.CharField(max_length=60, blank=True)
    assisted = models.BooleanField(default=False)
    paper = models.BooleanField(default=False)
    """Whether staff typed it in from paper."""
    reference = models.CharField(max_length=14)
    """Seven bytes as hexadecimal digits: what a reply is sealed under. No page shows it."""
    counts = models.BooleanField(default=True)
    """False for a second submission of one voice, or one without, where each person has one."""
    record = models.CharField(max_length=64, null=True)
    """BLAKE2b-256 of the sealed record as hexadecimal digits. The same record may come on the
    chains of two devices, when one was copied or enrolled anew; it is one submission."""
    finished_at = models.DateTimeField()
    received_at = models.DateTimeField()
    opened_at = models.DateTimeField(auto_now_add=True)
    """When the reading worker opened it. Programs ask for what is new by this: a record that waited
    for its files is opened after some that came later."""
    status = models.CharField(max_length=20, choices=Status, default=Status.NEW)
    assigned = models.ForeignKey(Officer, models.SET_NULL, null=True, related_name="assigned")
    follow_up = models.DateField(null=True)
    """The day somebody wants to come back to it."""
    reminded_on = models.DateField(null=True)
    """The day somebody was reminded of it."""
    duplicate_of = models.CharField(max_length=64, blank=True)
    """Head of the submission that says the same."""
    words = models.TextField(blank=True)
    """Every answer with the words of its choices, folded for searching; empty until made."""
    likeness = models.CharField(max_length=16, blank=True)
    """The same for submissions to a form that say the same."""

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["council", "record"],
                name="submission_by_record",
            )
        ]
        indexes = [
            models.Index(
                fields=["council", "-received_at", "head"],
                name="submission_by_arrival",
            ),
            models.Index(
                fields=["council", "form", "-received_at", "head"],
                name="submission_by_form",
            ),
            models.Index(
                fields=["council", "head"],
                name="submission_by_head",
            ),
            models.Index(
                fields=["council", "reference"],
                name="submission_by_reference",
            ),
            models.Index(
                fields=["council", "status", "-received_at", "head"],
                name="submission_by_status",
            ),
            models.Index(
                fields=["council", "form", "likeness"],
                name="submission_by_likeness",
            ),
            models.Index(
                fields=["council", "form", "opened_at", "head"],
                name="submission_by_opening",
            ),
        ]


class SetAside(models.Model):
    """A record that could not be opened, with the reason and never any of its content."""

    pk = models.CompositePrimaryKey("council_id", "device_id", "head")
    council = models.ForeignKey(Council, models.CASCADE)
    device = models.ForeignKey(Device, models.CASCADE)
    head = models.CharField(max_length=64)
    reason = models.CharField(max_length=300)
    at = models.DateTimeField(auto_now_add=True)
