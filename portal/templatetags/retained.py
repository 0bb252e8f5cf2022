"""Template tags and filters every page may use: icons, and the formats of portal.formats.

Registered as a built-in library in settings.TEMPLATES, so that components need no load line.
"""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django import template
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString

from portal import formats
from portal.front.addresses import may_open
from portal.validity import last_day

register = template.Library()

SPRITE = "vendor/bootstrap-icons-1.13.1/sprite.svg"
TONE_ICONS = {
    "good": "check-circle-fill",
    "watch": "exclamation-triangle-fill",
    "bad": "x-octagon-fill",
    "unknown": "question-circle",
}


@register.simple_tag
def icon(name: str, extra: str = "") -> SafeString:
    """An icon of the sprite, or of a tone (good, watch, bad, unknown).

    Hidden from screen readers: a word stands beside it, or the link around it is named.
    """
    symbol = TONE_ICONS.get(name, name)
    return format_html(
        '<svg class="rt-icon {}" aria-hidden="true" focusable="false"><use href="{}#{}"/></svg>',
        extra,
        static(SPRITE),
        symbol,
    )


@register.filter
def open_to(url: str, member: Any) -> str:
    """{{ line.url|open_to:member }}: the address, or nothing where the member's role would be turned away."""
    return url if url and may_open(member, url) else ""


@register.filter
def instant(moment: datetime | None, zone: str = "UTC") -> str:
    """{{ ticket.opened_at|instant:organisation.timezone }}"""
    return formats.instant(moment, zone or "UTC")


@register.filter
def plain(value: Decimal | None) -> str:
    """{{ terms.at_risk_percent|plain }}: as many decimals as it has."""
    return "" if value is None else formats.plain(value)


@register.filter
def validity(valid: Any) -> str:
    """{{ right.valid|validity }}: the first and the last day of a range of days."""
    return formats.validity(valid.lower, last_day(valid))


@register.simple_tag
def day_range(first: date | None, last: date | None) -> str:
    """{% day_range period.first period.last %}"""
    return formats.day_range(first, last)


@register.filter
def change(value: Any, unit: str = "") -> str:
    """{{ difference|change:"pt" }}"""
    return formats.change(value, unit)


@register.filter
def percent(value: Any, decimals: int = 1) -> str:
    """{{ share|percent }} or, without decimals, {{ share|percent:0 }}"""
    return formats.percent(value, decimals)


@register.filter
def thousands(value: Any, decimals: int = 0) -> str:
    """{{ count|thousands }}"""
    return formats.thousands(value, decimals)


for _function in (
    formats.points,
    formats.hours,
    formats.duration,
    formats.day,
    formats.file_size,
    formats.arrow,
    formats.money,
):
    register.filter(_function.__name__, _function)
