"""Settings, read from the environment. Apps above this one are named by string only.

`DEMO=1` and `DEBUG=1` fill what is missing from `.var/`; production refuses to start and names
the missing variable; `OFFLINE=1` has no database. `deploy/env.example` lists them all.
"""

from email.utils import parseaddr
from pathlib import Path

from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

from budgeting import env
from budgeting.cookies import *  # noqa: F403
from budgeting.signing_in import *  # noqa: F403

BASE_DIR = Path(__file__).resolve().parent.parent
VAR_DIR = Path(env.text("VAR_DIR", str(BASE_DIR / ".var")))
VERSION = "0.1.0"

DEMO = env.flag("DEMO")
DEBUG = env.flag("DEBUG")
LOCAL = DEMO or DEBUG

if env.flag("OFFLINE"):
    # For commands without a database, on any machine: nothing is served, signed or stored.
    SECRET_KEY, ALLOWED_HOSTS, KEY_DIR = "offline", [], VAR_DIR / "keys"
    DATABASE_URL = "none:"
elif LOCAL:
    SECRET_KEY = env.text("SECRET_KEY") or env.secret_file(VAR_DIR / "secret_key")
    ALLOWED_HOSTS = env.words("ALLOWED_HOSTS", "127.0.0.1,localhost,[::1]")
    KEY_DIR = Path(env.text("KEY_DIR", str(VAR_DIR / "keys")))
    DATABASE_URL = env.text("DATABASE_URL", f"sqlite:///{VAR_DIR / 'wijkstem.sqlite3'}")
else:
    SECRET_KEY = env.required("SECRET_KEY", "a long random text, kept out of the database")
    ALLOWED_HOSTS = env.words("ALLOWED_HOSTS")
    if not ALLOWED_HOSTS:
        raise env.MissingSetting("ALLOWED_HOSTS", "the host names this site answers to")
    KEY_DIR = Path(env.required("KEY_DIR", "the directory of edition keys, on its own volume"))
    DATABASE_URL = env.required("DATABASE_URL", "postgres://user:password@host:port/name")

INSTALLED_APPS = [
    "budgeting.apps.AdministrationConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "csp",
    "django_htmx",  # for its copy of htmx
    "budgeting",
    "proposals",
    "voting",
    "tallying",
]

MIDDLEWARE = [
    # The headers come first, so that static files carry them too.
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "budgeting.middleware.SecurityHeadersMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "budgeting.middleware.NotStoredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "budgeting.middleware.LanguageMemoryMiddleware",
    "budgeting.middleware.RefusedMiddleware",
]

ROOT_URLCONF = "budgeting.urls"
WSGI_APPLICATION = "budgeting.wsgi.application"
AUTH_USER_MODEL = "budgeting.User"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "budgeting.context.site",
            ],
            "builtins": [
                f"budgeting.templatetags.{name}" for name in ("content", "fields", "numbers", "ui")
            ],
        },
    }
]

DATABASES = {"default": env.database(DATABASE_URL)}

LANGUAGE_CODE = "nl"
LANGUAGES = [("nl", _("Dutch")), ("fr", _("French")), ("en", _("English"))]
LOCALE_PATHS = [BASE_DIR / "budgeting" / "locale"]
TIME_ZONE = "Europe/Brussels"
USE_I18N = True
USE_TZ = True

STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "static"
WHITENOISE_ALLOW_ALL_ORIGINS = False  # as the header Cross-Origin-Resource-Policy says
MEDIA_ROOT = VAR_DIR / "media"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
        if not DEBUG
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}

EMAIL_BACKEND = (
    "django.core.mail.backends.filebased.EmailBackend"
    if LOCAL
    else "django.core.mail.backends.smtp.EmailBackend"
)
EMAIL_FILE_PATH = VAR_DIR / "mail"
EMAIL_HOST = env.text("EMAIL_HOST", "localhost")
EMAIL_PORT = env.number("EMAIL_PORT", 25)
DEFAULT_FROM_EMAIL = env.text("DEFAULT_FROM_EMAIL", "wijkstem@localhost")
EMAIL_TIMEOUT = 10  # seconds; somebody is waiting for the answer

