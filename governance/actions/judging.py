"""Closing an action: effective only when its figure shows it, otherwise closed as not effective or opened again."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from governance.actions.escalating import settle_escalation
from governance.actions.measuring import Measured, measure, moved
from governance.actions.owning import refuse_who_may_not_judge
from governance.actions.refusals import ActionRefused, OvertakenMeanwhile
from governance.actions.working import say, told
from governance.models import Action, ActionProof, ActionState, Stage
from portal.accounts.models import Membership
from portal.accounts.visibility import Visibility
from portal.formats import day


@dataclass(frozen=True)
class Judgement:
    """What the chair says. With `due_on` an action that was not effective is opened again for another round."""

    effective: bool
    reason: str
    due_on: date | None = None
    proof_on: date | None = None

    @property
    def opens_again(self) -> bool:
        return not self.effective and self.due_on is not None


@transaction.atomic
def judge(action: Action, judgement: Judgement, member: Membership, now: datetime) -> ActionProof:
    """Keep the figures as they are seen now with the judgement, and close the action or open it again.

    ActionRefused when it would be effective without proof, before its day, or lacks a reason, and to
    who may not judge it; OvertakenMeanwhile when it is not "done" any more.
    """
    refuse_who_may_not_judge(action, member)
    stored = Action.objects.select_for_update().filter(pk=action.pk, state=ActionState.DONE).first()
    if stored is None:
        raise OvertakenMeanwhile(told(action))
    today = now.astimezone(stored.organisation.zone).date()
    measured = measure(stored, today)
    _refuse(stored, judgement, measured, today)
    proof = _kept(stored, judgement, measured, (member, now))
    if judgement.opens_again:
        _open_again(stored, judgement, member, now)
    else:
        _close(stored, judgement, member, now)
    action.refresh_from_db()
    return proof


def why_not_effective(action: Action, measured: Measured | None, today: date) -> str:
    """Why the action cannot be closed as effective now, in words; empty when it can."""
    if action.proof_on is not None and today < action.proof_on:
        return f"The proof is due on {day(action.proof_on)}. Before that day nothing is proven."
    if action.kpi_code and measured is None:
        return "Its figure left the catalogue, so nothing shows that it worked."
    if measured is None:
        return "" if action.evidence.strip() else "It moves no figure and carries no evidence of what was done."
    return "" if moved(measured) else measured.proof.sentence


def _refuse(action: Action, judgement: Judgement, measured: Measured | None, today: date) -> None:
    if not judgement.reason.strip():
        raise ActionRefused("Give the reason: both sides read it.", "reason")
    if judgement.effective:
        if why := why_not_effective(action, measured, today):
            raise ActionRefused(f"It cannot be closed as effective. {why}", "effective")
        return
    if judgement.opens_again:
        _refuse_dates(action, judgement, today)


def _refuse_dates(action: Action, judgement: Judgement, today: date) -> None:
    due, proof = judgement.due_on, judgement.proof_on
    if due is not None and due < today:
        raise ActionRefused("The new due date lies in the past.", "due_on")
    if action.kpi_code and proof is None:
        raise ActionRefused("Give the day on which the figure should have moved this time.", "proof_on")
    if due is not None and proof is not None and proof <= due:
        raise ActionRefused(f"The proof comes after the work is due: later than {day(due)}.", "proof_on")


def _kept(
    action: Action, judgement: Judgement, measured: Measured | None, by: tuple[Membership, datetime]
) -> ActionProof:
    member, now = by
    figures = {} if measured is None else {
        "before": measured.proof.before,
        "after": measured.proof.after,
        "target": measured.target,
        "measured": measured.kept(),
    }  # fmt: skip
    # A proof has no visibility of its own: that of an action for our side alone belongs to no vendor.
    ours = action.visibility == Visibility.CLIENT
    return ActionProof.objects.create(
        organisation_id=action.organisation_id,
        vendor_id=None if ours else action.vendor_id,
        action=action,
        effective=judgement.effective,
        moved=moved(measured),
        reason=judgement.reason,
        judged_by=str(member.person),
        judged_at=now,
        **figures,
    )


def _close(action: Action, judgement: Judgement, member: Membership, now: datetime) -> None:
    action.state = ActionState.EFFECTIVE if judgement.effective else ActionState.INEFFECTIVE
    action.closed_at, action.closed_by, action.closing_words = now, str(member.person), judgement.reason
    action.save(update_fields=["state", "closed_at", "closed_by", "closing_words"])
    settle_escalation(action, f"{member.person} closed the action: {judgement.reason}", now)


def _open_again(action: Action, judgement: Judgement, member: Membership, now: datetime) -> None:
    """Another round, from the plan on: the cause found was not the cause, or the work did not reach it."""
    settle_escalation(action, f"{member.person} opened the action again: {judgement.reason}", now)
    if judgement.due_on is None:
        raise ValueError("Another round has a due date.")
    action.state, action.stage, action.reopened = ActionState.OPEN, Stage.PLAN, action.reopened + 1
    action.due_on, action.proof_on = judgement.due_on, judgement.proof_on
    action.done_at, action.done_by, action.evidence, action.escalation = None, "", "", None
    action.save()
    say(action, f"Not effective, opened again: {judgement.reason}", Visibility.SHARED, member, now)
