"""Addresses of the scope map, transitions and the outcome map, with what each is about. No provider sees any."""

from tests.objects.owners import Factory
from tests.objects.readiness import a_function_of_it, a_gate_item, a_goal, a_scope_change, a_scope_entry, an_outcome

SCOPE: dict[str, Factory] = {
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
}
