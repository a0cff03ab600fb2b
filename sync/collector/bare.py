"""Settings without a data folder, for tools that only read the models: mypy and makemigrations."""

from datetime import timedelta

from sync.collector.config import Config

SECRET_KEY = "for tools only; no pages are served with these settings"
INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "axes",
    "django_otp",
    "django_otp.plugins.otp_totp",
    "django_otp.plugins.otp_static",
    "sync.collector.apps.CollectorConfig",
]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
DATABASES = {"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}}
SUBMISSIONS_A_PAGE = 50
QUIET_HOURS = 26.0
FEWEST_IN_FIGURES = 5
FIGURES_LICENCE = ""
MOST_A_MINUTE = {"api": 600, "open311": 120, "openrosa": 600, "pieces": 300, "sync": 600}
OUTSIDE_LOOPBACK = False
SCAN: tuple[str, ...] = ()
AUDIT_KEPT = timedelta(days=2192)
PROVED_SECONDS = 10 * 60
FIRST_PASSWORD = timedelta(days=7)
SESSION_IDLE_SECONDS = 60 * 60
# Django gives its zone to the whole process: Chicago's, where none is named.
TIME_ZONE = Config.time_zone
USE_TZ = True
