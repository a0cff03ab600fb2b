"""Addresses that are told of what happens, and what is on its way to them."""

from django.db import models

from sync.collector.models.council import Council, Device
from sync.collector.models.handling import AboutSubmission
from sync.collector.models.kept import SecretField


class Hook(models.Model):
    """An address of another system of the council."""

    council = models.ForeignKey(Council, models.CASCADE, related_name="hooks")
    address = models.CharField(max_length=500)
    secret = SecretField()
    """``whsec_`` and 32 random bytes as base64. Both ends sign with it, so it cannot be hashed."""
    made_at = models.DateTimeField(auto_now_add=True)
    stopped_at = models.DateTimeField(null=True)
    """When somebody, or the other system, said that nothing more shall be sent."""

    def __str__(self) -> str:
        return self.address


class HookMessage(AboutSubmission):
    """Something that happened, until the address has taken it; it never holds an answer."""

    class Kind(models.TextChoices):
        OPENED = "submission.opened", "A submission came"
        ANSWERED = "submission.answered", "A submission was answered"
        OUTCOME = "outcome.published", "What came of a form was published"

    device = models.ForeignKey(Device, models.CASCADE, null=True)  # type: ignore[assignment]
    head = models.CharField(max_length=64, blank=True)
    """Empty when it is about a form as a whole."""
    hook = models.ForeignKey(Hook, models.CASCADE, related_name="messages")
    message = models.CharField(max_length=40, unique=True)
    """The same each time it is sent, so that the other end counts it once."""
    kind = models.CharField(max_length=30, choices=Kind)
    form_id = models.CharField(max_length=200)
    at = models.DateTimeField(auto_now_add=True)
    tries = models.PositiveIntegerField(default=0)
    next_try = models.DateTimeField(null=True)
    """None when it was taken or given up."""
    taken_at = models.DateTimeField(null=True)
    problem = models.CharField(max_length=200, blank=True)
    """Why it was not taken the last time."""

    class Meta:
        indexes = [
            models.Index(
                fields=["next_try"], name="message_due", condition=models.Q(next_try__isnull=False)
            ),
            models.Index(fields=["hook", "-at"], name="message_by_hook"),
        ]

    @property
    def given_up(self) -> bool:
        """Whether it will not be sent again although nobody took it."""
        return self.next_try is None and self.taken_at is None
