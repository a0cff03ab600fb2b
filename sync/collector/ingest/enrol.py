"""Lets a kiosk in, once for each code."""

import secrets
import time

from django.db import transaction
from django.utils import timezone

from sync import protocol
from sync.collector import keys
from sync.collector.models import Device, EnrolmentCode
from sync.collector.place import Place
from sync.enrolment import Enrolled, Request
from sync.errors import EnrolmentError


def enrol(place: Place, body: bytes) -> bytes:
    """The signed answer to an enrolment request.

    Raises:
        ProtocolError: it is not a request.
        EnrolmentError: the code is wrong, too old or used by another device.
    """
    request = Request.decode(body)
    with transaction.atomic():
        code = EnrolmentCode.objects.select_for_update().filter(lookup=request.lookup.hex()).first()
        if code is None or code.expires_at < timezone.now() or not request.proves(code.secret):
            raise EnrolmentError("The enrolment code is wrong or too old.")
        device = _device(code, request)
    answer = Enrolled(
        bytes.fromhex(device.pk), request.device_key, keys.statements(place)[-1],
        code.council.name, code.hub.name, int(time.time()),
    )  # fmt: skip
    return answer.encode(keys.signing(place, keys.RECEIPT).sign)


def _device(code: EnrolmentCode, request: Request) -> Device:
    """The same device may ask again, for the answer may have been lost on its way."""
    if code.device is not None:
        if bytes(code.device.signing_key) != request.device_key:
            raise EnrolmentError("The enrolment code is used.")
        return code.device
    id = secrets.token_bytes(protocol.DEVICE_ID)
    device = Device.objects.create(
        id=id.hex(), council=code.council, hub=code.hub, signing_key=request.device_key,
        have_head=protocol.genesis(id).hex(),
    )  # fmt: skip
    code.device, code.used_at = device, timezone.now()
    code.save()
    return device
