"""When notice has to be given, and from which day it counts. Days are calendar days, of the organisation's zone."""

from dataclasses import dataclass
from datetime import date, timedelta


@dataclass(frozen=True)
class Timing:
    """What the lead time means for a change, as seen on a day; None where there is no lead time for its kind."""

    lead_days: int
    takes_effect_on: date
    today: date

    @property
    def last_day(self) -> date:
        """The last day on which notice is in time."""
        return self.takes_effect_on - timedelta(days=self.lead_days)

    @property
    def days_ahead(self) -> int:
        """Days of notice that a provider would have if it were told today; negative once the day is past."""
        return (self.takes_effect_on - self.today).days

    @property
    def days_left(self) -> int:
        """Days until the last day for notice; 0 on that day, negative after it."""
        return self.days_ahead - self.lead_days

    @property
    def days_late(self) -> int:
        """By how many days notice would be late today; 0 when it would be in time."""
        return max(0, -self.days_left)


@dataclass(frozen=True)
class Told:
    """What matters of what a provider was told: the day, and how many people it concerns (None: not said)."""

    takes_effect_on: date
    people: int | None
    site_name: str = ""


def is_worse(before: Told, after: Told) -> bool:
    """Whether an amendment asks more of the provider: sooner, larger, or elsewhere. Only then its days begin anew."""
    sooner = after.takes_effect_on < before.takes_effect_on
    larger = (after.people or 0) > (before.people or 0)
    elsewhere = after.site_name not in ("", before.site_name)
    return sooner or larger or elsewhere


def counts_from(before: Told, after: Told, given_on: date, today: date) -> date:
    """The day from which the days of notice count after an amendment.

    A change that only comes later, or grows smaller, was announced when it was announced first.
    """
    return today if is_worse(before, after) else given_on
