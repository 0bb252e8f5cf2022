"""The few addresses that the frame names, so that its templates can be rendered by themselves."""

from django.http import HttpRequest, HttpResponse
from django.urls import include, path


def nothing(request: HttpRequest) -> HttpResponse:
    """Answers every address here."""
    return HttpResponse()


urlpatterns = [
    path("jobs/", include(([path("", nothing, name="indicator")], "jobs"))),
    path("sign-out/", nothing, name="account_logout"),
]
