"""``publish``, ``show``, ``devices``: content, and what came of it."""

import argparse
import json
import sys
from typing import Any

from sync.collector.commands.common import council, hub, ready
from sync.collector.errors import NotFound
from sync.collector.place import Place


def publish(place: Place, given: argparse.Namespace) -> None:
    """Publish spreadsheets to the kiosks."""
    ready(place)
    from sync.collector.publish.steps import publish as publish_one

    owner = council(given.council)
    hubs = [hub(owner, name) for name in given.hub or []]
    for path in given.files:
        print(f"Publishing {path.name} ...", file=sys.stderr)
        has = [name for name in ("camera", "microphone") if getattr(given, name)]
        done = publish_one(place, owner, path, hubs, has, given.media)
        for warning in done.warnings:
            print(f"  note: {' '.join(warning.split())}", file=sys.stderr)
        languages = ", ".join(done.languages) or "one language"
        print(
            f"Published {done.form.title} ({done.form.form_id}, version {done.form.version or '-'}"
            f"): {done.questions} questions, {languages}, {done.size / 1000:.1f} kB for a kiosk."
        )


def show(place: Place, given: argparse.Namespace) -> None:
    """Print what the council holds."""
    ready(place)
    held = holding(council(given.council))
    if given.json:
        print(json.dumps(held))
        return
    print(f"{held['council']} holds:")
    for form in held["forms"]:
        print(f"  {form['submissions']:>6}  {form['title']} ({form['form_id']})")
    print(f"  {held['unread']:>6}  arrived and not opened yet")
    print(f"  {held['set_aside']:>6}  set aside because they could not be opened")
    for device in held["devices"]:
        print(f"  kiosk {device['name']}: {device['have']} held, {device['safe']} safe in backups")


def holding(owner: Any) -> dict[str, Any]:
    """What a council holds, in numbers."""
    from sync.collector.counted import counted
    from sync.collector.ingest.answer import safe
    from sync.collector.models import Device, Form, SealedRecord, SetAside

    forms = counted(Form.objects.filter(council=owner))
    devices = Device.objects.filter(council=owner).select_related("hub")
    return {
        "council": owner.name,
        "forms": [
            {"form_id": each.form_id, "version": each.version, "title": each.title,
             "submissions": each.count}
            for each in forms.order_by("published_at")
        ],
        "submissions": sum(each.count for each in forms),
        "unread": SealedRecord.objects.filter(council=owner, read_at=None).count(),
        "set_aside": SetAside.objects.filter(council=owner).count(),
        "devices": [
            {"id": each.pk, "name": each.name, "have": each.have_seq, "safe": safe(each),
             "forked": each.forked_at is not None, "revoked": each.revoked_at is not None}
            for each in devices.order_by("enrolled_at")
        ],
    }  # fmt: skip


def devices(place: Place, given: argparse.Namespace) -> None:
    """Print the kiosks; revoke one, or take it in again."""
    ready(place)
    from django.utils import timezone

    from sync.collector.models import Device

    owner = council(given.council)
    for beginning, at in ((given.revoke, timezone.now()), (given.readmit, None)):
        if beginning:
            changed = Device.objects.filter(council=owner, pk__startswith=beginning)
            if len(changed) != 1:
                raise NotFound(f"There is no one kiosk whose id begins with {beginning}.")
            changed.update(revoked_at=at)
    if given.json:
        print(json.dumps(holding(owner)["devices"]))
        return
    for each in holding(owner)["devices"]:
        state = "revoked" if each["revoked"] else "copied or set back" if each["forked"] else "well"
        print(f"{each['id']}  {each['name']}  {each['have']} held  {state}")
