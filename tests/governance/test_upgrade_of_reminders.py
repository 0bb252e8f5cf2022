"""The upgrade from mails of reminders to notifications: nothing is mailed twice, nothing that waited is lost."""

from datetime import date
from importlib import import_module
from typing import Any

import psycopg2
import pytest
from django.core import mail
from django.db import connection

from governance.models import Notification
from portal.accounts.models import Membership
from portal.accounts.tenancy import acting_for
from tests.cast import Cast, make_person
from tests.governance.telling import a_round, long_members
from tests.objects.owners import NOW
from vendors.models import Reminder

STATES = ("sent", "failed", "dropped", "sending", "waiting")
OLD_TABLE = """
CREATE TABLE vendors_remindermail (reminder_id bigint, person_id bigint, state text, sent_at timestamptz);
"""


@pytest.fixture
def owner(committed_cast: Cast, owner_role: dict[str, Any]) -> Any:
    """The role that migrates, in the tests' database."""
    keys = {"user": "USER", "password": "PASSWORD", "host": "HOST", "port": "PORT"}
    login = {key: owner_role[name] or None for key, name in keys.items()}
    held = psycopg2.connect(dbname=connection.settings_dict["NAME"], **login)
    yield held
    held.rollback()
    held.close()


def a_reminder(cast: Cast, state: str, **more: Any) -> Reminder:
    with acting_for(cast.organisation.pk):
        return Reminder.objects.create(
            organisation=cast.organisation,
            vendor=cast.orvane,
            subject=f"contract:{state}",
            kind="notice",
            day=date(2026, 12, 31),
            due_on=date(2026, 12, 1),
            title=f"Notice date {state}",
            url="/vendors/",
            created_at=NOW,
            **more,
        )


def upgrade(owner: Any, mails: list[tuple[int, int, str]]) -> None:
    """What the migration does, where the old table has these mails."""
    migration = import_module("governance.migrations.0006_reminders_that_were_mailed")
    with owner, owner.cursor() as cursor:
        cursor.execute(OLD_TABLE)
        for reminder_id, person_id, state in mails:
            sent_at = NOW if state == "sent" else None
            cursor.execute(
                "INSERT INTO vendors_remindermail VALUES (%s, %s, %s, %s)", [reminder_id, person_id, state, sent_at]
            )
        cursor.execute(migration.UNBOUND + migration.CARRY_OVER + migration.BOUND)
        cursor.execute("DROP TABLE vendors_remindermail")


def test_what_was_sent_is_not_mailed_again_and_what_waited_is_mailed_once(committed_cast: Cast, owner: Any) -> None:
    cast = committed_cast
    long_members(cast)
    person = cast["vendor_manager"].person
    reminders = {state: a_reminder(cast, state) for state in STATES}
    dismissed = a_reminder(cast, "dismissed", dismissed_at=NOW, dismissed_by="Vera")
    mails = [(row.pk, person.pk, state) for state, row in reminders.items()]
    upgrade(owner, [*mails, (dismissed.pk, person.pk, "waiting")])
    for _ in range(2):
        a_round(cast, NOW)
    assert [sent.subject for sent in mail.outbox] == ["Orvane: Notice date waiting, 31 Dec 2026"]
    with acting_for(cast.organisation.pk):
        rows = Notification.objects.of_member(cast["vendor_manager"].pk)
        unread = set(rows.unread().values_list("title", flat=True))
        assert rows.count() == len(STATES)
    assert unread == {f"Orvane: Notice date {state}, 31 Dec 2026" for state in ("failed", "sending", "waiting")}


def test_a_manager_who_came_after_a_reminder_is_not_mailed_about_it(committed_cast: Cast, owner: Any) -> None:
    cast = committed_cast
    with acting_for(cast.organisation.pk):
        of = {"organisation": cast.organisation, "role": "vendor_manager"}
        Membership.objects.create(**of, person=make_person("Mia Manager"))
    long_members(cast)
    upgrade(owner, [(a_reminder(cast, "sent").pk, cast["vendor_manager"].person.pk, "sent")])
    a_round(cast, NOW)
    assert mail.outbox == []
