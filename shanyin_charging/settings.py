"""Settings, each read from the environment; what contradicts refuses to start."""

import os
from datetime import timedelta
from pathlib import Path
from typing import Any

from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured

from shanyin_charging import logs
from shanyin_charging.environment import (
    PATIENCE,
    database,
    hosts,
    instant,
    one_of,
    secret_key,
    switch,
    whole_number,
)

ROOT = Path(__file__).resolve().parent.parent


DEMO = switch("DEMO")  # an invented story; its database cannot serve as a real one
DEMO_PASSWORD = "shanyin-demo-2025"  # of every account of a demo, shown on its login page
PLAIN_HTTP = switch(
    "PLAIN_HTTP"
)  # no TLS in front: cookies go unprotected, so only for one's own machine
DEBUG = switch("DEBUG")
DATA_DIR = Path(os.environ.get("DATA_DIR", ROOT / "var" / ("demo" if DEMO else "portal")))

SECRET_KEY = secret_key(DATA_DIR)
ALLOWED_HOSTS = hosts("ALLOWED_HOSTS", "127.0.0.1,localhost")
if DEBUG and not PLAIN_HTTP:
    raise ImproperlyConfigured("DEBUG=1 会把内部信息给人看，只能和 PLAIN_HTTP=1 一起在自己机器上用")

# The demo's clock: it showed CLOCK_STARTS_AT when the machine's showed CLOCK_STARTED_AT, and runs
# on.
CLOCK_STARTS_AT, CLOCK_STARTED_AT = instant("CLOCK_STARTS_AT"), instant("CLOCK_STARTED_AT")
if (CLOCK_STARTS_AT is None) != (CLOCK_STARTED_AT is None):
    raise ImproperlyConfigured("CLOCK_STARTS_AT 和 CLOCK_STARTED_AT 要么都设，要么都不设")
if CLOCK_STARTS_AT and not DEMO:
    raise ImproperlyConfigured("只有演示（DEMO=1）可以设时钟")
CLOCK_OFFSET = timedelta(0)
if CLOCK_STARTS_AT and CLOCK_STARTED_AT:
    CLOCK_OFFSET = CLOCK_STARTS_AT - CLOCK_STARTED_AT

INSTALLED_APPS = [
    "shanyin_charging",  # before Django's own: its createsuperuser says what there is instead
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "axes",
    "csp",
    "django_filters",
    "django_linear_migrations",
    "django_otp",
    "django_otp.plugins.otp_static",
    "django_otp.plugins.otp_totp",
    "django_tables2",
    "shanyin_charging.health",
    "shanyin_charging.audit",
    "shanyin_charging.archive",
    "shanyin_charging.jobs",
    "shanyin_charging.accounts",
    "targets",
    "ledger",
    "reports",
]

MIDDLEWARE = [
    "shanyin_charging.logs.RequestLogMiddleware",
    "django.middleware.security.SecurityMiddleware",
    # by chance a little longer each time and with masked tokens, so that lengths tell nothing
    "django.middleware.gzip.GZipMiddleware",
    "csp.middleware.CSPMiddleware",
    "shanyin_charging.audit.address.AddressMiddleware",
    "shanyin_charging.incoming.IncomingMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "shanyin_charging.accounts.middleware.SessionsMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "shanyin_charging.accounts.middleware.CountyMiddleware",
    "targets.rulings.idle.IdleMiddleware",
    "shanyin_charging.accounts.middleware.KeepTypingMiddleware",
    "shanyin_charging.accounts.middleware.FirstPasswordMiddleware",
    "targets.rulings.second.SecondMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "shanyin_charging.accounts.middleware.PrivatePagesMiddleware",
    "shanyin_charging.audit.downloads.DownloadMiddleware",
    "shanyin_charging.audit.presses.OnceMiddleware",
    "shanyin_charging.audit.refused.RefusedMiddleware",
    "shanyin_charging.refusals.RefusalMiddleware",
    "axes.middleware.AxesMiddleware",
]

# What takes long is answered by workers (manage.py work) where several hosts share a database.
JOBS = one_of("JOBS", "", "database")
if JOBS:
    INSTALLED_APPS += ["django_tasks", "django_tasks_db"]
    MIDDLEWARE += ["shanyin_charging.jobs.middleware.JobsMiddleware"]
    TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}

ROOT_URLCONF = "shanyin_charging.urls"
WSGI_APPLICATION = "shanyin_charging.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [ROOT / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "builtins": [
                "shanyin_charging.templatetags.office",
                "shanyin_charging.templatetags.once",
            ],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "reports.pages.navigation.page",
            ],
        },
    }
]

