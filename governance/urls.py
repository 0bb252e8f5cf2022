"""Addresses of governance: reviews, actions, changes on notice, evidence, notifications."""

from django.urls import URLPattern, path

from governance.views import packs

app_name = "governance"

urlpatterns: list[URLPattern] = [
    # Reviews: series, calendar, feeds
    # Reviews: agenda
    # Reviews: packs
    path("reviews/<int:pk>/pack/", packs.pack, name="pack"),
    path("reviews/<int:pk>/pack.pdf", packs.pack_pdf, name="pack-pdf"),
    path("reviews/<int:pk>/pack.json", packs.pack_json, name="pack-json"),
    path("reviews/<int:pk>/pack/compare/", packs.compare_pack, name="compare-pack"),
    # Reviews: meeting and minutes
    # Actions
    # Changes on notice, improvement plan
    # Evidence
    # Notifications
]
