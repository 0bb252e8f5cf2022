"""The world around the tickets: Ashcombe Group, its sites, providers, contracts and promises."""

from datetime import date, timedelta
from decimal import Decimal

import holidays
import numpy as np

from portal.demonstration.catalogue import TASK_TYPES
from portal.demonstration.hours import Week
from portal.demonstration.kinds import (
    Calendar,
    Contract,
    Level,
    Organisation,
    Service,
    Site,
    Source,
    SupportGroup,
    Vendor,
    World,
)
from portal.demonstration.people import CONTACTS, SIGN_INS, requesters

SEED = 48213
SLUG = "ashcombe"
ZONE = "Europe/Amsterdam"
AWAITING_USER = "Awaiting User Info"
AWAITING_VENDOR = "Awaiting Vendor"

_ORGANISATION = Organisation(SLUG, "Ashcombe Group", ZONE, "EUR")
_SITES = (
    Site("Utrecht", "NL", ZONE, 320),
    Site("Rotterdam", "NL", ZONE, 190),
    Site("Eindhoven", "NL", ZONE, 110),
    Site("Groningen", "NL", ZONE, 70),
    Site("Antwerp", "BE", "Europe/Brussels", 120),
    Site("Hamburg", "DE", "Europe/Berlin", 120),
    Site("Leeds", "GB", "Europe/London", 100),
    Site("Lyon", "FR", "Europe/Paris", 90),
    Site("Warsaw", "PL", "Europe/Warsaw", 80),
)
_VENDORS = (
    Vendor("orvane", "Orvane", "Service desk, devices, joiners and leavers for all offices"),
    Vendor("tessel", "Tessel", "Office networks, voice and meeting rooms"),
    Vendor("lumenfold", "Lumenfold", "Identity, collaboration platform, backup"),
)
SOURCES = tuple(
    Source(
        name=f"{vendor.name} ServiceNow",
        vendor=vendor.slug,
        mapping="servicenow" if vendor.slug == "tessel" else "servicenow-audit-log",
        zone=ZONE,
        file=f"{vendor.slug}.csv",
    )
    for vendor in _VENDORS
)
_SERVICES = (
    Service("service-desk", "orvane", "Service desk", "extended"),
    Service("device-support", "orvane", "Device support", "office"),
    Service("joiners-leavers", "orvane", "Joiners and leavers", "office"),
    Service("office-network", "tessel", "Office network", "extended"),
    Service("voice-meetings", "tessel", "Voice and meetings", "office"),
    Service("identity-access", "lumenfold", "Identity and access", "always"),
    Service("collaboration-platform", "lumenfold", "Collaboration platform", "extended"),
    Service("backup-restore", "lumenfold", "Backup and restore", "always"),
)
_GROUPS = (
    SupportGroup("Orvane Service Desk", "orvane", "service-desk"),
    SupportGroup("Orvane Second Line", "orvane", "service-desk"),
    SupportGroup("Orvane Desktop", "orvane", "device-support"),
    SupportGroup("Orvane Depot", "orvane", "device-support"),
    SupportGroup("Orvane Field Utrecht", "orvane", "device-support"),
    SupportGroup("Orvane Joiners and Leavers", "orvane", "joiners-leavers"),
    SupportGroup("Orvane Accounts", "orvane", "joiners-leavers"),
    SupportGroup("Tessel Network NL", "tessel", "office-network"),
    SupportGroup("Tessel Network EU", "tessel", "office-network"),
    SupportGroup("Tessel Voice", "tessel", "voice-meetings"),
    SupportGroup("Tessel Rooms", "tessel", "voice-meetings"),
    SupportGroup("Lumenfold Identity", "lumenfold", "identity-access"),
    SupportGroup("Lumenfold Directory", "lumenfold", "identity-access"),
    SupportGroup("Lumenfold Collaboration", "lumenfold", "collaboration-platform"),
    SupportGroup("Lumenfold Files", "lumenfold", "collaboration-platform"),
    SupportGroup("Lumenfold Backup", "lumenfold", "backup-restore"),
)
_PROMISES = {
    "service-desk": ((15, 240), (30, 480), (120, 1440), (240, 2400)),
    "device-support": ((30, 480), (60, 720), (240, 1800), (480, 3000)),
    "joiners-leavers": ((60, 600), (120, 1200), (240, 2400), (480, 3000)),
    "office-network": ((15, 240), (30, 480), (120, 960), (240, 1920)),
    "voice-meetings": ((30, 300), (60, 600), (240, 1200), (480, 2400)),
    "identity-access": ((15, 120), (30, 240), (60, 960), (120, 1920)),
    "collaboration-platform": ((30, 240), (60, 480), (120, 960), (240, 1920)),
    "backup-restore": ((30, 480), (60, 960), (240, 2880), (480, 4320)),
}
"""(response, resolution) in working minutes for priorities 1 to 4."""
_PAUSING = {
    "orvane": (AWAITING_VENDOR,),
    "tessel": (AWAITING_VENDOR,),
    "lumenfold": (AWAITING_USER, AWAITING_VENDOR),
}
_TARGETS = {"orvane": "95.0", "tessel": "95.0", "lumenfold": "97.0"}
_MINIMUMS = {"orvane": "90.0", "tessel": "88.0", "lumenfold": "93.0"}
_FEES = {"orvane": 1_296_000, "tessel": 444_000, "lumenfold": 492_000}
_MODELS = {"orvane": "fully_managed", "tessel": "co_managed", "lumenfold": "fully_managed"}
_MINIMUM_VOLUME = 20
NOTICE_MONTHS = 6


