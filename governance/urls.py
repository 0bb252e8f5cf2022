"""Addresses of governance: reviews, actions, changes on notice, evidence, notifications."""

from django.urls import URLPattern

app_name = "governance"

urlpatterns: list[URLPattern] = [
    # Reviews: series, calendar, feeds
    # Reviews: agenda
    # Reviews: packs
    # Reviews: meeting and minutes
    # Actions
    # Changes on notice, improvement plan
    # Evidence
    # Notifications
]
