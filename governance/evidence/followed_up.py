"""What was followed up: actions with their entries and proofs, business changes and the notice given of them."""

from collections.abc import Iterator

from django.db.models import Exists, OuterRef, Q, QuerySet

from governance.models import (
    Action,
    ActionEntry,
    ActionProof,
    BusinessChange,
    ChangeNotice,
    Consequence,
    NoticeRevision,
)
from portal.contributions.asked import Asked
from portal.ledger.laying_out import OWN, Kind, during, open_in, party

_ACTIONS = (
    "FROM governance_action {t} WHERE {t}.organisation_id = :organisation "
    "AND (:vendor IS NULL OR {t}.vendor_id = :vendor) "
    "AND {t}.created_at < :until AND coalesce({t}.closed_at, 'infinity') >= :since"
)
_CHANGES = (
    "FROM governance_businesschange {t} WHERE {t}.organisation_id = :organisation AND (:vendor IS NULL OR {t}.id IN "
    "(SELECT v.change_id FROM governance_changenotice v WHERE v.vendor_id = :vendor)) "
    "AND (({t}.entered_at >= :since AND {t}.entered_at < :until) "
    "OR ({t}.takes_effect_on >= :start AND {t}.takes_effect_on < :end))"
)
_NOTICES = f"{OWN} AND t.change_id IN (SELECT c.id {_CHANGES.format(t='c')})"


def kinds(asked: Asked) -> tuple[Kind, ...]:
    return (*_actions(asked), *_changes(asked))


def _chosen_changes(asked: Asked) -> "QuerySet[BusinessChange]":
    effective = Q(takes_effect_on__gte=asked.start, takes_effect_on__lt=asked.end)
    ours = Q(organisation_id=asked.organisation_id)
    changes = BusinessChange.objects.filter(ours & (during(asked, "entered_at") | effective))
    if asked.vendor_id is None:
        return changes
    told = ChangeNotice.objects.filter(vendor_id=asked.vendor_id, change_id=OuterRef("pk"))
    return changes.filter(Exists(told))


def _actions(asked: Asked) -> Iterator[Kind]:
    actions = Action.objects.filter(party(asked) & open_in(asked, "created_at", "closed_at"))
    within = f"WHERE t.action_id IN (SELECT a.id {_ACTIONS.format(t='a')})"
    yield Kind(
        "actions",
        "Actions",
        "Corrective and preventive actions that were open at any time of the period, both sides' and ours alone.",
        actions,
        _ACTIONS.format(t="t"),
        names={"vendor": "vendor__name"},
    )
    yield Kind(
        "action-entries",
        "Entries on actions",
        "What was written on them.",
        ActionEntry.objects.filter(action__in=actions),
        f"FROM governance_actionentry t {within}",
    )
    yield Kind(
        "action-proofs",
        "Proofs of actions",
        "Whether they worked: the figure before and after, and who judged it.",
        ActionProof.objects.filter(action__in=actions),
        f"FROM governance_actionproof t {within}",
    )


def _changes(asked: Asked) -> Iterator[Kind]:
    changes = _chosen_changes(asked)
    yield Kind(
        "business-changes",
        "Changes on notice",
        "Business changes that were entered or took effect in the period; with a vendor, those that it was told of.",
        changes,
        _CHANGES.format(t="t"),
        names={"site": "site__name"},
    )
    yield from _notices(ChangeNotice.objects.filter(party(asked) & Q(change__in=changes)))


def _notices(notices: "QuerySet[ChangeNotice]") -> Iterator[Kind]:
    yield Kind(
        "change-notices",
        "Notices of changes",
        "The notice that vendors were given of them, with lead time, acknowledgement and day-one readiness.",
        notices,
        f"FROM governance_changenotice t WHERE {_NOTICES}",
        names={"vendor": "vendor__name"},
    )
    yield Kind(
        "notice-revisions",
        "Earlier editions of notices",
        "What was told before a notice was amended or given anew, and what had been answered.",
        NoticeRevision.objects.filter(notice__in=notices),
        "FROM governance_noticerevision t JOIN governance_changenotice n ON n.id = t.notice_id "
        f"WHERE {_NOTICES.replace('t.', 'n.')}",
    )
    yield Kind(
        "consequences",
        "Consequences of changes",
        "The checklist of each notice, and who did what when.",
        Consequence.objects.filter(notice__in=notices),
        "FROM governance_consequence t JOIN governance_changenotice n ON n.id = t.notice_id "
        f"WHERE {_NOTICES.replace('t.', 'n.')}",
    )
