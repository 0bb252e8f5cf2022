"""What else came of the quarter: the 30/60/90 plan, evidence for the auditor, mails that were read long ago."""

from collections import Counter
from collections.abc import Iterable
from datetime import timedelta

from django.db.models import F

from governance.agenda.rounds import compose_coming
from governance.evidence.asking import ask
from governance.improvement.planning import start
from governance.models import Channel, EvidencePack, Mail, MailState, Notification, PlanStep
from governance.notifying.finding import find
from governance.planning.rounds import plan_reviews
from portal.accounts.models import Organisation
from portal.demonstration.scene import Scene
from portal.jobs.models import Job
from tickets.escalating import sweep
from vendors import months
from vendors.contracts.reminding import remind
from vendors.escalations.escalating import go_on_by_itself

DAYS_AGO = 40
OWNERS = {"norms": "Jonas Feld", "paths": "Jonas Feld", "rights": "Priya Nair", "reviews": "Jonas Feld"}
STAY_UNREAD = 5
UNREAD = ("actions_proof", "dates", "actions_due", "changes", "minutes", "actions", "escalations")
"""So many stay unread for each, these kinds first."""
SET_ASIDE = {"priorities": "Tessel and Lumenfold have one priority for all: agreed with them in words."}


def begin_plan(scene: Scene) -> None:
    with scene.acting("Priya Nair") as priya:
        plan = start(priya, scene.today - timedelta(days=DAYS_AGO))
        steps = PlanStep.objects.of_plan(plan.pk)
        for code, name in OWNERS.items():
            steps.filter(code=code).update(owner=scene.member(name))
        for code, reason in SET_ASIDE.items():
            steps.filter(code=code).update(set_aside=reason)


def has_evidence(organisation: Organisation) -> bool:
    return EvidencePack.objects.filter(organisation=organisation).built().exists()


def ask_for_evidence(scene: Scene) -> Job:
    """The auditor asks for the last three months of the story; the job is the caller's to run."""
    with scene.acting("Marek Zielinski") as marek:
        first = scene.months[-3]
        pack = EvidencePack(
            period_start=first, period_end=months.later(first, 3), purpose="Audit of the outsourced services"
        )
        pack = ask(marek, pack, scene.at(scene.today, 0))
        return Job.objects.get(organisation=scene.organisation, key=pack.job_key)


def let_be_read(scene: Scene) -> None:
    """The rounds of the scheduler as of last midnight, so that the first ones after the start find nothing new.

    Of what they told people each has read all but the newest; mails were sent and read at the time.
    """
    organisation, midnight = scene.organisation, scene.at(scene.today, 0)
    sweep(organisation, midnight)
    go_on_by_itself(organisation.pk, midnight)
    remind(organisation, midnight)
    plan_reviews(organisation, midnight)
    compose_coming(organisation, midnight)
    find(organisation, midnight)
    told = Notification.objects.of_organisation(organisation.pk)
    told.update(channel=Channel.PORTAL)
    for key in set(told.values_list("membership_id", flat=True)):
        mine = told.of_member(key)
        mine.exclude(pk__in=_to_look_at(mine)).mark_read(midnight)
    waiting = Mail.objects.of_organisation(organisation.pk).filter(state=MailState.WAITING)
    waiting.update(state=MailState.SENT, sent_at=F("due_at"), attempts=1)


def _to_look_at(rows: Iterable[Notification]) -> list[int]:
    """The newest of each kind before a second one of any, the most urgent kinds first."""
    ranked, before = [], Counter[str]()
    for one in sorted(rows, key=lambda row: -row.pk):
        urgency = UNREAD.index(one.kind) if one.kind in UNREAD else len(UNREAD)
        ranked.append((before[one.kind], urgency, one.pk))
        before[one.kind] += 1
    return [key for *_, key in sorted(ranked)[:STAY_UNREAD]]
