"""Instruments, campaigns with their answers, scope and outcome maps, recommendations, plans, selections."""

import hashlib
from datetime import date
from typing import Any

from assessments.instruments.shaping import canonical
from assessments.models import (
    Answer,
    AnswerFile,
    AutomationCase,
    AutomationGate,
    Campaign,
    CampaignResult,
    Candidate,
    CandidateScore,
    Criterion,
    FunctionProfile,
    InstrumentDraft,
    InstrumentVersion,
    Override,
    PlannedFinding,
    Respondent,
    Selection,
    SelectionReader,
    TypedWork,
)
from governance.models import (
    BusinessFunction,
    BusinessGoal,
    GateItem,
    GoalOutcome,
    OrganisationFigure,
    ScopeChange,
    ScopeEntry,
)
from portal.accounts.capabilities import Role
from portal.accounts.models import Membership
from tests.assessments.instruments import small_instrument
from tests.cast import make_person
from tests.objects.governance import an_action
from tests.objects.owners import NOW, Arguments, Owner, named, party_of
from tests.objects.people import a_membership
from tests.objects.register import a_contract
from tickets.models import TaskType

SHA = "0" * 64


def _of(owner: Owner) -> dict[str, Any]:
    return {"organisation": owner.organisation}


def a_function_of_it(owner: Owner) -> Arguments:
    """A row of the scope map."""
    row, _ = BusinessFunction.objects.get_or_create(**_of(owner), name=named(owner), defaults={"kind": "service_desk"})
    return {"pk": row.pk}


def a_scope_entry(owner: Owner) -> Arguments:
    """An outsourced function, since 2026."""
    of = party_of(owner) | {"function_id": _a_new_function(owner), "contract_id": a_contract(owner)["pk"]}
    done = {"arrangement": "outsourced", "delivery_model": "co_managed", "owner_name": "Vera", "reason": "Cheaper"}
    return {
        "pk": ScopeEntry.objects.create(**of, **done, valid=("2026-01-01", None), entered_by="Vera", entered_at=NOW).pk
    }


def _a_new_function(owner: Owner) -> int:
    number = BusinessFunction.objects.filter(**_of(owner)).count()
    return BusinessFunction.objects.create(**_of(owner), name=f"{named(owner)}, {number}", kind="network").pk


def a_scope_change(owner: Owner) -> Arguments:
    of = party_of(owner) | {"function_id": _a_new_function(owner), "contract_id": a_contract(owner)["pk"]}
    will = {"arrangement": "outsourced", "owner_name": "Vera", "reason": "Cheaper", "planned_on": date(2027, 1, 1)}
    return {"pk": ScopeChange.objects.create(**of, **will, entered_by="Vera", entered_at=NOW).pk}


def a_gate_item(owner: Owner) -> Arguments:
    of = _of(owner) | {"change_id": a_scope_change(owner)["pk"]}
    return {"pk": GateItem.objects.create(**of, code="workflows", evidence="Eleven, in the wiki", evidenced_at=NOW).pk}


def a_goal(owner: Owner) -> Arguments:
    number = BusinessGoal.objects.filter(**_of(owner)).count()
    told = {"title": f"{named(owner)}, {number}", "description": "Open sooner", "owner_name": "Vera"}
    return {"pk": BusinessGoal.objects.create(**_of(owner), **told).pk}


def an_outcome(owner: Owner) -> Arguments:
    of = party_of(owner) | {"goal_id": a_goal(owner)["pk"]}
    return {"pk": GoalOutcome.objects.create(**of, title="Ready on day one").pk}


def a_figure(owner: Owner) -> Arguments:
    told = {"value": 1_200_000, "source": "Board paper", "entered_by": "Vera", "entered_at": NOW}
    row, _ = OrganisationFigure.objects.get_or_create(**_of(owner), kind="it_budget", year=2025, defaults=told)
    return {"pk": row.pk}


def an_instrument(owner: Owner, content: str = "", **more: Any) -> Arguments:
    """A version of an instrument, small unless its content is given."""
    content = content or canonical(small_instrument(code="own", title=named(owner)))
    number = InstrumentVersion.objects.filter(**_of(owner), code="own").count() + 1
    told: dict[str, Any] = {
        "code": "own",
        "number": number,
        "title": named(owner),
        "note": "Shorter",
        "content": content,
    }
    kept = {"sha256": hashlib.sha256(content.encode()).hexdigest(), "loaded_at": NOW, "loaded_by": "Vera"}
    return {"pk": InstrumentVersion.objects.create(**_of(owner) | told | kept | more).pk}


def an_instrument_draft(owner: Owner) -> Arguments:
    of = _of(owner) | {"based_on_id": an_instrument(owner)["pk"]}
    number = InstrumentDraft.objects.filter(**_of(owner)).count()
    told = {"title": named(owner), "content": "{}", "saved_at": NOW, "saved_by": "Vera"}
    return {"pk": InstrumentDraft.objects.create(**of, code=f"own-{number}", **told).pk}


def a_campaign(owner: Owner, **more: Any) -> Arguments:
    """An open campaign."""
    told = {"title": named(owner), "purpose": "Before renewal", "opened_at": NOW, "opened_by": "Vera"}
    of = _of(owner) | {"instrument_id": an_instrument(owner)["pk"]}
    return {"pk": Campaign.objects.create(**of | told | more).pk}


def a_result(owner: Owner) -> Arguments:
    campaign_id = a_campaign(owner, closed_at=NOW, closed_by="Vera")["pk"]
    frozen = {"content": "{}", "sha256": SHA, "frozen_at": NOW, "frozen_by": "Vera"}
    return {"pk": CampaignResult.objects.create(**_of(owner), campaign_id=campaign_id, **frozen).pk}


