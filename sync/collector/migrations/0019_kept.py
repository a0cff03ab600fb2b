"""Secrets of other systems are sealed from now on, and those that are there now."""

from django.db import migrations, models

import sync.collector.models.kept
from sync.collector import secret
from sync.collector.place import here

HELD = (("hook", "secret"), ("forwarding", "password"), ("jurisdiction", "api_key"))


def seal(apps, schema_editor):
    for model, name in HELD:
        rows = apps.get_model("collector", model).objects
        for pk, text in rows.exclude(**{name: ""}).values_list("pk", name):
            if not secret.SHAPE.fullmatch(text):
                where = f"collector_{model}.{name}"
                rows.filter(pk=pk).update(**{name: _sealed(where, text)})


def _sealed(where, text):
    """An installation that is older than this has no key for it yet."""
    if not secret.database_keys(here()):
        secret.make_database_key(here())
    return secret.sealed(here(), where, text)


class Migration(migrations.Migration):
    dependencies = [("collector", "0018_survey")]

    operations = [
        *(
            migrations.AlterField(model, name, models.TextField(blank=model != "hook"))
            for model, name in HELD
        ),
        migrations.RunPython(seal, migrations.RunPython.noop),
        *(
            migrations.AlterField(
                model, name, sync.collector.models.kept.SecretField(blank=model != "hook")
            )
            for model, name in HELD
        ),
    ]
