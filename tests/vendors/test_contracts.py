"""Contracts in full: terms that the database holds to, and the page that shows them."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.urls import reverse

from portal.accounts.tenancy import acting_for
from tests.cast import Cast
from tests.counting import queries_of
from tests.vendors.contract_rows import a_contract, a_document, a_fee, an_attestation, an_obligation, of, one_of_each
from vendors.forms import ContractForm
from vendors.models import Contract, ContractFunction, ContractSite, FeePeriod, Obligation, Site
from vendors.models.duties import AlreadyDone


@pytest.fixture
def manager(client: Client, cast: Cast) -> Client:
    client.force_login(cast["vendor_manager"].person)
    return client


@pytest.fixture
def ours(cast: Cast) -> Contract:
    with acting_for(cast.organisation.pk):
        return a_contract(cast.organisation, cast.orvane)


@transaction.atomic
def at_commit(act: Callable[[], object]) -> None:
    """Do it, and have checked at once what the database would check at the end of the transaction."""
    act()
    connection.check_constraints()


def entered(**changes: str) -> dict[str, str]:
    return {
        "reference": "ORV-9",
        "title": "Managed workplace",
        "kind": "framework",
        "delivery_model": "fully_managed",
        "starts_on": "2024-04-01",
        "ends_on": "2027-03-31",
        "notice_period": "3",
        "notice_unit": "months",
        "currency": "EUR",
    } | changes


def test_the_notice_date_is_counted_and_follows_the_last_day(acting: Cast) -> None:
    contract = a_contract(acting.organisation, acting.orvane)
    assert (contract.notice_on, contract.notice_by_hand) == (date(2026, 12, 31), False)
    contract.ends_on = date(2028, 6, 30)
    contract.save()
    assert Contract.objects.get().notice_on == date(2028, 3, 31)


def test_a_notice_date_entered_by_hand_stays_and_an_emptied_one_is_counted(manager: Client, cast: Cast) -> None:
    address = reverse("vendors:add-belonging", args=[cast.orvane.pk, "contracts"])
    manager.post(address, entered(notice_on="2026-12-15"))
    with acting_for(cast.organisation.pk):
        kept = Contract.objects.get()
        assert (kept.notice_on, kept.notice_by_hand) == (date(2026, 12, 15), True)
    manager.post(reverse("vendors:edit-belonging", args=["contracts", kept.pk]), entered(notice_on=""))
    with acting_for(cast.organisation.pk):
        kept.refresh_from_db()
        assert (kept.notice_on, kept.notice_by_hand) == (date(2026, 12, 31), False)
        assert "31\u00a0Dec\u00a02026" in str(ContractForm(instance=kept).fields["notice_on"].help_text)


def test_the_database_refuses_a_counted_notice_date_that_is_not_the_counted_one(acting: Cast) -> None:
    contract = a_contract(acting.organisation, acting.orvane)
    for changes in ({"notice_on": date(2026, 12, 30)}, {"ends_on": date(2027, 4, 30)}, {"notice_unit": "days"}):
        with pytest.raises(IntegrityError, match="counted_or_by_hand"), transaction.atomic():
            Contract.objects.filter(pk=contract.pk).update(**changes)
    same = {"ends_on": date(2027, 6, 30), "notice_period": 30, "notice_unit": "days", "notice_on": date(2027, 5, 31)}
    assert Contract.objects.filter(pk=contract.pk).update(**same) == 1


def test_a_renewal_says_until_when(acting: Cast) -> None:
    contract = a_contract(acting.organisation, acting.orvane, renews_automatically=True, renewal_months=12)
    assert contract.renews_until == date(2028, 3, 31)
    contract.renews_automatically = False
    assert contract.renews_until is None


def test_a_contract_stands_under_another_of_its_vendor_and_in_no_circle(acting: Cast) -> None:
    frame = a_contract(acting.organisation, acting.orvane, reference="Frame", kind="framework")
    part = a_contract(acting.organisation, acting.orvane, reference="Part", parent=frame)
    rival = a_contract(acting.organisation, acting.tessel)
    assert set(Contract.objects.that_can_hold(frame)) == set()
    assert set(Contract.objects.that_can_hold(part)) == {frame}
    with pytest.raises(IntegrityError, match="same_vendor"):
        at_commit(lambda: Contract.objects.filter(pk=part.pk).update(parent=rival))


def test_the_fee_of_a_month_is_that_of_its_periods(acting: Cast) -> None:
    contract = a_contract(acting.organisation, acting.orvane, yearly_fee=Decimal(1200000))
    a_fee(contract, date(2026, 10, 1), date(2026, 10, 16), "60000")
    a_fee(contract, date(2026, 10, 16), None, "62000")
    assert contract.fee_in(date(2026, 9, 1)) == Decimal("100000.00")
    assert contract.fee_in(date(2026, 10, 1)) == Decimal("61032.26")
    assert contract.fee_in(date(2026, 11, 1)) == Decimal("62000.00")


def test_two_fees_of_a_kind_cannot_be_valid_on_one_day(acting: Cast) -> None:
    contract = a_contract(acting.organisation, acting.orvane)
    a_fee(contract, date(2026, 1, 1), date(2026, 7, 1), "100")
    a_fee(contract, date(2026, 7, 1), None, "110")
    a_fee(contract, date(2026, 6, 1), None, "5", kind="volume")
    with pytest.raises(IntegrityError, match="one_at_a_time"), transaction.atomic():
        a_fee(contract, date(2026, 6, 30), date(2026, 7, 2), "1")


def test_a_fee_that_overlaps_is_refused_in_words(manager: Client, ours: Contract, cast: Cast) -> None:
    address = reverse("vendors:add-part", args=[ours.pk, "fees"])
    fee = {"kind": "base", "monthly_amount": "86400", "valid_from": "2026-01-01", "valid_to": ""}
    assert manager.post(address, fee).status_code == 302
    answer = manager.post(address, fee | {"valid_from": "2026-06-01"})
    assert answer.status_code == 422
    assert "There is a fee of this kind in that time already." in answer.content.decode()
    with acting_for(cast.organisation.pk):
        assert FeePeriod.objects.get().monthly_amount == Decimal("86400.00")


def test_nothing_of_a_contract_hangs_on_another_vendor_or_organisation(acting: Cast) -> None:
    contract = a_contract(acting.organisation, acting.orvane)
    wrong = of(contract) | {"vendor_id": acting.tessel.pk}
    with acting_for(acting.elsewhere.pk):
        foreign = Site.objects.create(organisation=acting.elsewhere, name="Foreign")
    for smuggle in (
        lambda: ContractFunction.objects.create(**wrong, name="Desk", delivery_model="on_demand"),
        lambda: FeePeriod.objects.create(**wrong, valid=(date(2026, 1, 1), None), monthly_amount=1),
        lambda: Obligation.objects.create(**wrong, side="client", title="Pay", due_on=date(2026, 1, 1)),
        lambda: ContractSite.objects.create(**of(contract), site_id=foreign.pk),
    ):
        with pytest.raises(IntegrityError, match="same_"):
            at_commit(smuggle)


def test_a_recurring_obligation_that_is_done_makes_the_next_one(acting: Cast) -> None:
    owed = an_obligation(a_contract(acting.organisation, acting.orvane), date(2027, 1, 31), every_months=1)
    february = owed.complete(date(2027, 1, 20), "Report 7")
    assert february is not None
    march = february.complete(date(2027, 2, 28))
    assert march is not None
    assert [february.due_on, march.due_on] == [date(2027, 2, 28), date(2027, 3, 31)]
    assert Obligation.objects.open().get() == march


def test_of_two_who_report_the_same_obligation_the_second_is_told_and_the_series_has_one_next(acting: Cast) -> None:
    owed = an_obligation(a_contract(acting.organisation, acting.orvane), date(2027, 1, 31), every_months=12)
    same = Obligation.objects.get(pk=owed.pk)
    owed.complete(date(2027, 1, 20), "First")
    with pytest.raises(AlreadyDone):
        same.complete(date(2027, 1, 21), "Second")
    assert Obligation.objects.get(pk=owed.pk).evidence == "First"
    assert Obligation.objects.count() == 2


def test_an_obligation_is_reported_done_on_its_page(manager: Client, ours: Contract, cast: Cast) -> None:
    with acting_for(cast.organisation.pk):
        owed = an_obligation(ours, date(2027, 1, 31), every_months=6)
    address = reverse("vendors:complete-obligation", args=[owed.pk])
    done = {"done_on": "2027-01-15", "evidence": "Report of 15 Jan"}
    page = manager.post(address, done, follow=True).content.decode()
    assert "Report of 15 Jan" in page
    assert "31\u00a0Jul\u00a02027" in page
    assert "reported as done by someone else" in manager.post(address, done, follow=True).content.decode()


def test_the_page_names_what_is_missing_and_who_may_enter_it(manager: Client, ours: Contract, cast: Cast) -> None:
    with acting_for(cast.organisation.pk):
        an_attestation(cast.orvane)
        an_obligation(ours, date(2020, 1, 1), title="Price review")
    page = manager.get(ours.get_absolute_url()).content.decode()
    for gap in ("SOC 2 is missing", "Price review is overdue", "No fee for this month", "No service", "No document"):
        assert gap in page
    assert reverse("vendors:add-part", args=[ours.pk, "fees"]) in page


def test_a_provider_reads_its_own_gaps_and_none_of_ours(client: Client, ours: Contract, cast: Cast) -> None:
    with acting_for(cast.organisation.pk):
        an_attestation(cast.orvane)
    client.force_login(cast["provider"].person)
    page = client.get(ours.get_absolute_url()).content.decode()
    assert "SOC 2 is missing" in page
    assert "No document" not in page.split('id="obligations"')[0]
    assert "Add fee" not in page


def test_an_executive_reads_the_page_and_changes_nothing(client: Client, ours: Contract, cast: Cast) -> None:
    with acting_for(cast.organisation.pk):
        one_of_each(ours, 1)
    client.force_login(cast["executive"].person)
    page = client.get(ours.get_absolute_url()).content.decode()
    assert "Function 1" in page
    for word in ("Remove", "Add fee", "Edit contract"):
        assert word not in page


def test_what_is_removed_from_a_contract_stays_in_its_history(manager: Client, ours: Contract, cast: Cast) -> None:
    with acting_for(cast.organisation.pk):
        row = ContractFunction.objects.create(**of(ours), name="Night desk", delivery_model="on_demand")
    page = manager.post(reverse("vendors:remove-part", args=["functions", row.pk]), follow=True).content.decode()
    assert "Night desk is removed" in page
    assert "Contract function Night desk removed" in page


def test_what_is_done_cannot_be_removed(manager: Client, ours: Contract, cast: Cast) -> None:
    with acting_for(cast.organisation.pk):
        owed = an_obligation(ours, date(2027, 1, 31), done_on=date(2027, 1, 1))
    assert manager.post(reverse("vendors:remove-part", args=["obligations", owed.pk])).status_code == 404


@pytest.mark.parametrize("reader", ["vendor_manager", "provider"])
def test_the_page_costs_the_same_for_one_and_for_ten_of_everything(
    client: Client, ours: Contract, cast: Cast, reader: str
) -> None:
    client.force_login(cast[reader].person)
    with acting_for(cast.organisation.pk):
        one_of_each(ours, 0)
    one = queries_of(lambda: client.get(ours.get_absolute_url()))
    with acting_for(cast.organisation.pk):
        for number in range(1, 10):
            one_of_each(ours, number)
    assert queries_of(lambda: client.get(ours.get_absolute_url())) == one


def test_a_rival_sees_nothing_of_a_contract(client: Client, ours: Contract, cast: Cast) -> None:
    with acting_for(cast.organisation.pk):
        a_document(ours)
        one_of_each(ours, 1)
    with acting_for(cast.organisation.pk, cast.tessel.pk):
        for model in (Contract, ContractFunction, ContractSite, FeePeriod, Obligation):
            assert not model._default_manager.exists(), model
    client.force_login(cast.rival.person)
    assert client.get(ours.get_absolute_url()).status_code == 404


def test_a_provider_cannot_write_what_it_may_read(cast: Cast, ours: Contract) -> None:
    with acting_for(cast.organisation.pk):
        a_fee(ours, date(2026, 1, 1), None, "100")
    with acting_for(cast.organisation.pk, cast.orvane.pk):
        assert FeePeriod.objects.update(monthly_amount=1) == 0
        assert Contract.objects.update(title="Ours") == 0
