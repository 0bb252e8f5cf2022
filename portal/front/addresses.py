"""Addresses of pages: whether somebody may open one, and the keys of rows that they and forms name."""

from typing import Any
from urllib.parse import urlsplit

from django.urls import Resolver404, resolve

LONGEST_KEY = 18
"""Digits; every number of so many fits a key of the database."""


def key_of(text: str | None) -> int | None:
    """The key that a text names; None for what can be none, such as "", "x", "0", and digits without end."""
    named = text or ""
    if not (named.isascii() and named.isdigit() and len(named) <= LONGEST_KEY):
        return None
    return int(named) or None


def may_open(member: Any, url: str) -> bool:
    """Whether the role of a member opens the page at an address of this portal; whose row it shows is not asked.

    False for what is no page here, and for nobody.
    """
    try:
        view = resolve(urlsplit(url).path).func
    except Resolver404:
        return False
    capability = getattr(view, "capability", None)
    return capability is None or (member is not None and member.can(capability))
