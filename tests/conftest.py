"""The ground that all tests stand on: a real PostgreSQL, two roles, and a fixed cast.

The test database is made and migrated by the owner's role; everything else runs as the application's role,
which row security binds.
"""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import dj_database_url
import psycopg2
import pytest
from django.conf import settings
from django.db import connection
from hypothesis import settings as trials
from playwright.sync_api import Browser
from pytest_django.plugin import DjangoDbBlocker

from portal.accounts.tenancy import acting_for, as_system
from tests.browsers import launched
from tests.cast import Cast, make_cast

trials.register_profile("untimed", deadline=None)  # machines are shared: how long an example took says nothing
trials.load_profile("untimed")

REAL_EXPORT = Path(__file__).parents[2] / "shared" / "data" / "uci_incident_event_log" / "incident_event_log.csv.gz"


def _use(role: dict[str, Any], database: str | None = None) -> None:
    connection.close()
    connection.settings_dict |= {k: role[k] for k in ("USER", "PASSWORD", "HOST", "PORT")}
    if database:
        connection.settings_dict["NAME"] = database


@pytest.fixture(scope="session")
def owner_role() -> dict[str, Any]:
    """Connection settings of the role that owns the tables."""
    return dict(dj_database_url.parse(os.environ["DATABASE_OWNER_URL"]))


@pytest.fixture(scope="session")
def django_db_setup(
    django_test_environment: None, django_db_blocker: DjangoDbBlocker, owner_role: dict[str, Any]
) -> Iterator[None]:
    app_role = dict(settings.DATABASES["default"])
    production = app_role["NAME"]
    with django_db_blocker.unblock():
        _use(owner_role)
        connection.settings_dict["TEST"]["TEMPLATE"] = os.environ.get("PREPARED_DATABASE")
        name = connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
        _use(app_role, name)
    yield
    with django_db_blocker.unblock():
        _use(owner_role)
        connection.creation.destroy_test_db(production, verbosity=0)


@pytest.fixture
def transactional_db(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker, owner_role: dict[str, Any]
) -> Iterator[None]:
    """A database in which commits are real; emptied afterwards by the owner, for the application may not."""
    with django_db_blocker.unblock():
        yield
        name = connection.settings_dict["NAME"]
        connection.close()
        empty(owner_role, name)


def empty(owner_role: dict[str, Any], name: str) -> None:
    """Remove all rows of the test database but those that migrations put there."""
    keys = {"user": "USER", "password": "PASSWORD", "host": "HOST", "port": "PORT"}
    owner = psycopg2.connect(dbname=name, **{k: owner_role[v] or None for k, v in keys.items()})
    with owner, owner.cursor() as cursor:
        cursor.execute(
            "SELECT string_agg(format('%I', tablename), ', ') FROM pg_tables WHERE schemaname = 'public' "
            "AND tablename NOT IN ('django_migrations', 'django_content_type', 'auth_permission')"
        )
        cursor.execute(f"TRUNCATE {cursor.fetchone()[0]}")
    owner.close()


@pytest.fixture
def cast(db: None) -> Cast:
    """One person per role, a rival vendor's person, another organisation's person and a stranger."""
    return make_cast()


@pytest.fixture
def committed_cast(transactional_db: None) -> Cast:
    """The cast in a database in which commits are real, for workers and browsers."""
    return make_cast()


@pytest.fixture
def acting(cast: Cast) -> Iterator[Cast]:
    """The cast, with the test itself acting for their organisation."""
    with acting_for(cast.organisation.pk):
        yield cast


@pytest.fixture
def system(db: None) -> Iterator[None]:
    with as_system():
        yield


@pytest.fixture(scope="session")
def real_export() -> Path:
    """A real company's ServiceNow log (CC BY 4.0, doi 10.24432/C57S4H); it lies beside the project, not in it."""
    if not REAL_EXPORT.exists():
        pytest.skip(f"The real export is not on this machine: {REAL_EXPORT.name}. Its figures go unchecked here.")
    return REAL_EXPORT


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Chromium, for one module: while Playwright runs, its thread may not use Django's database."""
    with launched() as chromium:
        yield chromium
