"""What the demonstration world is made of: plain values, no Django."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from portal.demonstration.hours import Week


@dataclass(frozen=True, slots=True)
class Organisation:
    """The client."""

    slug: str
    name: str
    zone: str
    currency: str


@dataclass(frozen=True, slots=True)
class Site:
    """An office; `people` is its headcount."""

    name: str
    country: str
    zone: str
    people: int


@dataclass(frozen=True, slots=True)
class Vendor:
    """A provider; `slug` is also the name of its ticket source."""

    slug: str
    name: str
    summary: str


@dataclass(frozen=True, slots=True)
class Contact:
    """A person to call; `side` is "client" or "provider"."""

    vendor: str
    side: str
    name: str
    email: str
    position: str


@dataclass(frozen=True, slots=True)
class Contract:
    """Terms of one provider; the yearly fee is in `currency`, `notice_on` the last day to end it."""

    vendor: str
    reference: str
    title: str
    delivery_model: str
    starts_on: date
    ends_on: date
    notice_on: date
    yearly_fee: Decimal
    currency: str


@dataclass(frozen=True, slots=True)
class Calendar:
    """Opening hours in a zone; `holidays` are closed days, none for a calendar that never closes."""

    slug: str
    name: str
    zone: str
    week: Week
    holidays: tuple[tuple[date, str], ...]


@dataclass(frozen=True, slots=True)
class Service:
    """What a vendor runs for the organisation, in the hours of a calendar."""

    slug: str
    vendor: str
    name: str
    calendar: str


@dataclass(frozen=True, slots=True)
class SupportGroup:
    """A group of the vendor's ticket system and the service its tickets belong to."""

    name: str
    vendor: str
    service: str


@dataclass(frozen=True, slots=True)
class Level:
    """A promise for one service and priority rank, in working minutes of `calendar`; target and minimum in percent."""

    service: str
    priority: int
    calendar: str
    response_minutes: int
    resolution_minutes: int
    pausing: tuple[str, ...]
    target: Decimal
    minimum: Decimal
    minimum_volume: int


@dataclass(frozen=True, slots=True)
class TaskType:
    """A kind of work, its expected effort in minutes, how its tickets are recognised and what they say."""

    name: str
    service: str
    routine: bool
    category: str
    subcategory: str
    keywords: tuple[str, ...]
    norm: tuple[int, int]
    share: int
    titles: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SignIn:
    """A person with an account; `vendor` only for provider people."""

    email: str
    name: str
    role: str
    vendor: str | None


@dataclass(frozen=True, slots=True)
class Requester:
    """An employee who raises tickets."""

    name: str
    site: str
    department: str


@dataclass(frozen=True, slots=True)
class Source:
    """Where a vendor's tickets come from: the file of its ticket system, its mapping and time zone."""

    name: str
    vendor: str
    mapping: str
    zone: str
    file: str


@dataclass(frozen=True, slots=True)
class World:
    """Everything but the tickets."""

    organisation: Organisation
    sites: tuple[Site, ...]
    vendors: tuple[Vendor, ...]
    contacts: tuple[Contact, ...]
    contracts: tuple[Contract, ...]
    calendars: tuple[Calendar, ...]
    services: tuple[Service, ...]
    groups: tuple[SupportGroup, ...]
    levels: tuple[Level, ...]
    task_types: tuple[TaskType, ...]
    sign_ins: tuple[SignIn, ...]
    requesters: tuple[Requester, ...]
    sources: tuple[Source, ...]
    valid_from: date
