"""Addresses of governance: reviews, actions, changes on notice, evidence, notifications."""

from django.urls import URLPattern, path

from governance.views import change_figures, change_notices, changes

app_name = "governance"

urlpatterns: list[URLPattern] = [
    # Reviews: series, calendar, feeds
    # Reviews: agenda
    # Reviews: packs
    # Reviews: meeting and minutes
    # Actions
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
