"""Addresses of the API of governance."""

from django.urls import URLPattern, path

from governance.api import actions, agenda, changes, packs, reviews
from portal.front.api import resource

app_name = "governance-api"

urlpatterns: list[URLPattern] = [
    # Reviews
    *resource("review-series", reviews.AllSeries, "review-series"),
    *resource("reviews", reviews.Reviews, "reviews"),
    *resource("agenda-items", agenda.AgendaItems, "agenda-items"),
    *resource("review-packs", packs.Packs, "review-packs"),
    # Actions
    *resource("actions", actions.Actions, "actions"),
    path("actions/<int:pk>/done/", actions.Complete.as_view(), name="complete-action"),
    path("actions/<int:pk>/comment/", actions.AddComment.as_view(), name="comment-on-action"),
    path("actions/<int:pk>/judge/", actions.Judge.as_view(), name="judge-action"),
    # Changes on notice
    *resource("changes", changes.Changes, "changes"),
    path("changes/<int:pk>/give-notice/", changes.GiveNotice.as_view(), name="give-notice"),
    *resource("change-notices", changes.Notices, "change-notices"),
    path("change-notices/<int:pk>/acknowledge/", changes.Acknowledge.as_view(), name="acknowledge-notice"),
    path("change-notices/<int:pk>/judge/", changes.Judge.as_view(), name="judge-notice"),
]
