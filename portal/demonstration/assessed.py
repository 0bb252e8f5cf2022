"""Three assessments of the demonstration: one of half a year ago, one with a plan, one that waits for answers."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from assessments.campaigns.answering import Said, answer, finish
from assessments.campaigns.closing import close
from assessments.campaigns.inviting import invite, view_of
from assessments.campaigns.opening import Opening, open_campaign
from assessments.instruments.library import lay_out
from assessments.models import Campaign, FunctionProfile, InstrumentVersion, Override, PlannedFinding, Respondent
from assessments.planning.deciding import accept, set_aside
from assessments.planning.proposing import proposed, undecided
from assessments.results.content import Content
from assessments.results.freezing import result_of
from governance.actions.working import complete, move_stage
from governance.models import BusinessFunction, Stage
from portal.demonstration.answers import ASKED, BEGUN, COMMENTS, FIRST, NOT_KNOWN, PROFILES, SECOND
from portal.demonstration.scene import Scene


@dataclass(frozen=True, slots=True)
class Telling:
    """An assessment that was opened and closed so many days ago, with what people answered."""

    title: str
    purpose: str
    opened: int
    closed: int
    answers: Mapping[str, tuple[int | None, ...]]


EARLIER = Telling("First look at the operating model", "Where do we stand before we talk to Orvane?", 196, 186, FIRST)
LATER = Telling("Before Orvane's notice date", "What must change before we renew or end the contract?", 36, 20, SECOND)

OPEN_TITLE = "The whole operating model"
OPENED, DUE_IN = 4, 9

OWNERS = ("Jonas Feld", "Priya Nair", "Tomas Berg")
PLANNED = 7
"""So many findings became actions at once, in turn owned by each of these; one was set aside; the others wait."""
DONE = "Walked through with everyone concerned; the register shows it now."
SET_ASIDE = "Comes back with the tender in spring: until then nobody would work on it."


def has_assessments(scene: Scene) -> bool:
    return Campaign.objects.of_organisation(scene.organisation.pk).exists()


def assess(scene: Scene) -> None:
    """All of it, in the order in which it happened."""
    lay_out(scene.organisation.pk, scene.at(_day(scene, 197), 9))
    first = _tell(scene, EARLIER, None)
    second = _tell(scene, LATER, first)
    _plan(scene, second)
    _override(scene, second)
    _open_the_full_one(scene)


def _tell(scene: Scene, told: Telling, previous: Campaign | None) -> Campaign:
    opened = scene.at(_day(scene, told.opened), 9)
    with scene.acting("Priya Nair") as priya:
        opening = Opening(_instrument(scene, "quick"), told.title, told.purpose, previous=previous)
        campaign = open_campaign(priya, opening, opened)
        for name in ASKED[1:]:
            member = scene.member(name)
            invite(priya, campaign, member, view_of(member), opened)
    for place, name in enumerate(ASKED):
        levels = {code: row[place] for code, row in told.answers.items()}
        _answer(scene, campaign, name, levels, opened + timedelta(days=1 + place, hours=place))
    with scene.acting("Priya Nair") as priya:
        if previous is not None:
            _profile(scene, campaign, scene.at(_day(scene, told.closed + 1), 15))
        close(priya, campaign, scene.at(_day(scene, told.closed), 16))
    campaign.refresh_from_db()
    return campaign


def _answer(scene: Scene, campaign: Campaign, name: str, levels: Mapping[str, int | None], first: datetime) -> None:
    """One after the other, as somebody does who answers in one go, and finishes."""
    with scene.acting(name) as member:
        sheet = Respondent.objects.of_member(member).get(campaign_id=campaign.pk)
        at = first
        for code, level in levels.items():
            if level is None:
                continue
            at += timedelta(seconds=25)
            comment = COMMENTS.get((name, code), "") if campaign.title == LATER.title else ""
            said = Said(level or None, unknown=level == NOT_KNOWN, comment=comment)
            answer(member, sheet, code, said, at)
        finish(member, sheet, at)


def _profile(scene: Scene, campaign: Campaign, at: datetime) -> None:
    functions = {row.kind: row for row in BusinessFunction.objects.of_organisation(scene.organisation.pk)}
    told = {"organisation": scene.organisation, "campaign": campaign, "saved_at": at, "saved_by": "Priya Nair"}
    for kind, levels in PROFILES.items():
        FunctionProfile.objects.create(**told, function=functions[kind], levels=dict(levels))


def _plan(scene: Scene, campaign: Campaign) -> None:
    """The day after closing Priya makes actions of the first findings, and sets one aside."""
    at = scene.at(_day(scene, LATER.closed - 1), 10)
    with scene.acting("Priya Nair") as priya:
        content = result_of(campaign, at)
        waiting = [finding for finding in undecided(content, ()) if finding.action]
        proposals = [proposed(campaign, content, finding, at.date()) for finding in waiting[:PLANNED]]
        for place, (_, action) in enumerate(proposals):
            action.owner = scene.member(OWNERS[place % len(OWNERS)])
        accept(priya, proposals, at)
        for finding in waiting[PLANNED : PLANNED + 1]:
            aside = PlannedFinding(campaign=campaign, finding=finding.key, title=finding.title, set_aside=SET_ASIDE)
            set_aside(priya, aside, at)
    _do_some(scene, campaign)


def _do_some(scene: Scene, campaign: Campaign) -> None:
    """One action is done since, and one is on its way."""
    rows = PlannedFinding.objects.of_campaign(campaign.pk).with_actions()
    actions = [row.action for row in rows if row.action is not None]
    for action, ago in zip(actions[:2], (5, 3), strict=True):
        with scene.acting(action.owner_name) as owner:
            if ago == 5:
                complete(action, DONE, owner, scene.at(_day(scene, ago), 14))
            else:
                move_stage(action, action.stage, Stage.IMPLEMENT, owner)


def _override(scene: Scene, campaign: Campaign) -> None:
    """For security Priya decides otherwise than was recommended, and says why."""
    at = scene.at(_day(scene, LATER.closed - 2), 11)
    recommended = _recommended(result_of(campaign, at), "projects")
    with scene.acting("Priya Nair"):
        function = BusinessFunction.objects.of_organisation(scene.organisation.pk).get(kind="projects")
        Override.objects.create(
            organisation=scene.organisation,
            campaign=campaign,
            function=function,
            recommended=recommended,
            chosen="staff_augmentation" if recommended != "staff_augmentation" else "project_based",
            reason="Two of Orvane's engineers are in the middle of the warehouse project; looked at again in summer.",
            decided_at=at,
            decided_by="Priya Nair",
        )


def _recommended(content: Content, kind: str) -> str:
    return next(one.first.code for one in content.recommendations if one.kind == kind and one.question == "model")


def _open_the_full_one(scene: Scene) -> None:
    """Priya has begun, the others have not: whoever signs in as one of them finds a sheet to fill in."""
    opened = scene.at(_day(scene, OPENED), 9)
    with scene.acting("Priya Nair") as priya:
        due_on = scene.today + timedelta(days=DUE_IN)
        opening = Opening(_instrument(scene, "full"), OPEN_TITLE, "For the budget of next year", due_on)
        campaign = open_campaign(priya, opening, opened)
        for name in (*ASKED[1:], "Tomas Berg"):
            member = scene.member(name)
            invite(priya, campaign, member, view_of(member), opened)
        sheet = Respondent.objects.of_member(priya).get(campaign_id=campaign.pk)
        for place, (code, level) in enumerate(BEGUN.items()):
            answer(priya, sheet, code, Said(level), opened + timedelta(hours=5, seconds=30 * place))


def _instrument(scene: Scene, code: str) -> InstrumentVersion:
    return InstrumentVersion.objects.of_organisation(scene.organisation.pk).of_code(code)[0]


def _day(scene: Scene, ago: int) -> date:
    return scene.today - timedelta(days=ago)
