"""What was agreed to be done in the demonstration and what became of it: done, proven, judged, escalated, cancelled."""

from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from functools import partial

from governance.actions.creating import create_action
from governance.actions.escalating import escalate_overdue
from governance.actions.judging import Judgement, judge, why_not_effective
from governance.actions.measuring import measure
from governance.actions.working import cancel, complete, explain, move_stage, say
from governance.meeting.recording import add_action
from governance.models import Action, ActionState, AgendaItem, Review
from portal.accounts.memberships import admit, end
from portal.accounts.models import Membership, Person
from portal.accounts.visibility import Visibility
from portal.demonstration.agreed import AGREED, LEAVER, Agreed
from portal.demonstration.scene import Scene
from vendors import months
from vendors.models import Service

Step = tuple[datetime, Callable[[], object]]
"""What is done at a time; its result is nobody's."""
ESCALATED_AGO, LEFT_AGO = 12, 20
"""Days since overdue actions were looked at, and since somebody left."""


def steps(scene: Scene) -> Iterator[Step]:
    """What happens to actions outside of reviews, each with its time."""
    for one in AGREED:
        yield from _course(scene, one)
    late, left = _day(scene, -ESCALATED_AGO), _day(scene, -LEFT_AGO)
    yield late, partial(escalate_overdue, scene.organisation, late)
    yield left, partial(_leave, scene, left)


def agree(scene: Scene, review: Review, sitting: tuple[str, int], member: Membership, now: datetime) -> None:
    """Record what a sitting, named by its series and how many came after it, agreed to."""
    for one in AGREED:
        if one.sitting == sitting:
            items = AgendaItem.objects.of_review(review.pk).on_the_agenda()
            item = items.filter(section=one.section).exclude(visibility=Visibility.CLIENT).first()
            action = add_action(_action(scene, one), review, item, member, now)
            _explain(scene, one, action)


def _course(scene: Scene, one: Agreed) -> Iterator[Step]:
    if one.created is not None:
        yield _day(scene, one.created), partial(_create, scene, one, _day(scene, one.created))
    for when, text, who in one.said:
        yield _day(scene, when), partial(_say, scene, one, (who, text), _day(scene, when))
    for time, step in ((one.done, _complete), (one.judged, _judge), (one.cancelled, _cancel)):
        if time is not None:
            yield _day(scene, time), partial(step, scene, one, _day(scene, time))


def _create(scene: Scene, one: Agreed, now: datetime) -> None:
    with scene.acting(one.by) as member:
        action = create_action(member, _action(scene, one), now)
        _explain(scene, one, action)


def _action(scene: Scene, one: Agreed) -> Action:
    vendor = scene.contract(one.vendor).vendor if one.vendor else None
    service = Service.objects.filter(vendor=vendor, name=one.service).first() if one.service else None
    return Action(
        organisation=scene.organisation,
        vendor=vendor,
        visibility=one.visibility,
        title=one.title,
        description=one.description,
        kind=one.kind,
        origin=one.origin,
        origin_label=one.origin_label,
        owner=_leaver(scene) if one.owner == LEAVER.name else scene.member(one.owner),
        due_on=_day(scene, one.due).date(),
        kpi_code=one.kpi,
        service_id=None if service is None else service.pk,
        target=one.target,
        proof_on=None if one.proof is None else _day(scene, one.proof).date(),
    )


def _explain(scene: Scene, one: Agreed, action: Action) -> None:
    """The whys and the stage, which the owner told Jonas."""
    with scene.acting("Jonas Feld") as jonas:
        if one.whys:
            explain(action, one.whys, one.cause, jonas)
        if one.stage != action.stage:
            move_stage(action, action.stage, one.stage, jonas)


def _found(one: Agreed) -> Action | None:
    """None where the review that should have agreed on it never was."""
    return Action.objects.filter(title=one.title).first()


def _say(scene: Scene, one: Agreed, said: tuple[str, str], now: datetime) -> None:
    who, text = said
    action = _found(one)
    if action is not None:
        with scene.acting(who) as member:
            say(action, text, Visibility.SHARED, member, now)


def _complete(scene: Scene, one: Agreed, now: datetime) -> None:
    action = _found(one)
    if action is not None:
        with scene.acting(one.owner) as member:
            complete(action, one.evidence, member, now)


def _judge(scene: Scene, one: Agreed, now: datetime) -> None:
    """As the figure says: where it does not show an effect that the story tells of, the action waits to be judged."""
    action = _found(one)
    if action is None or action.state != ActionState.DONE:
        return
    if one.again is None and why_not_effective(action, measure(action, now.date()), now.date()):
        return
    again = None if one.again is None else [_day(scene, day).date() for day in one.again]
    judgement = Judgement(True, one.verdict) if again is None else Judgement(False, one.verdict, *again)
    with scene.acting("Jonas Feld") as jonas:
        judge(action, judgement, jonas, now)


def _cancel(scene: Scene, one: Agreed, now: datetime) -> None:
    action = _found(one)
    if action is not None:
        with scene.acting(one.by) as member:
            cancel(action, one.verdict, member, now)


def _leaver(scene: Scene) -> Membership:
    """Somebody who owns something and then leaves; nobody signs in as them."""
    person = Person.objects.at_address(LEAVER.email)
    person = person or Person.objects.create_user(LEAVER.email, None, name=LEAVER.name)
    found = Membership.objects.filter(organisation=scene.organisation, person=person).first()
    return found or admit(scene.organisation.pk, person, LEAVER.role, None)


def _leave(scene: Scene, now: datetime) -> None:
    end(_leaver(scene), now)


def _day(scene: Scene, when: int | tuple[int, int]) -> datetime:
    """Days from today, or the day of a month of the story (0: the first one)."""
    if isinstance(when, tuple):
        month, day = when
        first = months.later(scene.months[0], month)
        return scene.at(date(first.year, first.month, day), 10)
    return scene.at(scene.today + timedelta(days=when), 10)
