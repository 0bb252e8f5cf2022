"""Addresses of readiness: assessments, what is measured beside them, recommendations, plans, selections."""

from django.urls import URLPattern, path

from assessments.views import candidates, home, selections

app_name = "assessments"

urlpatterns: list[URLPattern] = [
    path("", home.readiness, name="readiness"),
    # Instruments
    # Campaigns and sheets
    # Results
    # Measured, figures
    # Recommendation
    # Plan, automation
    # Selection
    path("selections/", selections.selection_list, name="selections"),
    path("selections/open/", selections.open_selection, name="open-selection"),
    path("selections/to-score/", candidates.to_score, name="to-score"),
    path("selections/<int:pk>/", selections.selection_page, name="selection"),
    path("selections/<int:pk>/edit/", selections.edit_selection, name="edit-selection"),
    path("selections/<int:pk>/weights/", selections.weigh_selection, name="weigh-selection"),
    path("selections/<int:pk>/decide/", selections.decide_selection, name="decide-selection"),
    path("selections/<int:pk>/read/", candidates.read_selection, name="read-selection"),
    path("selections/<int:pk>/candidates/", candidates.add_candidate, name="add-candidate"),
    path("selections/candidates/<int:pk>/", candidates.candidate_page, name="candidate"),
    path("selections/candidates/<int:pk>/edit/", candidates.edit_candidate, name="edit-candidate"),
    path("selections/candidates/<int:pk>/score/", candidates.score_candidate, name="score-candidate"),
    path("selections/candidates/<int:pk>/withdraw/", candidates.withdraw_candidate, name="withdraw-candidate"),
    path("selections/candidates/<int:pk>/bring-back/", candidates.bring_back_candidate, name="bring-back-candidate"),
    # Five questions
]
