"""The history panel for pages of the ground floor: {% load history %} … {% history shown %}."""

from typing import Any

from django import template
from django.db import models
from django.template.loader import render_to_string

from portal.front.history import history_panel

register = template.Library()


@register.simple_tag(takes_context=True)
def history(context: dict[str, Any], row: models.Model) -> str:
    """Who changed what on `row`, newest first; nothing for a member who may not see it."""
    entries = history_panel(context["member"], row)
    return "" if entries is None else render_to_string("components/history.html", {"entries": entries})
