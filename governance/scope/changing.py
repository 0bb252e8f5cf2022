"""A change of scope from plan to effect: its gate is evidenced, or overridden by whoever may, and then it is so."""

from datetime import date, datetime

from django.db import IntegrityError, transaction

from governance.changes.lead_times import today_of
from governance.models import BusinessFunction, GateCode, GateItem, ScopeChange, ScopeChangeState, ScopeEntry
from governance.models.scope import GateItemQuerySet
from governance.scope import stating
from governance.scope.baseline import baseline
from governance.scope.gate import is_green
from governance.scope.refusals import Refused
from portal.accounts.decisions import Matter, decide
from portal.accounts.models import Decision, DecisionKind, Membership
from portal.formats import counted
from portal.formats import day as spoken

DECIDED = ("arrangement", "delivery_model", "vendor_id", "contract_id")
SAME = (*DECIDED, "owner_id")
OTHERWISE = "The change is planned otherwise now: with another provider, or in another way."


@transaction.atomic
def plan(change: ScopeChange, member: Membership, now: datetime) -> ScopeChange:
    """Store a planned change with its gate, all six conditions open. The same sent twice is one change.

    Refused when the function has ended, is done that way already, or another change of it is planned.
    """
    function = BusinessFunction.objects.for_change().get(pk=change.function_id)
    standing = standing_of(function.pk, today_of(member.organisation, now))
    planned = ScopeChange.objects.of_function(function.pk).planned().first()
    if planned is not None:
        if all(getattr(planned, name) == getattr(change, name) for name in (*SAME, "planned_on", "reason")):
            return planned
        raise Refused(f"A change of {function} is planned already. Put it into effect or cancel it first.")
    if function.ended_on is not None:
        raise Refused(f"{function} ended on {spoken(function.ended_on)}.")
    _refuse_the_same(change, standing)
    _write(change, member, now)
    GateItem.objects.bulk_create(
        GateItem(organisation_id=change.organisation_id, change=change, code=code) for code in GateCode.values
    )
    return change


def _refuse_the_same(change: ScopeChange, standing: ScopeEntry | None) -> None:
    if standing is not None and all(getattr(standing, name) == getattr(change, name) for name in SAME):
        raise Refused("It is done that way already. Plan something that differs from today.", "arrangement")


def _write(change: ScopeChange, member: Membership, now: datetime) -> None:
    change.owner_name = str(change.owner.person) if change.owner else change.owner_name
    change.entered_by, change.entered_at = str(member.person), now
    try:
        with transaction.atomic():
            change.save(force_insert=True)
    except IntegrityError as error:
        raise Refused("A change of this function is planned already. End that one first.") from error


def standing_of(function_id: int, day: date) -> ScopeEntry | None:
    """How the function is done on a day."""
    return ScopeEntry.objects.of_function(function_id).valid_on(day).with_parties().first()


@transaction.atomic
def edit(change: ScopeChange, member: Membership, now: datetime) -> int:
    """Save a planned change that was edited; how many conditions of its gate opened again.

    What was evidenced for one provider, or for one way of doing it, shows nothing for another. Refused when it is
    planned no more, and where its gate was overridden: that let pass what was planned then, and not this.
    """
    stored = _locked(change.pk)
    if stored.overridden_at is not None and any(getattr(stored, name) != getattr(change, name) for name in DECIDED):
        raise Refused(f"{stored.overridden_by} overrode the gate for what was planned then. Cancel it and plan anew.")
    change.owner_name = str(change.owner.person) if change.owner else change.owner_name
    change.save(update_fields=[*SAME, "owner_name", "planned_on", "reason"])
    if (stored.vendor_id, stored.arrangement) == (change.vendor_id, change.arrangement):
        return 0
    return _open_again(GateItem.objects.of_change(change.pk), OTHERWISE, member, now)


def _locked(pk: int) -> ScopeChange:
    """The change as it stands, held until the transaction ends. Refused when it is planned no more."""
    change = ScopeChange.objects.for_change().get(pk=pk)
    if change.state != ScopeChangeState.PLANNED:
        raise Refused(f"It is {change.get_state_display().lower()} already, by {change.ended_by}. Nothing was changed.")
    return change


@transaction.atomic
def evidence(item: GateItem, words: str, url: str, member: Membership, now: datetime) -> None:
    """Say what shows that a condition is met. Refused when somebody evidenced it meanwhile in other words."""
    _locked(item.change_id)
    stored = GateItem.objects.get(pk=item.pk)
    if stored.evidenced_at is not None:
        if (stored.evidence, stored.evidence_url) == (words, url):
            return
        raise Refused(
            f"{stored} was evidenced by {stored.evidenced_by} meanwhile. Withdraw that before you replace it."
        )
    _evidenced(stored, words, url, member, now)


