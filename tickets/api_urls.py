from django.urls import path

from tickets import api

app_name = "tickets-api"

urlpatterns = [
    path("contracts/<int:pk>/measure/", api.MeasurePeriod.as_view(), name="measure-period"),
    path("measured-periods/<int:pk>/close/", api.ClosePeriod.as_view(), name="close-period"),
    path("measurements/<int:pk>/tickets/<str:which>/", api.LevelTickets.as_view(), name="level-tickets"),
]
