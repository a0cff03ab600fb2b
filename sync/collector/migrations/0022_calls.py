"""People who agreed to be called by hub staff: where they may, whose codes, what came of it."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

CASCADE = django.db.models.deletion.CASCADE


def key():
    field = models.BigAutoField(
        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
    )
    return ("id", field)


def whose(*names):
    return [(name, models.ForeignKey(on_delete=CASCADE, to=f"collector.{name}")) for name in names]


class Migration(migrations.Migration):
    dependencies = [
        ("collector", "0021_security"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="CallCode",
            fields=[
                key(),
                ("called", models.CharField(max_length=60)),
                ("key", models.BinaryField()),
                ("made_at", models.DateTimeField(auto_now_add=True)),
                ("revoked_at", models.DateTimeField(null=True)),
                *whose("council", "hub"),
            ],
        ),
        migrations.CreateModel(
            name="CallForm",
            fields=[
                key(),
                ("form_id", models.CharField(max_length=200)),
                ("about", models.CharField(max_length=200)),
                ("days", models.PositiveIntegerField()),
                ("at", models.DateTimeField(auto_now_add=True)),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                *whose("council", "hub"),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("council", "hub", "form_id"), name="calls_of_form_in_hub"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="FollowUp",
            fields=[
                key(),
                ("head", models.CharField(max_length=64)),
                ("entry", models.CharField(max_length=32)),
                ("outcome", models.CharField(blank=True, max_length=10)),
                ("outcome_at", models.DateTimeField(null=True)),
                *whose("council", "device", "hub"),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("council", "device", "head"), name="follow_up_of_submission"
                    ),
                    models.UniqueConstraint(
                        fields=("council", "entry"), name="follow_up_in_council"
                    ),
                ],
            },
        ),
    ]
