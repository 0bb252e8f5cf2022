"""Addresses of the API of governance."""

from django.urls import URLPattern

from governance.api import packs
from portal.front.api import resource

app_name = "governance-api"

urlpatterns: list[URLPattern] = [
    # Reviews
    *resource("review-packs", packs.Packs, "review-packs"),
    # Actions
    # Changes on notice
]