def first_day(today: date) -> date:
    """Return the first of the month twelve months before `today`: the tickets begin there."""
    return date(today.year - 1, today.month, 1)


def _month_end(day: date, months: int) -> date:
    """Return the last day of the month `months` after the month of `day`."""
    count = day.year * 12 + day.month + months
    return date(count // 12, count % 12 + 1, 1) - timedelta(days=1)


def _contract(vendor: str, today: date) -> Contract:
    """Orvane's notice falls due at the end of next month; the others run on for longer."""
    notice = _month_end(today, {"orvane": 1, "tessel": 8, "lumenfold": 16}[vendor])
    ends = _month_end(notice, NOTICE_MONTHS)
    starts = date(ends.year - 3, ends.month, ends.day if ends.month != 2 else 28) + timedelta(days=1)
    return Contract(
        vendor=vendor,
        reference=f"{vendor[:3].upper()}-{starts.year}-{starts.month:02}",
        title=f"{vendor.capitalize()} managed services",
        delivery_model=_MODELS[vendor],
        starts_on=starts,
        ends_on=ends,
        notice_on=notice,
        yearly_fee=Decimal(_FEES[vendor]),
        currency="EUR",
    )


def _calendars(today: date) -> tuple[Calendar, ...]:
    days = holidays.country_holidays("NL", years=range(today.year - 1, today.year + 2), language="en_US")
    closed = tuple(sorted(days.items()))
    office: Week = (((480, 1080),),) * 5 + ((), ())
    extended: Week = (((420, 1200),),) * 5 + (((540, 780),), ())
    always: Week = (((0, 1440),),) * 7
    return (
        Calendar("office", "Office hours", ZONE, office, closed),
        Calendar("extended", "Extended hours", ZONE, extended, closed),
        Calendar("always", "Around the clock", ZONE, always, ()),
    )


def _levels() -> tuple[Level, ...]:
    return tuple(
        Level(
            service=service.slug,
            priority=rank,
            calendar=service.calendar,
            response_minutes=response,
            resolution_minutes=resolution,
            pausing=_PAUSING[service.vendor],
            target=Decimal(_TARGETS[service.vendor]),
            minimum=Decimal(_MINIMUMS[service.vendor]),
            minimum_volume=_MINIMUM_VOLUME,
        )
        for service in _SERVICES
        for rank, (response, resolution) in enumerate(_PROMISES[service.slug], start=1)
    )


def world(today: date) -> World:
    """Return the demonstration world as it stands on `today`; the same day gives the same world."""
    return World(
        organisation=_ORGANISATION,
        sites=_SITES,
        vendors=_VENDORS,
        contacts=CONTACTS,
        contracts=tuple(_contract(vendor.slug, today) for vendor in _VENDORS),
        calendars=_calendars(today),
        services=_SERVICES,
        groups=_GROUPS,
        levels=_levels(),
        task_types=TASK_TYPES,
        sign_ins=SIGN_INS,
        requesters=requesters(_SITES, np.random.default_rng([SEED, 1])),
        sources=SOURCES,
        valid_from=first_day(today),
    )
