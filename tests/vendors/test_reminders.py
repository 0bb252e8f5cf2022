"""Reminders: each date is spoken of once, whether the scheduler calls twice or not at all."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from portal.accounts.tenancy import acting_for
from tests.cast import Cast
from tests.counting import queries_of
from tests.threads import at_once
from tests.vendors.contract_rows import a_contract, an_attestation, an_obligation
from vendors import tasks
from vendors.contracts import reminding
from vendors.contracts.dates import BY_KIND, DueDate, Scope, dates_of
from vendors.models import Reminder, Vendor
from vendors.telling.dates import reminders


def at(day: str) -> datetime:
    return datetime.fromisoformat(f"{day}T09:00:00+00:00")


def a_round(cast: Cast, day: str) -> int:
    """What one call of the scheduler does."""
    with acting_for(cast.organisation.pk):
        return reminding.remind(cast.organisation, at(day))


def notice(day: date) -> DueDate:
    return DueDate("notice", day, "Notice date of X", "/", 1, "contract:1")


NOTICE = date(2026, 12, 31)


@pytest.mark.parametrize(
    ("today", "on"),
    [
        ("2026-10-01", None),
        ("2026-10-02", "2026-10-02"),
        ("2026-11-30", "2026-10-02"),
        ("2026-12-01", "2026-12-01"),
        ("2026-12-24", "2026-12-24"),
        ("2027-01-14", "2026-12-24"),
        ("2027-01-15", None),
    ],
)
def test_a_notice_date_is_spoken_of_90_30_and_7_days_before(today: str, on: str | None) -> None:
    found = BY_KIND["notice"].remind_on(notice(NOTICE), date.fromisoformat(today))
    assert found == (on and date.fromisoformat(on))


def test_what_lasts_is_spoken_of_however_long_ago_it_was_due() -> None:
    owed = DueDate("obligation", date(2020, 1, 1), "Test", "/", 1, "obligation:1")
    assert BY_KIND["obligation"].remind_on(owed, date(2020, 1, 7)) == date(2020, 1, 1)
    assert BY_KIND["obligation"].remind_on(owed, date(2026, 1, 1)) == date(2020, 1, 8)


def test_every_kind_of_date_is_found_once(acting: Cast) -> None:
    contract = a_contract(acting.organisation, acting.orvane, renews_automatically=True, renewal_months=12)
    an_obligation(contract, date(2027, 1, 31))
    an_obligation(contract, date(2026, 1, 31), done_on=date(2026, 1, 30))
    an_attestation(acting.orvane, valid_from=date(2026, 1, 1), valid_to=date(2026, 12, 31))
    an_attestation(acting.orvane, standard="iso_27001")
    found = dates_of(Scope(acting.organisation.pk, date(2026, 11, 9)))
    said = {(due.kind, due.day.isoformat(), due.settled) for due in found if due.kind != "lack"}
    assert said == {
        ("notice", "2026-12-31", False),
        ("end", "2027-03-31", False),
        ("obligation", "2027-01-31", False),
        ("obligation", "2026-01-31", True),
        ("attestation", "2026-12-31", False),
    }
    assert [due.title for due in found if due.kind == "lack"] == ["Required ISO 27001 is missing"]
    assert "ORV-1 renews until 31\u00a0Mar\u00a02028" in [due.title for due in found]


def test_a_vendor_that_works_for_us_no_more_lacks_nothing(acting: Cast) -> None:
    an_attestation(acting.orvane)
    assert [due.kind for due in dates_of(Scope(acting.organisation.pk, date(2030, 1, 1)))] == ["lack"]
    Vendor.objects.filter(pk=acting.orvane.pk).update(ended_on=date(2029, 1, 1))
    assert dates_of(Scope(acting.organisation.pk, date(2030, 1, 1))) == []


def test_an_attestation_that_was_renewed_asks_for_nothing(acting: Cast) -> None:
    an_attestation(acting.orvane, valid_from=date(2025, 1, 1), valid_to=date(2025, 12, 31))
    an_attestation(acting.orvane, valid_from=date(2026, 1, 1), valid_to=date(2026, 12, 31))
    found = dates_of(Scope(acting.organisation.pk, date(2026, 12, 1)))
    assert [(due.day.year, due.settled) for due in found] == [(2025, True), (2026, False)]


def test_a_doubled_round_repeats_nothing_and_a_missed_one_loses_nothing(cast: Cast) -> None:
    with acting_for(cast.organisation.pk):
        a_contract(cast.organisation, cast.orvane)
    assert [a_round(cast, "2026-10-02"), a_round(cast, "2026-10-02"), a_round(cast, "2026-10-03")] == [1, 0, 0]
    # Nothing ran from 3 October to 20 December: the reminder of 1 December is made up for.
    assert [a_round(cast, "2026-12-20"), a_round(cast, "2026-12-20")] == [1, 0]
    assert a_round(cast, "2026-12-24") == 1


def test_the_database_holds_one_reminder_of_a_date(acting: Cast) -> None:
    contract = a_contract(acting.organisation, acting.orvane)
    reminding.remind(acting.organisation, at("2026-10-02"))
    same = Reminder.objects.values("vendor_id", "subject", "kind", "day", "due_on", "title", "url", "created_at").get()
    assert same["subject"] == f"contract:{contract.pk}"
    with pytest.raises(IntegrityError, match="made_once"), transaction.atomic():
        Reminder.objects.create(organisation=acting.organisation, **same)


def test_a_date_that_moves_is_spoken_of_again(cast: Cast) -> None:
    with acting_for(cast.organisation.pk):
        contract = a_contract(cast.organisation, cast.orvane)
    a_round(cast, "2026-12-24")
    with acting_for(cast.organisation.pk):
        contract.notice_period = 2
        contract.save()
    assert [a_round(cast, day) for day in ("2026-12-24", "2026-12-25")] == [1, 0]


def test_of_a_reminder_the_vendor_managers_are_told_and_of_no_other_vendor_in_it(cast: Cast) -> None:
    with acting_for(cast.organisation.pk):
        a_contract(cast.organisation, cast.orvane)
        a_contract(cast.organisation, cast.tessel)
        reminding.remind(cast.organisation, at("2026-12-01"))
        said = list(reminders(cast.organisation, at("2026-12-01")))
    assert {(one.kind, one.roles, one.members) for one in said} == {("dates", ("vendor_manager",), ())}
    for one, own, other in zip(said, ("Orvane", "Tessel"), ("Tessel", "Orvane"), strict=True):
        assert own in one.title
        assert other not in f"{one.title}{one.text}"
        assert other[:3].upper() not in f"{one.title}{one.text}"
    assert said[0].title == "Orvane: Notice date of ORV-1, 31\u00a0Dec\u00a02026"
    assert said[0].text == "Notice date: 31\u00a0Dec\u00a02026, in 30\u00a0days"
    assert said[0].url.startswith("/vendors/contracts/")


def test_of_a_reminder_that_was_dismissed_nobody_is_told(acting: Cast) -> None:
    a_contract(acting.organisation, acting.orvane)
    reminding.remind(acting.organisation, at("2026-12-01"))
    assert Reminder.objects.get().dismiss("Vera", at("2026-12-01"))
    assert list(reminders(acting.organisation, at("2026-12-01"))) == []


def test_rounds_of_several_workers_at_once_make_each_reminder_once(committed_cast: Cast) -> None:
    with acting_for(committed_cast.organisation.pk):
        contract = a_contract(committed_cast.organisation, committed_cast.orvane)
        for month in range(1, 6):
            an_obligation(contract, date(2026, month, 1))
    assert at_once(4, lambda: a_round(committed_cast, "2026-12-01")) == []
    with acting_for(committed_cast.organisation.pk):
        assert Reminder.objects.count() == 6


def test_the_task_makes_reminders_as_of_today(cast: Cast) -> None:
    today = datetime.now(UTC).date()
    with acting_for(cast.organisation.pk):
        a_contract(
            cast.organisation, cast.orvane, notice_period=None, notice_on=today + timedelta(days=5), ends_on=None
        )
    tasks.remind_of_dates()
    with acting_for(cast.organisation.pk):
        assert Reminder.objects.count() == 1


def test_reminders_are_ours_alone(acting: Cast) -> None:
    a_contract(acting.organisation, acting.orvane)
    reminding.remind(acting.organisation, at("2026-12-01"))
    assert not Reminder.objects.visible_to(acting["provider"]).exists()
    with acting_for(acting.organisation.pk, acting.orvane.pk):
        assert not Reminder.objects.exists()


def test_a_reminder_stands_in_the_calendar_until_someone_takes_it_off(client: Client, cast: Cast) -> None:
    with acting_for(cast.organisation.pk):
        a_contract(cast.organisation, cast.orvane)
    a_round(cast, "2026-12-01")
    client.force_login(cast["vendor_manager"].person)
    assert "Notice date of ORV-1" in client.get(reverse("vendors:dates")).content.decode().split('id="reminders"')[1]
    with acting_for(cast.organisation.pk):
        key = Reminder.objects.get().pk
    page = client.post(reverse("vendors:dismiss-reminder", args=[key]), follow=True).content.decode()
    assert 'id="reminders"' not in page
    assert a_round(cast, "2026-12-01") == 0


def test_the_calendar_lists_by_month_and_answers_to_vendor_kind_and_state(client: Client, cast: Cast) -> None:
    with acting_for(cast.organisation.pk):
        a_contract(cast.organisation, cast.orvane, ends_on=date(2097, 3, 31))
        a_contract(cast.organisation, cast.tessel, starts_on=date(2018, 1, 1), ends_on=date(2020, 3, 31))
    client.force_login(cast["executive"].person)

    def titles(query: str) -> list[str]:
        months = client.get(f"{reverse('vendors:dates')}{query}").context["months"]
        return [entry["title"] for month in months for entry in month["entries"]]

    assert titles("") == ["Notice date of ORV-1", "ORV-1 ends"]
    assert titles("?kind=end") == ["ORV-1 ends"]
    assert titles(f"?vendor={cast.tessel.pk}") == []
    assert titles("?show=past") == ["TES-1 ends", "Notice date of TES-1"]
    assert titles("?vendor=x&kind=y&month=0000-13") == titles("")
    page = client.get(f"{reverse('vendors:dates')}?month=2096-12").content.decode()
    assert 'href="#d2096-12-31"' in page
    assert 'id="d2096-12-31"' in page


def test_a_provider_sees_dates_of_its_own_and_of_no_rival(client: Client, cast: Cast) -> None:
    with acting_for(cast.organisation.pk):
        a_contract(cast.organisation, cast.orvane, ends_on=date(2097, 3, 31))
        a_contract(cast.organisation, cast.tessel, ends_on=date(2097, 3, 31))
        reminding.remind(cast.organisation, at("2096-12-24"))
    client.force_login(cast.rival.person)
    for query in ("", f"?vendor={cast.orvane.pk}"):
        page = client.get(f"{reverse('vendors:dates')}{query}").content.decode()
        assert "TES-1" in page
        for planted in ("ORV-1", "Orvane", 'id="reminders"'):
            assert planted not in page


def test_the_calendar_costs_the_same_for_one_and_for_ten_dates(client: Client, cast: Cast) -> None:
    def fill(numbers: range) -> None:
        with acting_for(cast.organisation.pk):
            for number in numbers:
                contract = a_contract(cast.organisation, cast.orvane, reference=f"C{number}")
                an_obligation(contract, date(2026, 12, 1 + number))
                an_attestation(cast.orvane, name=f"{number}")
            reminding.remind(cast.organisation, at("2026-12-01"))

    client.force_login(cast["vendor_manager"].person)
    fill(range(1))
    one = queries_of(lambda: client.get(reverse("vendors:dates")))
    fill(range(1, 10))
    assert queries_of(lambda: client.get(reverse("vendors:dates"))) == one


def test_an_attestation_is_entered_and_removed_on_the_vendors_page(client: Client, cast: Cast) -> None:
    client.force_login(cast["vendor_manager"].person)
    address = reverse("vendors:add-belonging", args=[cast.orvane.pk, "attestations"])
    said = {"standard": "other", "name": "", "required": "on"}
    assert "Give the name of the standard" in client.post(address, said).content.decode()
    page = client.post(address, said | {"name": "TISAX"}, follow=True).content.decode()
    assert "TISAX" in page
    with acting_for(cast.organisation.pk):
        key = cast.orvane.attestations.get().pk
    page = client.post(reverse("vendors:remove-attestation", args=[key]), follow=True).content.decode()
    assert "TISAX is removed" in page
