"""What the rollups say: how evenly tickets come, how much is classified, and service levels as sites are added."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from assessments.measured import site_figures, weekly_figures
from assessments.measured.scales import falling, share
from assessments.measured.scene import Scene, measured, no_data, share_of
from assessments.measured.shape import Measurement, Row
from portal import formats
from reporting.behind import Behind
from reporting.links import tickets_url
from reporting.models import Rollup
from reporting.periods import Grain, period_of
from vendors.models import Service, Site
from vendors.months import label, later, month_of

Stored = Mapping[str, Sequence[Any]]
NO_TICKETS = "No tickets are imported yet, or their figures are not computed yet."


def predictable(scene: Scene) -> Measurement:
    rows = Rollup.objects.of_organisation(scene.key)
    every = _volumes(rows.of("week", "all").values_list("period_start", "figures__volume__0"))
    weeks = weekly_figures.whole_weeks(every, scene.today)
    varied = weekly_figures.variation(weeks.volumes)
    if weeks.first is None or weeks.last is None or varied is None:
        return no_data("predictable", NO_TICKETS)
    period = _weeks_in_words(weeks)
    if not weeks.is_enough:
        fewest = weekly_figures.FEWEST_WEEKS
        return no_data("predictable", f"{len(weeks.volumes)} whole weeks of tickets of {fewest} needed.", period=period)
    parts = rows.of("week", "vendor_service").starting_in(weeks.first, weeks.last + weekly_figures.WEEK)
    return measured(
        "predictable",
        falling(varied, weekly_figures.BOUNDS),
        varied,
        f"{formats.percent(varied, 0)} variation from week to week",
        rows=_service_rows(parts, weeks),
        period=period,
        extra={"weeks": float(len(weeks.volumes)), "tickets": float(sum(weeks.volumes))},
    )


def _volumes(rows: Any) -> dict[date, int]:
    return {day: int(count or 0) for day, count in rows}


def _service_rows(parts: Any, weeks: weekly_figures.Weeks) -> Iterator[Row]:
    """The services, those that vary most first; small ones are said to be too small to judge."""
    volumes: dict[tuple[int, int], dict[date, int]] = defaultdict(dict)
    known = parts.exclude(service_id=None)
    for vendor, service, day, count in known.values_list(
        "vendor_id", "service_id", "period_start", "figures__volume__0"
    ):
        volumes[vendor, service][day] = int(count or 0)
    names = dict(Service.objects.filter(pk__in=[service for _, service in volumes]).values_list("pk", "name"))
    found = []
    for (vendor, service), known_weeks in volumes.items():
        counts = weekly_figures.volumes_in(known_weeks, weeks)
        varied = weekly_figures.variation(counts) if weekly_figures.is_large_enough(counts) else None
        found.append((varied, names.get(service, "Service"), sum(counts), vendor, service))
    for varied, name, total, vendor, service in sorted(found, key=lambda one: (-(one[0] or -1.0), one[1])):
        said = "too few to judge" if varied is None else f"{formats.percent(varied, 0)} variation"
        newest = period_of(Grain.WEEK, weeks.last or date.min).key
        url = tickets_url(Behind.OPENED, newest, {"vendor_id": vendor, "service_id": service})
        yield Row(f"{name}: {formats.counted(total, 'ticket')}", url, said)


def _weeks_in_words(weeks: weekly_figures.Weeks) -> str:
    first, last = period_of(Grain.WEEK, weeks.first or date.min), period_of(Grain.WEEK, weeks.last or date.min)
    return f"{formats.counted(len(weeks.volumes), 'week')}, {first.label} to {last.label}"


def classified(scene: Scene) -> Measurement:
    months = Rollup.objects.of_organisation(scene.key).of("month", "all").begun_before(month_of(scene.today))
    newest = next((row for row in months[:12] if row.figures["volume"][0]), None)
    if newest is None:
        return no_data("classified", NO_TICKETS)
    opened, without = int(newest.figures["volume"][0]), int(newest.figures["unclassified_share"][1] or 0)
    url = tickets_url(Behind.UNCLASSIFIED, newest.period_key, {})
    rows = [Row("Tickets without a task type", url, formats.thousands(without))] if without else []
    period = label(newest.period_start)
    return share_of("classified", opened - without, opened, "tickets have a task type", rows=rows, period=period)


def sign_sites(scene: Scene) -> Measurement:
    this_month = month_of(scene.today)
    known = _site_months(scene)
    if not known:
        return no_data("sign-sites", "No tickets with a site are imported yet, or their figures are not computed yet.")
    found = site_figures.compare(known, this_month)
    names = dict(Site.objects.filter(organisation_id=scene.key).values_list("pk", "name"))
    rows = list(_site_rows(known, found, names))
    if found.before is None or found.after is None:
        missing = f"Sites added within {site_figures.ADDED_WITHIN} months: {len(found.added)} of 2 needed."
        return no_data("sign-sites", missing, rows=rows)
    if found.fall is None:
        few = f"{found.before.counted:,} before and {found.after.counted:,} after"
        return no_data("sign-sites", f"Too few tickets with a decided result: {few}; 20 each are needed.", rows=rows)
    before, after = formats.percent(found.before.percent), formats.percent(found.after.percent)
    return measured(
        "sign-sites",
        falling(found.fall, site_figures.BOUNDS),
        found.fall,
        f"{formats.points(-found.fall)}: {before} before, {after} after {len(found.added)} sites were added",
        rows=rows,
        period=f"Sites added since {label(found.first or this_month)}",
        extra={"sites": float(len(found.added))},
    )


def _site_months(scene: Scene) -> list[site_figures.SiteMonth]:
    """Of the last 36 months: those that a site can be added in, and a year before them."""
    this_month = month_of(scene.today)
    rows = Rollup.objects.of_organisation(scene.key).of("month", "site")
    within = rows.starting_in(later(this_month, -site_figures.ADDED_WITHIN - 12), this_month)
    return [
        site_figures.SiteMonth(site, month, int(opened or 0), int(counted or 0), int(met or 0))
        for site, month, opened, counted, met in within.values_list(
            "site_id", "period_start", "figures__volume__0", "figures__sla_measured__2", "figures__sla_measured__1"
        )
        if site is not None
    ]


def _site_rows(
    known: list[site_figures.SiteMonth], found: site_figures.Comparison, names: dict[int, str]
) -> Iterator[Row]:
    """Each site with its attainment of the last six months, the added ones first."""
    newest = max(one.month for one in known)
    start = later(newest, 1 - site_figures.SPAN)
    for site in sorted({one.site for one in known}, key=lambda one: (one not in found.added, names.get(one, ""))):
        reached = site_figures.attained(one for one in known if one.site == site and one.month >= start)
        since = f", added {label(found.added[site])}" if site in found.added else ""
        percent = share(reached.met, reached.counted)
        said = "no data" if percent is None else f"{formats.percent(percent)} within target"
        url = tickets_url(Behind.MEASURED_MISSED, period_of(Grain.MONTH, newest).key, {"site_id": site})
        yield Row(f"{names.get(site, 'A site')}{since}", url, said)