DATABASES = {"default": database(DATA_DIR / "portal.sqlite3")}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"]["ENGINE"] = "shanyin_charging.sqlite3"
    # A transaction takes the write lock at its start, or two officers on the 5th get "database is
    # locked".
    # DELETE and not WAL: the SQLite of Debian 12 has the WAL-reset bug.
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": PATIENCE,
        "init_command": "PRAGMA journal_mode=DELETE; PRAGMA synchronous=EXTRA;",
    }
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "django.contrib.auth.backends.ModelBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "shanyin_charging.accounts.passwords.NotTheName",
        "OPTIONS": {"user_attributes": ("username", "name")},
    },
    {"NAME": "shanyin_charging.accounts.passwords.LongEnough", "OPTIONS": {"min_length": 12}},
    {"NAME": "shanyin_charging.accounts.passwords.NotCommon"},
    {"NAME": "shanyin_charging.accounts.passwords.NotARun"},
    {"NAME": "targets.plan.place_names.NotOfPlaces"},
]
PROXIES = whole_number("PROXIES")  # of the portal's own that a request passes, one behind the other
AXES_HANDLER = "shanyin_charging.accounts.attempts.Attempts"
AXES_CLIENT_IP_CALLABLE = "shanyin_charging.audit.address.address_of"
AXES_FAILURE_LIMIT = 5  # of one account from one address: who tries elsewhere locks no unit out
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"], "username", "ip_address"]
FAILURE_LIMIT_OF_ALL = 30  # of one account from everywhere, and of all accounts from one address
AXES_COOLOFF_TIME = timedelta(minutes=15)
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False  # trying on does not make it longer
AXES_LOCKOUT_CALLABLE = "shanyin_charging.accounts.attempts.locked_out"
AXES_RESET_ON_SUCCESS = True
AXES_VERBOSE = False
OTP_TOTP_ISSUER = "充电调度"  # as the app on a phone calls the portal
CSRF_FAILURE_VIEW = "shanyin_charging.refusals.expired"
LOGIN_URL = "sign_in"
LOGIN_REDIRECT_URL = "home"

SESSION_COOKIE_AGE = 8 * 3600
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = not PLAIN_HTTP
SESSION_COOKIE_NAME = "demo_session" if DEMO else "session"
SECURE_SSL_REDIRECT = not PLAIN_HTTP
SECURE_REDIRECT_EXEMPT = ["^healthz$", "^readyz$"]  # asked on the machine itself, behind the proxy
SECURE_PROXY_SSL_HEADER = None if PLAIN_HTTP else ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_HSTS_SECONDS = 0 if PLAIN_HTTP else 365 * 24 * 3600
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = not PLAIN_HTTP
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "connect-src": [SELF],  # the draft that keeps itself
        "img-src": [SELF, "data:"],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
    }
}

LANGUAGE_CODE = "zh-hans"
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True
USE_THOUSAND_SEPARATOR = False

STATIC_URL = "/static/"
FIXTURE_DIRS = [ROOT / "fixtures"]
STATIC_ROOT = DATA_DIR / "static"
MEDIA_ROOT = DATA_DIR / "media"
BACKUP_KEY = os.environ.get("BACKUP_KEY", "")  # a file: archives are encrypted with its key
BACKUP_DIR = Path(os.environ.get("BACKUP_DIR") or DATA_DIR / "backups")
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024  # of a form without its files
FILE_UPLOAD_PERMISSIONS = 0o600
CLAMD = os.environ.get("CLAMD", "")  # the scanner's socket; once it is set no file passes without
STORAGES: dict[str, dict[str, Any]] = {
    "default": {"BACKEND": "shanyin_charging.stored.SyncedStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

# Where several hosts share their files: a bucket of an S3 service; who may, AWS_ACCESS_KEY_ID and
# AWS_SECRET_ACCESS_KEY say.
S3_BUCKET = os.environ.get("S3_BUCKET", "")
if S3_BUCKET:
    STORAGES["default"] = {
        "BACKEND": "shanyin_charging.bucket.BucketStorage",
        "OPTIONS": {
            "bucket_name": S3_BUCKET,
            "endpoint_url": os.environ.get("S3_ENDPOINT") or None,
            "region_name": os.environ.get("S3_REGION") or None,
            "file_overwrite": False,
        },
    }

LOG_JSON = switch("LOG_JSON")
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {"format": "{asctime} {levelname} {name} {message}", "style": "{"},
        "json": {"()": "shanyin_charging.logs.JsonFormatter"},
    },
    "handlers": {
        "console": {"class": "logging.StreamHandler", "formatter": "json" if LOG_JSON else "line"}
    },
    "loggers": {room: {"level": "INFO" if LOG_JSON else "WARNING"} for room in logs.OURS},
    "root": {"handlers": ["console"], "level": "WARNING"},
}

# Ways out for reminders, each off until it is named here. Groups: robots of 企业微信 or 钉钉
# (wecombot://…, dingtalk://…),
# apart by spaces. People: an address with {address} in it (mailtos://…?to={address}, jsons://…), to
# a host in REMIND_HOSTS.
# Leaders' groups, which are told of signed papers only, and only once the office has ruled so.
PAPER_GROUPS = os.environ.get("PAPER_GROUPS", "").split()
REMIND_GROUPS = os.environ.get("REMIND_GROUPS", "").split()
REMIND_PEOPLE = {"mail": os.environ.get("REMIND_MAIL", ""), "sms": os.environ.get("REMIND_SMS", "")}
REMIND_HOSTS = os.environ.get("REMIND_HOSTS", "").split()

COUNTY = "140621"  # the division code of the county this portal serves
OFFICE_TELEPHONE = os.environ.get("OFFICE_TELEPHONE", "0349-0000000" if DEMO else "")
# as printed in bulletins, where they can be confirmed
PORTAL_URL = os.environ.get("PORTAL_URL") or f"http://127.0.0.1:{os.environ.get('PORT', '8000')}"
PORTAL_URL = PORTAL_URL.rstrip("/")
CSRF_TRUSTED_ORIGINS = [f"https://{host}" for host in ALLOWED_HOSTS]
if PORTAL_URL.startswith("https://"):
    CSRF_TRUSTED_ORIGINS.append(PORTAL_URL)  # with its port, where it has one
