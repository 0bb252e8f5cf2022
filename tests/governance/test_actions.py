"""Actions: who may own and do what, when one is done, how it is judged, and what is refused."""

import json
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from governance.actions import working
from governance.actions.creating import create_action
from governance.actions.judging import Judgement, judge
from governance.actions.refusals import ActionRefused, OvertakenMeanwhile
from governance.models import Action, ActionEntry, ActionProof
from portal.accounts.tenancy import acting_for
from tests.cast import Cast
from tests.governance.capa import BEFORE, NOW, an_action_of, an_action_on_a_figure, measured

DONE_AT = datetime(2026, 11, 28, 9, 0, tzinfo=UTC)
PROOF_DAY = datetime(2027, 3, 2, 9, 0, tzinfo=UTC)
EFFECTIVE = Judgement(effective=True, reason="It moved")
AGAIN = Judgement(effective=False, reason="No change", due_on=date(2027, 4, 30), proof_on=date(2027, 8, 1))


def done(cast: Cast, **fields: Any) -> Action:
    action = an_action_on_a_figure(cast, cast["provider"], **fields)
    working.complete(action, "The rule is off", cast["vendor_manager"], DONE_AT)
    return action


def test_an_action_takes_side_name_and_baseline_from_what_is_known(acting: Cast) -> None:
    measured(acting, date(2026, 4, 1), [10.0, *BEFORE])
    action = an_action_on_a_figure(acting, acting["provider"])
    assert (action.owner_side, action.owner_name) == ("provider", "Provider Person")
    assert action.baseline == 76.0
    assert (action.created_by, action.created_at) == ("Vendormanager Person", NOW)


def test_a_baseline_that_is_given_stays(acting: Cast) -> None:
    measured(acting, date(2026, 5, 1), BEFORE)
    assert an_action_on_a_figure(acting, acting["it_leader"], baseline=70.0).baseline == 70.0


@pytest.mark.parametrize(
    ("role", "words"),
    [("executive", "reads actions only"), ("auditor", "reads actions only")],
)
def test_who_only_reads_actions_cannot_own_one(acting: Cast, role: str, words: str) -> None:
    with pytest.raises(ActionRefused, match=words):
        an_action_of(acting, acting[role])


def test_nobody_of_another_vendor_or_organisation_owns_it(acting: Cast) -> None:
    with pytest.raises(ActionRefused, match="does not act for the vendor"):
        an_action_of(acting, acting.rival)
    with pytest.raises(ActionRefused, match="member of this organisation"):
        an_action_of(acting, acting.outsider)
    with pytest.raises(ActionRefused, match="does not act for the vendor"):
        an_action_of(acting, acting["provider"], vendor=None)
    with pytest.raises(ActionRefused, match="our side only"):
        an_action_of(acting, acting["provider"], visibility="client")


def test_an_owner_who_has_left_is_refused(acting: Cast) -> None:
    acting["it_leader"].ended_at = NOW
    with pytest.raises(ActionRefused, match="has left. Name another owner"):
        an_action_of(acting, acting["it_leader"])


@pytest.mark.parametrize(
    ("fields", "field", "words"),
    [
        ({"target": 70.0}, "target", "higher is better: give a target that is higher"),
        ({"target": None}, "target", "Give the value"),
        ({"proof_on": None}, "proof_on", "Give the day"),
        ({"proof_on": date(2026, 11, 30)}, "proof_on", "The proof comes after the work is due"),
        ({"kpi_code": "volume"}, "kpi_code", "not one that an action can move"),
    ],
)
def test_what_could_prove_nothing_is_refused_with_its_reason(
    acting: Cast, fields: dict[str, Any], field: str, words: str
) -> None:
    measured(acting, date(2026, 5, 1), BEFORE)
    with pytest.raises(ActionRefused, match=words) as refused:
        an_action_on_a_figure(acting, acting["it_leader"], **fields)
    assert refused.value.field == field


def test_an_action_of_no_vendor_is_for_our_side_alone(acting: Cast) -> None:
    action = an_action_of(acting, acting["it_leader"], vendor=None)
    assert action.visibility == "client"


def test_the_provider_does_what_its_side_owns_and_nothing_else_of_it(acting: Cast) -> None:
    theirs, ours = an_action_of(acting, acting["provider"]), an_action_of(acting, acting["it_leader"])
    with acting_for(acting.organisation.pk, acting.orvane.pk):
        working.move_stage(theirs, "plan", "implement", acting["provider"])
        working.explain(theirs, ["Paused", "", "By a rule"], "Nobody reads the rules", acting["provider"])
        working.complete(theirs, "The rule is off", acting["provider"], DONE_AT)
        theirs.refresh_from_db()
        with pytest.raises(ActionRefused, match="ITleader Person owns this action"):
            working.complete(ours, "Done", acting["provider"], DONE_AT)
        with pytest.raises(IntegrityError, match="not the provider's to change"), transaction.atomic():
            Action.objects.filter(pk=theirs.pk).update(state="effective", closed_at=DONE_AT)
        assert Action.objects.filter(pk=ours.pk).update(stage="manage") == 0
    assert (theirs.state, theirs.stage, theirs.whys) == ("done", "implement", ["Paused", "By a rule"])
    assert (theirs.done_by, theirs.evidence) == ("Provider Person", "The rule is off")


