"""The ledger of credits: only added to, adding up to the cent, one step at a time, answered by the other side."""

from collections.abc import Iterator
from contextlib import contextmanager
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, ProgrammingError, connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from portal.accounts.decisions import NotEntitled
from portal.accounts.models import Decision
from portal.accounts.tenancy import acting_for
from tests.cast import Cast
from tests.threads import at_once
from tests.vendors.credit_world import BAD, NOW, OCTOBER, SEPTEMBER, World, make_world
from vendors.credits.ledger import Author, CreditMoved, balance, move, reverse
from vendors.credits.steps import BY_KEY, CannotStep, give_up, steps_for, take
from vendors.credits.versions import start_terms
from vendors.models import Credit, CreditAllocation, CreditEntry, CreditTerms
from vendors.models.credits import STEPS, CreditState
from vendors.models.registry import Side
from vendors.validity import validity

BY_HAND = Author(Side.CLIENT, "Vera", NOW)


@pytest.fixture
def world(acting: Cast) -> World:
    return make_world(acting)


@pytest.fixture
def credit(world: World) -> Credit:
    level = world.level("A", percent="100")
    world.accrued(OCTOBER, {level: BAD})
    return world.credit(level)


@contextmanager
def refused(*by: type[Exception], match: str = "") -> Iterator[None]:
    with pytest.raises(by, match=match), transaction.atomic():
        yield


def sql(statement: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return int(cursor.rowcount)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE vendors_creditentry SET amount = 1",
        "DELETE FROM vendors_creditentry",
        "TRUNCATE vendors_creditentry",
    ],
)
def test_the_application_can_neither_change_nor_remove_an_entry_by_raw_sql(credit: Credit, statement: str) -> None:
    with refused(ProgrammingError, match="permission denied"):
        sql(statement)
    assert CreditEntry.objects.count() == 1


def test_a_trigger_refuses_too_whoever_is_granted_more(credit: Credit) -> None:
    guards = "SELECT count(*) FROM pg_trigger WHERE tgrelid = 'vendors_creditentry'::regclass AND tgname = ANY(%s)"
    names = ["credit_entry_is_never_changed", "credit_ledger_is_never_emptied", "credit_entry_fits_its_credit"]
    with connection.cursor() as cursor:
        cursor.execute(guards, [names])
        assert cursor.fetchone() == (3,)


def test_a_credit_stays_as_it_was_computed_and_is_never_removed(credit: Credit) -> None:
    with refused(IntegrityError, match="stays as it was computed"):
        sql("UPDATE vendors_credit SET amount = 1")
    assert sql("DELETE FROM vendors_credit") == 0
    assert Credit.objects.filter(pk=credit.pk).exists()


def test_an_entry_begins_where_the_one_before_it_ended_and_carries_the_amount(credit: Credit) -> None:
    def entry(before: str, amount: str) -> None:
        CreditEntry.objects.create(
            organisation=credit.organisation,
            vendor=credit.vendor,
            credit=credit,
            from_state=before,
            to_state="claimed",
            amount=Decimal(amount),
            at=NOW,
            side="client",
        )

    Credit.objects.update(state="claimed")
    with refused(IntegrityError, match="begins where the one before it ended"):
        entry("disputed", "5000.00")
    with refused(IntegrityError, match="state and the amount of its credit"):
        entry("accrued", "4999.99")
    entry("accrued", "5000.00")


def test_a_step_that_does_not_exist_is_refused_by_the_database(credit: Credit) -> None:
    with refused(IntegrityError, match="credit_entry_is_a_step_that_exists"):
        move(credit, CreditState.RECOVERED, BY_HAND, "")


def test_a_credit_lives_from_its_accrual_to_its_recovery(credit: Credit, world: World) -> None:
    manager, provider = "vendor_manager", "provider"
    for who, key in ((manager, "claim"), (provider, "agree"), (manager, "invoice"), (manager, "recover")):
        take(credit, BY_KEY[key], world.cast[who], "", NOW)
    lived = CreditEntry.objects.of_credit(credit).values_list("from_state", "to_state", "side")
    assert list(lived) == [
        ("", "accrued", "client"),
        ("accrued", "claimed", "client"),
        ("claimed", "agreed", "provider"),
        ("agreed", "invoiced", "client"),
        ("invoiced", "recovered", "client"),
    ]


def test_of_two_who_move_one_credit_the_second_is_told_and_nothing_is_lost(credit: Credit, world: World) -> None:
    manager, leader = world.cast["vendor_manager"], world.cast["it_leader"]
    seen_by_another = Credit.objects.get(pk=credit.pk)
    take(credit, BY_KEY["claim"], manager, "", NOW)
    with refused(CreditMoved, match="“Claimed” by now: someone else was first"):
        give_up(seen_by_another, leader, "Small", NOW)
    assert Credit.objects.get(pk=credit.pk).state == "claimed"
    assert CreditEntry.objects.of_credit(credit).count() == 2
    assert not Decision.objects.filter(kind="waive_credit").exists()


def test_waiving_asks_the_right_and_names_who_may(credit: Credit, world: World) -> None:
    with refused(NotEntitled, match="is decided by every IT leader, and you are not among them"):
        give_up(credit, world.cast["vendor_manager"], "Small", NOW)
    credit.refresh_from_db()
    assert credit.state == "accrued"
    give_up(credit, world.cast["it_leader"], "Small and soon over", NOW)
    entry = CreditEntry.objects.of_credit(credit).get(to_state="waived")
    assert (entry.amount, entry.note) == (Decimal("-5000.00"), "Small and soon over")
    assert entry.decision is not None
    assert entry.decision.basis == "Accountable: every IT leader"


