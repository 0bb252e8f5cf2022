"""Keeping the register: what a vendor manager enters is kept, what cannot be is said at the form."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from portal.accounts.tenancy import acting_for
from tests.cast import Cast
from tests.counting import queries_of
from vendors.calendar_versions import import_holidays, start_version
from vendors.forms import ImportHolidaysForm, ServiceLevelForm
from vendors.models import Calendar, Contract, ServiceLevel, SupportGroup, Vendor
from vendors.validity import validity
from vendors.weekly_hours import parse_hours, write_hours


@pytest.fixture
def manager(client: Client, cast: Cast) -> Client:
    client.force_login(cast["vendor_manager"].person)
    return client


@pytest.fixture
def office(acting: Cast) -> Calendar:
    calendar = Calendar.objects.create(organisation=acting.organisation, name="Office", timezone="Europe/Amsterdam")
    start_version(calendar, date(2020, 1, 1), [(day, 480, 1080) for day in range(5)])
    return calendar


def contract(**changes: str) -> dict[str, str]:
    return {
        "reference": "ORV-2024-03",
        "title": "Managed workplace",
        "delivery_model": "fully_managed",
        "starts_on": "2024-04-01",
        "ends_on": "2027-03-31",
        "notice_on": "2026-12-31",
        "currency": "eur",
        "yearly_fee": "1036800",
    } | changes


def test_a_vendor_manager_adds_a_vendor_and_lands_on_its_page(manager: Client, cast: Cast) -> None:
    answer = manager.post(reverse("vendors:add"), {"name": "Lumenfold"}, follow=True)
    assert "Lumenfold is added" in answer.content.decode()
    with acting_for(cast.organisation.pk):
        assert Vendor.objects.filter(name="Lumenfold").exists()


def test_a_second_vendor_of_the_same_name_is_refused_in_words(manager: Client, cast: Cast) -> None:
    answer = manager.post(reverse("vendors:add"), {"name": "orvane", "summary": "kept as typed"})
    assert answer.status_code == 422
    assert "There is a vendor of this name already." in answer.content.decode()
    assert "kept as typed" in answer.content.decode()


def test_of_two_who_edit_at_once_the_second_sees_both_versions_and_decides(manager: Client, cast: Cast) -> None:
    address = reverse("vendors:edit", args=[cast.orvane.pk])
    seen = manager.get(address).context["version"]
    with acting_for(cast.organisation.pk):
        Vendor.objects.filter(pk=cast.orvane.pk).update(summary="Theirs")
    mine = {"name": "Orvane", "summary": "Mine", "row_version": seen}
    refused = manager.post(address, mine)
    assert refused.status_code == 422
    assert "<ins>Theirs</ins>" in refused.content.decode()
    assert 'value="Mine"' in refused.content.decode()
    with acting_for(cast.organisation.pk):
        assert Vendor.objects.get(pk=cast.orvane.pk).summary == "Theirs"
    manager.post(address, mine | {"row_version": refused.context["version"]})
    with acting_for(cast.organisation.pk):
        assert Vendor.objects.get(pk=cast.orvane.pk).summary == "Mine"


def test_a_contract_is_kept_with_its_currency_in_capitals(manager: Client, cast: Cast) -> None:
    manager.post(reverse("vendors:add-belonging", args=[cast.orvane.pk, "contracts"]), contract())
    with acting_for(cast.organisation.pk):
        kept = Contract.objects.get()
    assert (kept.currency, kept.vendor_id, kept.days_to_notice(date(2026, 11, 9))) == ("EUR", cast.orvane.pk, 52)


@pytest.mark.parametrize(
    ("entered", "said"),
    [
        ({"ends_on": "2024-03-31", "notice_on": ""}, "The last day lies before the first."),
        ({"notice_on": "2027-04-01"}, "Notice has to be given before the contract ends."),
        ({"yearly_fee": "-1"}, "The fee cannot be negative."),
        ({"currency": "EU"}, "Give the currency by its three letters"),
    ],
)
def test_a_contract_that_cannot_be_is_refused_in_words(
    manager: Client, cast: Cast, entered: dict[str, str], said: str
) -> None:
    answer = manager.post(reverse("vendors:add-belonging", args=[cast.orvane.pk, "contracts"]), contract(**entered))
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert "Managed workplace" in answer.content.decode()


def test_a_support_group_moves_to_another_vendor_from_a_day_on(manager: Client, cast: Cast) -> None:
    first = {"name": "Group 56", "service": cast.desk.pk, "valid_from": "2026-01-01", "valid_to": "2026-06-30"}
    manager.post(reverse("vendors:add-belonging", args=[cast.orvane.pk, "groups"]), first)
    second = {"name": "Group 56", "service": cast.network.pk, "valid_from": "2026-07-01", "valid_to": ""}
    manager.post(reverse("vendors:add-belonging", args=[cast.tessel.pk, "groups"]), second)
    with acting_for(cast.organisation.pk):
        owners = SupportGroup.objects.order_by("valid").values_list("vendor__name", "valid__startswith")
        assert list(owners) == [("Orvane", date(2026, 1, 1)), ("Tessel", date(2026, 7, 1))]


def test_a_support_group_cannot_have_two_vendors_on_one_day(manager: Client, cast: Cast) -> None:
    entry = {"name": "Group 56", "service": "", "valid_from": "2026-01-01", "valid_to": "2026-06-30"}
    manager.post(reverse("vendors:add-belonging", args=[cast.orvane.pk, "groups"]), entry)
    answer = manager.post(
        reverse("vendors:add-belonging", args=[cast.tessel.pk, "groups"]), entry | {"valid_from": "2026-06-30"}
    )
    assert "This group has a vendor already" in answer.content.decode()


def test_a_form_offers_only_services_of_its_own_vendor(manager: Client, cast: Cast) -> None:
    answer = manager.post(
        reverse("vendors:add-belonging", args=[cast.orvane.pk, "groups"]),
        {"name": "Group 57", "service": cast.network.pk, "valid_from": "2026-01-01"},
    )
    assert answer.status_code == 422
    assert "Office network" not in answer.content.decode()


def test_a_service_level_is_kept_in_minutes_with_its_pausing_states(
    manager: Client, office: Calendar, cast: Cast
) -> None:
    manager.post(
        reverse("vendors:add-belonging", args=[cast.orvane.pk, "levels"]),
        {
            "code": "SD-02",
            "service": cast.desk.pk,
            "kind": "share",
            "metric": "resolution",
            "priority_rank": 2,
            "target_hours": "8",
            "calendar": office.pk,
            "pausing": "Awaiting User Info\n\n Awaiting Vendor ",
            "expected": "95",
            "window": "month",
            "rolling_months": "3",
            "counts_by": "opened",
            "minimum_volume": "20",
            "low_volume": "not_counted",
            "tolerance": "0.5",
            "valid_from": "2026-01-01",
            "valid_to": "",
        },
    )
    with acting_for(cast.organisation.pk):
        level = ServiceLevel.objects.get()
    assert level.target_minutes == 480
    assert level.pausing_states == ["Awaiting User Info", "Awaiting Vendor"]


def test_who_changes_a_rule_is_told_that_stored_tickets_follow(manager: Client, cast: Cast) -> None:
    group = {"name": "Group 56", "service": "", "valid_from": "2026-01-01", "valid_to": ""}
    address = reverse("vendors:add-belonging", args=[cast.orvane.pk, "groups"])
    assert "Stored tickets are judged by it" in manager.post(address, group, follow=True).content.decode()


def test_new_hours_end_the_version_before_and_keep_its_holidays(office: Calendar) -> None:
    import_holidays(office.versions.get(), "NL", "", range(2026, 2027))
    start_version(office, date(2026, 7, 1), [(0, 540, 1020)], "Shorter desk")
    old, new = office.versions.order_by("number")
    assert (old.valid.upper, new.valid.lower, new.valid.upper) == (date(2026, 7, 1), date(2026, 7, 1), None)
    assert new.holidays.filter(day=date(2026, 4, 27), source="NL").exists()
    assert old.hours.count() == 5


def test_the_past_of_a_calendar_is_not_rewritten(office: Calendar) -> None:
    with pytest.raises(ValidationError, match="has to start later"):
        start_version(office, date(2020, 1, 1), [(0, 540, 1020)])


def test_importing_holidays_twice_names_each_day_once(office: Calendar) -> None:
    version = office.versions.get()
    assert import_holidays(version, "DE", "BY", range(2026, 2027)) > 10
    assert import_holidays(version, "DE", "BY", range(2026, 2027)) == 0


def test_the_country_of_holidays_is_chosen_by_name_and_its_region_in_any_case() -> None:
    said = {"country": "DE", "region": "by", "first_year": 2026, "last_year": 2026}
    form = ImportHolidaysForm(said)
    assert ("NL", "Netherlands") in form.fields["country"].choices  # type: ignore[attr-defined]
    assert form.is_valid(), form.errors
    assert form.cleaned_data["region"] == "BY"
    assert not ImportHolidaysForm(said | {"region": "XX"}).is_valid()


@pytest.mark.parametrize(("field", "entered"), [("rolling_months", "-1"), ("target_hours", "0")])
def test_a_promise_that_cannot_be_is_refused_beside_its_field(acting: Cast, field: str, entered: str) -> None:
    level = ServiceLevel(organisation=acting.organisation, vendor=acting.orvane)
    form = ServiceLevelForm({field: entered}, instance=level)
    assert "Ensure this value" in form.errors[field][0]


def test_a_target_of_twenty_minutes_can_be_edited_as_it_is_shown(acting: Cast, office: Calendar) -> None:
    level = ServiceLevel.objects.create(
        organisation=acting.organisation,
        vendor=acting.orvane,
        service=acting.desk,
        code="SL-20",
        metric="response",
        priority_rank=1,
        target_minutes=20,
        calendar=office,
        valid=validity(date(2020, 1, 1), None),
    )
    shown = ServiceLevelForm(instance=level)
    form = ServiceLevelForm({name: shown[name].value() or "" for name in shown.fields}, instance=level)
    assert form.is_valid(), form.errors
    assert form.save().target_minutes == 20


@pytest.mark.parametrize(
    ("text", "intervals"),
    [
        ("08:00–12:00, 13:00-17:30", [(480, 720), (780, 1050)]),
        ("22:00–06:00", [(1320, 1800)]),
        ("00:00–24:00", [(0, 1440)]),
        ("8-17", [(480, 1020)]),
        ("", []),
    ],
)
def test_weekly_hours_read_as_people_write_them(text: str, intervals: list[tuple[int, int]]) -> None:
    assert parse_hours(text) == intervals
    assert parse_hours(write_hours(intervals)) == intervals


@pytest.mark.parametrize("text", ["8 to 5", "25:00–26:00", "08:00–12:00, 11:00–17:00", "08:75–12:00"])
def test_weekly_hours_that_cannot_be_are_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"interval|exist|overlap"):
        parse_hours(text)


def test_an_executive_sees_a_vendor_and_cannot_change_it(client: Client, cast: Cast) -> None:
    client.force_login(cast["executive"].person)
    assert "Edit vendor" not in client.get(cast.orvane.get_absolute_url()).content.decode()
    assert client.get(reverse("vendors:edit", args=[cast.orvane.pk])).status_code == 403


def test_the_vendor_page_costs_the_same_queries_for_one_and_for_ten_services(manager: Client, cast: Cast) -> None:
    one = queries_of(lambda: manager.get(cast.orvane.get_absolute_url()))
    with acting_for(cast.organisation.pk):
        for number in range(10):
            cast.orvane.services.create(organisation=cast.organisation, name=f"Service {number}")
    assert queries_of(lambda: manager.get(cast.orvane.get_absolute_url())) == one
