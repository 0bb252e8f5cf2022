"""Pages of credits: the ledger, one credit, the terms; what each person sees and can do there."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from portal.accounts.tenancy import acting_for
from tests.cast import Cast
from tests.counting import queries_of
from tests.vendors.credit_world import AUGUST, BAD, OCTOBER, World, bare_level, make_world
from vendors.credits.ledger import Author, move
from vendors.models import Credit, CreditTerms
from vendors.models.credits import CreditState
from vendors.models.registry import Side

PLANTED = "PLANTED-OF-ORVANE"


@pytest.fixture
def world(cast: Cast) -> World:
    """One accrued credit of 5,000.00 for August, whose deadline has passed, and none else."""
    with acting_for(cast.organisation.pk):
        world = make_world(cast, clause=f"Clause {PLANTED}")
        world.accrued(AUGUST, {world.level(f"A-{PLANTED}", percent="100"): BAD})
    return world


@pytest.fixture
def credit(world: World) -> Credit:
    with acting_for(world.cast.organisation.pk):
        return Credit.objects.select_related("contract").get()


def signed_in(client: Client, cast: Cast, role: str) -> Client:
    client.force_login((cast.rival if role == "rival" else cast[role]).person)
    return client


@pytest.fixture
def manager(client: Client, cast: Cast) -> Client:
    return signed_in(client, cast, "vendor_manager")


def text(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode().replace("\u00a0", " ")


def test_what_was_never_claimed_in_time_stands_in_red_with_its_sum(manager: Client, world: World) -> None:
    for address in (
        reverse("vendors:credits"),
        reverse("vendors:contract-credits", args=[world.contract.pk]),
        world.contract.get_absolute_url(),
    ):
        page = text(manager, address)
        assert "rt-notice--bad" in page
        assert 'Not claimed in time: <span class="num">€5,000.00</span>' in page


def test_a_claimed_credit_is_late_no_more(manager: Client, credit: Credit) -> None:
    manager.post(reverse("vendors:claim-credits"), {"credit": credit.pk})
    assert "rt-notice--bad" not in text(manager, reverse("vendors:credits"))


def test_several_credits_are_claimed_at_once_and_their_sum_is_said(manager: Client, world: World) -> None:
    with acting_for(world.cast.organisation.pk):
        world.accrued(OCTOBER, {bare_level(world, "OTHER"): BAD, world.contract.credits.get().level: BAD})
        keys = list(Credit.objects.values_list("pk", flat=True))
    answer = manager.post(reverse("vendors:claim-credits"), {"credit": keys, "back": "/vendors/credits/"}, follow=True)
    assert "2\u00a0credits claimed: €10,000.00." in answer.content.decode()
    again = manager.post(reverse("vendors:claim-credits"), {"credit": keys, "back": "//evil.example/"}, follow=True)
    assert "does not lead on from there" in again.content.decode()


def test_a_credit_shows_its_arithmetic_line_by_line(manager: Client, credit: Credit) -> None:
    page = text(manager, credit.get_absolute_url())
    for line in ("€100,000.00", "× 10 %", "× 50 %", "× 100 %", "× 1", "€5,000.00"):
        assert f"<td>{line}</td>" in page
    assert f"Clause {PLANTED}" in page
    assert '<span class="num">80 %</span>, missed, below minimum' in page
    assert "Rounding: Each line once, half up, to the cent" in page
    assert "All credits of the month come to €5,000.00; the cap of €10,000.00 takes nothing away." in page


def test_a_claim_is_disputed_by_the_provider_with_a_reason(client: Client, world: World, credit: Credit) -> None:
    claim, dispute = (reverse("vendors:credit-step", args=[credit.pk, key]) for key in ("claim", "dispute"))
    signed_in(client, world.cast, "vendor_manager").post(claim, {"seen": "accrued"})
    provider = signed_in(client, world.cast, "provider")
    refused = provider.post(dispute, {"seen": "claimed", "note": ""})
    assert refused.status_code == 422
    assert "Say what is wrong with the claim" in refused.content.decode()
    answer = provider.post(dispute, {"seen": "claimed", "note": "The storm counts"}, follow=True)
    assert "The storm counts" in answer.content.decode()
    assert "ProviderPerson Person, for the provider" not in answer.content.decode()
    assert "Provider Person, for the provider" in answer.content.decode()


def test_who_acts_on_an_old_page_is_told_where_the_credit_is_now(manager: Client, world: World, credit: Credit) -> None:
    with acting_for(world.cast.organisation.pk):
        move(credit, CreditState.CLAIMED, Author(Side.CLIENT, "Vera", credit.accrued_at), "")
    address = reverse("vendors:credit-step", args=[credit.pk, "claim"])
    answer = manager.post(address, {"seen": "accrued"}, follow=True)
    assert "someone else was first" in answer.content.decode()


def test_who_may_not_waive_reads_who_may(manager: Client, credit: Credit) -> None:
    page = text(manager, credit.get_absolute_url())
    assert "is decided by every IT leader, and you are not among them" in page
    answer = manager.post(reverse("vendors:waive-credit", args=[credit.pk]), {"reason": "Small"}, follow=True)
    assert "you are not among them" in answer.content.decode()


def test_a_waiver_stands_in_the_life_of_the_credit_with_its_right(client: Client, world: World, credit: Credit) -> None:
    leader = signed_in(client, world.cast, "it_leader")
    address = reverse("vendors:waive-credit", args=[credit.pk])
    assert "Say why the credit is waived" in leader.post(address, {"reason": " "}).content.decode()
    page = leader.post(address, {"reason": "Settled over lunch"}, follow=True).content.decode()
    assert "Settled over lunch" in page
    assert "−€5,000.00" in page
    assert "Under “Waive a service credit” (Accountable: every IT leader)" in page


def test_a_rival_finds_nothing_of_a_credit_on_any_page_or_in_the_file(
    client: Client, world: World, credit: Credit
) -> None:
    rival = signed_in(client, world.cast, "rival")
    lists = [reverse("vendors:credits"), reverse("vendors:credits-file"), reverse("vendors:credits") + "?q=PLANTED"]
    narrowed = f"?vendor={credit.vendor_id}&contract={credit.contract_id}&month=2026-08"
    for address in (*lists, reverse("vendors:credits") + narrowed, reverse("vendors:credits-file") + narrowed):
        page = text(rival, address)
        assert "OF-ORVANE" not in page
        assert "5,000.00" not in page
        assert "5000.00" not in page
    for name, key in (
        ("credit", credit.pk),
        ("contract-credits", credit.contract_id),
        ("credit-terms", credit.contract_id),
    ):
        assert rival.get(reverse(f"vendors:{name}", args=[key])).status_code == 404
    rival.post(reverse("vendors:claim-credits"), {"credit": credit.pk})
    with acting_for(world.cast.organisation.pk):
        assert Credit.objects.get().state == "accrued"


def test_a_provider_reads_its_own_credits_and_their_terms(client: Client, world: World, credit: Credit) -> None:
    provider = signed_in(client, world.cast, "provider")
    assert PLANTED in text(provider, reverse("vendors:credits"))
    assert "Claim the chosen credits" not in text(provider, reverse("vendors:credits"))
    assert PLANTED in text(provider, reverse("vendors:credit-terms", args=[credit.contract_id]))


def test_the_file_has_every_row_with_plain_amounts(manager: Client, credit: Credit) -> None:
    lines = manager.get(reverse("vendors:credits-file")).content.decode().splitlines()
    assert lines[1] == (
        f'Orvane,ORV-2024,2026-08,Service desk,A-{PLANTED},"Accrued, not claimed",2026-09-30,5000.00,EUR'
    )


def test_a_cell_that_a_spreadsheet_would_compute_is_only_text(manager: Client, world: World) -> None:
    with acting_for(world.cast.organisation.pk):
        world.contract.services.update(name="=cmd()")
    assert ",'=cmd()," in manager.get(reverse("vendors:credits-file")).content.decode()


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("?state=accrued", True),
        ("?state=late", True),
        ("?state=claimed", False),
        ("?month=2026-08", True),
        ("?month=2026-09", False),
        ("?q=planted", True),
        ("?q=nothing", False),
        ("?sort=-amount", True),
    ],
)
def test_the_ledger_is_narrowed_by_what_is_asked(manager: Client, world: World, asked: str, found: bool) -> None:
    page = text(manager, reverse("vendors:credits") + asked)
    assert ("€5,000.00</td>" in page and f"A-{PLANTED}</a>" in page) == found


def test_what_cannot_be_understood_is_said_and_leaves_the_ledger_whole(manager: Client, world: World) -> None:
    page = text(manager, reverse("vendors:credits") + "?month=soon&vendor=x&state=lost&sort=up")
    for word in ("soon", "x", "lost", "up"):
        assert f"“{word}”" in page
    assert f"A-{PLANTED}</a>" in page


def test_the_ledger_costs_the_same_queries_for_one_and_for_ten_credits(manager: Client, world: World) -> None:
    address = reverse("vendors:contract-credits", args=[world.contract.pk])
    one = queries_of(lambda: manager.get(address))
    with acting_for(world.cast.organisation.pk):
        level = world.contract.credits.get().level
        for month in range(1, 11):
            world.accrued(date(2025, month, 1), {level: BAD})
    assert queries_of(lambda: manager.get(address)) == one


def test_a_credit_costs_the_same_queries_for_one_and_for_ten_entries(manager: Client, credit: Credit) -> None:
    one = queries_of(lambda: manager.get(credit.get_absolute_url()))
    with acting_for(credit.organisation_id):
        for state in (CreditState.CLAIMED, *(CreditState.DISPUTED, CreditState.CLAIMED) * 4):
            move(credit, state, Author(Side.CLIENT, "Vera", credit.accrued_at), "")
        move(credit, CreditState.DISPUTED, Author(Side.CLIENT, "Vera", credit.accrued_at), "")
    many = queries_of(lambda: manager.get(credit.get_absolute_url()))
    assert abs(many - one) <= 1  # which buttons are offered differs, and with them whether a right is asked


def terms_of(level: int, **changes: str) -> dict[str, str]:
    return {
        "method": "pools",
        "at_risk_percent": "12",
        "cap_percent": "",
        "pools_percent": "50",
        "multipliers": "1, 2",
        "missed_expected_percent": "0",
        "percent_per_point": "0",
        "earn_back_windows": "",
        "claim_days": "30",
        "claim_from": "period_end",
        "clause": "Schedule 3",
        "rounding": "half_up",
        "valid_from": "2026-11-01",
        "valid_to": "",
        f"level-{level}-pool": "Availability",
        f"level-{level}-pool_percent": "50",
        f"level-{level}-percent": "100",
        f"level-{level}-severity": "minor",
    } | changes


def test_allocations_that_do_not_add_up_are_refused_with_what_is_missing(manager: Client, credit: Credit) -> None:
    address = reverse("vendors:add-credit-terms", args=[credit.contract_id])
    said = terms_of(credit.level_id, **{f"level-{credit.level_id}-percent": "90"})
    answer = manager.post(address, said)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "The allocations of pool “Availability” add up to 90 %, not to 100 %." in page
    assert "Pool “Availability” adds up to 90 %: 10 % are missing." in page
    assert 'value="90"' in page


def test_new_terms_begin_next_month_by_the_clock_of_the_organisation(
    manager: Client, credit: Credit, monkeypatch: pytest.MonkeyPatch
) -> None:
    november_in_amsterdam = datetime(2026, 10, 31, 23, 30, tzinfo=UTC)
    monkeypatch.setattr(timezone, "now", lambda: november_in_amsterdam)
    form = manager.get(reverse("vendors:add-credit-terms", args=[credit.contract_id])).context["form"]
    assert form.initial["valid_from"] == date(2026, 12, 1)


def test_new_terms_end_those_before_and_leave_their_credits_alone(manager: Client, credit: Credit) -> None:
    address = reverse("vendors:add-credit-terms", args=[credit.contract_id])
    answer = manager.post(address, terms_of(credit.level_id), follow=True)
    assert "Credit terms from 1 Nov 2026 on are saved." in answer.content.decode()
    with acting_for(credit.organisation_id):
        new, old = CreditTerms.objects.order_by("-valid")
        assert (old.valid.upper, new.valid.lower, new.at_risk_percent) == (date(2026, 11, 1),) * 2 + (Decimal(12),)
        assert old.credits.get() == credit
        assert [row.percent for row in new.allocations.all()] == [Decimal(100)]


def test_terms_that_reach_back_over_a_credited_month_are_refused(manager: Client, credit: Credit) -> None:
    address = reverse("vendors:add-credit-terms", args=[credit.contract_id])
    answer = manager.post(address, terms_of(credit.level_id, valid_from="2026-08-01"))
    assert "Credits of August 2026 were computed with the terms before." in answer.content.decode()


def test_terms_are_edited_while_they_computed_nothing(manager: Client, credit: Credit) -> None:
    manager.post(reverse("vendors:add-credit-terms", args=[credit.contract_id]), terms_of(credit.level_id))
    with acting_for(credit.organisation_id):
        new, old = CreditTerms.objects.order_by("-valid")
    edited = terms_of(credit.level_id, at_risk_percent="15")
    manager.post(reverse("vendors:edit-credit-terms", args=[new.pk]), edited)
    manager.post(reverse("vendors:edit-credit-terms", args=[old.pk]), edited)
    with acting_for(credit.organisation_id):
        assert [terms.at_risk_percent for terms in CreditTerms.objects.order_by("-valid")] == [15, 10]


def test_of_two_who_edit_the_terms_at_once_the_second_is_told(manager: Client, credit: Credit) -> None:
    manager.post(reverse("vendors:add-credit-terms", args=[credit.contract_id]), terms_of(credit.level_id))
    with acting_for(credit.organisation_id):
        new = CreditTerms.objects.latest("valid")
    address = reverse("vendors:edit-credit-terms", args=[new.pk])
    seen = manager.get(address).context["version"]
    with acting_for(credit.organisation_id):
        CreditTerms.objects.filter(pk=new.pk).update(clause="Theirs")
    answer = manager.post(address, terms_of(credit.level_id, row_version=str(seen)))
    assert answer.status_code == 422
    assert "Someone else saved this while you were editing" in answer.content.decode()


def test_an_empty_ledger_says_what_belongs_there_and_where_to_begin(manager: Client, cast: Cast) -> None:
    assert "No service credit has been accrued" in text(manager, reverse("vendors:credits"))
    with acting_for(cast.organisation.pk):
        contract = make_world(cast).contract
        CreditTerms.objects.all().delete()
    page = text(manager, reverse("vendors:contract-credits", args=[contract.pk]))
    assert reverse("vendors:add-credit-terms", args=[contract.pk]) in page


def test_the_terms_cost_the_same_queries_for_one_and_for_ten_levels(manager: Client, cast: Cast) -> None:
    with acting_for(cast.organisation.pk):
        world = make_world(cast)
        world.level("L-0", percent="100")
    address = world.terms.get_absolute_url()
    one = queries_of(lambda: manager.get(address))
    with acting_for(cast.organisation.pk):
        for number in range(1, 11):
            world.level(f"L-{number}", percent="0")
    assert queries_of(lambda: manager.get(address)) == one


def test_terms_with_points_say_which_points_are_missing(manager: Client, credit: Credit) -> None:
    address = reverse("vendors:add-credit-terms", args=[credit.contract_id])
    answer = manager.post(address, terms_of(credit.level_id, method="points", points_minor="1"))
    assert answer.status_code == 422
    assert "State the points of a minor, a serious and a severe failure." in answer.content.decode()
