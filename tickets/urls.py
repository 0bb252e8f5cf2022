from django.urls import URLPattern, URLResolver, path

from tickets.views import (
    escalate,
    groups,
    imports,
    level_tickets,
    pause_check,
    periods,
    ticket,
    ticket_list,
    uploads,
)

app_name = "tickets"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", ticket_list.ticket_list, name="list"),
    path("<int:pk>/", ticket.ticket_page, name="ticket"),
    path("<int:pk>/escalate/", escalate.escalate_ticket, name="escalate"),
    path("pauses/", pause_check.pause_check, name="pause-check"),
    path("imports/", imports.import_list, name="imports"),
    path("imports/new/", uploads.upload, name="upload"),
    path("imports/<int:pk>/", imports.import_page, name="import"),
    path("imports/<int:pk>/progress/", imports.progress, name="import-progress"),
    path("imports/<int:pk>/check/", uploads.preview, name="preview"),
    path("imports/<int:pk>/discard/", uploads.discard, name="discard"),
    path("imports/<int:pk>/rejected/", imports.rejected_rows, name="rejected-rows"),
    path("measured/<int:pk>/<str:period>/", periods.versions, name="period-versions"),
    path("measured/<int:pk>/<str:period>/measure/", periods.measure_now, name="measure-period"),
    path("measured/<int:pk>/<str:period>/close/", periods.close_now, name="close-period"),
    path("levels/<int:pk>/<str:which>/", level_tickets.level_tickets, name="level-tickets"),
    path("groups/", groups.map_groups_page, name="groups"),
]
