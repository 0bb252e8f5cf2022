"""What the ground floor has for an auditor: who may decide what, and what was decided."""

from collections.abc import Iterator

from django.db.models import Q

from portal.accounts.models import Decision, DecisionRight, RightHolder
from portal.contributions.asked import Asked
from portal.contributions.evidence import Collection
from portal.ledger import laying_out
from portal.ledger.laying_out import OWN, Kind, during, party, valid_in

_RIGHTS = (
    "FROM accounts_decisionright {t} WHERE {t}.organisation_id = :organisation "
    "AND (:vendor IS NULL OR {t}.vendor_id IS NULL OR {t}.vendor_id = :vendor) "
    "AND {t}.valid && daterange(:start, :end)"
)


def collections(asked: Asked) -> Iterator[Collection]:
    return laying_out.collections(asked, tuple(_kinds(asked)), "accounts")


def _kinds(asked: Asked) -> Iterator[Kind]:
    ours = Q(organisation_id=asked.organisation_id) & valid_in(asked)
    general = Q() if asked.vendor_id is None else Q(vendor_id=None) | Q(vendor_id=asked.vendor_id)
    rights = DecisionRight.objects.filter(ours & general)
    yield Kind(
        "decision-rights",
        "Decision rights",
        "Rights that were valid on a day of the period: of all vendors, and of the vendor asked about.",
        rights,
        _RIGHTS.format(t="t"),
    )
    yield Kind(
        "right-holders",
        "Holders of decision rights",
        "Who is accountable, responsible, consulted and informed in those rights.",
        RightHolder.objects.filter(right__in=rights),
        f"FROM accounts_rightholder t WHERE t.right_id IN (SELECT r.id {_RIGHTS.format(t='r')})",
        names={"right": "right__title", "member": "membership__person__name"},
    )
    yield Kind(
        "decisions",
        "Decisions",
        "What was decided in the period, under which right and with which reason.",
        Decision.objects.filter(party(asked) & during(asked, "decided_at")),
        f"FROM accounts_decision t WHERE {OWN} AND t.decided_at >= :since AND t.decided_at < :until",
    )
