"""Addresses of governance: reviews, actions, changes on notice, evidence, notifications."""

from django.urls import URLPattern, path

from governance.views import (
    action_steps,
    actions,
    agenda,
    calendar,
    change_figures,
    change_notices,
    changes,
    feeds,
    health,
    moving,
    packs,
    participants,
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
    path("changes/", changes.change_list, name="changes"),
    path("changes/new/", changes.add_change, name="add-change"),
    path("changes/<int:pk>/", changes.change_page, name="change"),
    path("changes/<int:pk>/edit/", changes.edit_change, name="edit-change"),
    path("changes/<int:pk>/give-notice/", changes.give_notice, name="give-notice"),
    path("changes/<int:pk>/cancel/", changes.cancel_change, name="cancel-change"),
    path("changes/notices/", change_notices.notice_list, name="change-notices"),
    path("changes/notices/<int:pk>/", change_notices.notice_page, name="change-notice"),
    path("changes/notices/<int:pk>/acknowledge/", change_notices.acknowledge, name="acknowledge-notice"),
    path("changes/notices/<int:pk>/answer/", change_notices.answer_notice, name="answer-notice"),
    path("changes/notices/<int:pk>/judge/", change_notices.judge, name="judge-notice"),
    path("changes/notices/<int:pk>/withdraw/", change_notices.withdraw, name="withdraw-notice"),
    path("changes/notices/<int:pk>/lines/new/", change_notices.add_line, name="add-consequence"),
    path("changes/lines/<int:pk>/tick/", change_notices.tick, name="tick-consequence"),
    path("changes/figures/", change_figures.change_figures, name="change-figures"),
    path("changes/lead-times/", change_figures.lead_times, name="lead-times"),
    path("changes/lead-times/<int:pk>/edit/", change_figures.edit_lead_time, name="edit-lead-time"),
    # Evidence
    # Notifications
]
