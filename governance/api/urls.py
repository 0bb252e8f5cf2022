"""Addresses of the API of governance."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = [
    # Reviews
    # Actions
    # Changes on notice
]
