"""Seals a submission as a kiosk would, the moment it arrives, and keeps it once."""

import hashlib
import time
import xml.etree.ElementTree as ET
from collections.abc import Mapping

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from sync import attachments, codec, markup, protocol, reference, sealing
from sync.collector import keys
from sync.collector.models import Device, Form, RosaClient, RosaReceived, SealedRecord
from sync.collector.place import Place
from sync.errors import CodecError

LONGEST_ID = 200
KINDS = {b"\x89PNG\r\n\x1a\n": "png", b"\xff\xd8\xff": "jpg", b"OggS": "ogg"}
"""How files begin that the inbox can show; a drawing as SVG could hold a script, and is refused."""


def forms(client: RosaClient) -> QuerySet[Form]:
    """What its council published to its hub."""
    whose = Q(hubs=None) | Q(hubs=client.device.hub_id)
    return Form.objects.filter(whose, council_id=client.council_id).distinct()


def take(place: Place, client: RosaClient, xml: bytes, files: Mapping[str, bytes]) -> bool:
    """Keep a submission; False when it was here already.

    Raises:
        CodecError: it is not well formed, or does not fit its form.
        LookupError: it answers a form that its hub does not have.
    """
    root = markup.parse(xml)
    instance = _instance_id(root)
    form = _form(client, root)
    sealed = _sealed(place, form, root, files)
    with transaction.atomic():
        device = Device.objects.select_for_update(no_key=True).get(pk=client.device_id)
        named = hashlib.sha256(instance.encode()).hexdigest()
        _, new = RosaReceived.objects.get_or_create(council_id=client.council_id, instance=named)
        if new:
            _append(device, sealed)
    return new


def _instance_id(root: ET.Element) -> str:
    said = [each.text or "" for each in root.iter() if markup.local(each.tag) == "instanceID"]
    if len(said) != 1 or not 0 < len(said[0].strip()) <= LONGEST_ID:
        raise CodecError("A submission must have one instanceID.")
    return said[0].strip()


def _form(client: RosaClient, root: ET.Element) -> Form:
    """By its id and version; one that has been withdrawn is answered still on its way."""
    named = forms(client).filter(form_id=root.get("id", ""), version=root.get("version", ""))
    found = named.order_by("-published_at", "-pk").first()
    if found is None:
        raise LookupError("This form is not known here.")
    return found


def _sealed(place: Place, form: Form, root: ET.Element, files: Mapping[str, bytes]) -> list[bytes]:
    """The parts of its files and then the record, in an epoch of their own."""
    cut = attachments.cut(_renamed(root, files))
    instance = ET.tostring(root, encoding="utf-8")
    record = codec.Record(reference.new(), int(time.time()), "", False, instance, cut.files)
    plain = codec.encode(bytes.fromhex(form.key), form.xml.encode(), form.words, record)
    sealer = sealing.Sealer(keys.current(place).council)
    return [sealer.seal(each, 0.0) for each in (*cut.parts, plain)]


def _renamed(root: ET.Element, files: Mapping[str, bytes]) -> dict[str, bytes]:
    """The files under names of ours, which take the place of the client's in the answers."""
    made: dict[str, bytes] = {}
    for number, (name, content) in enumerate(sorted(files.items())):
        kind = next((kind for front, kind in KINDS.items() if content.startswith(front)), "")
        if not kind:
            raise CodecError("Only pictures (PNG, JPEG) and sounds (Ogg) can be taken in.")
        places = [each for each in root.iter() if (each.text or "").strip() == name]
        for each in places:
            each.text = f"{number}.{kind}"
        if places:
            made[f"{number}.{kind}"] = content
    return made


def _append(device: Device, sealed: list[bytes]) -> None:
    """Onto the client's chain."""
    heads = [head.hex() for head in protocol.heads(bytes.fromhex(device.have_head), sealed)]
    SealedRecord.objects.bulk_create(
        SealedRecord(
            council_id=device.council_id, device_id=device.pk, head=head, previous=previous,
            seq=device.have_seq + place, sealed=record, received_at=timezone.now(),
        )
        for place, (record, head, previous) in enumerate(
            zip(sealed, heads, [device.have_head, *heads], strict=False), 1
        )
    )  # fmt: skip
    device.have_seq += len(sealed)
    device.total_seq, device.have_head = device.have_seq, heads[-1]
    device.save(update_fields=["have_seq", "total_seq", "have_head"])
