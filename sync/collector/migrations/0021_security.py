"""Sessions know whose they are, first passwords run out, backup codes are hashed.

Whoever is signed in has to sign in again: the old table of sessions is emptied.
"""

import datetime

from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.db import migrations, models
from django.utils import timezone

OLD = 8
WEEK = datetime.timedelta(days=7)
NAME = "The human-readable name of this device."
READY = "Is this device ready for use?"
FAILED = "A timestamp of the last failed verification attempt. Null if last attempt succeeded."
FAILURES = "Number of successive failed attempts."
LOOKED = [
    ("", "Not looked at for viruses yet"),
    ("clean", "Clean"),
    ("harmful", "Something harmful was found in it"),
]
WHOSE = "The user that this device belongs to."


def hash_codes(apps, schema_editor):
    """Those of django-otp, which are in the clear, and fewer letters than ours."""
    ours, code = (apps.get_model("collector", name) for name in ("BackupDevice", "BackupCode"))
    theirs = apps.get_model("otp_static", "StaticDevice")
    for old in theirs.objects.filter(confirmed=True):
        made = ours.objects.create(user_id=old.user_id, name="backup", confirmed=True)
        tokens = old.token_set.values_list("token", flat=True)
        code.objects.bulk_create(
            code(device=made, place=_place(token), hashed=make_password(token, None, "scrypt"))
            for token in tokens
        )
    theirs.objects.all().delete()


def _place(token):
    return token[:1] if len(token) > OLD else ""


def end_first_passwords(apps, schema_editor):
    """Those that were given before have their week from now on."""
    given = apps.get_model("collector", "Officer").objects.filter(first_password=True)
    given.update(first_password_until=timezone.now() + WEEK)


def forget_sessions(apps, schema_editor):
    apps.get_model("sessions", "Session").objects.all().delete()


def _number():
    return models.BigAutoField(
        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
    )


def _user(**more):
    return models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, **more)


class Migration(migrations.Migration):
    dependencies = [
        ("collector", "0020_updates"),
        ("otp_static", "0003_add_timestamps"),
        ("sessions", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField("officer", "first_password_until", models.DateTimeField(null=True)),
        migrations.CreateModel(
            "Session",
            [
                (
                    "session_key",
                    models.CharField(
                        "session key", max_length=40, primary_key=True, serialize=False
                    ),
                ),
                ("session_data", models.TextField("session data")),
                ("expire_date", models.DateTimeField("expire date", db_index=True)),
                ("user", _user(null=True, related_name="sessions")),
            ],
            {"verbose_name": "session", "verbose_name_plural": "sessions", "abstract": False},
        ),
        migrations.CreateModel(
            "BackupDevice",
            [
                ("id", _number()),
                ("name", models.CharField(max_length=64, help_text=NAME)),
                ("confirmed", models.BooleanField(default=True, help_text=READY)),
                (
                    "throttling_failure_timestamp",
                    models.DateTimeField(blank=True, default=None, help_text=FAILED, null=True),
                ),
                (
                    "throttling_failure_count",
                    models.PositiveIntegerField(default=0, help_text=FAILURES),
                ),
                ("user", _user(help_text=WHOSE)),
            ],
            {"abstract": False},
        ),
        migrations.CreateModel(
            "BackupCode",
            [
                ("id", _number()),
                ("place", models.CharField(max_length=1, blank=True)),
                ("hashed", models.CharField(max_length=200)),
                (
                    "device",
                    models.ForeignKey(
                        "collector.backupdevice", models.CASCADE, related_name="codes"
                    ),
                ),
            ],
        ),
        migrations.AddField("audit", "place", models.BigIntegerField(null=True)),
        migrations.AddField(
            "audit", "link", models.CharField(blank=True, default="", max_length=64), False
        ),
        migrations.AddConstraint(
            "audit", models.UniqueConstraint(fields=("council", "place"), name="audit_by_place")
        ),
        migrations.CreateModel(
            "AuditCut",
            [
                (
                    "council",
                    models.OneToOneField(
                        "collector.council", models.CASCADE, primary_key=True, serialize=False
                    ),
                ),
                ("place", models.BigIntegerField()),
                ("link", models.CharField(max_length=64)),
            ],
        ),
        migrations.AddField(
            "drawing",
            "looked",
            models.CharField(blank=True, choices=LOOKED, default="", max_length=10),
        ),
        migrations.AddIndex(
            "drawing",
            models.Index(
                condition=models.Q(("looked", "")),
                fields=["looked"],
                name="drawing_not_yet_looked_at",
            ),
        ),
        migrations.RunPython(hash_codes, migrations.RunPython.noop),
        migrations.RunPython(end_first_passwords, migrations.RunPython.noop),
        migrations.RunPython(forget_sessions, migrations.RunPython.noop),
    ]
