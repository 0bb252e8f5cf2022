"""Addresses of the API of governance."""

from django.urls import URLPattern, path

from governance.api import changes
from portal.front.api import resource

app_name = "governance-api"

urlpatterns: list[URLPattern] = [
    # Reviews
    # Actions
    # Changes on notice
    *resource("changes", changes.Changes, "changes"),
    path("changes/<int:pk>/give-notice/", changes.GiveNotice.as_view(), name="give-notice"),
    *resource("change-notices", changes.Notices, "change-notices"),
    path("change-notices/<int:pk>/acknowledge/", changes.Acknowledge.as_view(), name="acknowledge-notice"),
    path("change-notices/<int:pk>/judge/", changes.Judge.as_view(), name="judge-notice"),
]
