"""What belongs to somebody's account beside the password: sessions and backup codes."""

from typing import Any

from django.conf import settings
from django.contrib.auth.hashers import check_password, make_password
from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import models
from django_otp.models import Device, ThrottlingMixin

HASHER = "scrypt"
"""Of Django's hashers the one that OWASP's ASVS 5.0 (appendix C) approves and that ten codes can
be hashed with while somebody waits."""


class Session(AbstractBaseSession):
    """A browser in which somebody is signed in."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, null=True, related_name="sessions"
    )
    """Whose it is, so that they can see and end it."""

    @classmethod
    def get_session_store_class(cls) -> Any:
        """What reads and writes it."""
        from sync.collector.sessions import SessionStore

        return SessionStore


class BackupDevice(ThrottlingMixin, Device):  # type: ignore[misc]
    """The backup codes of one person, of which nothing but hashes is kept.

    django-otp's own keep the codes as they are. What counts wrong codes and makes people wait is
    django-otp's.
    """

    def get_throttle_factor(self) -> int:
        """Seconds to wait after the first wrong code; doubled with each further one."""
        return 1

    def verify_token(self, token: str) -> bool:
        """Whether it is one of them; it is used up then."""
        if not self.verify_is_allowed()[0]:
            return False
        for code in BackupCode.objects.filter(device=self, place=BackupCode.place_of(token)):
            if check_password(token, code.hashed) and code.delete()[0]:
                self.throttle_reset()
                return True
        self.throttle_increment()
        return False


class BackupCode(models.Model):
    """One code that is good once."""

    LONGEST_OLD = 8
    """Letters of codes from before they were hashed, which do not begin with their place."""

    device = models.ForeignKey(BackupDevice, models.CASCADE, related_name="codes")
    place = models.CharField(max_length=1, blank=True)
    """Its first digit, so that one hash is compared and not ten."""
    hashed = models.CharField(max_length=200)

    @classmethod
    def place_of(cls, code: str) -> str:
        """Under what a code is looked for."""
        return code[:1] if len(code) > cls.LONGEST_OLD else ""

    @classmethod
    def of(cls, device: BackupDevice, code: str) -> "BackupCode":
        """Not saved yet."""
        return cls(
            device=device, place=cls.place_of(code), hashed=make_password(code, None, HASHER)
        )
