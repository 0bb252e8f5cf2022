"""Judges stored tickets again after a rule changed: a group's vendor, a level, a calendar, a task rule, a policy.

Nothing is uploaded a second time, and only differences are written.
"""

from collections.abc import Sequence
from datetime import date, datetime

import polars as pl

from portal.accounts.models import Membership
from portal.accounts.tenancy import acting_for
from portal.jobs.models import Job
from portal.jobs.queue import enqueue
from portal.jobs.registry import JobResult
from portal.jobs.running import JobRun
from tickets import stored, storing
from tickets.applying import take_turns
from tickets.outcomes import judged, outcome_rows, with_repeat_contacts
from tickets.rulebook import load_rulebook
from tickets.rulebook_changes import remember_judged, zone_moved
from tickets.touching import months_of, newest_opening, touch, unbroken

STEPS = ("Read", "Clocks and scores", "Write")


def rescore(
    organisation_id: int, groups: Sequence[str] | None = None, member: Membership | None = None, *, wake: bool = True
) -> Job:
    """Queue the work for the tickets of some support groups, or for all. Call it where the rule is changed.

    Asked twice before it begins, everything is judged once: a narrower request joins a wider one that waits.
    """
    key = f"rescore:{organisation_id}"
    waiting = Job.objects.queued(key).filter(organisation_id=organisation_id).select_for_update().first()
    if waiting is not None:
        waiting.payload = {"groups": _both(waiting.payload.get("groups"), groups)}
        waiting.save(update_fields=["payload"])
        return waiting
    payload = {"groups": None if groups is None else sorted(set(groups))}
    title = "Judge tickets by the changed rules"
    return enqueue("tickets.rescore", key, organisation_id, title, payload=payload, member=member, wake=wake)


def _both(some: Sequence[str] | None, others: Sequence[str] | None) -> list[str] | None:
    return None if some is None or others is None else sorted({*some, *others})


def rescore_tickets(run: JobRun, now: datetime, groups: Sequence[str] | None = None) -> JobResult:
    """Judge the tickets of these groups, or all tickets, by the rules of today; one transaction."""
    with acting_for(run.organisation_id, cause=run.cause):
        take_turns(run.organisation_id)
        read, moved, changed, months = _rescore(run, now, groups)
        touch(run.organisation_id, months)
        run.seal()
    summary = {"tickets": read, "assigned": moved, "changed": changed, "months": len(months)}
    return JobResult(summary=summary)


def _rescore(run: JobRun, now: datetime, groups: Sequence[str] | None) -> tuple[int, int, int, list[date]]:
    run.progress("Read")
    rules = load_rulebook(run.organisation_id)
    every_month = zone_moved(run.organisation_id, rules)
    remember_judged(run.organisation_id, rules, groups)
    if groups is None:
        tickets = with_repeat_contacts(stored.all_tickets(run.organisation_id), rules)
    else:
        tickets = stored.tickets_of_groups(run.organisation_id, list(groups))
    run.progress("Clocks and scores", detail=f"{tickets.height:,} tickets")
    if tickets.is_empty():
        return 0, 0, 0, []
    everyone = judged(tickets, rules, now)
    run.progress("Write")
    moved = storing.write_assignment(everyone, tickets)
    changed = storing.write_outcomes(outcome_rows(everyone), run.organisation_id, pl.Series(dtype=pl.Int64))
    touched = tickets if every_month else tickets.filter(pl.col("id").is_in(pl.concat([moved, changed]).implode()))
    months = months_of([touched], rules.zone, newest_opening(run.organisation_id))
    if every_month:
        months = unbroken(months)
    return tickets.height, moved.len(), changed.len(), months
