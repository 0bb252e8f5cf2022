"""Asking a decision right: which one covers a matter, who may decide, what a decision keeps."""

import re
from datetime import UTC, date, datetime, timedelta
from importlib import import_module
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.apps import apps
from django.db import IntegrityError, ProgrammingError, connection, transaction

from portal.accounts import memberships
from portal.accounts.capabilities import Role
from portal.accounts.decisions import (
    STANDARD,
    Matter,
    NotEntitled,
    decide,
    give_to_member,
    give_to_role,
    lay_out_standard,
    may_decide,
    refusal,
    who_decides,
)
from portal.accounts.models import Decision, DecisionKind, DecisionRight, Letter, Membership, RightHolder
from portal.accounts.models.decisions import RETAINED
from portal.accounts.tenancy import acting_for
from portal.validity import validity
from tests.accounts.deciding import NOW, about, decided, owned_by, right_for
from tests.cast import Cast, make_person

WAIVE = DecisionKind.WAIVE_CREDIT


def told_to(member: Membership, cast: Cast, at: datetime = NOW) -> str:
    return refusal(member, WAIVE, cast.orvane.pk, at)


def test_the_standard_rights_are_laid_out_once_and_name_no_owner_of_a_retained_decision(acting: Cast) -> None:
    assert lay_out_standard(acting.organisation) == len(STANDARD)
    assert lay_out_standard(acting.organisation) == 0
    assert {right.kind for right in DecisionRight.objects.all()} == set(STANDARD)
    assert not RightHolder.objects.filter(right__kind__in=RETAINED).exists()
    assert RightHolder.objects.get(right__kind=DecisionKind.DECIDE_REPORT).named == "every vendor manager"


def test_a_standard_right_that_was_ended_is_not_laid_out_again(acting: Cast) -> None:
    lay_out_standard(acting.organisation)
    DecisionRight.objects.filter(kind=WAIVE).update(valid=validity(date(2026, 1, 1), date(2026, 1, 31)))
    assert lay_out_standard(acting.organisation) == 0


def test_who_is_accountable_decides_and_the_decision_keeps_the_words_of_the_day(acting: Cast) -> None:
    leader, right = acting["it_leader"], right_for(acting)
    give_to_role(right, Letter.ACCOUNTABLE, Role.IT_LEADER)
    taken = decide(leader, about(acting), "Waived", "Goodwill", NOW)
    DecisionRight.objects.filter(pk=right.pk).update(title="Renamed")
    taken.refresh_from_db()
    assert (taken.right_title, taken.basis) == ("Waive a service credit", "Accountable: every IT leader")
    assert (taken.decided_by, taken.decided_at) == (str(leader.person), NOW)


@pytest.mark.parametrize("letter", [Letter.RESPONSIBLE, Letter.CONSULTED, Letter.INFORMED])
def test_only_the_accountable_decide(acting: Cast, letter: Letter) -> None:
    right = owned_by(acting["it_leader"], right_for(acting))
    give_to_member(right, letter, acting["vendor_manager"])
    assert may_decide(acting["it_leader"], WAIVE, acting.orvane.pk, NOW)
    assert not may_decide(acting["vendor_manager"], WAIVE, acting.orvane.pk, NOW)


def test_a_refusal_names_who_may_and_records_nothing(acting: Cast) -> None:
    right = owned_by(acting["it_leader"], right_for(acting))
    give_to_role(right, Letter.ACCOUNTABLE, Role.VENDOR_MANAGER)
    with pytest.raises(NotEntitled) as refused:
        decide(acting["administrator"], about(acting), "Waived", "", NOW)
    said = "“Waive a service credit” is decided by ITleader Person or every vendor manager, and you are not among them."
    assert str(refused.value) == said
    assert not Decision.objects.exists()


def test_nobody_decides_what_nobody_is_accountable_for(acting: Cast) -> None:
    assert "Nobody is accountable for “Waive a service credit” yet." in told_to(acting["it_leader"], acting)
    right_for(acting)
    assert "IT leader or administrator names someone" in told_to(acting["it_leader"], acting)


