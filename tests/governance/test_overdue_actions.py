"""Overdue actions go along their vendor's path: once in a round, whoever asks and how often."""

from datetime import UTC, date, datetime

import pytest

from governance import tasks
from governance.actions import working
from governance.actions.escalating import escalate_overdue, latest_due
from governance.actions.judging import Judgement, judge
from governance.models import Action
from portal.accounts.tenancy import acting_for
from tests.cast import Cast
from tests.governance.capa import an_action_of
from tests.vendors.escalation import a_path
from vendors.escalations import escalating
from vendors.models import Escalation, ReachedStep

LATE = datetime(2026, 12, 8, 9, 0, tzinfo=UTC)  # Tuesday; the action was due on Monday 30 November
NOT_YET = datetime(2026, 12, 7, 9, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("today", "due"),
    [
        (date(2026, 11, 10), date(2026, 11, 2)),  # worked in docs/actions.md
        (date(2026, 11, 9), date(2026, 11, 1)),
        (date(2026, 11, 8), date(2026, 11, 1)),
        (date(2026, 12, 8), date(2026, 11, 30)),
    ],
)
def test_five_working_days_of_grace_have_passed(today: date, due: date) -> None:
    assert latest_due(today) == due


def test_an_overdue_action_is_escalated_once_at_the_first_step(acting: Cast) -> None:
    path = a_path(acting)
    action = an_action_of(acting, acting["provider"])
    assert escalate_overdue(acting.organisation, NOT_YET) == 0
    assert [escalate_overdue(acting.organisation, LATE) for _ in range(3)] == [1, 0, 0]
    raised = Escalation.objects.get()
    assert (raised.path, raised.step_name, raised.raised_by) == (path, "Team lead", "")
    assert raised.subject == "Overdue action, due 30\u00a0Nov\u00a02026: Stop the automatic pause"
    assert raised.subject_url == action.get_absolute_url()
    assert (raised.client_owner, raised.provider_owner) == ("Our Team lead", "Their Team lead")
    assert Action.objects.get().escalation == raised
    assert ReachedStep.objects.count() == 1


def test_a_doubled_beat_repeats_nothing(acting: Cast) -> None:
    a_path(acting)
    an_action_of(acting, acting["provider"], due_on=date(2020, 1, 6))
    for _ in range(2):
        tasks.escalate_overdue_actions()
    assert Escalation.objects.count() == 1


def test_without_a_path_an_overdue_action_is_only_shown(acting: Cast) -> None:
    an_action_of(acting, acting["provider"])
    assert escalate_overdue(acting.organisation, LATE) == 0
    assert Action.objects.overdue(LATE.date()).count() == 1


def test_what_the_vendor_does_not_see_is_not_escalated(acting: Cast) -> None:
    a_path(acting)
    an_action_of(acting, acting["it_leader"], visibility="client")
    an_action_of(acting, acting["it_leader"], vendor=None)
    assert escalate_overdue(acting.organisation, LATE) == 0
    assert not Escalation.objects.exists()


def test_the_narrowest_path_is_taken(acting: Cast) -> None:
    a_path(acting)
    narrow = a_path(acting, service=acting.desk)
    aim = {"kpi_code": "first_time_right", "target": 85.0, "proof_on": date(2027, 3, 1), "service_id": acting.desk.pk}
    an_action_of(acting, acting["provider"], **aim)
    escalate_overdue(acting.organisation, LATE)
    assert Escalation.objects.get().path == narrow


def test_done_by_our_side_closes_the_escalation_at_once(acting: Cast) -> None:
    a_path(acting)
    an_action_of(acting, acting["it_leader"])
    escalate_overdue(acting.organisation, LATE)
    working.complete(Action.objects.get(), "Asked and got", acting["it_leader"], LATE)
    closed = Escalation.objects.get()
    assert (closed.state, closed.closed_by) == ("closed", "The portal")
    assert closed.resolution == "ITleader Person has done the action: Asked and got"


def test_done_by_the_provider_closes_it_with_the_next_round(acting: Cast) -> None:
    a_path(acting)
    an_action_of(acting, acting["provider"])
    escalate_overdue(acting.organisation, LATE)
    with acting_for(acting.organisation.pk, acting.orvane.pk):
        working.complete(Action.objects.get(), "The rule is off", acting["provider"], LATE)
    escalate_overdue(acting.organisation, LATE)
    assert "Provider Person has done the action" in Escalation.objects.get().resolution


def test_a_later_due_date_closes_it_and_a_further_delay_raises_another(acting: Cast) -> None:
    a_path(acting)
    an_action_of(acting, acting["provider"])
    escalate_overdue(acting.organisation, LATE)
    Action.objects.update(due_on=date(2026, 12, 21))
    escalate_overdue(acting.organisation, LATE)
    assert (Escalation.objects.get().state, Action.objects.get().escalation) == ("closed", None)
    assert escalate_overdue(acting.organisation, datetime(2026, 12, 29, 9, tzinfo=UTC)) == 1


def test_what_people_closed_is_not_raised_again_in_the_same_round(acting: Cast) -> None:
    a_path(acting)
    an_action_of(acting, acting["provider"])
    escalate_overdue(acting.organisation, LATE)
    escalating.close(Escalation.objects.get(), "They start on Monday", acting["it_leader"], LATE)
    assert escalate_overdue(acting.organisation, LATE) == 0
    working.complete(Action.objects.get(), "Done", acting["it_leader"], LATE)
    assert Escalation.objects.get().resolution == "They start on Monday"


def test_another_round_may_be_escalated_anew(acting: Cast) -> None:
    a_path(acting)
    an_action_of(acting, acting["it_leader"])
    escalate_overdue(acting.organisation, LATE)
    action = Action.objects.get()
    working.complete(action, "Done", acting["it_leader"], LATE)
    again = Judgement(effective=False, reason="It came back", due_on=date(2027, 1, 15))
    judge(action, again, acting["it_leader"], LATE)
    assert action.escalation is None
    assert escalate_overdue(acting.organisation, datetime(2027, 1, 26, 9, tzinfo=UTC)) == 1
    assert Escalation.objects.count() == 2