def test_the_database_lets_a_provider_change_no_date_of_an_action(acting: Cast) -> None:
    action = an_action_of(acting, acting["provider"])
    with (
        acting_for(acting.organisation.pk, acting.orvane.pk),
        pytest.raises(IntegrityError, match="not the provider's to change"),
        transaction.atomic(),
    ):
        Action.objects.filter(pk=action.pk).update(due_on=date(2030, 1, 1))


def test_our_owner_works_on_its_own_and_a_colleague_does_not(acting: Cast) -> None:
    action = an_action_of(acting, acting["service_owner"])
    working.move_stage(action, "plan", "recommend", acting["service_owner"])
    other = an_action_of(acting, acting["it_leader"])
    with pytest.raises(ActionRefused, match="owns this action"):
        working.move_stage(other, "plan", "recommend", acting["service_owner"])


def test_of_two_who_move_it_at_once_the_second_learns_where_it_stands(acting: Cast) -> None:
    action = an_action_of(acting, acting["it_leader"])
    working.move_stage(action, "plan", "recommend", acting["it_leader"])
    with pytest.raises(OvertakenMeanwhile, match="stands at “Recommend”"):
        working.move_stage(action, "plan", "manage", acting["vendor_manager"])


def test_done_twice_is_done_once(acting: Cast) -> None:
    action = an_action_of(acting, acting["it_leader"])
    working.complete(action, "First", acting["it_leader"], DONE_AT)
    with pytest.raises(OvertakenMeanwhile, match="ITleader Person has said that it is done"):
        working.complete(action, "Second", acting["vendor_manager"], DONE_AT + timedelta(hours=1))
    assert [entry.text for entry in ActionEntry.objects.all()] == ["Done: First"]


def test_effective_is_refused_before_the_day_of_proof(acting: Cast) -> None:
    measured(acting, date(2026, 5, 1), [*BEFORE, 80.0, 88.0, 90.0, 89.0])
    action = done(acting)
    with pytest.raises(ActionRefused, match="The proof is due on 1.Mar.2027"):
        judge(action, EFFECTIVE, acting["vendor_manager"], datetime(2027, 2, 28, 9, tzinfo=UTC))


@pytest.mark.parametrize(
    ("since", "words"),
    [([76.0, 77.0, 75.0, 78.0], "has not moved"), ([80.0, None, None, None], "No month since"), ([], "No month since")],
)
def test_effective_without_proof_is_refused(acting: Cast, since: list[float | None], words: str) -> None:
    measured(acting, date(2026, 5, 1), [*BEFORE, *since])
    action = done(acting)
    with pytest.raises(ActionRefused, match=f"cannot be closed as effective. .*{words}"):
        judge(action, EFFECTIVE, acting["vendor_manager"], PROOF_DAY)
    assert (Action.objects.get().state, ActionProof.objects.count()) == ("done", 0)


def test_months_of_too_few_tickets_prove_nothing(acting: Cast) -> None:
    measured(acting, date(2026, 5, 1), BEFORE)
    measured(acting, date(2026, 11, 1), [80.0, 99.0, 99.0, 99.0], tickets=19)
    with pytest.raises(ActionRefused, match="No month since it was done has a figure"):
        judge(done(acting), EFFECTIVE, acting["vendor_manager"], PROOF_DAY)


def test_what_moved_is_closed_as_effective_with_the_figures_of_that_day(acting: Cast) -> None:
    measured(acting, date(2026, 5, 1), [*BEFORE, 80.0, 86.0, 88.0, 87.0])
    action = done(acting)
    judge(action, EFFECTIVE, acting["vendor_manager"], PROOF_DAY)
    proof = ActionProof.objects.get()
    assert (action.state, action.closed_by) == ("effective", "Vendormanager Person")
    assert (proof.effective, proof.moved, proof.before, proof.after, proof.target) == (True, True, 76.0, 87.0, 85.0)
    kept = json.loads(proof.measured)
    assert kept["months"][-1] == ["2027-02", "87.000000"]
    assert json.dumps(kept, sort_keys=True, separators=(",", ":"), ensure_ascii=False) == proof.measured
    with pytest.raises(OvertakenMeanwhile, match="closed it: closed, effective"):
        judge(action, AGAIN, acting["it_leader"], PROOF_DAY)