def test_who_left_decides_nothing_and_is_not_sent_for(acting: Cast) -> None:
    right = owned_by(acting["vendor_manager"], right_for(acting))
    memberships.end(acting["vendor_manager"], NOW)
    assert "since Vendormanager Person left" in told_to(acting["it_leader"], acting)
    owned_by(acting["it_leader"], right)
    assert told_to(acting["administrator"], acting).startswith(
        "“Waive a service credit” is decided by ITleader Person,"
    )
    memberships.reinstate(acting["vendor_manager"])
    assert "ITleader Person or Vendormanager Person" in told_to(acting["administrator"], acting)


def test_an_accountable_reader_is_told_that_the_role_only_reads(acting: Cast) -> None:
    owned_by(acting["auditor"], right_for(acting))
    assert told_to(acting["auditor"], acting).endswith("but your role here, Auditor, only reads.")


def test_a_right_that_names_the_vendor_goes_before_the_one_for_all(acting: Cast) -> None:
    owned_by(acting["it_leader"], right_for(acting))
    owned_by(acting["vendor_manager"], right_for(acting, vendor_id=acting.orvane.pk))
    assert may_decide(acting["vendor_manager"], WAIVE, acting.orvane.pk, NOW)
    assert not may_decide(acting["it_leader"], WAIVE, acting.orvane.pk, NOW)
    assert may_decide(acting["it_leader"], WAIVE, acting.tessel.pk, NOW)
    assert may_decide(acting["it_leader"], WAIVE, None, NOW)


def test_a_right_counts_on_the_days_of_the_organisations_zone(acting: Cast) -> None:
    """Valid on 20 November in Amsterdam (UTC+1): from 19 November 23:00 UTC to the same hour a day later."""
    day = date(2026, 11, 20)
    owned_by(acting["it_leader"], right_for(acting, valid=validity(day, day)))
    begins = datetime(2026, 11, 19, 23, 0, tzinfo=UTC)
    asked = [
        begins - timedelta(seconds=1),
        begins,
        begins + timedelta(hours=24, seconds=-1),
        begins + timedelta(hours=24),
    ]
    assert [may_decide(acting["it_leader"], WAIVE, acting.orvane.pk, at) for at in asked] == [False, True, True, False]


def worked_table() -> list[tuple[str, str, str]]:
    """The lines of the table in docs/decision-rights.md: about whom, asked when, decided by whom."""
    page = Path(__file__).parents[2].joinpath("docs/decision-rights.md").read_text()
    return re.findall(r"^\| (\w+) \| (\d{4}-\S+Z) \| ([\w ]+) \|$", page, re.MULTILINE)


@pytest.mark.parametrize(("vendor", "asked_at", "decided_by"), worked_table())
def test_the_worked_table_of_the_documentation_holds(acting: Cast, vendor: str, asked_at: str, decided_by: str) -> None:
    summer = validity(date(2026, 7, 1), date(2026, 12, 31))
    give_to_role(right_for(acting), Letter.ACCOUNTABLE, Role.IT_LEADER)
    give_to_role(right_for(acting, vendor_id=acting.orvane.pk, valid=summer), Letter.ACCOUNTABLE, Role.VENDOR_MANAGER)
    about_vendor = {"Orvane": acting.orvane.pk, "Tessel": acting.tessel.pk}[vendor]
    who = who_decides(acting["auditor"], WAIVE, about_vendor, datetime.fromisoformat(asked_at))
    assert who.decided_by.removeprefix("every ") == decided_by.replace("nobody", "")


def test_the_worked_table_is_found() -> None:
    assert len(worked_table()) == 6


def test_a_right_of_one_vendor_that_nobody_holds_is_not_made_up_for(acting: Cast) -> None:
    owned_by(acting["it_leader"], right_for(acting))
    right_for(acting, vendor_id=acting.orvane.pk, title="Waive credits of Orvane")
    assert "Nobody is accountable for “Waive credits of Orvane” yet." in told_to(acting["it_leader"], acting)


def test_every_provider_decides_for_itself_and_for_no_rival(acting: Cast) -> None:
    agree = DecisionKind.AGREE_EXCLUSION
    give_to_role(right_for(acting, agree), Letter.ACCOUNTABLE, Role.PROVIDER)
    asked = [(acting["provider"], acting.orvane), (acting.rival, acting.tessel), (acting.rival, acting.orvane)]
    assert [may_decide(member, agree, vendor.pk, NOW) for member, vendor in asked] == [True, True, False]


