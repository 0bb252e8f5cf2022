"""History on pages of the ground floor, which may not import how it is worded.

{% load history %} … {% history shown %} … {% saved_meanwhile conflict %}
"""

from collections.abc import Sequence
from typing import Any

from django import template
from django.db import models
from django.template.loader import render_to_string

from portal.front.history import entries_of, history_panel
from portal.ledger.history import Change

register = template.Library()


@register.simple_tag(takes_context=True)
def history(context: dict[str, Any], row: models.Model, parts: Sequence[Change] = ()) -> str:
    """Who changed what on `row` and on its parts, newest first; nothing for a member who may not see it."""
    entries = history_panel(context["member"], row, parts=lambda: parts)
    return "" if entries is None else render_to_string("components/history.html", {"entries": entries})


@register.simple_tag(takes_context=True)
def saved_meanwhile(context: dict[str, Any], changes: Sequence[Change]) -> str:
    """What others changed while the reader was editing; nothing when nobody did."""
    if not changes:
        return ""
    entries = entries_of(list(changes), context["member"].organisation.timezone)
    return render_to_string("components/history.html", {"entries": entries, "aside": "saved while you were editing"})
