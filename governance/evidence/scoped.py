"""What is done inside and outside, and what for: scope map, transitions, outcome map, yearly figures."""

from collections.abc import Iterator

from django.db.models import Exists, OuterRef, Q

from governance.models import (
    BusinessFunction,
    BusinessGoal,
    GateItem,
    GoalOutcome,
    OrganisationFigure,
    ScopeChange,
    ScopeEntry,
)
from portal.contributions.asked import Asked
from portal.ledger.laying_out import OF_CONTRACT, OWN, Kind, party, valid_in

_CHANGES = (
    "FROM governance_scopechange {t} WHERE {t}.organisation_id = :organisation "
    "AND (:vendor IS NULL OR {t}.vendor_id = :vendor) AND (:contract IS NULL OR {t}.contract_id = :contract) "
    "AND {t}.entered_at < :until AND coalesce({t}.ended_at, 'infinity') >= :since"
)
_ALL = "t.organisation_id = :organisation AND (:vendor IS NULL OR EXISTS (SELECT 1 FROM {child} c WHERE {on}))"


def kinds(asked: Asked) -> tuple[Kind, ...]:
    return (*_scope(asked), *_transitions(asked), *_outcomes(asked))


def _scope(asked: Asked) -> Iterator[Kind]:
    functions = BusinessFunction.objects.filter(organisation_id=asked.organisation_id)
    if asked.vendor_id is not None:
        done = ScopeEntry.objects.filter(function_id=OuterRef("pk"), vendor_id=asked.vendor_id)
        functions = functions.filter(Exists(done))
    on = "c.function_id = t.id AND c.vendor_id = :vendor"
    yield Kind(
        "functions",
        "Functions of IT",
        "The functions of the scope map, those that ended too; with a vendor, those that it ever had a part in.",
        functions,
        f"FROM governance_businessfunction t WHERE {_ALL.format(child='governance_scopeentry', on=on)}",
    )
    yield Kind(
        "scope-entries",
        "How functions were done",
        "Inside, shared or outsourced, by whom and why: what held on a day of the period.",
        ScopeEntry.objects.filter(party(asked, contract="contract_id") & valid_in(asked)),
        f"FROM governance_scopeentry t WHERE {OWN} AND {OF_CONTRACT} AND t.valid && daterange(:start, :end)",
        names={"function": "function__name", "vendor": "vendor__name", "contract": "contract__reference"},
    )


def _transitions(asked: Asked) -> Iterator[Kind]:
    ended = Q(ended_at=None) | Q(ended_at__gte=asked.since)
    chosen = party(asked, contract="contract_id") & Q(entered_at__lt=asked.until) & ended
    changes = ScopeChange.objects.filter(chosen)
    yield Kind(
        "scope-changes",
        "Transitions",
        "Changes of scope that were planned at any time of the period, with who overrode a gate and why.",
        changes,
        _CHANGES.format(t="t"),
        names={"function": "function__name", "vendor": "vendor__name", "contract": "contract__reference"},
    )
    yield Kind(
        "gate-conditions",
        "Conditions of their gates",
        "What evidenced each of the six, by whom and when, what was withdrawn, and the baseline that was taken.",
        GateItem.objects.filter(change__in=changes),
        f"FROM governance_gateitem t WHERE t.change_id IN (SELECT c.id {_CHANGES.format(t='c')})",
    )


def _outcomes(asked: Asked) -> Iterator[Kind]:
    goals = BusinessGoal.objects.filter(organisation_id=asked.organisation_id)
    if asked.vendor_id is not None:
        borne = GoalOutcome.objects.filter(goal_id=OuterRef("pk"), vendor_id=asked.vendor_id)
        goals = goals.filter(Exists(borne))
    on = "c.goal_id = t.id AND c.vendor_id = :vendor"
    yield Kind(
        "business-goals",
        "Business goals",
        "The goals of the outcome map, those that ended too; with a vendor, those that a service of it serves.",
        goals,
        f"FROM governance_businessgoal t WHERE {_ALL.format(child='governance_goaloutcome', on=on)}",
    )
    yield Kind(
        "goal-outcomes",
        "Outcomes of IT",
        "What IT has to bring about for them, by which KPI and target, borne by which service.",
        GoalOutcome.objects.filter(party(asked)),
        f"FROM governance_goaloutcome t WHERE {OWN}",
        names={"goal": "goal__title", "service": "service__name"},
    )
    figures = OrganisationFigure.objects.filter(organisation_id=asked.organisation_id)
    yield Kind(
        "organisation-figures",
        "Yearly figures of the organisation",
        "Budget, revenue, findings, staff, projects and openings as they were entered; of no vendor.",
        figures if asked.vendor_id is None else figures.none(),
        "FROM governance_organisationfigure t WHERE t.organisation_id = :organisation AND :vendor IS NULL",
    )
