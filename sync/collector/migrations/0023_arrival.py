"""The inbox in the order in which it is read, however much is in it."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("collector", "0022_calls")]

    operations = [
        migrations.AddIndex(
            model_name="submission",
            index=models.Index(
                fields=["council", "-received_at", "head"], name="submission_by_arrival"
            ),
        ),
    ]
