"""What the page of an action shows to a member."""

from datetime import datetime
from typing import Any

from governance.actions.escalating import GRACE
from governance.actions.judging import why_not_effective
from governance.actions.measuring import Measured, measure
from governance.actions.owning import may_judge, may_work_on
from governance.actions.proof_words import earlier_proofs, proof_card
from governance.actions.rows import action_row
from governance.models import Action, ActionEntry, ActionProof, ActionState, Review, Stage
from portal import formats
from portal.accounts.capabilities import Capability
from portal.accounts.models import Membership
from portal.front.history import history_panel
from vendors.models import Service


def action_page(action: Action, member: Membership, now: datetime) -> dict[str, Any]:
    """`action` is read `with_people`; `now` in the organisation's zone."""
    measured = measure(action, now.date())
    proofs = ActionProof.objects.visible_to(member).of_action(action.pk)
    service = None if action.service_id is None else Service.objects.visible_to(member).of_key(action.service_id)
    return {
        "action": action,
        "row": action_row(action, now),
        "stages": _stages(action),
        "figure": _figure(action, measured, service),
        "proof": proof_card(action, measured),
        "proofs": earlier_proofs(proofs, member.organisation.timezone),
        "review_title": _review_title(action, member),
        "entries": ActionEntry.objects.visible_to(member).of_action(action.pk),
        "grace": GRACE,
        "history": history_panel(member, action),
        **_rights(action, member),
        **_end(action, measured, now),
    }


def _review_title(action: Action, member: Membership) -> str:
    review = Review.objects.visible_to(member).of_key(action.review_id)
    return "" if review is None else review.title


def _rights(action: Action, member: Membership) -> dict[str, bool]:
    keeps, open_ = member.can(Capability.KEEP_ACTIONS), action.closed_at is None
    works = may_work_on(action, member) and open_
    return {
        "may_keep": keeps and open_,
        "may_work": works,
        "may_finish": works and action.state == ActionState.OPEN,
        "may_edit": keeps and action.state == ActionState.OPEN,
        "may_judge": action.state == ActionState.DONE and may_judge(action, member),
        "may_write": member.can(Capability.ACT),
    }


def _end(action: Action, measured: Measured | None, now: datetime) -> dict[str, Any]:
    """Whether its proof is due, and why it could not be closed as effective now."""
    if action.state != ActionState.DONE:
        return {"proof_due": False, "why_not": ""}
    due = action.proof_on is None or action.proof_on <= now.date()
    return {"proof_due": due, "why_not": why_not_effective(action, measured, now.date())}


def _stages(action: Action) -> list[dict[str, Any]]:
    places = list(Stage)
    at = places.index(Stage(action.stage))
    return [
        {"value": stage.value, "label": stage.label, "current": place == at, "passed": place < at}
        for place, stage in enumerate(places)
    ]


def _figure(action: Action, measured: Measured | None, service: Service | None) -> list[dict[str, str]]:
    """The KPI with its baseline, target and date of proof, for templates/components/definitions.html."""
    if measured is None:
        proof = [] if action.proof_on is None else [{"label": "Proof", "value": formats.day(action.proof_on)}]
        return [{"label": "KPI", "value": action.kpi_code or "None: what was done is its proof"}, *proof]
    kpi = measured.kpi
    return [
        {"label": "KPI", "value": kpi.name, "note": service.name if service is not None else ""},
        {"label": "Baseline", "value": formats.with_unit(action.baseline, kpi.unit, kpi.decimals)},
        {"label": "Target", "value": formats.with_unit(action.target, kpi.unit, kpi.decimals)},
        {"label": "Proof", "value": formats.day(action.proof_on)},
    ]
