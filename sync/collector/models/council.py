"""A council, its hubs, the devices in them and the officers who read."""

from django.conf import settings
from django.db import models
from django.utils import timezone


class Council(models.Model):
    """A tenant: everything else belongs to exactly one."""

    name = models.CharField(max_length=200, unique=True)
    created_at = models.DateTimeField(auto_now_add=True)
    replies_changed = models.BooleanField(default=False)
    """Whether the bundles of replies in the feed must be made anew."""
    second_factor = models.BooleanField(default=False)
    """Whether everybody here needs a code from their telephone beside the password."""
    contact = models.CharField(max_length=300, blank=True)
    """Whom residents ask about their data, as the impact assessment names them."""
    purpose = models.TextField(blank=True)
    """What the council collects answers for, in its own words, for the impact assessment."""
    alerts_to = models.TextField(blank=True)
    """E-mail addresses that hear of a kiosk in trouble, one a line."""
    last_card = models.BigIntegerField(default=0)
    """The number that was given to a card last."""

    def __str__(self) -> str:
        return self.name


class Hub(models.Model):
    """A library or community place where kiosks stand."""

    council = models.ForeignKey(Council, models.CASCADE, related_name="hubs")
    name = models.CharField(max_length=200)
    created_at = models.DateTimeField(auto_now_add=True)
    stale = models.BooleanField(default=False)
    """Whether its feed must be made anew before it is next sent: the reading worker has put
    something on its board, and has no key to sign with."""

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["council", "name"],
                name="hub_name_in_council",
            )
        ]

    def __str__(self) -> str:
        return self.name


class Device(models.Model):
    """One kiosk, with the truth about how far its chain has reached us."""

    id = models.CharField(max_length=32, primary_key=True)
    """Sixteen bytes as hexadecimal digits."""
    council = models.ForeignKey(Council, models.CASCADE, related_name="devices")
    hub = models.ForeignKey(Hub, models.PROTECT, related_name="devices")
    signing_key = models.BinaryField(max_length=32)
    enrolled_at = models.DateTimeField(auto_now_add=True)
    last_seen = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)
    have_seq = models.BigIntegerField(default=0)
    total_seq = models.BigIntegerField(default=0)
    """Sequence of its newest record as it last said; what is not held yet waits on it."""
    have_head = models.CharField(max_length=64)
    forked_at = models.DateTimeField(null=True)
    """When records of a second branch of its chain came: it was cloned, or set back."""
    index_version = models.BigIntegerField(default=0)
    """Version of the feed it last said it has."""
    client = models.CharField(max_length=60, blank=True)
    """Name of the OpenRosa client it stands for; empty for a kiosk."""
    health = models.JSONField(null=True)
    """What it last said of itself, as ``sync.health`` reads it."""
    health_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["council", "hub"],
                name="device_by_hub",
            )
        ]

    @classmethod
    def kiosks(cls, council: Council) -> models.QuerySet["Device"]:
        """Those of a council that are kiosks, and stand for no OpenRosa client."""
        return cls.objects.filter(council=council, client="")

    @property
    def name(self) -> str:
        """What people call it: its hub and the beginning of its id."""
        if self.client:
            return f"{self.hub.name}, by OpenRosa from {self.client}"
        return f"{self.hub.name} {self.id[:4]}"

    @property
    def waiting(self) -> int:
        """How many of its records had not arrived when it was last heard of."""
        return max(0, self.total_seq - self.have_seq)

    def __str__(self) -> str:
        return self.name


class EnrolmentCode(models.Model):
    """A code that lets one kiosk in, once."""

    council = models.ForeignKey(Council, models.CASCADE)
    hub = models.ForeignKey(Hub, models.CASCADE)
    lookup = models.CharField(max_length=32, unique=True)
    secret = models.CharField(max_length=10)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)
    device = models.ForeignKey(Device, models.SET_NULL, null=True)


class Officer(models.Model):
    """Which council an account belongs to, and what it may do there."""

    class Role(models.TextChoices):
        OFFICER = "officer", "Officer"
        PUBLISHER = "publisher", "Publisher"
        PROTECTION = "protection", "Data protection"
        ADMINISTRATOR = "administrator", "Administrator"

    user = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, related_name="officer")
    council = models.ForeignKey(Council, models.CASCADE, related_name="officers")
    role = models.CharField(max_length=20, choices=Role, default=Role.OFFICER)
    first_password = models.BooleanField(default=False)
    """Whether the password was given by somebody else, and has to be changed first."""

    first_password_until = models.DateTimeField(null=True)
    """When a password that was given by somebody else opens nothing any more."""

    @property
    def run_out(self) -> bool:
        """Whether the first password was not used in time."""
        until = self.first_password_until if self.first_password else None
        return until is not None and until < timezone.now()

    def __str__(self) -> str:
        return str(self.user.get_username())
