"""Addresses of governance: reviews, actions, changes on notice, evidence, notifications."""

from django.urls import URLPattern, path

from governance.views import agenda

app_name = "governance"

urlpatterns: list[URLPattern] = [
    # Reviews: series, calendar, feeds
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
    # Reviews: meeting and minutes
    # Actions
    # Changes on notice, improvement plan
    # Evidence
    # Notifications
]
