from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("collector", "0014_place"),
    ]

    operations = [
        migrations.AddField(
            model_name="listing",
            name="problem",
            field=models.CharField(blank=True, default="", max_length=300),
            preserve_default=False,
        ),
    ]
