"""Addresses of governance: reviews, actions, changes on notice, evidence, notifications."""

from django.urls import URLPattern, path

from governance.views import meeting, minutes, recording

app_name = "governance"

urlpatterns: list[URLPattern] = [
    # Reviews: series, calendar, feeds
    # Reviews: agenda
    # Reviews: packs
    # Reviews: meeting and minutes
    path("reviews/<int:pk>/meeting/", meeting.meeting, name="meeting"),
    path("reviews/<int:pk>/meeting/start/", meeting.start_review, name="start-review"),
    path("reviews/<int:pk>/meeting/end/", meeting.end_review, name="end-review"),
    path("reviews/<int:pk>/meeting/step/", meeting.step, name="meeting-step"),
    path("reviews/<int:pk>/meeting/decision/", recording.record_decision, name="record-decision"),
    path("reviews/<int:pk>/meeting/action/", recording.add_action, name="add-meeting-action"),
    path("reviews/<int:pk>/meeting/guest/", recording.add_attendee, name="add-guest"),
    path("reviews/<int:pk>/meeting/parts/<slug:part>/", meeting.meeting_part, name="meeting-part"),
    path("agenda-items/<int:pk>/outcome/", meeting.settle_item, name="settle-item"),
    path("agenda-items/<int:pk>/note/", meeting.note, name="note"),
    path("attendance/<int:pk>/", meeting.mark_attendance, name="mark-attendance"),
    path("reviews/<int:pk>/minutes/", minutes.minutes_page, name="minutes"),
    path("reviews/<int:pk>/minutes/circulate/", minutes.circulate, name="circulate-minutes"),
    path("reviews/<int:pk>/minutes/compare/", minutes.compare, name="compare-minutes"),
    path("minutes/<int:pk>/sign/", minutes.sign, name="sign-minutes"),
    path("minutes/<int:pk>/file/<slug:kind>/", minutes.download, name="minutes-file"),
    # Actions
    # Changes on notice, improvement plan
    # Evidence
    # Notifications
]
