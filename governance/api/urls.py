"""Addresses of the API of governance."""

from django.urls import URLPattern

from governance.api import packs, reviews
from portal.front.api import resource

app_name = "governance-api"

urlpatterns: list[URLPattern] = [
    # Reviews
    *resource("review-series", reviews.AllSeries, "review-series"),
    *resource("reviews", reviews.Reviews, "reviews"),
    *resource("review-packs", packs.Packs, "review-packs"),
    # Actions
    # Changes on notice
]
