"""What the database lets the application's role do, and what it refuses whatever a program asks."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.db import DataError, IntegrityError, ProgrammingError, connection, transaction
from django.utils import timezone

from portal.accounts.models import Invitation, Membership, Organisation, Person
from portal.accounts.tenancy import acting_for
from portal.jobs.models import Job
from tests.cast import Cast
from tests.reporting.ticket_rows import day, put
from tickets.copying import insert_rows
from tickets.models import ImportBatch, Outcome, Source, TaskRule, Ticket
from vendors.models import Site, Vendor


def asked(query: str) -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(query)
        return [str(row[0]) for row in cursor.fetchall()]


@contextmanager
def refused(*by: type[Exception], match: str | None = None) -> Iterator[None]:
    with pytest.raises(by or ProgrammingError, match=match), transaction.atomic(), _checked_at_once():
        yield


@contextmanager
def _checked_at_once() -> Iterator[None]:
    yield
    connection.check_constraints()


def test_the_application_changes_rows_and_nothing_else(db: None) -> None:
    beyond = "TRUNCATE", "REFERENCES", "TRIGGER"
    tables = "SELECT oid, relname FROM pg_class WHERE relkind IN ('r', 'p') AND relnamespace = 'public'::regnamespace"
    for right in beyond:
        assert asked(f"{tables} AND has_table_privilege(oid, '{right}')") == []
    assert asked("SELECT 1 WHERE has_schema_privilege('public', 'CREATE')") == []


def test_no_history_can_be_changed_or_removed(db: None) -> None:
    kept = (
        "SELECT relname FROM pg_class WHERE relkind = 'r' AND relname LIKE '%event' AND relname NOT LIKE 'pghistory%'"
    )
    assert len(asked(kept)) > 15
    for right in ("UPDATE", "DELETE"):
        assert asked(f"{kept} AND has_table_privilege(oid, '{right}')") == []


def test_functions_with_their_owners_rights_are_closed_to_others_and_to_tricks(db: None) -> None:
    theirs = "SELECT proname FROM pg_proc WHERE prosecdef AND pronamespace = 'public'::regnamespace"
    assert sorted(asked(theirs)) == ["refresh_ticket_statistics", "reserve_ticket_keys"]
    assert asked(f"{theirs} AND NOT coalesce(proconfig[1] LIKE 'search_path=%%pg_temp', false)") == []
    to_all = "EXISTS (SELECT FROM aclexplode(coalesce(proacl, acldefault('f', proowner))) WHERE grantee = 0)"
    assert asked(f"{theirs} AND {to_all}") == []


def test_a_reservation_that_fails_keeps_nobody_waiting(db: None) -> None:
    with refused(DataError), connection.cursor() as cursor:
        cursor.execute("SELECT reserve_ticket_keys(%s)", [2**63 - 1])
    assert asked("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND pid = pg_backend_pid()") == ["0"]


def test_a_provider_sees_nothing_that_is_the_clients_alone(acting: Cast) -> None:
    put(acting.organisation, [{"opened": day("2026-10-01"), "service": acting.network}])
    put(acting.organisation, [{"opened": day("2026-10-01")}])
    with acting_for(acting.organisation.pk, acting.orvane.pk):
        for model in (Source, ImportBatch, TaskRule, Invitation, Ticket, Outcome):
            assert not model._default_manager.exists(), model
        assert set(Membership.objects.values_list("vendor_id", flat=True)) == {acting.orvane.pk}
        assert Organisation.objects.update(name="Taken over") == 0
        assert Site.objects.update(name="Taken over") == 0


def test_a_provider_writes_nothing_for_the_client_or_a_rival(acting: Cast) -> None:
    ours, orvane, tessel = acting.organisation, acting.orvane.pk, acting.tessel.pk
    person = acting.stranger
    with acting_for(ours.pk, orvane):
        for write in (
            lambda: Source.objects.create(organisation=ours, name="Mine"),
            lambda: Site.objects.create(organisation=ours, name="Mine"),
            lambda: Vendor.objects.create(organisation=ours, name="Mine"),
            lambda: Membership.objects.create(organisation=ours, person=person, role="administrator"),
            lambda: Membership.objects.create(organisation=ours, person=person, role="provider", vendor_id=tessel),
            lambda: Job.objects.create(organisation=ours, vendor_id=tessel, kind="x", key="x", due_at=timezone.now()),
        ):
            with refused(match="row-level security"):
                write()
        assert Membership.objects.filter(vendor_id=orvane).update(role="administrator", vendor_id=None) == 0


def test_rows_in_bulk_and_by_copy_stay_in_their_organisation(acting: Cast) -> None:
    import polars as pl  # noqa: PLC0415

    with refused(match="row-level security"):
        Site.objects.bulk_create([Site(organisation=o, name="S") for o in (acting.organisation, acting.elsewhere)])
    Site.objects.create(organisation=acting.organisation, name="Head office")
    with refused(match="row-level security"):
        Site.objects.update(organisation=acting.elsewhere)
    row = pl.DataFrame({"organisation_id": [acting.elsewhere.pk], "name": ["S"], "itsm_name": [""], "country": [""]})
    types = {"organisation_id": "bigint", "name": "text", "itsm_name": "text", "country": "text"}
    with refused(match="row-level security"):
        insert_rows("vendors_site", types, row)


def test_a_ticket_hangs_on_no_row_of_another_party(acting: Cast) -> None:
    (ticket,) = put(acting.organisation, [{"opened": day("2026-10-01"), "service": acting.desk}])
    mine = Ticket.objects.filter(pk=ticket.pk)
    for stray in ({"vendor_id": acting.foreign_vendor.pk}, {"service_id": acting.network.pk}, {"source_id": 10**9}):
        with refused(IntegrityError, match="another party"):
            mine.update(**stray)
    with refused(IntegrityError, match="another party"):
        Outcome.objects.filter(pk=ticket.pk).update(vendor_id=acting.tessel.pk)


def test_people_of_one_organisation_are_no_members_with_a_vendor_of_another(acting: Cast) -> None:
    of = {"organisation": acting.organisation, "role": "provider", "vendor_id": acting.foreign_vendor.pk}
    with refused(IntegrityError, match="same_organisation"):
        Membership.objects.create(**of, person=acting.stranger)
    with refused(IntegrityError, match="same_organisation"):
        Invitation.objects.create(**of, email="x@x.example", secret_sha256="0" * 64, expires_at=timezone.now())


def test_raw_sql_without_a_context_reads_and_writes_nothing(cast: Cast) -> None:
    assert asked("SELECT count(*) FROM vendors_vendor") == ["0"]
    with connection.cursor() as cursor:
        cursor.execute("UPDATE vendors_vendor SET name = 'X'")
        assert cursor.rowcount == 0
    assert Person.objects.exists()  # people are found before it is known for whom they act