def _evidenced(item: GateItem, words: str, url: str, member: Membership, now: datetime) -> None:
    item.evidence, item.evidence_url = words, url
    item.evidenced_at, item.evidenced_by = now, str(member.person)
    item.withdrawn_at, item.withdrawn_by, item.withdrawn_reason = None, "", ""
    item.save()


@transaction.atomic
def take_baseline(change: ScopeChange, member: Membership, now: datetime) -> GateItem:
    """Keep the figures of the last three complete months. Without any ticket in them the condition stays open.

    Refused when it is evidenced already: a baseline is not exchanged for another without saying why.
    """
    _locked(change.pk)
    item, _ = GateItem.objects.get_or_create(
        organisation_id=change.organisation_id, change=change, code=GateCode.BASELINE
    )
    if item.evidenced_at is not None:
        raise Refused("The baseline is taken already. Withdraw it with a reason before you take another.")
    today = today_of(member.organisation, now)
    item.figures = baseline(change, standing_of(change.function_id, today), today, now)
    if not item.figures["tickets"]:
        item.save(update_fields=["figures"])
        return item
    tickets = counted(item.figures["tickets"], "ticket")
    words = f"Taken from the portal's figures: {item.figures['of']}, {item.figures['days']}, {tickets}."
    _evidenced(item, words, "", member, now)
    return item


@transaction.atomic
def withdraw(item: GateItem, reason: str, member: Membership, now: datetime) -> None:
    """Say that a condition is not met after all. What was said before stays in its history."""
    _locked(item.change_id)
    if not _open_again(GateItem.objects.filter(pk=item.pk), reason, member, now):
        raise Refused(f"{item} is not evidenced, so there is nothing to withdraw.")


def _open_again(items: GateItemQuerySet, reason: str, member: Membership, now: datetime) -> int:
    withdrawn = {"withdrawn_at": now, "withdrawn_by": str(member.person), "withdrawn_reason": reason}
    return items.evidenced().update(evidenced_at=None, evidenced_by="", **withdrawn)


@transaction.atomic
def override(change: ScopeChange, reason: str, member: Membership, now: datetime) -> Decision:
    """Let it pass although its gate is red. NotEntitled unless accountable for change approvals.

    The decision is recorded as one about no single provider, so that none reads why in its log.
    """
    locked = _locked(change.pk)
    if locked.overridden_at is not None:
        raise Refused(f"{locked.overridden_by} has overridden the gate already.")
    if is_green(list(locked.gate.all())):
        raise Refused("All six conditions are evidenced: there is nothing to override.")
    locked.overridden_at, locked.overridden_by, locked.overridden_reason = now, str(member.person), reason
    locked.save(update_fields=["overridden_at", "overridden_by", "overridden_reason"])
    matter = Matter(DecisionKind.CHANGE, None, f"Transition: {locked}"[:200], locked.get_absolute_url())
    return decide(member, matter, "Gate overridden", reason, now)


@transaction.atomic
def put_into_effect(change: ScopeChange, day: date, member: Membership, now: datetime) -> ScopeEntry:
    """Make it so from a day on: the entry that stood ends there, and a new one begins that names this change.

    Refused while the gate is red and not overridden, or when an entry begins on that day already.
    """
    locked = _locked(change.pk)
    if not (is_green(list(locked.gate.all())) or locked.overridden_at is not None):
        raise Refused("The gate is red: evidence what is open, or have it overridden by whoever approves changes.")
    _end(locked, ScopeChangeState.DONE, "", member, now)
    told = {name: getattr(locked, name) for name in (*SAME, "owner_name", "reason", "organisation_id", "function_id")}
    return stating.state(ScopeEntry(**told, change=locked), day, member, now)


@transaction.atomic
def cancel(change: ScopeChange, reason: str, member: Membership, now: datetime) -> None:
    """Say that it will not come. Refused when it is planned no more."""
    _end(_locked(change.pk), ScopeChangeState.CANCELLED, reason, member, now)


def _end(change: ScopeChange, state: ScopeChangeState, reason: str, member: Membership, now: datetime) -> None:
    ended = {"ended_at": now, "ended_by": str(member.person), "ended_reason": reason}
    if not ScopeChange.objects.planned().filter(pk=change.pk).update(state=state, **ended):
        raise Refused("Somebody else ended this change meanwhile. Nothing was changed.")
