"""Addresses of readiness that take an argument, with what each is about. No provider sees any but its own sheets."""

from tests.objects.instruments import a_whole_draft
from tests.objects.owners import Factory, also
from tests.objects.readiness import (
    a_campaign,
    a_candidate,
    a_figure,
    a_function_of_it,
    a_gate_item,
    a_goal,
    a_respondent,
    a_scope_change,
    a_scope_entry,
    a_selection,
    an_answer_file,
    an_automation_case,
    an_instrument,
    an_outcome,
)
from tests.objects.recommending import a_recommendation, a_recommended_function
from tests.objects.tickets import a_task_type

_INSTRUMENT = ("instrument", "instrument-file", "adapt-instrument")
_DRAFT = (
    *("instrument-draft", "edit-instrument-about", "instrument-draft-file", "replace-instrument-draft"),
    *("make-instrument-version", "discard-instrument-draft", "add-question"),
)
_QUESTION = ("edit-question", "leave-out-question", "take-in-question", "move-question")

READINESS: dict[str, Factory] = {
    "governance:function": a_function_of_it,
    "governance:edit-function": a_function_of_it,
    "governance:end-function": a_function_of_it,
    "governance:state-scope": a_function_of_it,
    "governance:plan-scope-change": a_function_of_it,
    "governance:correct-scope": a_scope_entry,
    "governance:scope-change": a_scope_change,
    "governance:edit-scope-change": a_scope_change,
    "governance:take-baseline": a_scope_change,
    "governance:override-gate": a_scope_change,
    "governance:put-into-effect": a_scope_change,
    "governance:cancel-scope-change": a_scope_change,
    "governance:evidence-condition": a_gate_item,
    "governance:withdraw-evidence": a_gate_item,
    "governance:goal": a_goal,
    "governance:edit-goal": a_goal,
    "governance:end-goal": a_goal,
    "governance:add-outcome": a_goal,
    "governance:edit-outcome": an_outcome,
    "governance:remove-outcome": an_outcome,
    "assessments:result": a_campaign,
    "assessments:result-pdf": a_campaign,
    "assessments:result-xlsx": a_campaign,
    "assessments:compare": a_campaign,
    "assessments:recommendation": a_recommendation,
    "assessments:function-recommendation": a_recommended_function,
    "assessments:function-profile": a_recommended_function,
    "assessments:override": a_recommended_function,
    "assessments:plan": a_campaign,
    "assessments:plan-action": a_campaign,
    "assessments:set-finding-aside": a_campaign,
    "assessments:accept-plan": a_campaign,
    "assessments:take-up-finding": a_campaign,
    "assessments:automation-case": an_automation_case,
    "assessments:automation-case-csv": an_automation_case,
    "assessments:automation-gate": a_task_type,
    "assessments:prerequisite": also(a_task_type, code="workflow"),
    "assessments:figure": a_figure,
    "assessments:edit-figure": a_figure,
    "assessments:remove-figure": a_figure,
    "assessments:campaign": a_campaign,
    "assessments:invite-respondents": a_campaign,
    "assessments:change-due": a_campaign,
    "assessments:remind-respondents": a_campaign,
    "assessments:close-campaign": a_campaign,
    "assessments:take-out-respondent": a_respondent,
    "assessments:selection": a_selection,
    "assessments:edit-selection": a_selection,
    "assessments:weigh-selection": a_selection,
    "assessments:decide-selection": a_selection,
    "assessments:read-selection": a_selection,
    "assessments:add-candidate": a_selection,
    "assessments:candidate": a_candidate,
    "assessments:edit-candidate": a_candidate,
    "assessments:score-candidate": a_candidate,
    "assessments:withdraw-candidate": a_candidate,
    "assessments:bring-back-candidate": a_candidate,
    "assessments:edit-dimension": also(a_whole_draft, code="ownership"),
    **{f"assessments:{name}": an_instrument for name in _INSTRUMENT},
    **{f"assessments:{name}": a_whole_draft for name in _DRAFT},
    **{f"assessments:{name}": also(a_whole_draft, code="own-decisions") for name in _QUESTION},
}

SHEETS: dict[str, Factory] = {
    "assessments:sheet": a_respondent,
    "assessments:save-answer": a_respondent,
    "assessments:finish-sheet": a_respondent,
    "assessments:change-answers": a_respondent,
    "assessments:answer-file": an_answer_file,
}
"""Seen by the person who is asked, and by nobody else."""
