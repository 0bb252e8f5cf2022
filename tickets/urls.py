from django.urls import URLPattern, URLResolver, path

from tickets.views import ticket_list

app_name = "tickets"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", ticket_list.ticket_list, name="list"),
]
