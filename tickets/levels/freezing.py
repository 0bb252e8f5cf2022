"""The rules of a measured period as JSON and back, without loss."""

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from hashlib import sha256
from typing import Any

from tickets.levels.rules import ApprovedExclusion, Downtime, MeasuredLevel, PeriodRules
from tickets.rules import GroupRule, PolicyRule
from vendors.levels.attainment import Kind, LowVolume, Terms, Window
from vendors.levels.canonical import canonical
from vendors.opening import CalendarVersion, OpeningHours

Plain = dict[str, Any]


def frozen(rules: PeriodRules) -> Plain:
    """The rules in plain values, the same for the same rules."""
    return {
        "month": rules.month.isoformat(),
        "zone": rules.zone,
        "as_of": rules.as_of.isoformat(),
        "levels": [_frozen_level(level) for level in rules.levels],
        "calendars": {str(key): [_frozen_version(one) for one in some] for key, some in rules.calendars.items()},
        "exclusions": [
            [one.id, one.service_id, one.level_id, one.stretch and list(one.stretch), list(one.numbers)]
            for one in rules.exclusions
        ],
        "outages": [[one.service_id, one.start, one.end] for one in rules.outages],
        "groups": [[one.name, one.vendor_id, one.service_id, _day(one.since), _day(one.until)] for one in rules.groups],
        "sites": dict(rules.sites),
        "policies": [[one.id, dict(one.rules), _day(one.since), _day(one.until)] for one in rules.policies],
    }


def thawed(plain: Mapping[str, Any]) -> PeriodRules:
    """The rules that were frozen."""
    return PeriodRules(
        month=date.fromisoformat(plain["month"]),
        zone=plain["zone"],
        as_of=datetime.fromisoformat(plain["as_of"]),
        levels=tuple(_thawed_level(level) for level in plain["levels"]),
        calendars={int(key): tuple(map(_thawed_version, some)) for key, some in plain["calendars"].items()},
        exclusions=tuple(
            ApprovedExclusion(key, service, level, (stretch[0], stretch[1]) if stretch else None, tuple(numbers))
            for key, service, level, stretch, numbers in plain["exclusions"]
        ),
        outages=tuple(Downtime(*one) for one in plain["outages"]),
        groups=tuple(GroupRule(*one[:3], *map(_read_day, one[3:])) for one in plain["groups"]),
        sites=plain["sites"],
        policies=tuple(PolicyRule(*one[:2], *map(_read_day, one[2:])) for one in plain["policies"]),
    )


def fingerprint(rules: PeriodRules, imports: object) -> str:
    """Tells one set of rules and imports from another; the instant of measuring is no part of it."""
    plain = {name: value for name, value in frozen(rules).items() if name != "as_of"}
    return sha256(canonical([plain, imports])).hexdigest()


def _frozen_level(level: MeasuredLevel) -> Plain:
    terms = level.terms
    return {
        "id": level.id,
        "code": level.code,
        "service": level.service_id,
        "kind": terms.kind.value,
        "expected": str(terms.expected),
        "minimum": None if terms.minimum is None else str(terms.minimum),
        "higher_is_better": terms.higher_is_better,
        "minimum_volume": terms.minimum_volume,
        "low_volume": terms.low_volume.value,
        "quantile": str(terms.quantile),
        "metric": level.metric,
        "allowed": level.allowed,
        "rank": level.rank,
        "site": level.site_id,
        "calendar": level.calendar_id,
        "pausing": list(level.pausing),
        "window": level.window.value,
        "rolling_months": level.rolling_months,
        "counts_by": level.counts_by,
        "valid": [_day(level.since), _day(level.until)],
    }


def _thawed_level(plain: Mapping[str, Any]) -> MeasuredLevel:
    terms = Terms(
        kind=Kind(plain["kind"]),
        expected=Decimal(plain["expected"]),
        minimum=None if plain["minimum"] is None else Decimal(plain["minimum"]),
        higher_is_better=plain["higher_is_better"],
        minimum_volume=plain["minimum_volume"],
        low_volume=LowVolume(plain["low_volume"]),
        quantile=Decimal(plain["quantile"]),
    )
    since, until = map(_read_day, plain["valid"])
    return MeasuredLevel(
        id=plain["id"],
        code=plain["code"],
        service_id=plain["service"],
        terms=terms,
        metric=plain["metric"],
        allowed=plain["allowed"],
        rank=plain["rank"],
        site_id=plain["site"],
        calendar_id=plain["calendar"],
        pausing=tuple(plain["pausing"]),
        window=Window(plain["window"]),
        rolling_months=plain["rolling_months"],
        counts_by=plain["counts_by"],
        since=since,
        until=until,
    )


def _frozen_version(version: CalendarVersion) -> Plain:
    return {
        "zone": version.timezone,
        "hours": [[one.weekday, one.opens, one.closes] for one in version.hours],
        "holidays": sorted(day.isoformat() for day in version.holidays),
        "valid": [_day(version.valid_from), _day(version.valid_until)],
    }


def _thawed_version(plain: Mapping[str, Any]) -> CalendarVersion:
    hours = tuple(OpeningHours(*one) for one in plain["hours"])
    holidays = frozenset(date.fromisoformat(day) for day in plain["holidays"])
    return CalendarVersion(plain["zone"], hours, holidays, *map(_read_day, plain["valid"]))


def _day(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


def _read_day(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)
