"""What came of the figures: credits with their arithmetic, disputes, escalations."""

from collections.abc import Iterator

from django.db.models import Q

from portal.contributions.asked import Asked
from portal.ledger.laying_out import OF_CONTRACT, OWN, Kind, during, months_of, open_in, party
from vendors.evidence.files import kept
from vendors.evidence.reported import DECIDED, MONTHS, of_month
from vendors.models import (
    Credit,
    CreditEntry,
    Dispute,
    DisputeLine,
    DisputeMessage,
    Escalation,
    EscalationNote,
    ReachedStep,
)

_DISPUTES = (
    "FROM vendors_dispute {t} JOIN vendors_slareport r ON r.id = {t}.report_id "
    "WHERE {t}.organisation_id = :organisation AND (:vendor IS NULL OR {t}.vendor_id = :vendor) "
    "AND (:contract IS NULL OR {t}.contract_id = :contract) AND "
    "((r.month >= date_trunc('month', CAST(:start AS date)) AND r.month < :end) "
    "OR ({t}.opened_at >= :since AND {t}.opened_at < :until))"
)
_ESCALATIONS = (
    "FROM vendors_escalation {t} LEFT JOIN vendors_escalationpath p ON p.id = {t}.path_id "
    "WHERE {t}.organisation_id = :organisation AND (:vendor IS NULL OR {t}.vendor_id = :vendor) "
    "AND (:contract IS NULL OR p.contract_id IS NULL OR p.contract_id = :contract) "
    "AND {t}.raised_at < :until AND coalesce({t}.closed_at, 'infinity') >= :since"
)


def kinds(asked: Asked) -> tuple[Kind, ...]:
    return (*_credits(asked), *_disputes(asked), *_escalations(asked))


def _credits(asked: Asked) -> Iterator[Kind]:
    credits_due = Credit.objects.filter(party(asked, "contract_id") & months_of(asked))
    yield Kind(
        "credits",
        "Service credits",
        "Credits of the months that the period touches, with the arithmetic that led to each amount.",
        credits_due,
        f"FROM vendors_credit t WHERE {OWN} AND {OF_CONTRACT} AND {MONTHS}",
        names={"vendor": "vendor__name", "contract": "contract__reference", "level": "level__code"},
    )
    yield Kind(
        "credit-entries",
        "Ledger of credits",
        "Every step of those credits, from accrual to settlement.",
        CreditEntry.objects.filter(credit__in=credits_due),
        f"FROM vendors_creditentry t WHERE t.credit_id IN (SELECT c.id {of_month('vendors_credit', 'c')})",
        names={"month": "credit__month", "currency": "credit__currency", **DECIDED},
    )


def _disputes(asked: Asked) -> Iterator[Kind]:
    of_month_or_opened = months_of(asked, "report__month") | during(asked, "opened_at")
    disputes = Dispute.objects.filter(party(asked, "contract_id") & of_month_or_opened)
    within = f"WHERE t.dispute_id IN (SELECT d.id {_DISPUTES.format(t='d')})"
    yield Kind(
        "disputes",
        "Disputes",
        "Disputes about reports of those months, and those opened in the period.",
        disputes,
        _DISPUTES.format(t="t"),
        names={"vendor": "vendor__name", "month": "report__month", **DECIDED},
    )
    yield Kind(
        "dispute-lines",
        "Lines in dispute",
        "What each dispute is about and how it was settled.",
        DisputeLine.objects.filter(dispute__in=disputes),
        f"FROM vendors_disputeline t {within}",
        names={"dispute": "dispute__number", "level": "line__level__code", "reported": "line__reported"},
    )
    messages = DisputeMessage.objects.filter(dispute__in=disputes)
    yield Kind(
        "dispute-messages",
        "Messages in disputes",
        "What was written, to both sides and to our side alone, with the files that were sent.",
        messages,
        f"FROM vendors_disputemessage t {within}",
        names={"dispute": "dispute__number"},
        files=lambda: kept(messages, "disputes", "file_name", "file_sha256"),
    )


def _escalations(asked: Asked) -> Iterator[Kind]:
    of_path = Q() if asked.contract_id is None else Q(path__contract_id=None) | Q(path__contract_id=asked.contract_id)
    escalations = Escalation.objects.filter(party(asked) & of_path & open_in(asked, "raised_at", "closed_at"))
    within = f"WHERE t.escalation_id IN (SELECT e.id {_ESCALATIONS.format(t='e')})"
    yield Kind(
        "escalations",
        "Escalations",
        "Escalations that were open at any time of the period; with a contract, those of its path or of no contract's.",
        escalations,
        _ESCALATIONS.format(t="t"),
        names={"vendor": "vendor__name", "level": "level__code"},
    )
    yield Kind(
        "reached-steps",
        "Steps that escalations reached",
        "Which step was reached when, and whose it was.",
        ReachedStep.objects.filter(escalation__in=escalations),
        f"FROM vendors_reachedstep t {within}",
    )
    yield Kind(
        "escalation-notes",
        "Notes on escalations",
        "What was written on them, to both sides and to our side alone.",
        EscalationNote.objects.filter(escalation__in=escalations),
        f"FROM vendors_escalationnote t {within}",
    )
