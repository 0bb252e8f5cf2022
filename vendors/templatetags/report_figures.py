"""{{ line|reported }} and {{ line|accepted }}: the figures of a report's line, in the unit of its level."""

from django import template

from vendors.levels.level_figures import exact
from vendors.models import ReportLine

register = template.Library()


@register.filter
def reported(line: ReportLine) -> str:
    return exact(line.level, line.reported)


@register.filter
def accepted(line: ReportLine) -> str:
    return exact(line.level, line.accepted)