def test_a_providers_person_is_not_named_for_the_matters_of_a_rival(acting: Cast) -> None:
    owned_by(acting["provider"], right_for(acting, DecisionKind.AGREE_EXCLUSION))
    assert who_decides(acting["it_leader"], DecisionKind.AGREE_EXCLUSION, acting.orvane.pk, NOW).decided_by
    assert not who_decides(acting["it_leader"], DecisionKind.AGREE_EXCLUSION, acting.tessel.pk, NOW).decided_by


def test_a_provider_records_its_own_decision_under_the_second_wall(cast: Cast) -> None:
    agree = DecisionKind.AGREE_EXCLUSION
    with acting_for(cast.organisation.pk):
        give_to_role(right_for(cast, agree), Letter.ACCOUNTABLE, Role.PROVIDER)
    with acting_for(cast.organisation.pk, cast.orvane.pk):
        decide(cast["provider"], Matter(agree, cast.orvane.pk, "Move of the datacentre"), "Agreed", "", NOW)
        assert Decision.objects.count() == 1
    with acting_for(cast.organisation.pk, cast.tessel.pk):
        assert not Decision.objects.exists()


@pytest.mark.parametrize("change", ["update", "delete"])
def test_a_decision_is_never_changed_or_removed(acting: Cast, change: str) -> None:
    taken = decided(acting["it_leader"], right_for(acting), "Credit of October")
    rows = Decision.objects.filter(pk=taken.pk)
    with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
        rows.update(outcome="Kept") if change == "update" else rows._raw_delete(rows.db)


@pytest.mark.parametrize("kind", RETAINED)
def test_the_database_refuses_a_provider_as_accountable_for_a_retained_decision(
    acting: Cast, kind: DecisionKind
) -> None:
    right = right_for(acting, kind, is_retained=True)
    with pytest.raises(IntegrityError, match="no_provider_is_accountable"), transaction.atomic():
        give_to_role(right, Letter.ACCOUNTABLE, Role.PROVIDER)
    with pytest.raises(IntegrityError, match="no_provider_is_accountable"), transaction.atomic():
        give_to_member(right, Letter.ACCOUNTABLE, acting["provider"])
    give_to_member(right, Letter.CONSULTED, acting["provider"])


def test_a_retained_decision_cannot_be_called_anything_else(acting: Cast) -> None:
    with pytest.raises(IntegrityError, match="retained_decision_stays_inside"), transaction.atomic():
        right_for(acting, DecisionKind.ACCESS, is_retained=False)


def test_the_database_refuses_an_owner_who_changes_to_a_providers_side(acting: Cast) -> None:
    owned_by(acting["vendor_manager"], right_for(acting, DecisionKind.ACCESS, is_retained=True))
    rows = Membership.objects.filter(pk=acting["vendor_manager"].pk)
    with pytest.raises(IntegrityError, match="would change sides"), transaction.atomic():
        rows.update(role=Role.PROVIDER, vendor_id=acting.orvane.pk)


def test_the_database_refuses_to_retain_what_a_provider_is_accountable_for(acting: Cast) -> None:
    right = right_for(acting, DecisionKind.OTHER, title="Visits")
    give_to_role(right, Letter.ACCOUNTABLE, Role.PROVIDER)

    @transaction.atomic
    def retain() -> None:
        DecisionRight.objects.filter(pk=right.pk).update(is_retained=True)
        connection.check_constraints()

    with pytest.raises(IntegrityError, match="retention"):
        retain()


@pytest.mark.parametrize("change", [{"kind": DecisionKind.ACCESS, "is_retained": True}, {"vendor_id": "tessel"}])
def test_a_right_keeps_what_it_is_about(acting: Cast, change: dict[str, object]) -> None:
    right = right_for(acting)
    wanted = {name: acting.tessel.pk if value == "tessel" else value for name, value in change.items()}
    with pytest.raises(IntegrityError, match="about something else"), transaction.atomic():
        DecisionRight.objects.filter(pk=right.pk).update(**wanted)


def test_a_holder_cannot_be_shown_to_another_vendor_than_its_right(acting: Cast) -> None:
    right = owned_by(acting["it_leader"], right_for(acting, vendor_id=acting.orvane.pk))
    with pytest.raises(IntegrityError, match="another vendor than that of its right"), transaction.atomic():
        right.holders.update(vendor_id=acting.tessel.pk)


