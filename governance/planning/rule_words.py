"""A series' rule in a sentence."""

from governance.models import ReviewSeries
from governance.planning.cadences import words


def in_words(series: ReviewSeries) -> str:
    """ "The second Thursday of every month, 14:00, 60 minutes (Europe/Amsterdam)"."""
    said = words(series.rule)
    return f"{said[0].upper()}{said[1:]}, {series.starts_at:%H:%M}, {series.minutes} minutes ({series.timezone})"