# On the pages of information: whom to write to, where the source is, the licence of the open data,
# where this site is (for mails that no visitor asked for), who deals with complaints.
CONTACT_EMAIL = env.text(
    "CONTACT_EMAIL", "demo@example.org" if DEMO else parseaddr(DEFAULT_FROM_EMAIL)[1]
)
SOURCE_URL = env.text("SOURCE_URL")
DATA_LICENCE = env.text("DATA_LICENCE")
SITE_URL = env.site_url(ALLOWED_HOSTS, secure=not LOCAL)
OMBUDSMAN = {f"name_{code}": env.text(f"OMBUDSMAN_{code.upper()}") for code in ("nl", "fr")}

# What has no part in secrecy travels through the queue: identifiers of tallies and tables only.
CELERY_BROKER_URL = env.text("REDIS_URL", "filesystem://" if LOCAL else "redis://127.0.0.1:6379/0")
CELERY_BROKER_TRANSPORT_OPTIONS = (
    {
        "data_folder_in": str(VAR_DIR / "queue"),
        "data_folder_out": str(VAR_DIR / "queue"),
        "processed_folder": str(VAR_DIR / "queue"),
        "control_folder": str(VAR_DIR / "queue-control"),
    }
    if CELERY_BROKER_URL.startswith("filesystem")
    else {}
)
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True

HTTPS = not LOCAL

# The ground of the large map: without an address it is plain, and no other host is asked.
MAP_TILES_URL, MAP_TILES_ORIGIN, MAP_TILES_ATTRIBUTION = env.tiles(secure=HTTPS)

# Security headers. Nothing is loaded from another host, but for the tiles of a map if the City
# set some; no inline script or style, no eval.
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "font-src": [SELF],
        "img-src": [SELF, "data:", *MAP_TILES_ORIGIN],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "worker-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "upgrade-insecure-requests": HTTPS,
    }
}
SECURE_SSL_REDIRECT = HTTPS
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = HTTPS
# Browsers' own lists hold whole domains: that is for the City to decide, not for one site in it.
SILENCED_SYSTEM_CHECKS = ["security.W021"]
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if env.flag("BEHIND_PROXY") else None
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = HTTPS

# Whose texts are translated: functions from a council to its rows of text.
TEXT_SOURCES = ["budgeting.services.texts.of_council", "proposals.services.texts.of_council"]

# Kinds of tables that can be handed in at the desk.
_TABLES = "budgeting.services.tables"
TABLE_KINDS = {
    "venues": f"{_TABLES}.of_council.Places",
    "seats": f"{_TABLES}.of_council.Seats",
    "meetings": f"{_TABLES}.meetings.Meetings",
    "proposals": "proposals.services.importing.Proposals",
    "themes": f"{_TABLES}.of_edition.Themes",
    "needs": f"{_TABLES}.of_edition.Needs",
}

# Conditions that apps above register for a move of the edition, by target phase.
MOVE_CONDITIONS: dict[str, list[str]] = {
    "draft": ["proposals.services.conditions.nothing_was_handed_in"],
    "call": ["budgeting.services.conditions.ready_for_the_call"],
    "publication": ["proposals.services.conditions.ballot_is_complete"],
    "voting": [
        "budgeting.services.conditions.ready_for_the_vote",
        "proposals.services.conditions.ballot_is_complete",
        "tallying.services.conditions.rule_is_known",
        "tallying.services.limits.limits_can_work",
    ],
    "council_review": ["tallying.services.conditions.there_is_a_result"],
    "closed": ["proposals.services.conditions.every_proposal_is_answered"],
}

# What apps above keep of an edition and copy with it: called with the earlier and the new one.
COPIED_WITH = ["voting.services.paper_rules.copy_rules"]

# Checks of the audit trail that apps above register: what they store has to stand in it.
TRAIL_CHECKS = ["tallying.services.recorded.unrecorded_tallies"]

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "{levelname} {name} {message}", "style": "{"}},
    "filters": {"without_codes": {"()": "voting.logs.WithoutCodes"}},
    "handlers": {
        "console": {
            "class": "logging.StreamHandler",
            "formatter": "plain",
            "filters": ["without_codes"],
        }
    },
    "root": {"handlers": ["console"], "level": "INFO"},
    # Django's own handlers would print an address once more, unfiltered.
    "loggers": {
        "django": {"handlers": []},
        "django.server": {"handlers": ["console"], "propagate": False},
    },
}
