"""Passwords are not made of words that everybody here knows."""

import re

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError

OURS = {"connected", "society", "collector", "kiosk", "council", "library", "password"}
LEAST_LEFT = 6
SHORTEST = 4


class NotOfThisPlace:
    """Without the names of product, council, hubs, roles and person, something must be left."""

    def validate(self, password: str, user: User | None = None) -> None:
        """Raises ValidationError when hardly anything is left."""
        left = password.casefold()
        for word in sorted(_known(user), key=len, reverse=True):
            left = left.replace(word, "")
        if len(left) < LEAST_LEFT:
            raise ValidationError("This password is made of words that everybody here knows.")

    def get_help_text(self) -> str:
        """What to avoid."""
        return "Do not make it of the names of your council, its places, or yourself."


def _known(user: User | None) -> set[str]:
    from sync.collector.models import Officer

    names = [user.get_username()] if user else []
    officer = getattr(user, "officer", None)
    if officer is not None:
        hubs = officer.council.hubs.values_list("name", flat=True)
        names += [officer.council.name, *hubs, *Officer.Role.values]
    found = {word for name in names for word in re.split(r"\W+", name.casefold())}
    return OURS | {word for word in found if len(word) >= SHORTEST}
