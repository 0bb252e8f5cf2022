from django.urls import path

from portal.front.api import resource
from vendors.api import exclusions, register

app_name = "vendors-api"

urlpatterns = [
    *resource("vendors", register.Vendors, "vendors"),
    *resource("contracts", register.Contracts, "contracts"),
    *resource("services", register.Services, "services"),
    *resource("service-levels", register.Levels, "levels"),
    *resource("exclusions", exclusions.Exclusions, "exclusions"),
    path("exclusions/<int:pk>/answer/", exclusions.AnswerExclusion.as_view(), name="answer-exclusion"),
]