def test_a_waiver_without_a_reason_or_a_decision_cannot_be_stored(credit: Credit) -> None:
    with refused(IntegrityError, match="waived_credit_has_its_decision_and_reason"):
        move(credit, CreditState.WAIVED, BY_HAND, "Because")


def test_each_side_is_offered_its_own_steps(credit: Credit, world: World) -> None:
    manager, provider, auditor = (world.cast[who] for who in ("vendor_manager", "provider", "auditor"))
    assert [step.key for step in steps_for(credit, manager)] == ["claim"]
    assert steps_for(credit, provider) == []
    take(credit, BY_KEY["claim"], manager, "", NOW)
    assert [step.key for step in steps_for(credit, provider)] == ["agree", "dispute"]
    assert steps_for(credit, auditor) == []
    with refused(CannotStep, match="does not lead on from there"):
        take(credit, BY_KEY["recover"], provider, "", NOW)


def test_the_database_lets_a_provider_answer_its_own_claim_and_nothing_else(credit: Credit, world: World) -> None:
    ours, theirs = credit.organisation_id, credit.vendor_id
    move(credit, CreditState.CLAIMED, BY_HAND, "")
    with acting_for(ours, world.cast.tessel.pk):
        assert not Credit.objects.exists()
        assert not CreditEntry.objects.exists()
        assert not CreditTerms.objects.exists()
    with acting_for(ours, theirs):
        with refused(ProgrammingError, match="row-level security"):
            Credit.objects.update(state="waived")
        with refused(ProgrammingError, match="row-level security"):
            _forged(credit)
        take(Credit.objects.get(pk=credit.pk), BY_KEY["dispute"], world.cast["provider"], "Storm", NOW)
        assert Credit.objects.get(pk=credit.pk).state == "disputed"


def _forged(credit: Credit) -> None:
    """A provider's entry in the name of the client."""
    CreditEntry.objects.create(
        organisation_id=credit.organisation_id,
        vendor_id=credit.vendor_id,
        credit=credit,
        from_state="claimed",
        to_state="claimed",
        amount=credit.amount,
        at=NOW,
        side="client",
        by="Vera",
    )


def test_terms_that_computed_a_credit_stay_and_new_ones_start_after_it(credit: Credit, world: World) -> None:
    with refused(IntegrityError, match="credit terms that computed a credit stay"):
        CreditTerms.objects.update(at_risk_percent=1)
    with refused(IntegrityError, match="credit terms that computed a credit stay"):
        CreditAllocation.objects.update(percent=1)
    like = {f.name: getattr(world.terms, f.name) for f in CreditTerms._meta.fields if f.name not in ("id", "valid")}
    with refused(ValidationError, match="October 2026 were computed"):
        start_terms(CreditTerms(**like, valid=validity(SEPTEMBER, None)), [])
    november = OCTOBER.replace(month=11)
    start_terms(CreditTerms(**like, valid=validity(november, None)), [])
    assert CreditTerms.objects.get(pk=world.terms.pk).valid.upper == november


@given(lives=st.lists(st.lists(st.integers(0, 8), max_size=8), min_size=1, max_size=3))
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_becomes_of_credits_the_ledger_adds_up_to_the_cent(world: World, lives: list[list[int]]) -> None:
    """Random lives: each number picks one of the steps that lead on; a waiver needs its right and is left out."""
    with transaction.atomic():
        start = world.contract.credits.count()
        share = ("33.333", "33.334", "33.333")
        levels = [world.level(f"L{start}-{n}", f"Pool {start}-{n}", "100") for n, _ in enumerate(lives)]
        assert len(share) >= len(levels)
        CreditTerms.objects.filter(pk=world.terms.pk).update(
            pools_percent=50 * len(levels), cap_percent=Decimal("3.333")
        )
        world.accrued(OCTOBER, dict.fromkeys(levels, BAD))
        for level, choices in zip(levels, lives, strict=True):
            credit = world.credit(level)
            for choice in choices:
                onward = [to for to in STEPS.get(credit.state, ()) if to != CreditState.WAIVED]
                if onward:
                    move(credit, onward[choice % len(onward)], BY_HAND, "")
        sums = balance(world.contract)
        assert all(each.adds_up for each in sums)
        assert sum(each.by_credits for each in sums) == sum(c.amount for c in world.contract.credits.all())
        transaction.set_rollback(True)


def test_a_head_that_moved_without_an_entry_is_found(credit: Credit, world: World) -> None:
    Credit.objects.update(state="recovered")
    wrong = {each.state: (each.by_ledger, each.by_credits) for each in balance(world.contract) if not each.adds_up}
    assert wrong == {
        CreditState.ACCRUED: (Decimal("5000.00"), Decimal(0)),
        CreditState.RECOVERED: (Decimal(0), Decimal("5000.00")),
    }


def test_a_reversed_credit_is_history(credit: Credit) -> None:
    reverse(credit, BY_HAND, "Counted again")
    with refused(IntegrityError, match="a reversed credit is history"):
        sql("UPDATE vendors_credit SET state = 'accrued'")


def test_of_several_who_claim_one_credit_at_the_same_moment_one_does(committed_cast: Cast) -> None:
    cast = committed_cast
    with acting_for(cast.organisation.pk):
        world = make_world(cast)
        world.accrued(OCTOBER, {world.level("A", percent="100"): BAD})
        key = Credit.objects.get().pk

    def claim() -> None:
        with acting_for(cast.organisation.pk):
            seen = Credit.objects.get(pk=key)
            take(seen, BY_KEY["claim"], cast["vendor_manager"], "", NOW)

    refusals = at_once(4, claim)
    assert len(refusals) == 3
    assert {type(refusal) for refusal in refusals} <= {CreditMoved, CannotStep}
    with acting_for(cast.organisation.pk):
        assert CreditEntry.objects.filter(credit=key, to_state="claimed").count() == 1
