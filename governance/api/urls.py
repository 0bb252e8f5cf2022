"""Addresses of the API of governance."""

from django.urls import URLPattern, path

from governance.api import actions
from portal.front.api import resource

app_name = "governance-api"

urlpatterns: list[URLPattern] = [
    # Reviews
    # Actions
    *resource("actions", actions.Actions, "actions"),
    path("actions/<int:pk>/done/", actions.Complete.as_view(), name="complete-action"),
    path("actions/<int:pk>/comment/", actions.AddComment.as_view(), name="comment-on-action"),
    path("actions/<int:pk>/judge/", actions.Judge.as_view(), name="judge-action"),
    # Changes on notice
]
