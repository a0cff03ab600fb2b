"""Whether a record's whole past is here, worked out for those that came before this was kept."""

from django.db import migrations, models


def look(apps, schema_editor):  # type: ignore[no-untyped-def]
    """Walk each chain from its beginning; what is not met stands behind a gap."""
    from sync import protocol

    records = apps.get_model("collector", "SealedRecord").objects
    for device in apps.get_model("collector", "Device").objects.all():
        reached = {protocol.genesis(bytes.fromhex(device.pk)).hex()}
        behind = []
        mine = records.filter(council_id=device.council_id, device_id=device.pk)
        for head, previous in mine.order_by("seq").values_list("head", "previous").iterator():
            (reached.add if previous in reached else behind.append)(head)
        for head in behind:
            mine.filter(head=head).update(linked=False)


class Migration(migrations.Migration):
    dependencies = [("collector", "0004_queue")]

    operations = [
        migrations.AddField("sealedrecord", "linked", models.BooleanField(default=True)),
        migrations.AddIndex(
            "sealedrecord",
            models.Index(
                condition=models.Q(("linked", False)),
                fields=["council", "device", "seq"],
                name="record_behind_gap",
            ),
        ),
        migrations.RunPython(look, migrations.RunPython.noop),
    ]
