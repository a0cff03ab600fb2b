"""Tokens of programs: made, checked with lock-out, revoked."""

import hashlib
import hmac
import re
import secrets
from datetime import timedelta

from django.db.models import Q
from django.http import HttpRequest
from django.utils import timezone

from sync.collector import lockout
from sync.collector.models import ApiToken, Council

SHAPE = re.compile(r"cs_([0-9a-f]{16})_([A-Za-z0-9_-]{43})")
MINUTE = timedelta(minutes=1)


def make(council: Council, called: str) -> tuple[ApiToken, str]:
    """A new token of a council, and the text of it, which is kept nowhere."""
    name, secret = secrets.token_hex(8), secrets.token_urlsafe(32)
    token = ApiToken.objects.create(
        council=council, called=called, name=name, secret=_digest(secret)
    )
    return token, f"cs_{name}_{secret}"


def revoke(token: ApiToken) -> None:
    """Let it in no more; what it did stays in the log."""
    ApiToken.objects.filter(pk=token.pk, revoked_at=None).update(revoked_at=timezone.now())


def known(request: HttpRequest) -> ApiToken | None:
    """Whose token a request shows; None when it shows none that is good. Raises Locked."""
    scheme, _, text = request.headers.get("Authorization", "").partition(" ")
    shape = SHAPE.fullmatch(text.strip()) if scheme.lower() == "bearer" else None
    found = ApiToken.objects.select_related("council").filter(name=shape[1]) if shape else None
    token = found.first() if found is not None else None
    if shape is None or token is None or token.revoked_at is not None:
        return None
    lockout.check(request, token.name)
    if not hmac.compare_digest(token.secret, _digest(shape[2])):
        lockout.failed(request, token.name)
        return None
    _used(token)
    return token


def _used(token: ApiToken) -> None:
    """To the minute, so that reading does not mean writing every time."""
    before = Q(used_at=None) | Q(used_at__lt=timezone.now() - MINUTE)
    ApiToken.objects.filter(before, pk=token.pk).update(used_at=timezone.now())


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
