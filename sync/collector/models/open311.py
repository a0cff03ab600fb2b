"""Forms whose reports others may see and another system takes, as Open311 GeoReport v2."""

from django.db import models

from sync.collector.models.council import Council
from sync.collector.models.handling import AboutSubmission
from sync.collector.models.kept import SecretField


class Jurisdiction(models.Model):
    """A council as Open311 names it, and the Open311 server it has already."""

    council = models.OneToOneField(Council, models.CASCADE, related_name="jurisdiction")
    name = models.CharField(max_length=100, unique=True)
    """Its ``jurisdiction_id`` here, such as ``anytown.example``."""
    server = models.CharField(max_length=500, blank=True)
    """Address of the council's own server, to before ``/requests``; empty when it has none."""
    server_jurisdiction = models.CharField(max_length=100, blank=True)
    api_key = SecretField(blank=True)

    def __str__(self) -> str:
        return self.name


class PublicService(models.Model):
    """A form, in whatever version, whose submissions are public reports."""

    council = models.ForeignKey(Council, models.CASCADE, related_name="public_services")
    form_id = models.CharField(max_length=200)
    where = models.CharField(max_length=300, blank=True)
    """Path of the question that says where it is."""
    their_code = models.CharField(max_length=200, blank=True)
    """Its ``service_code`` on the council's own server; empty when nothing is passed on."""
    unseen = models.BooleanField(default=False)
    """Whether a report is passed on whole, before anybody has said what others may see."""
    passed_from = models.DateTimeField(null=True)
    """What was opened before stays here."""

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["council", "form_id"],
                name="public_service_of_form",
            )
        ]


class PassedOn(AboutSubmission):
    """A report on its way to the council's own server, or there."""

    class State(models.TextChoices):
        WAITING = "waiting", "Waiting"
        UNSURE = "unsure", "It may have arrived"
        TOKEN = "token", "Arrived, without a number yet"
        THERE = "there", "Arrived"
        REFUSED = "refused", "Given up"

    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    their_token = models.CharField(max_length=200, blank=True)
    their_id = models.CharField(max_length=200, blank=True)
    """Its ``service_request_id`` there."""
    first_at = models.DateTimeField(auto_now_add=True)
    sent_at = models.DateTimeField(null=True)
    """When it was last sent, whatever came of it."""
    tries = models.PositiveIntegerField(default=0)
    next_try = models.DateTimeField(null=True)
    """None when nothing more is to be done."""
    problem = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["council", "device", "head"], name="passed_on_once")
        ]
        indexes = [
            models.Index(
                fields=["next_try"], name="passing_due", condition=models.Q(next_try__isnull=False)
            )
        ]
