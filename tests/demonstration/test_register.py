"""The demonstration's register: what the world says is what the models hold."""

from collections.abc import Iterator
from datetime import date

import pytest

from portal.accounts.models import Membership, Organisation
from portal.accounts.tenancy import acting_for, as_system
from portal.demonstration.register import PASSWORD, Register
from portal.demonstration.world import world
from tickets.models import ScorePolicyVersion, TaskRule
from vendors.escalations.paths import escalation_matrix
from vendors.models import CalendarVersion, Contract, EscalationPath, PriorityModel, Service, ServiceLevel, SupportGroup

TODAY = date(2026, 11, 22)


@pytest.fixture
def registered(db: None) -> Iterator[Organisation]:
    with as_system():
        organisation = Organisation.objects.create(slug="ashcombe", name="Ashcombe Group")
    with acting_for(organisation.pk):
        Register(organisation, world(TODAY)).enter()
        yield organisation


def test_every_service_has_its_contract_and_its_levels(registered: Organisation) -> None:
    assert Service.objects.filter(contract__vendor__name="Orvane").count() == 3
    assert ServiceLevel.objects.count() == 8 * 4 * 2
    level = ServiceLevel.objects.get(code="SD-02")
    assert (str(level.service), level.priority_rank, level.target_minutes) == ("Service desk", 2, 480)
    assert level.pausing_states == ["Awaiting Vendor"]


def test_groups_lead_to_services_and_rules_to_task_types(registered: Organisation) -> None:
    assert str(SupportGroup.objects.get(name="Orvane Depot").service) == "Device support"
    by_subcategory = TaskRule.objects.filter(subcategory="Dock and peripherals").get()
    by_word = TaskRule.objects.filter(words="dock").get()
    assert by_subcategory.task_type == by_word.task_type
    assert by_subcategory.position < by_word.position


def test_calendars_are_valid_from_before_the_first_ticket(registered: Organisation) -> None:
    assert CalendarVersion.objects.valid_on(date(2025, 11, 1)).count() == 3
    office = CalendarVersion.objects.get(calendar__is_default=True)
    assert office.hours.count() == 5
    assert office.holidays.filter(day=date(2026, 4, 27), name="King's Day").exists()


def test_the_organisation_has_a_stricter_policy_of_its_own(registered: Organisation) -> None:
    assert ScorePolicyVersion.objects.valid_on(date(2024, 12, 31)).get().number == 1
    own = ScorePolicyVersion.objects.valid_on(date(2025, 1, 1)).get()
    assert (own.number, own.rules["lost_hours_limit"]) == (2, 3.0)


def test_there_is_one_person_per_role_and_one_per_provider(registered: Organisation) -> None:
    roles = list(Membership.objects.values_list("role", flat=True))
    assert len(set(roles)) == 7
    assert roles.count("provider") == 3
    assert all(member.person.check_password(PASSWORD) for member in Membership.objects.all()[:1])


def test_orvanes_contract_has_39_days_to_its_notice(registered: Organisation) -> None:
    assert Contract.objects.get(vendor__name="Orvane").days_to_notice(TODAY) == 39


def test_orvanes_path_has_one_gap_and_its_priorities_are_agreed(registered: Organisation) -> None:
    matrix = escalation_matrix(EscalationPath.objects.filter(vendor__name="Orvane").for_matrix())
    assert [gap["text"] for gap in matrix["gaps"]] == ["Step 3, Directors: nobody is named on the provider's side."]
    assert PriorityModel.objects.in_force(TODAY).get().cells[0][0]["example"] == "The warehouse cannot ship"
