from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("collector", "0015_unwritten"),
    ]

    operations = [
        migrations.AlterField(
            model_name="listing",
            name="kind",
            field=models.CharField(
                choices=[
                    ("events", "What's on"),
                    ("directory", "Find help"),
                    ("wards", "Councillors"),
                    ("postcodes", "Postcodes"),
                    ("decisions", "Decisions"),
                    ("speaking", "How to speak at a meeting"),
                ],
                max_length=10,
            ),
        ),
    ]
