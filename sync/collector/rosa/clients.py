"""Names and passwords of OpenRosa clients: made, checked with lock-out, revoked."""

import base64
import binascii
import hashlib
import hmac
import secrets

from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone

from sync import protocol
from sync.collector import lockout
from sync.collector.models import Device, Hub, RosaClient


def make(hub: Hub, called: str) -> tuple[RosaClient, str]:
    """A new client of a hub, and its password, which is kept nowhere."""
    id, password = secrets.token_bytes(protocol.DEVICE_ID), secrets.token_hex(20)
    with transaction.atomic():
        device = Device.objects.create(
            id=id.hex(), council=hub.council, hub=hub, client=called,
            # Nobody has the private half: its chain grows by submissions alone, never by a batch.
            signing_key=secrets.token_bytes(32), have_head=protocol.genesis(id).hex(),
        )  # fmt: skip
        client = RosaClient.objects.create(
            council=hub.council, device=device, secret=_digest(password),
            username=f"or-{secrets.token_hex(4)}",
        )  # fmt: skip
    return client, password


def revoke(client: RosaClient) -> None:
    """Take nothing more from it; what came stays."""
    Device.objects.filter(pk=client.device_id).update(revoked_at=timezone.now())


def known(request: HttpRequest) -> RosaClient | None:
    """Who asks, by HTTP Basic; None when it does not say so rightly. Raises lockout.Locked."""
    username, password = _said(request.headers.get("Authorization", ""))
    if not username:
        return None
    lockout.check(request, username)
    found = RosaClient.objects.select_related("device__hub", "council").filter(username=username)
    client = found.filter(device__revoked_at=None).first()
    right = hmac.compare_digest(client.secret if client else "0" * 64, _digest(password))
    if client is None or not right:
        lockout.failed(request, username)
        return None
    return client


def _said(header: str) -> tuple[str, str]:
    scheme, _, encoded = header.partition(" ")
    if scheme.lower() != "basic":
        return "", ""
    try:
        text = base64.b64decode(encoded.strip(), validate=True).decode()
    except (binascii.Error, UnicodeDecodeError):
        return "", ""
    username, _, password = text.partition(":")
    return (username, password) if username.isascii() and username.isprintable() else ("", "")


def _digest(password: str) -> str:
    return hashlib.sha256(password.encode()).hexdigest()