def a_respondent(owner: Owner, **more: Any) -> Arguments:
    """Someone of the provider, asked for its own view."""
    person = make_person(f"Pat {Membership.objects.count()}", f"v{owner.vendor.pk}.example")
    member = Membership.objects.create(**party_of(owner), person=person, role=Role.PROVIDER)
    told: dict[str, Any] = {
        "name": "Pat",
        "view": "provider",
        "campaign_title": named(owner),
        "sheet": {"questions": []},
    }
    of = party_of(owner) | {"campaign_id": a_campaign(owner)["pk"], "membership": member}
    return {"pk": Respondent.objects.create(**of | told | {"invited_at": NOW, "invited_by": "Vera"} | more).pk}


def an_answer(owner: Owner) -> Arguments:
    of = party_of(owner) | {"respondent_id": a_respondent(owner)["pk"]}
    return {"pk": Answer.objects.create(**of, question="rhythm", level=3, comment="Monthly", answered_at=NOW).pk}


def an_answer_file(owner: Owner) -> Arguments:
    of = party_of(owner) | {"answer_id": an_answer(owner)["pk"]}
    kept = {"file": "answers/x", "file_name": "minutes.pdf", "size": 9, "sha256": SHA}
    return {"pk": AnswerFile.objects.create(**of, **kept, uploaded_by="Pat", uploaded_at=NOW).pk}


def a_profile(owner: Owner) -> Arguments:
    of = _of(owner) | {"campaign_id": a_campaign(owner)["pk"], "function_id": a_function_of_it(owner)["pk"]}
    return {"pk": FunctionProfile.objects.create(**of, levels={}, saved_at=NOW, saved_by="Vera").pk}


def an_override(owner: Owner) -> Arguments:
    of = _of(owner) | {"campaign_id": a_campaign(owner)["pk"], "function_id": a_function_of_it(owner)["pk"]}
    decided = {"recommended": "internal", "chosen": "co_managed", "reason": "Two people left"}
    return {"pk": Override.objects.create(**of, **decided, decided_at=NOW, decided_by="Vera").pk}


def a_planned_finding(owner: Owner) -> Arguments:
    of = _of(owner) | {"campaign_id": a_campaign(owner)["pk"], "action_id": an_action(owner)["pk"]}
    told = {"finding": "rule:no-owner", "title": "Nobody owns access decisions", "wave": 30}
    return {"pk": PlannedFinding.objects.create(**of, **told, decided_at=NOW, decided_by="Vera").pk}


def a_prerequisite(owner: Owner) -> Arguments:
    number = TaskType.objects.filter(**_of(owner)).count()
    task_type = TaskType.objects.create(**_of(owner), name=f"{named(owner)}, {number}")
    of = _of(owner) | {"task_type": task_type, "code": "workflow", "said_by": "Vera", "said_at": NOW}
    return {"pk": AutomationGate.objects.create(**of, is_met=True, evidence="In the wiki").pk}


def an_automation_case(owner: Owner) -> Arguments:
    told = {"title": named(owner), "currency": "EUR", "unit_cost_low": 9, "unit_cost_high": 14}
    return {"pk": AutomationCase.objects.create(**_of(owner), **told, saved_at=NOW, saved_by="Vera").pk}


def typed_work(owner: Owner) -> Arguments:
    told = {"until": date(2026, 11, 1), "content": {"types": []}, "computed_at": NOW}
    row, _ = TypedWork.objects.get_or_create(**_of(owner), defaults=told)
    return {"pk": row.pk}


def a_selection(owner: Owner) -> Arguments:
    told = {"title": named(owner), "purpose": "A desk", "currency": "EUR", "opened_at": NOW, "opened_by": "Vera"}
    return {"pk": Selection.objects.create(**_of(owner), **told).pk}


def a_criterion(owner: Owner) -> Arguments:
    of = _of(owner) | {"selection_id": a_selection(owner)["pk"]}
    return {"pk": Criterion.objects.create(**of, name="Integration", explanation="Tickets flow both ways").pk}


def a_candidate(owner: Owner) -> Arguments:
    of = party_of(owner) | {"selection_id": a_selection(owner)["pk"]}
    return {"pk": Candidate.objects.create(**of, name=named(owner), note="Known to the board").pk}


def a_candidate_score(owner: Owner) -> Arguments:
    candidate = Candidate.objects.get(**a_candidate(owner))
    criterion = Criterion.objects.create(**_of(owner), selection=candidate.selection, name="Integration")
    of = _of(owner) | {"candidate": candidate, "criterion": criterion, "membership_id": a_membership(owner)["pk"]}
    return {"pk": CandidateScore.objects.create(**of, name="Vera", score=3, evidence="Demo", scored_at=NOW).pk}


def a_selection_reader(owner: Owner) -> Arguments:
    of = _of(owner) | {"selection_id": a_selection(owner)["pk"], "membership_id": a_membership(owner)["pk"]}
    return {"pk": SelectionReader.objects.create(**of, name="Vera", since=NOW).pk}


EVERYTHING = (
    *(a_scope_entry, a_gate_item, an_outcome, a_figure, an_instrument_draft, a_result, an_answer_file, a_profile),
    *(an_override, a_planned_finding, a_prerequisite, an_automation_case, a_criterion, a_candidate, a_candidate_score),
    typed_work,
    a_selection_reader,
)
"""One of each kind of row."""
