"""Rules for people who do not know RFC 5545: a cadence, a weekday and an ordinal, and back into words. No Django."""

from dataclasses import dataclass

from governance.planning.recurrence import InvalidRule, parts_of

DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
ORDINALS = {1: "first", 2: "second", 3: "third", 4: "fourth", -1: "last"}
MONTH_NAMES = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
WEEKLY, MONTHLY, QUARTERLY, SEMI_ANNUAL, ONCE = "weekly", "monthly", "quarterly", "semi_annual", "once"
MONTHS_BETWEEN = {QUARTERLY: 3, SEMI_ANNUAL: 6}
SINGLE = "FREQ=DAILY;COUNT=1"
REMINDED = {WEEKLY: 1, MONTHLY: 3, QUARTERLY: 7, SEMI_ANNUAL: 7, ONCE: 3}
"""How many days before a review its participants are reminded: by mail, by their calendar, and in the portal."""


@dataclass(frozen=True)
class Choice:
    """`weekday` 0 is Monday; `ordinal` counts it in the month, −1 is the last; `month` 1 is the first of the period."""

    cadence: str
    weekday: int = 0
    ordinal: int = 1
    month: int = 1

    def rule(self) -> str:
        day = DAYS[self.weekday]
        if self.cadence == ONCE:
            return SINGLE
        if self.cadence == WEEKLY:
            return f"FREQ=WEEKLY;BYDAY={day}"
        if self.cadence == MONTHLY:
            return f"FREQ=MONTHLY;BYDAY={self.ordinal}{day}"
        return f"FREQ=MONTHLY;BYMONTH={self._months()};BYDAY={self.ordinal}{day}"

    def _months(self) -> str:
        return ",".join(str(month) for month in range(self.month, 13, MONTHS_BETWEEN[self.cadence]))


DEFAULTS = {
    WEEKLY: Choice(WEEKLY, 0),
    MONTHLY: Choice(MONTHLY, 3, 2),
    QUARTERLY: Choice(QUARTERLY, 1, 3),
    SEMI_ANNUAL: Choice(SEMI_ANNUAL, 1, 3),
    ONCE: Choice(ONCE),
}
"""Weekly on Monday, monthly on the second Thursday, the third Tuesday that opens a quarter or a half-year."""


def choice_of(cadence: str, rule: str) -> Choice | None:
    """The choice that gives this rule; None for one that somebody wrote."""
    weekdays = range(len(DAYS))
    months = range(1, MONTHS_BETWEEN.get(cadence, 1) + 1)
    choices = (Choice(cadence, day, count, month) for day in weekdays for count in ORDINALS for month in months)
    return next((one for one in choices if one.rule() == rule), None)


def words(rule: str) -> str:
    """ "every Monday", "the second Thursday of every month"; what has no plain words is named as the rule it is."""
    try:
        parts = parts_of(rule)
    except InvalidRule:
        return f"by the rule {rule}"
    if parts == parts_of(SINGLE):
        return "once"
    said = _weekly(parts) if parts["FREQ"] == "WEEKLY" else _monthly(parts)
    return said or f"by the rule {rule}"


def _weekly(parts: dict[str, str]) -> str:
    if set(parts) - {"FREQ", "BYDAY", "INTERVAL"} or "BYDAY" not in parts:
        return ""
    days = [WEEKDAYS[DAYS.index(day)] for day in parts["BYDAY"].split(",") if day in DAYS]
    every = {"1": "every", "2": "every second"}.get(parts.get("INTERVAL", "1"))
    return f"{every} {_listed(days)}" if every and days else ""


def _monthly(parts: dict[str, str]) -> str:
    day = parts.get("BYDAY", "")
    number, name = day[:-2], day[-2:]
    known = name in DAYS and number in {str(count) for count in ORDINALS}
    if parts["FREQ"] != "MONTHLY" or set(parts) - {"FREQ", "BYDAY", "BYMONTH"} or not known:
        return ""
    months = [MONTH_NAMES[int(one) - 1] for one in parts.get("BYMONTH", "").split(",") if one in _MONTH_NUMBERS]
    return f"the {ORDINALS[int(number)]} {WEEKDAYS[DAYS.index(name)]} of {_listed(months) if months else 'every month'}"


_MONTH_NUMBERS = {str(number) for number in range(1, 13)}


def _listed(names: list[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
