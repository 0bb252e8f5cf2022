"""Settings of the portal. Everything that differs between machines comes from the environment.

DATABASE_URL names the role a process works as: the application's role for web, worker and scheduler, the
owner's for migrations. REDIS_URL is the broker. PORTAL_DATA is the folder of uploaded files.
"""

from pathlib import Path

import pghistory
from environs import Env

env = Env()
ROOT = Path(__file__).resolve().parent.parent

DEBUG = env.bool("PORTAL_DEBUG", False)
SERVES = env.bool("PORTAL_SERVES", False)
# A process that answers people must be given its secret; checks and tests sign nothing that leaves them.
SECRET_KEY = env.str("SECRET_KEY") if SERVES else env.str("SECRET_KEY", "signs-nothing-that-leaves-this-process")
ALLOWED_HOSTS = env.list("PORTAL_HOSTS", ["localhost", "127.0.0.1", "[::1]"])
CSRF_TRUSTED_ORIGINS: list[str] = env.list("PORTAL_ORIGINS", [])
# Where people reach the portal: links in mails begin with it.
PORTAL_ADDRESS = (env.str("PORTAL_ADDRESS", "") or [*CSRF_TRUSTED_ORIGINS, "http://127.0.0.1:8000"][0]).rstrip("/")
PORTAL_DATA = Path(env.str("PORTAL_DATA", str(ROOT / "var"))).resolve()
MEDIA_ROOT = PORTAL_DATA / "files"
# Evidence is signed with it (PEM, Ed25519); empty: with a key that is made in the data folder.
EVIDENCE_KEY = env.str("EVIDENCE_KEY", "")

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django.contrib.humanize",
    "allauth",
    "allauth.account",
    "crispy_forms",
    "crispy_bootstrap5",
    "django_htmx",
    "template_partials",
    "rest_framework",
    "drf_spectacular",
    "pgtrigger",
    "pghistory",
    "portal.accounts",
    "portal.jobs",
    "portal.ledger",
    "portal.front",
    "vendors",
    "tickets",
    "reporting",
    "governance",
    "assessments",
    "portal.demonstration",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "portal.front.security.ContentSecurityPolicy",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "portal.accounts.middleware.ActingMember",
]

ROOT_URLCONF = "portal.urls"
WSGI_APPLICATION = "portal.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [ROOT / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "portal.front.frame.page_frame",
                "governance.notifying.frame.unread",
            ],
            "builtins": [
                "django.templatetags.static",
                "django.contrib.humanize.templatetags.humanize",
                "portal.templatetags.retained",
            ],
        },
    }
]

DATABASES = {"default": env.dj_db_url("DATABASE_URL", "postgres://retained_app@127.0.0.1:5432/retained")}
DATABASES["default"]["ATOMIC_REQUESTS"] = True
DATABASES["default"]["CONN_MAX_AGE"] = 60 if SERVES else 0
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

LANGUAGE_CODE = "en-gb"
TIME_ZONE = "UTC"
USE_TZ = True
USE_THOUSAND_SEPARATOR = True

STATIC_URL = "/static/"
# Gathered once where an image is built; otherwise served from where they lie.
STATIC_ROOT = env.str("PORTAL_STATIC", None)
STATICFILES_DIRS = [ROOT / "static"]
WHITENOISE_USE_FINDERS = STATIC_ROOT is None
WHITENOISE_AUTOREFRESH = DEBUG

# People sign in with their e-mail address. MFA and OpenID Connect are further apps of the same library.
AUTH_USER_MODEL = "accounts.Person"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.ScryptPasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"  # an invitation reaches its address or is never accepted
ACCOUNT_ADAPTER = "portal.accounts.adapter.InvitedOnly"
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_FORMS = {
    "login": "portal.accounts.signin_forms.SignInForm",
    "reset_password": "portal.accounts.signin_forms.ForgottenPasswordForm",
    "reset_password_from_key": "portal.accounts.signin_forms.NewPasswordForm",
    "change_password": "portal.accounts.signin_forms.OwnPasswordForm",
}
ACCOUNT_RATE_LIMITS = {
    "login": "60/m/ip",
    "login_failed": "10/m/ip,5/5m/key",
    "reset_password": "20/m/ip,5/m/key",
}
# How many reverse proxies stand in front: sign-ins are throttled by the address that the last of them saw.
ALLAUTH_TRUSTED_PROXY_COUNT = env.int("PORTAL_PROXIES", 0)
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = env.bool("PORTAL_HTTPS", False)
if env.bool("PORTAL_HTTPS", False):
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_HSTS_SECONDS = 31_536_000
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

