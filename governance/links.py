"""Addresses of rows whose pages may not be there."""

from django.db.models import Model
from django.urls import NoReverseMatch, reverse


def page_of(row: Model) -> str:
    """The page of a row; empty where it has none."""
    try:
        address: str = row.get_absolute_url()  # type: ignore[attr-defined]
    except NoReverseMatch:
        return ""
    return address


def address(name: str, *arguments: object) -> str:
    """The address of that name; empty where there is none."""
    try:
        return reverse(name, args=arguments)
    except NoReverseMatch:
        return ""