def test_what_was_not_effective_is_opened_again_and_its_first_proof_stays_readable(acting: Cast) -> None:
    measured(acting, date(2026, 5, 1), [*BEFORE, 76.0, 77.0, 75.0, 78.0])
    action = done(acting)
    judge(action, AGAIN, acting["vendor_manager"], PROOF_DAY)
    assert (action.state, action.stage, action.reopened, action.done_at) == ("open", "plan", 1, None)
    assert (action.due_on, action.proof_on) == (date(2027, 4, 30), date(2027, 8, 1))
    working.complete(action, "Now the queue too", acting["vendor_manager"], datetime(2027, 4, 20, 9, tzinfo=UTC))
    measured(acting, date(2027, 3, 1), [76.0, 80.0, 90.0, 91.0, 92.0])
    judge(action, EFFECTIVE, acting["vendor_manager"], datetime(2027, 8, 3, 9, tzinfo=UTC))
    assert [(proof.effective, proof.moved) for proof in ActionProof.objects.all()] == [(False, False), (True, True)]
    assert action.state == "effective"


def test_a_round_without_its_dates_is_refused(acting: Cast) -> None:
    measured(acting, date(2026, 5, 1), [*BEFORE, 76.0, 77.0, 75.0, 78.0])
    action = done(acting)
    for due, proof, words in (
        (date(2027, 3, 1), date(2027, 8, 1), "lies in the past"),
        (date(2027, 4, 1), None, "Give the day"),
        (date(2027, 4, 1), date(2027, 4, 1), "The proof comes after"),
    ):
        with pytest.raises(ActionRefused, match=words):
            judge(
                action,
                Judgement(effective=False, reason="No", due_on=due, proof_on=proof),
                acting["it_leader"],
                PROOF_DAY,
            )


def test_an_action_on_no_figure_is_proven_by_what_was_done(acting: Cast) -> None:
    action = an_action_of(acting, acting["it_leader"])
    with pytest.raises(ActionRefused, match="Say what was done"):
        working.complete(action, "  ", acting["it_leader"], DONE_AT)
    working.complete(action, "Signed contract, page 3", acting["it_leader"], DONE_AT)
    with pytest.raises(ActionRefused, match="Give the reason"):
        judge(action, Judgement(effective=True, reason=" "), acting["it_leader"], PROOF_DAY)
    judge(action, EFFECTIVE, acting["it_leader"], PROOF_DAY)
    assert (action.state, ActionProof.objects.get().moved) == ("effective", None)


def test_the_provider_reads_nothing_of_an_action_for_our_side_alone(acting: Cast) -> None:
    action = an_action_of(acting, acting["it_leader"], visibility="client")
    working.say(action, "planted", "shared", acting["it_leader"], NOW)
    working.complete(action, "planted", acting["it_leader"], DONE_AT)
    judge(action, EFFECTIVE, acting["it_leader"], PROOF_DAY)
    assert ActionEntry.objects.exclude(visibility="client").count() == 0
    with acting_for(acting.organisation.pk, acting.orvane.pk):
        assert (Action.objects.count(), ActionEntry.objects.count(), ActionProof.objects.count()) == (0, 0, 0)
    assert not ActionProof.objects.visible_to(acting["provider"]).exists()


def test_each_side_keeps_its_own_notes(acting: Cast) -> None:
    action = an_action_of(acting, acting["provider"])
    for visibility in ("shared", "client"):
        working.say(action, f"ours {visibility}", visibility, acting["it_leader"], NOW)
    with acting_for(acting.organisation.pk, acting.orvane.pk):
        for visibility in ("shared", "vendor", "client"):
            working.say(action, f"theirs {visibility}", visibility, acting["provider"], NOW)
        assert {entry.text for entry in ActionEntry.objects.all()} == {
            *("ours shared", "theirs shared", "theirs vendor", "theirs client"),
        }
    read = {entry.text: entry.visibility for entry in ActionEntry.objects.visible_to(acting["it_leader"])}
    assert read == {
        "ours shared": "shared",
        "ours client": "client",
        "theirs shared": "shared",
        "theirs client": "shared",
    }


def test_another_owner_takes_over_once(acting: Cast) -> None:
    action = an_action_of(acting, acting["it_leader"])
    seen = action.owner_id
    working.hand_over(action, seen, acting["provider"])
    assert Action.objects.get().owner_side == "provider"
    with pytest.raises(OvertakenMeanwhile, match="owned by Provider Person"):
        working.hand_over(action, seen, acting["administrator"])


def test_cancelled_is_over(acting: Cast) -> None:
    action = an_action_of(acting, acting["it_leader"])
    working.cancel(action, "The contract ends", acting["it_leader"], NOW)
    with pytest.raises(OvertakenMeanwhile, match="closed it: cancelled"):
        working.cancel(action, "Twice", acting["vendor_manager"], NOW)
    assert Action.objects.get().closing_words == "The contract ends"


def test_create_action_belongs_to_the_organisation_of_who_creates_it(acting: Cast) -> None:
    action = Action(title="Ask", owner=acting["it_leader"], due_on=date(2026, 12, 1))
    assert create_action(acting["vendor_manager"], action, NOW).organisation_id == acting.organisation.pk
