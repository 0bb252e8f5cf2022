"""Addresses of governance: reviews, actions, changes on notice, evidence, notifications."""

from django.urls import URLPattern, path

from governance.views import (
    action_steps,
    actions,
    agenda,
    calendar,
    feeds,
    health,
    meeting,
    minutes,
    moving,
    packs,
    participants,
    recording,
    series,
)

app_name = "governance"

urlpatterns: list[URLPattern] = [
    # Reviews: series, calendar, feeds
    path("reviews/", calendar.reviews, name="reviews"),
    path("reviews/health/", health.health_page, name="health"),
    path("reviews/series/", series.series_list, name="series-list"),
    path("reviews/series/add/", series.add_series, name="add-series"),
    path("reviews/series/<int:pk>/", series.series_page, name="series"),
    path("reviews/series/<int:pk>/edit/", series.edit_series, name="edit-series"),
    path("reviews/series/<int:pk>/end/", series.end_series, name="end-series"),
    path("reviews/series/<int:pk>/participants/add/", participants.add_participant, name="add-participant"),
    path("reviews/participants/<int:pk>/edit/", participants.edit_participant, name="edit-participant"),
    path("reviews/participants/<int:pk>/chair/", participants.make_chair, name="make-chair"),
    path("reviews/participants/<int:pk>/remove/", participants.remove_participant, name="remove-participant"),
    path("reviews/<int:pk>/move/", moving.move_review, name="move-review"),
    path("reviews/<int:pk>/cancel/", moving.cancel_review, name="cancel-review"),
    path("reviews/<int:pk>/restore/", moving.restore_review, name="restore-review"),
    path("reviews/my-calendar/", feeds.feed_address, name="feed-address"),
    path("reviews/my-calendar/open/", feeds.open_feed, name="open-feed"),
    path("reviews/my-calendar/close/", feeds.close_feed, name="close-feed"),
    path("calendar/<str:secret>.ics", feeds.feed, name="feed"),
    # Reviews: agenda
    path("reviews/<int:pk>/", agenda.review_page, name="review"),
    path("reviews/<int:pk>/agenda/refresh/", agenda.refresh, name="refresh-agenda"),
    path("reviews/<int:pk>/agenda/add/", agenda.add_item, name="add-item"),
    path("agenda-items/<int:pk>/edit/", agenda.edit_item, name="edit-item"),
    path("agenda-items/<int:pk>/move/", agenda.move_item, name="move-item"),
    path("agenda-items/<int:pk>/take-off/", agenda.take_off, name="take-off-item"),
    path("agenda-items/<int:pk>/put-back/", agenda.put_back, name="put-back-item"),
    path("reviews/series/<int:pk>/agenda/", agenda.series_agenda, name="series-agenda"),
    path("reviews/series/<int:pk>/agenda/standard/", agenda.standard_agenda, name="standard-agenda"),
    # Reviews: packs
    path("reviews/<int:pk>/pack/", packs.pack, name="pack"),
    path("reviews/<int:pk>/pack.pdf", packs.pack_pdf, name="pack-pdf"),
    path("reviews/<int:pk>/pack.json", packs.pack_json, name="pack-json"),
    path("reviews/<int:pk>/pack/compare/", packs.compare_pack, name="compare-pack"),
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
