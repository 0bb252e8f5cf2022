"""What a pack holds, and the bytes by which it is known: canonical JSON, figures with decimals as text."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date, datetime
from decimal import Decimal
from hashlib import sha256
from typing import Any
from zoneinfo import ZoneInfo

from portal.contributions.pack import PackChart, PackFigure, PackTable, Section, Series
from vendors.levels.canonical import canonical

FORMAT = 1
"""Of the JSON. A pack that was frozen in another form is read by its own number."""
DECIMALS = 6
"""As rollups store their figures."""


@dataclass(frozen=True)
class Cover:
    """What the first lines say. `vendor` empty: the portfolio. `frozen_at` None: a draft, composed `composed_at`.

    The period is [period_start, period_end) in days of `zone`, in which the instants are shown.
    """

    organisation: str
    vendor: str
    title: str
    cadence: str
    period_start: date
    period_end: date
    starts_at: datetime
    zone: str
    composed_at: datetime
    frozen_by: str = ""

    @property
    def last_day(self) -> date:
        return date.fromordinal(self.period_end.toordinal() - 1)

    @property
    def tz(self) -> ZoneInfo:
        return ZoneInfo(self.zone)


@dataclass(frozen=True)
class Content:
    cover: Cover
    sections: tuple[Section, ...]

    @property
    def versions(self) -> tuple[str, ...]:
        """What the figures came from, each named once, in order."""
        return tuple(sorted({version for section in self.sections for version in section.versions}))


def written(content: Content) -> bytes:
    """The same content is the same bytes."""
    cover = {name: _plain(value) for name, value in asdict(content.cover).items()}
    sections = [_section(section) for section in content.sections]
    return canonical({"format": FORMAT, "cover": cover, "sections": sections, "versions": list(content.versions)})


def digest(data: bytes) -> str:
    return sha256(data).hexdigest()


def known_as(sha: str) -> str:
    """How people call a pack: "9f2c 41d8"."""
    return f"{sha[:4]} {sha[4:8]}"


def read(data: Mapping[str, Any]) -> Content:
    """The content of what `written` wrote and JSON understood. KeyError, TypeError or ValueError for anything else."""
    if data["format"] != FORMAT:
        raise ValueError(f"A pack of format {data['format']} is not known here.")
    cover = dict(data["cover"])
    days = {name: date.fromisoformat(cover[name]) for name in ("period_start", "period_end")}
    instants = {name: datetime.fromisoformat(cover[name]) for name in ("starts_at", "composed_at")}
    return Content(Cover(**cover | days | instants), tuple(_read_section(one) for one in data["sections"]))


def _section(section: Section) -> dict[str, Any]:
    plain = section.as_dict()
    for figure in plain["figures"]:
        figure["value"] = _number(figure["value"])
    if plain["chart"]:
        for series in plain["chart"]["series"]:
            series["values"] = [_number(value) for value in series["values"]]
        plain["chart"]["guides"] = [[name, _number(value)] for name, value in plain["chart"]["guides"]]
    return plain


def _number(value: float | None) -> str | None:
    """Rounded half to even as figures are stored, without zeros at its end."""
    if value is None:
        return None
    text = format(Decimal(str(round(float(value), DECIMALS))), "f")
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text in ("-0", "") else text


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, (date, datetime)) else value


def _read_section(plain: Mapping[str, Any]) -> Section:
    chart, table = plain["chart"], plain["table"]
    more = {
        "figures": tuple(PackFigure(**one | {"value": _value(one["value"])}) for one in plain["figures"]),
        "chart": None if chart is None else _read_chart(chart),
        "table": None if table is None else PackTable(**{name: _tuples(value) for name, value in table.items()}),
        "versions": tuple(plain["versions"]),
    }
    return Section(**{**plain, **more})


def _read_chart(plain: Mapping[str, Any]) -> PackChart:
    series = (
        Series(one["label"], tuple(_value(value) for value in one["values"]), one["subject"]) for one in plain["series"]
    )
    more = {
        "categories": tuple(plain["categories"]),
        "series": tuple(series),
        "guides": tuple((name, float(value)) for name, value in plain["guides"]),
    }
    return PackChart(**{**plain, **more})


def _value(text: str | None) -> float | None:
    return None if text is None else float(text)


def _tuples(value: Any) -> Any:
    """Lists of JSON as the tuples they were."""
    return tuple(_tuples(one) for one in value) if isinstance(value, list) else value
