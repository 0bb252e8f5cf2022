"""Addresses of provider selections that take an argument; their objects are the organisation's alone."""

from tests.objects.owners import Factory
from tests.objects.readiness import a_candidate, a_selection

SELECTION: dict[str, Factory] = {
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
}
