"""What else came of the quarter: the 30/60/90 plan, evidence for the auditor, mails that were read long ago."""

from datetime import timedelta

from django.db.models import F

from governance.evidence.asking import ask
from governance.improvement.planning import start
from governance.models import EvidencePack, Mail, MailState, PlanStep
from portal.demonstration.scene import Scene
from portal.jobs.models import Job
from vendors import months

DAYS_AGO = 40
OWNERS = {"norms": "Jonas Feld", "paths": "Jonas Feld", "rights": "Priya Nair", "reviews": "Jonas Feld"}
SET_ASIDE = {"priorities": "Tessel and Lumenfold have one priority for all: agreed with them in words."}


def begin_plan(scene: Scene) -> None:
    with scene.acting("Priya Nair") as priya:
        plan = start(priya, scene.today - timedelta(days=DAYS_AGO))
        steps = PlanStep.objects.of_plan(plan.pk)
        for code, name in OWNERS.items():
            steps.filter(code=code).update(owner=scene.member(name))
        for code, reason in SET_ASIDE.items():
            steps.filter(code=code).update(set_aside=reason)


def ask_for_evidence(scene: Scene) -> Job:
    """The auditor asks for the last three months of the story; the job is the caller's to run."""
    with scene.acting("Marek Zielinski") as marek:
        first = scene.months[-3]
        pack = EvidencePack(
            period_start=first, period_end=months.later(first, 3), purpose="Audit of the outsourced services"
        )
        ask(marek, pack, scene.at(scene.today, 0))
        return Job.objects.get(organisation=scene.organisation, key=pack.job_key)


def let_mails_be_old(scene: Scene) -> None:
    """What the story's people were told by mail they read at the time: nothing of it is sent again."""
    waiting = Mail.objects.of_organisation(scene.organisation.pk).filter(state=MailState.WAITING)
    waiting.update(state=MailState.SENT, sent_at=F("due_at"))
