"""What was agreed with the demonstration's providers besides times: more kinds of levels, credit terms, who decides."""

from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.db.backends.postgresql.psycopg_any import DateRange

from portal.accounts.decisions import give_to_member
from portal.accounts.models import DecisionKind, DecisionRight, Letter
from portal.demonstration.scene import Scene
from vendors.credits.versions import start_terms
from vendors.models import Contract, CreditAllocation, CreditTerms, ServiceLevel


@dataclass(frozen=True, slots=True)
class MorePromise:
    """A level of another kind than a share of tickets in time; `more` are the fields that only some kinds have."""

    service: str
    code: str
    kind: str
    expected: str
    minimum: str
    more: dict[str, Any] = field(default_factory=dict)


MORE_PROMISES = (
    MorePromise("Service desk", "SD-09", "first_contact", "65", "55", {"tolerance": Decimal(2)}),
    MorePromise("Service desk", "SD-10", "reopen_rate", "5", "8", {"higher_is_better": False}),
    MorePromise("Service desk", "SD-11 Calls in 30 s", "reported", "80", "70"),
    MorePromise("Office network", "ON-09", "mean", "9", "12", {"window": "rolling", "metric": "resolution"}),
    MorePromise("Voice and meetings", "VM-09", "reopen_rate", "8", "12", {"window": "quarter"}),
    MorePromise("Identity and access", "IA-09", "percentile", "9", "12", {"metric": "resolution"}),
    MorePromise("Collaboration platform", "CP-09", "availability", "99.5", "99"),
    MorePromise("Backup and restore", "BR-09", "first_contact", "90", "80", {"low_volume": "one_miss_allowed"}),
)
"""Beside the times of response and resolution. Calls answered within 30 s only Orvane can know."""

LOWER = ("reopen_rate", "percentile", "mean")

CLAUSE_9_4 = (
    "9.4 Service credits. 12 % of the monthly charges are at risk. A level below its minimum costs its allocation, one "
    "below the expected level half of it; the second failure in a row costs one and a half times, every further one "
    "twice. Credits are claimed within 30 days after the report was accepted and earned back by three windows met."
)
CLAUSE_TESSEL = (
    "Annex C, 4. 10 % of the monthly charges are at risk. A level below its minimum costs its allocation. Credits are "
    "claimed within 45 days after the end of the month."
)
CREDIT_TERMS: dict[str, dict[str, Any]] = {
    "Orvane": {
        "at_risk_percent": Decimal(12),
        "multipliers": [Decimal(1), Decimal("1.5"), Decimal(2)],
        "missed_expected_percent": Decimal(50),
        "earn_back_windows": 3,
        "claim_days": 30,
        "claim_from": "acceptance",
        "clause": CLAUSE_9_4,
    },
    "Tessel": {
        "at_risk_percent": Decimal(10),
        "multipliers": [Decimal(1), Decimal(2)],
        "claim_days": 45,
        "claim_from": "period_end",
        "clause": CLAUSE_TESSEL,
    },
}
POOLS: dict[str, dict[str, tuple[int, dict[str, int]]]] = {
    "Orvane": {
        "Service desk": (50, {"SD-01": 10, "SD-02": 25, "SD-03": 25, "SD-04": 10, "SD-09": 20, "SD-10": 10}),
        "Device support": (30, {"DS-01": 10, "DS-02": 30, "DS-03": 40, "DS-04": 20}),
        "Joiners and leavers": (20, {"JL-01": 10, "JL-02": 30, "JL-03": 40, "JL-04": 20}),
    },
    "Tessel": {
        "Office network": (60, {"ON-01": 20, "ON-02": 30, "ON-03": 30, "ON-04": 20}),
        "Voice and meetings": (40, {"VM-01": 10, "VM-02": 30, "VM-03": 40, "VM-04": 20}),
    },
}
"""By vendor: the pools with their share of the amount at risk, and what each level weighs in its pool, in per cent."""

OWNERS = {
    DecisionKind.SECURITY_EXCEPTION: ((Letter.ACCOUNTABLE, "Priya Nair"), (Letter.CONSULTED, "Tomas Berg")),
    DecisionKind.ACCESS: (
        (Letter.ACCOUNTABLE, "Tomas Berg"),
        (Letter.ACCOUNTABLE, "Ines Duarte"),
        (Letter.INFORMED, "Priya Nair"),
    ),
    DecisionKind.BUSINESS_ESCALATION: ((Letter.ACCOUNTABLE, "Priya Nair"), (Letter.RESPONSIBLE, "Jonas Feld")),
}
"""Three of the five decisions that stay inside have an owner, one of them two; nobody owns changes or architecture."""


def enter_agreements(scene: Scene) -> None:
    """Enter all of it, valid as long as the levels of the register are."""
    for promise in MORE_PROMISES:
        _enter_level(scene, promise)
    for vendor, terms in CREDIT_TERMS.items():
        _enter_terms(scene.contract(vendor), terms, POOLS[vendor])
    for kind, letters in OWNERS.items():
        right = DecisionRight.objects.get(organisation=scene.organisation, kind=kind, vendor_id=None)
        for letter, name in letters:
            give_to_member(right, letter, scene.member(name))


def _enter_level(scene: Scene, promise: MorePromise) -> None:
    usual = ServiceLevel.objects.in_time().filter(service__name=promise.service)
    like = usual.select_related("service", "calendar").earliest("code")
    ServiceLevel.objects.create(
        organisation=scene.organisation,
        vendor_id=like.vendor_id,
        service=like.service,
        code=promise.code,
        kind=promise.kind,
        expected=Decimal(promise.expected),
        minimum=Decimal(promise.minimum),
        calendar=like.calendar,
        pausing_states=like.pausing_states if promise.more.get("metric") else [],
        valid=like.valid,
        **{"higher_is_better": promise.kind not in LOWER, **promise.more},
    )


def _enter_terms(contract: Contract, said: dict[str, Any], pools: dict[str, tuple[int, dict[str, int]]]) -> None:
    party: dict[str, Any] = {"organisation_id": contract.organisation_id, "vendor_id": contract.vendor_id}
    levels = {level.code: level for level in ServiceLevel.objects.of_contract(contract)}
    since = min(level.valid.lower for level in levels.values())
    terms = CreditTerms(**party, contract=contract, valid=DateRange(since, None), **said)
    allocations = [
        CreditAllocation(**party, terms=terms, level=levels[code], pool=pool, pool_percent=share, percent=percent)
        for pool, (share, weights) in pools.items()
        for code, percent in weights.items()
    ]
    start_terms(terms, allocations)