EMAIL_URL = env.str("EMAIL_URL", "")
if EMAIL_URL:
    globals().update(env.dj_email_url("EMAIL_URL"))
else:
    EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    EMAIL_FILE_PATH = str(PORTAL_DATA / "mail")
DEFAULT_FROM_EMAIL = env.str("PORTAL_MAIL_FROM", "retained@localhost")

# Throttles count in Redis, so that every web process sees the same count.
REDIS_URL = env.str("REDIS_URL", "redis://127.0.0.1:6379/0")
CACHES = {"default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": REDIS_URL}}

CELERY_BROKER_URL = REDIS_URL
CELERY_TASK_IGNORE_RESULT = True  # results live in the job row
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "visibility_timeout": 6 * 3600,
    "unacked_restore_interval": 3,
    "unacked_restore_throttle": 1,
    "socket_timeout": 10,
    "socket_connect_timeout": 5,
}
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_BEAT_SCHEDULE = {
    "sweep-jobs": {"task": "portal.jobs.tasks.sweep_jobs", "schedule": env.float("JOB_SWEEP_SECONDS", 10.0)},
    "roll-up": {
        "task": "reporting.tasks.roll_up_what_changed",
        "schedule": env.float("ROLL_UP_SECONDS", 5.0),
    },
    "remove-forgotten-uploads": {"task": "tickets.tasks.remove_forgotten_uploads", "schedule": 3600.0},
    "look-after-credits": {"task": "vendors.tasks.look_after_credits", "schedule": 3600.0},
    "judge-the-day": {"task": "tickets.tasks.judge_open_tickets", "schedule": 600.0},
    "notify": {"task": "governance.tasks.notify", "schedule": env.float("NOTIFY_SECONDS", 60.0)},
    "remind-of-dates": {"task": "vendors.tasks.remind_of_dates", "schedule": env.float("REMIND_SECONDS", 300.0)},
    "measure-levels": {
        "task": "tickets.tasks.measure_what_changed",
        "schedule": env.float("MEASURE_SECONDS", 60.0),
    },
    "escalate": {
        "task": "tickets.tasks.escalate_open_tickets",
        "schedule": env.float("ESCALATE_SECONDS", 60.0),
    },
    "escalate-overdue-actions": {"task": "governance.tasks.escalate_overdue_actions", "schedule": 600.0},
    "notice-changed-rules": {
        "task": "tickets.tasks.notice_changed_rules",
        "schedule": env.float("NOTICE_RULES_SECONDS", 30.0),
    },
    "plan-reviews": {"task": "governance.tasks.plan_reviews", "schedule": env.float("PLAN_REVIEWS_SECONDS", 3_600.0)},
    "compose-agendas": {"task": "governance.tasks.compose_agendas", "schedule": 3600.0},
}
JOB_HEARTBEAT_SECONDS = env.float("JOB_HEARTBEAT_SECONDS", 2.0)
JOB_STALE_SECONDS = env.float("JOB_STALE_SECONDS", 20.0)

CRISPY_ALLOWED_TEMPLATE_PACKS = "bootstrap5"
CRISPY_TEMPLATE_PACK = "bootstrap5"

# The context of a change stands in the event row itself, so that it is under the same row security.
PGHISTORY_CONTEXT_FIELD = pghistory.ContextJSONField()
PGHISTORY_APPEND_ONLY = True

DATA_UPLOAD_MAX_NUMBER_FIELDS = 2000
FILE_UPLOAD_HANDLERS = ["django.core.files.uploadhandler.TemporaryFileUploadHandler"]

REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": ["rest_framework.authentication.SessionAuthentication"],
    "DEFAULT_PERMISSION_CLASSES": ["portal.accounts.access.HasDeclaredCapability"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["rest_framework.parsers.JSONParser"],
    "DEFAULT_SCHEMA_CLASS": "portal.front.describing.Described",
    "EXCEPTION_HANDLER": "portal.front.api.answer_error",
    "COERCE_DECIMAL_TO_STRING": True,
}
SPECTACULAR_SETTINGS = {
    "TITLE": "Retained",
    "DESCRIPTION": "What the pages show and do, for programs: the same rows, the same refusals.",
    "VERSION": "1",
    "SERVE_INCLUDE_SCHEMA": False,
    "POSTPROCESSING_HOOKS": [],  # states stand where they are used: every row has its own
}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": env.str("PORTAL_LOG_LEVEL", "INFO" if SERVES else "WARNING")},
}
