"""Settings of the portal. Everything that differs between machines comes from the environment.

DATABASE_URL names the role a process works as: the application's role for web, worker and scheduler, the
owner's for migrations. REDIS_URL is the broker. PORTAL_DATA is the folder of uploaded files.
"""

from pathlib import Path

from environs import Env

env = Env()
ROOT = Path(__file__).resolve().parent.parent

DEBUG = env.bool("PORTAL_DEBUG", False)
SECRET_KEY = env.str("SECRET_KEY", "only-for-checks-and-tests-never-served" if not env.bool("PORTAL_SERVES", False) else "")
ALLOWED_HOSTS = env.list("PORTAL_HOSTS", ["localhost", "127.0.0.1", "[::1]"])
CSRF_TRUSTED_ORIGINS = env.list("PORTAL_ORIGINS", [])
PORTAL_DATA = Path(env.str("PORTAL_DATA", str(ROOT / "var"))).resolve()

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django.contrib.humanize",
    "portal.accounts",
    "portal.jobs",
    "portal.ledger",
    "vendors",
    "tickets",
    "reporting",
    "governance",
    "assessments",
]
DATABASES = {"default": env.dj_db_url("DATABASE_URL", "postgres://retained_app@127.0.0.1:5432/retained")}
LANGUAGE_CODE = "en-gb"
TIME_ZONE = "UTC"
USE_TZ = True
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
