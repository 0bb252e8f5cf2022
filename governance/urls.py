"""Addresses of governance: reviews, actions, changes on notice, evidence, notifications."""

from django.urls import URLPattern, path

from governance.views import evidence

app_name = "governance"

urlpatterns: list[URLPattern] = [
    # Reviews: series, calendar, feeds
    # Reviews: agenda
    # Reviews: packs
    # Reviews: meeting and minutes
    # Actions
    # Changes on notice, improvement plan
    # Evidence
    path("evidence/", evidence.evidence, name="evidence"),
    path("evidence/public-key.pem", evidence.public_key, name="evidence-key"),
    path("evidence/<int:pk>/", evidence.evidence_pack, name="evidence-pack"),
    path("evidence/<int:pk>/progress/", evidence.progress, name="evidence-progress"),
    path("evidence/<int:pk>/download/", evidence.download, name="download-evidence"),
    path("evidence/<int:pk>/public-key.pem", evidence.public_key, name="evidence-pack-key"),
    path("evidence/<int:pk>/again/", evidence.again, name="build-evidence-again"),
    path("evidence/<int:pk>/try-again/", evidence.try_again, name="retry-evidence"),
    path("evidence/<int:pk>/stop/", evidence.stop, name="stop-evidence"),
    # Notifications
]