def test_a_right_about_one_vendor_is_not_held_by_a_rivals_person(acting: Cast) -> None:
    right = right_for(acting, vendor_id=acting.orvane.pk)
    with pytest.raises(IntegrityError, match="right_about_one_vendor"), transaction.atomic():
        give_to_member(right, Letter.INFORMED, acting.rival)


def test_one_kind_has_one_right_at_a_time_for_a_vendor(acting: Cast) -> None:
    right_for(acting, valid=validity(date(2026, 1, 1), date(2026, 6, 30)))
    right_for(acting, valid=validity(date(2026, 7, 1), None))
    right_for(acting, vendor_id=acting.orvane.pk)
    with pytest.raises(IntegrityError, match="one_right_at_a_time"), transaction.atomic():
        right_for(acting, valid=validity(date(2026, 6, 30), date(2026, 7, 1)))


def test_a_provider_sees_the_rights_that_cover_it_with_ours_and_its_own_holders(cast: Cast) -> None:
    """Both walls: what the query sets show, and what the database shows whatever is asked."""
    with acting_for(cast.organisation.pk):
        general, own = right_for(cast), right_for(cast, vendor_id=cast.orvane.pk)
        rivals = owned_by(cast.rival, right_for(cast, vendor_id=cast.tessel.pk))
        for member in (cast["it_leader"], cast["provider"], cast.rival):
            give_to_member(general, Letter.CONSULTED, member)
        seen = RightHolder.objects.visible_to(cast["provider"])
        assert {held.membership_id for held in seen} == {cast["it_leader"].pk, cast["provider"].pk}
        assert set(DecisionRight.objects.visible_to(cast["provider"])) == {general, own}
    with acting_for(cast.organisation.pk, cast.orvane.pk):
        assert {held.membership_id for held in RightHolder.objects.all()} == {cast["it_leader"].pk, cast["provider"].pk}
        assert rivals not in DecisionRight.objects.all()
        assert not RightHolder.objects.filter(right_id=rivals.pk).exists()


def test_a_member_who_holds_rights_changes_sides_only_without_them(acting: Cast) -> None:
    manager = acting["vendor_manager"]
    right = owned_by(manager, right_for(acting, title="Waive small credits"))
    with pytest.raises(memberships.HoldsRights, match=r"“Waive small credits” \(accountable\)"):
        memberships.change_role(manager, Role.PROVIDER, acting.orvane.pk)
    memberships.change_role(manager, Role.IT_LEADER, None)
    right.holders.all().delete()
    memberships.change_role(manager, Role.PROVIDER, acting.orvane.pk)


def test_a_former_member_does_not_come_back_on_the_other_side_with_rights(acting: Cast) -> None:
    person = make_person("Nina New")
    member = memberships.admit(acting.organisation.pk, person, Role.VENDOR_MANAGER, None)
    owned_by(member, right_for(acting))
    memberships.end(member, NOW)
    with pytest.raises(memberships.HoldsRights):
        memberships.admit(acting.organisation.pk, person, Role.PROVIDER, acting.orvane.pk)
    memberships.admit(acting.organisation.pk, person, Role.IT_LEADER, None)
    assert not RightHolder.objects.get(membership=member).has_left


def test_an_organisation_from_before_there_were_rights_gets_the_standard_ones(acting: Cast) -> None:
    """What the migration of existing installations lays out is what a new organisation starts with."""
    migration = import_module("portal.accounts.migrations.0007_standard_rights_for_those_who_are_there")

    def rights() -> set[tuple[str, str, bool, tuple[str, ...]]]:
        with acting_for(acting.organisation.pk):
            found = DecisionRight.objects.filter(organisation=acting.organisation).prefetch_related("holders")
            return {(one.kind, one.title, one.is_retained, tuple(str(h) for h in one.holders.all())) for one in found}

    for _ in range(2):
        migration.lay_out(apps, SimpleNamespace(connection=connection))
        laid_out = rights()
    with acting_for(acting.organisation.pk):
        assert lay_out_standard(acting.organisation) == 0
        DecisionRight.objects.all().delete()
        lay_out_standard(acting.organisation)
    assert laid_out == rights()
    assert len(laid_out) == 11
