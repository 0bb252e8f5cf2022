"""Addresses of governance: reviews, actions, changes on notice, evidence, notifications."""

from django.urls import URLPattern, path

from governance.views import action_steps, actions

app_name = "governance"

urlpatterns: list[URLPattern] = [
    # Reviews: series, calendar, feeds
    # Reviews: agenda
    # Reviews: packs
    # Reviews: meeting and minutes
    # Actions
    path("actions/", actions.board, name="actions"),
    path("actions/list/", actions.action_list, name="action-list"),
    path("actions/new/", actions.new_action, name="new-action"),
    path("actions/<int:pk>/", actions.action, name="action"),
    path("actions/<int:pk>/edit/", actions.edit_action, name="edit-action"),
    path("actions/<int:pk>/stage/", action_steps.move_stage, name="move-action"),
    path("actions/<int:pk>/causes/", action_steps.explain, name="explain-action"),
    path("actions/<int:pk>/entries/", action_steps.add_entry, name="add-action-entry"),
    path("actions/<int:pk>/done/", action_steps.complete, name="complete-action"),
    path("actions/<int:pk>/judge/", action_steps.judge, name="judge-action"),
    path("actions/<int:pk>/owner/", action_steps.hand_over, name="hand-over-action"),
    path("actions/<int:pk>/cancel/", action_steps.cancel, name="cancel-action"),
    # Changes on notice, improvement plan
    # Evidence
    # Notifications
]
