from django.urls import URLPattern, URLResolver, path

from tickets.views import groups, imports, pause_check, ticket, ticket_list, uploads

app_name = "tickets"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", ticket_list.ticket_list, name="list"),
    path("<int:pk>/", ticket.ticket_page, name="ticket"),
    path("pauses/", pause_check.pause_check, name="pause-check"),
    path("imports/", imports.import_list, name="imports"),
    path("imports/new/", uploads.upload, name="upload"),
    path("imports/<int:pk>/", imports.import_page, name="import"),
    path("imports/<int:pk>/progress/", imports.progress, name="import-progress"),
    path("imports/<int:pk>/check/", uploads.preview, name="preview"),
    path("imports/<int:pk>/discard/", uploads.discard, name="discard"),
    path("imports/<int:pk>/rejected/", imports.rejected_rows, name="rejected-rows"),
    path("groups/", groups.map_groups_page, name="groups"),
]
