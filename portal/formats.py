"""Numbers, durations, dates and differences as the portal writes them (en-GB).

Pure functions from plain values to text. None is "nothing measured" and becomes an en dash, never 0 or 100 %.
Numbers and their units are joined by a no-break space, negative numbers carry a true minus sign. Rounding is
half away from zero on the decimal the reader sees; differences must be computed before anything is rounded.
"""

from datetime import date, datetime, tzinfo
from decimal import ROUND_HALF_UP, Decimal
from typing import SupportsFloat
from zoneinfo import ZoneInfo

ABSENT = "–"
MINUS = "−"
NO_BREAK = "\u00a0"
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
CURRENCY_SIGNS = {"EUR": "€", "GBP": "£", "USD": "$"}

Number = SupportsFloat


def rounded(value: Number, decimals: int) -> Decimal:
    """The value rounded half away from zero to `decimals` places; minus zero becomes zero."""
    exact = Decimal(str(value if isinstance(value, (int, Decimal)) else float(value)))
    return exact.quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP) + 0


def thousands(value: Number | None, decimals: int = 0) -> str:
    """4525 -> "4,525"."""
    if value is None:
        return ABSENT
    return f"{rounded(value, decimals):,}".replace("-", MINUS)


def with_unit(value: Number | None, unit: str, decimals: int = 0) -> str:
    """2834, "h" -> "2,834 h"; an empty unit leaves the number alone."""
    text = thousands(value, decimals)
    return text if value is None or not unit else f"{text}{NO_BREAK}{unit}"


def percent(value: Number | None, decimals: int = 1) -> str:
    """97.6 -> "97.6 %". The value is a share in percent (0–100), not a fraction."""
    return with_unit(value, "%", decimals)


def hours(value: Number | None, decimals: int = 0) -> str:
    """2834 hours -> "2,834 h"."""
    return with_unit(value, "h", decimals)


def change(value: Number | None, unit: str = "", decimals: int = 1) -> str:
    """A difference with its sign: "+234 h", "−0.6 pt", "±0". What rounds to nothing is "±0"."""
    if value is None:
        return ABSENT
    number = rounded(value, decimals)
    if number == 0:
        return "±0"
    sign = "+" if number > 0 else MINUS
    return f"{sign}{thousands(abs(number), decimals)}" + (f"{NO_BREAK}{unit}" if unit else "")


def points(value: Number | None, decimals: int = 1) -> str:
    """A difference of two shares in percentage points: -10.7 -> "−10.7 points"."""
    return change(value, "points", decimals)


def plain(value: Decimal) -> str:
    """A number without zeros at its end: "1.5", not "1.500"; "40", not "4E+1"."""
    return f"{value.normalize():f}"


def arrow(value: Number | None) -> str:
    """The direction of a difference: "↑", "↓", or nothing where there is none."""
    if value is None or float(value) == 0:
        return ""
    return "↑" if float(value) > 0 else "↓"


def duration(seconds: Number | None) -> str:
    """24,900 seconds -> "6 h 55 min"; below an hour "55 min", below a minute "40 s". Rounded to minutes."""
    if seconds is None:
        return ABSENT
    total = float(seconds)
    sign = MINUS if total < 0 else ""
    total = abs(total)
    if total < 60:
        return f"{sign}{total:.0f}{NO_BREAK}s"
    whole_hours, minutes = divmod(int(rounded(total / 60, 0)), 60)
    if not whole_hours:
        return f"{sign}{minutes}{NO_BREAK}min"
    return f"{sign}{whole_hours:,}{NO_BREAK}h{NO_BREAK}{minutes:02d}{NO_BREAK}min"


def money(amount: Number | None, currency: str = "EUR", decimals: int = 2) -> str:
    """A claimed amount: 3110.4 -> "€3,110.40"; currencies without a sign here lead with their code."""
    if amount is None:
        return ABSENT
    sign = CURRENCY_SIGNS.get(currency, f"{currency}{NO_BREAK}")
    minus = MINUS if float(amount) < 0 else ""
    return f"{minus}{sign}{thousands(abs(rounded(amount, decimals)), decimals)}"


def money_estimate(amount: Number | None, currency: str = "EUR") -> str:
    """An estimated amount in thousands: 212,300 -> "€212k"; show it with its range."""
    return ABSENT if amount is None else f"{money(float(amount) / 1000, currency, 0)}k"


def file_size(size: int | None) -> str:
    """Bytes in decimal units: 9,400,000 -> "9.4 MB"."""
    if size is None:
        return ABSENT
    for unit, factor in (("GB", 1e9), ("MB", 1e6), ("kB", 1e3)):
        if size >= factor:
            return with_unit(size / factor, unit, 1)
    return with_unit(size, "bytes")


def counted(count: int | None, singular: str, plural: str = "") -> str:
    """1, "ticket" -> "1 ticket"; 4525 -> "4,525 tickets"; give a plural that is not the singular and s."""
    noun = singular if count == 1 else plural or f"{singular}s"
    return f"{thousands(count)}{NO_BREAK}{noun}"


def zone_name(moment: datetime) -> str:
    """The zone's abbreviation at that moment (CET, CEST); zones without one read "UTC−03"."""
    name = moment.tzname() or ""
    return f"UTC{name.replace('-', MINUS)}" if name[:1] in "+-" and name else name


def instant(moment: datetime | None, zone: str | tzinfo = "UTC") -> str:
    """An aware moment in the zone, which is shown: "9 Nov 2026, 06:10 CET"."""
    if moment is None:
        return ABSENT
    local = moment.astimezone(ZoneInfo(zone) if isinstance(zone, str) else zone)
    return f"{day(local.date())}, {local:%H:%M}{NO_BREAK}{zone_name(local)}"


def day(value: date | None) -> str:
    """9 Nov 2026."""
    if value is None:
        return ABSENT
    return f"{value.day}{NO_BREAK}{MONTHS[value.month - 1]}{NO_BREAK}{value.year}"


def validity(first: date | None, last: date | None) -> str:
    """Both days belong to it, no last day is no end: "1 Jan 2026 – further notice"."""
    return f"{day(first)} – {'further notice' if last is None else day(last)}"


def day_range(first: date | None, last: date | None) -> str:
    """Both days belong to the range: "1–31 Oct 2026", "1 Jul – 30 Sep 2026", "1 Dec 2025 – 31 Jan 2026"."""
    if first is None or last is None:
        return ABSENT
    if first == last:
        return day(first)
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day}–{day(last)}"
    if first.year == last.year:
        return f"{first.day}{NO_BREAK}{MONTHS[first.month - 1]} – {day(last)}"
    return f"{day(first)} – {day(last)}"
