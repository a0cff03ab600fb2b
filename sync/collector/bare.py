"""Settings without a data folder, for tools that only read the models: mypy and makemigrations."""

SECRET_KEY = "for tools only; no pages are served with these settings"
INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "sync.collector.apps.CollectorConfig",
]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
DATABASES = {"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}}
SUBMISSIONS_A_PAGE = 50
USE_TZ = True
