"""The second wall: what PostgreSQL itself shows and takes, whatever a program forgets to ask."""

import pytest
from django.db import IntegrityError, ProgrammingError, connection, transaction

from portal.accounts.models import Membership, Organisation
from portal.accounts.tenancy import acting_for
from tests.cast import Cast
from vendors.models import Calendar, Contract, Service, ServiceLevel, SupportGroup, Vendor


def test_every_table_that_carries_an_organisation_is_under_forced_row_security(db: None) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT c.relname FROM pg_class c
            JOIN pg_namespace n ON n.oid = c.relnamespace AND n.nspname = 'public'
            WHERE c.relkind IN ('r', 'p')
              AND (c.relname LIKE 'accounts_organisation%'
                   OR EXISTS (SELECT FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attname = 'organisation_id'))
              AND NOT (c.relrowsecurity AND c.relforcerowsecurity
                       AND EXISTS (SELECT FROM pg_policy p WHERE p.polrelid = c.oid))
            """
        )
        assert cursor.fetchall() == []


def test_the_tables_without_an_organisation_are_known_one_by_one(db: None) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT c.relname FROM pg_class c WHERE c.relnamespace = 'public'::regnamespace "
            "AND c.relkind IN ('r', 'p') AND NOT c.relforcerowsecurity ORDER BY 1"
        )
        assert [name for (name,) in cursor.fetchall()] == [
            "account_emailaddress",
            "account_emailconfirmation",
            "accounts_person",
            "auth_group",
            "auth_group_permissions",
            "auth_permission",
            "django_content_type",
            "django_migrations",
            "django_session",
            "pghistory_context",
        ]


def test_no_view_reads_protected_tables_with_the_rights_of_its_owner(db: None) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT c.relname FROM pg_class c WHERE c.relnamespace = 'public'::regnamespace AND (c.relkind = 'm' "
            "OR (c.relkind = 'v' AND NOT coalesce('security_invoker=true' = ANY (c.reloptions), false)))"
        )
        views = {name for (name,) in cursor.fetchall()} - {"pghistory_aggregateevent", "pghistory_events"}
        assert views == set()


def test_the_role_of_the_application_is_bound_by_row_security(db: None) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT rolsuper, rolbypassrls FROM pg_roles WHERE rolname = current_user")
        assert cursor.fetchone() == (False, False)
        cursor.execute("SELECT count(*) FROM pg_tables WHERE schemaname = 'public' AND tableowner = current_user")
        assert cursor.fetchone() == (0,)


def test_without_a_context_nothing_is_visible(cast: Cast) -> None:
    assert not Vendor.objects.exists()
    assert not Membership.objects.exists()
    assert not Organisation.objects.exists()


def test_a_forgotten_filter_shows_only_the_own_organisation(cast: Cast) -> None:
    with acting_for(cast.elsewhere.pk):
        assert list(Vendor.objects.all()) == [cast.foreign_vendor]


def test_a_provider_sees_its_own_vendor_and_no_rival(cast: Cast) -> None:
    with acting_for(cast.organisation.pk, cast.tessel.pk):
        assert list(Vendor.objects.all()) == [cast.tessel]
        assert list(Service.objects.all()) == [cast.network]


def test_the_context_of_before_returns_after_a_block(cast: Cast) -> None:
    with acting_for(cast.organisation.pk):
        with acting_for(cast.elsewhere.pk):
            pass
        assert Vendor.objects.count() == 2
    assert not Vendor.objects.exists()


def test_a_failed_block_leaves_no_context_behind(cast: Cast) -> None:
    with pytest.raises(RuntimeError), acting_for(cast.organisation.pk):
        raise RuntimeError
    assert not Vendor.objects.exists()


def test_a_row_cannot_be_written_for_another_organisation(acting: Cast) -> None:
    with pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
        Vendor.objects.create(organisation=acting.elsewhere, name="Smuggled")


def test_a_contract_of_one_vendor_cannot_carry_a_service_of_another(acting: Cast) -> None:
    contract = Contract.objects.create(
        organisation=acting.organisation,
        vendor=acting.tessel,
        reference="T-1",
        title="Network",
        delivery_model="fully_managed",
        starts_on="2026-01-01",
        currency="EUR",
    )

    @transaction.atomic
    def move() -> None:
        Service.objects.filter(pk=acting.desk.pk).update(contract=contract)
        connection.check_constraints()

    with pytest.raises(IntegrityError, match="same_vendor"):
        move()


def test_a_support_group_has_one_vendor_at_a_time(acting: Cast) -> None:
    ours = {"organisation": acting.organisation, "name": "Group 7"}
    SupportGroup.objects.create(**ours, vendor=acting.orvane, valid=("2026-01-01", "2026-07-01"))
    SupportGroup.objects.create(**ours, vendor=acting.tessel, valid=("2026-07-01", None))
    with pytest.raises(IntegrityError, match="one_vendor_at_a_time"), transaction.atomic():
        SupportGroup.objects.create(**ours, vendor=acting.tessel, valid=("2026-06-01", "2026-06-02"))


def test_history_cannot_be_rewritten_by_the_application(acting: Cast) -> None:
    with (
        pytest.raises(ProgrammingError, match="permission denied"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute("DELETE FROM vendors_vendorevent")


def test_a_provider_cannot_write_what_it_may_read(cast: Cast) -> None:
    with acting_for(cast.organisation.pk, cast.orvane.pk):
        assert Service.objects.filter(pk=cast.desk.pk).update(name="Better desk") == 0
        assert Membership.objects.filter(vendor_id=cast.orvane.pk).delete()[0] == 0
        with pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
            Service.objects.create(organisation=cast.organisation, vendor=cast.orvane, name="One more")


def test_a_provider_sees_the_calendars_of_its_own_levels_and_no_rivals(acting: Cast) -> None:
    ours = acting.organisation
    default = Calendar.objects.create(organisation=ours, name="Default", timezone="Europe/Amsterdam", is_default=True)
    rivals = Calendar.objects.create(organisation=ours, name="Rival's", timezone="Europe/Amsterdam")
    common = {"organisation": ours, "metric": "resolution", "target_minutes": 60, "valid": ("2026-01-01", None)}
    ServiceLevel.objects.create(
        **common, vendor=acting.tessel, service=acting.network, code="N1", priority_rank=1, calendar=rivals
    )
    assert list(Calendar.objects.visible_to(acting["provider"])) == [default]
    assert set(Calendar.objects.visible_to(acting.rival)) == {default, rivals}
