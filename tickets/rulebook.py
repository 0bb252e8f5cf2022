"""Reads an organisation's rules for its tickets from the database, in few queries whatever their number."""

from portal.accounts.models import Organisation
from tickets.models import ScorePolicyVersion, TaskRule, TaskType
from tickets.rules import Coverage, GroupRule, LevelRule, Norm, PolicyRule, Rulebook, TypeRule
from vendors.models import Calendar, ServiceLevel, Site, SupportGroup
from vendors.working_time import days_of, versions_of


def load_rulebook(organisation_id: int) -> Rulebook:
    """The rules as they stand in this transaction, which acts for the organisation."""
    organisation = Organisation.objects.get(pk=organisation_id)
    calendars = list(Calendar.objects.filter(organisation_id=organisation_id).with_versions())
    default = next((calendar.pk for calendar in calendars if calendar.is_default), None)
    return Rulebook(
        organisation_id=organisation_id,
        zone=organisation.timezone,
        groups=_groups(organisation_id),
        sites=_sites(organisation_id),
        levels=_levels(organisation_id),
        calendars={calendar.pk: coverage(calendar) for calendar in calendars},
        default_calendar=default,
        types=_types(organisation_id),
        norms=_norms(organisation_id),
        policies=_policies(organisation_id),
    )


def coverage(calendar: Calendar) -> Coverage:
    """The calendar as the clock reads it; its versions, hours and holidays should be prefetched."""
    return Coverage(versions_of(calendar), tuple(version.pk for version in calendar.versions.all()))


def _groups(organisation_id: int) -> tuple[GroupRule, ...]:
    rows = SupportGroup.objects.filter(organisation_id=organisation_id).order_by("pk")
    return tuple(GroupRule(one.name, one.vendor_id, one.service_id, *days_of(one.valid)) for one in rows)


def _sites(organisation_id: int) -> dict[str, int]:
    """The ticket system's name for a site wins over the name of another site."""
    sites = list(Site.objects.filter(organisation_id=organisation_id).order_by("pk"))
    names = {site.name.strip().lower(): site.pk for site in sites}
    return names | {site.name_in_tickets.strip().lower(): site.pk for site in sites}


def _levels(organisation_id: int) -> tuple[LevelRule, ...]:
    rows = ServiceLevel.objects.in_time().filter(organisation_id=organisation_id).order_by("pk")
    return tuple(
        LevelRule(
            one.pk, one.service_id, one.metric, one.priority_rank, one.target_seconds or 0, one.calendar_id,
            tuple(sorted({label.strip().lower() for label in one.pausing_states})), *days_of(one.valid), one.site_id,
        )
        for one in rows
    )  # fmt: skip


def _types(organisation_id: int) -> tuple[TypeRule, ...]:
    rows = TaskRule.objects.filter(organisation_id=organisation_id).order_by("position", "pk")
    return tuple(
        TypeRule(
            one.task_type_id, one.category.strip().lower(), one.subcategory.strip().lower(),
            tuple(one.words.lower().split()),
        )
        for one in rows
    )  # fmt: skip


def _norms(organisation_id: int) -> tuple[Norm, ...]:
    rows = TaskType.objects.filter(organisation_id=organisation_id).order_by("pk")
    return tuple(
        Norm(one.pk, one.effort_low, one.effort_high)
        for one in rows
        if one.effort_low is not None and one.effort_high is not None
    )


def _policies(organisation_id: int) -> tuple[PolicyRule, ...]:
    rows = ScorePolicyVersion.objects.filter(organisation_id=organisation_id).order_by("number")
    return tuple(PolicyRule(one.pk, one.rules, *days_of(one.valid)) for one in rows)
