"""Beginning and ending a plan. What its steps have come to is measured, never stored."""

from datetime import date

from django.db import IntegrityError, transaction

from governance.improvement.catalogue import STEPS
from governance.models import ImprovementPlan, PlanStep
from portal.accounts.models import Membership


class InvalidTransition(Exception):
    """It is not in a state that allows this. The message is a sentence for the reader."""


def start(member: Membership, started_on: date) -> ImprovementPlan:
    """Begin a plan with all its steps. InvalidTransition while another one runs."""
    try:
        with transaction.atomic():
            plan = ImprovementPlan.objects.create(
                organisation_id=member.organisation_id, started_on=started_on, started_by=str(member.person)
            )
    except IntegrityError as running:
        raise InvalidTransition("A plan is running already. End it before another one begins.") from running
    PlanStep.objects.bulk_create(
        PlanStep(organisation_id=member.organisation_id, plan=plan, code=step.code) for step in STEPS
    )
    return plan


def end(plan: ImprovementPlan, today: date) -> None:
    """End a plan; InvalidTransition when it ended before."""
    if not ImprovementPlan.objects.current().filter(pk=plan.pk).update(ended_on=today):
        raise InvalidTransition("The plan had ended already.")
