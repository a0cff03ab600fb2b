"""Django's settings, made from the data folder named by ``COLLECTOR_DATA``."""

from datetime import timedelta
from pathlib import Path

from sync.collector import config as configuration
from sync.collector.place import here
from sync.collector.secret import web_secret

PLACE = here()
CONFIG = configuration.load(PLACE)
PACKAGE = Path(__file__).resolve().parent

SECRET_KEY = web_secret(PLACE)
DEBUG = False
ALLOWED_HOSTS = list(CONFIG.hosts)
ROOT_URLCONF = "sync.collector.urls"
WSGI_APPLICATION = "sync.collector.wsgi.application"
DATABASES = {"default": configuration.database(CONFIG, PLACE)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "django.forms",
    "axes",
    "django_otp",
    "django_otp.plugins.otp_totp",
    "django_otp.plugins.otp_static",  # for those who had its codes, which a migration hashes
    "sync.collector.apps.CollectorConfig",
]
MIDDLEWARE = [
    "sync.collector.ingest.lean.LeanReplies",
    "django.middleware.security.SecurityMiddleware",
    "sync.collector.pages.headers.SafeHeaders",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "sync.collector.pages.idle.EndIdle",
    "django_otp.middleware.OTPMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "axes.middleware.AxesMiddleware",
    "sync.collector.pages.refused.TooLarge",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "builtins": ["sync.collector.templatetags.office"],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "sync.collector.pages.context.council",
            ],
        },
    }
]

FORM_RENDERER = "sync.collector.pages.renderer.Renderer"

AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "django.contrib.auth.backends.ModelBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 10},
    },
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "sync.collector.pages.passwords.NotOfThisPlace"},
]
LOGIN_URL = "sign-in"
LOGIN_REDIRECT_URL = "forms"
LOGOUT_REDIRECT_URL = "sign-in"
# A name is locked, not an address: a council's officers often share one address.
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = timedelta(minutes=15)
AXES_LOCKOUT_PARAMETERS = ["username"]
AXES_LOCKOUT_TEMPLATE = "collector/locked.html"
AXES_HTTP_RESPONSE_CODE = 429
AXES_RESET_ON_SUCCESS = True
AXES_VERBOSE = False
SILENCED_SYSTEM_CHECKS = ["axes.W006"]  # for the reason above

FIRST_PASSWORD = timedelta(days=CONFIG.first_password_days)
PROVED_SECONDS = 10 * 60  # for which a password that was given counts

SCAN = CONFIG.scan
AUDIT_KEPT = timedelta(days=CONFIG.audit_days) if CONFIG.audit_days > 0 else None

OTP_TOTP_ISSUER = "Connected Society"
OTP_TOTP_THROTTLE_FACTOR = 1

SESSION_ENGINE = "sync.collector.sessions"
SESSION_COOKIE_AGE = 8 * 60 * 60
SESSION_IDLE_SECONDS = 60 * 60
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CONFIG.https
CSRF_COOKIE_SECURE = CONFIG.https
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
if CONFIG.https:  # a cookie of this name cannot be set by a neighbour on another port or subdomain
    SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = "__Host-session", "__Host-csrf"
SECURE_HSTS_SECONDS = 31_536_000 if CONFIG.https else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = CONFIG.https
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if CONFIG.https else None
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
# A little over one batch of 64 KiB; files that an officer uploads are counted by their own page.
DATA_UPLOAD_MAX_MEMORY_SIZE = 80 * 1024
DATA_UPLOAD_MAX_NUMBER_FILES = 40

SUBMISSIONS_A_PAGE = CONFIG.max_submissions_page
QUIET_HOURS = CONFIG.quiet_hours
FEWEST_IN_FIGURES = CONFIG.fewest_in_figures
FIGURES_LICENCE = CONFIG.figures_licence
MOST_A_MINUTE = {
    "api": CONFIG.api_a_minute, "calendars": CONFIG.calendars_a_minute,
    "open311": CONFIG.open311_a_minute,
    "openrosa": CONFIG.openrosa_a_minute, "sync": CONFIG.sync_a_minute,
    "pieces": CONFIG.pieces_a_minute,
}  # fmt: skip
OUTSIDE_LOOPBACK = CONFIG.outside_loopback
LANGUAGE_CODE = CONFIG.language
TIME_ZONE = CONFIG.time_zone
USE_I18N = True
USE_TZ = True

STATIC_URL = "static/"
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = False

EMAIL_BACKEND = (
    "django.core.mail.backends.smtp.EmailBackend" if CONFIG.mail_host
    else "django.core.mail.backends.dummy.EmailBackend"
)  # fmt: skip
EMAIL_HOST, EMAIL_PORT = CONFIG.mail_host, CONFIG.mail_port
EMAIL_HOST_USER = CONFIG.mail_user
EMAIL_HOST_PASSWORD = configuration.mail_password()
EMAIL_USE_TLS = CONFIG.mail_tls
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = CONFIG.mail_from

# Only names, counts and times are logged; Django's request log would hold paths and nothing more.
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {"()": "sync.collector.logs.Lines"},
        "json": {"()": "sync.collector.logs.JsonLines"},
    },
    "handlers": {
        "err": {
            "class": "logging.StreamHandler",
            "formatter": "json" if CONFIG.log_json else "line",
        }
    },
    "root": {"handlers": ["err"], "level": "INFO"},
    "loggers": {"axes": {"level": "ERROR"}, "waitress": {"level": "WARNING"}},
}
