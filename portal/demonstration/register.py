"""Enters the demonstration world into the register: providers, promises, groups, task types, people.

Runs inside a transaction that acts for the organisation.
"""

from dataclasses import replace
from datetime import date

from django.contrib.auth.hashers import make_password
from django.db.backends.postgresql.psycopg_any import DateRange

from portal.accounts.models import Membership, Organisation, Person
from portal.demonstration.escalations import enter_escalations
from portal.demonstration.kinds import Calendar, Level, SignIn, TaskType, World
from portal.demonstration.world import NOTICE_MONTHS
from tickets import models as tickets
from tickets.policies import rules_of
from tickets.scoring import STANDARD_POLICY
from vendors import models as vendors

PASSWORD = "green outside, red inside"  # noqa: S105  (printed at every start: it protects generated data only)

STRICT_POLICY = replace(
    STANDARD_POLICY,
    weights={
        "lost_time": 30,
        "first_time_right": 25,
        "handoffs": 15,
        "timeliness": 10,
        "repeat_contact": 10,
        "effort": 5,
        "reopenings": 5,
    },
    handoffs_norm=0,
    handoffs_limit=4,
    reopenings_limit=1,
    effort_limit=2.0,
    lost_hours_limit=3.0,
    disruption_shares=(1.0, 0.4, 0.1, 0.04, 0.02),
)
"""What Ashcombe agreed on: three hours lost are a failure, and being in time alone is worth little."""


class Register:
    """The rows that later ones point at, by the slugs and names of the world."""

    def __init__(self, organisation: Organisation, world: World) -> None:
        self.organisation = organisation
        self.world = world
        self.valid = DateRange(date(world.valid_from.year, 1, 1), None)
        self.vendors: dict[str, vendors.Vendor] = {}
        self.services: dict[str, vendors.Service] = {}
        self.calendars: dict[str, vendors.Calendar] = {}

    def enter(self) -> None:
        """Create everything but the tickets."""
        self._enter_sites()
        self._enter_vendors()
        for calendar in self.world.calendars:
            self._enter_calendar(calendar)
        self._enter_services()
        self._enter_groups()
        for service in self.world.services:
            self._enter_levels([level for level in self.world.levels if level.service == service.slug])
        for position, task_type in enumerate(self.world.task_types):
            self._enter_task_type(task_type, position * 10)
        self._enter_policies()
        self._enter_people(self.world.sign_ins)
        enter_escalations(self.organisation, self.vendors, self.valid.lower)

    def _enter_sites(self) -> None:
        vendors.Site.objects.bulk_create(
            vendors.Site(organisation=self.organisation, name=site.name, country=site.country, headcount=site.people)
            for site in self.world.sites
        )

    def _enter_vendors(self) -> None:
        for vendor in self.world.vendors:
            self.vendors[vendor.slug] = vendors.Vendor.objects.create(
                organisation=self.organisation, name=vendor.name, summary=vendor.summary
            )
        vendors.Contact.objects.bulk_create(
            vendors.Contact(
                organisation=self.organisation,
                vendor=self.vendors[contact.vendor],
                side=contact.side,
                name=contact.name,
                job_title=contact.position,
                email=contact.email,
            )
            for contact in self.world.contacts
        )

    def _enter_calendar(self, calendar: Calendar) -> None:
        row = vendors.Calendar.objects.create(
            organisation=self.organisation,
            name=calendar.name,
            timezone=calendar.zone,
            is_default=calendar.slug == "office",
        )
        version = vendors.CalendarVersion.objects.create(
            organisation=self.organisation, calendar=row, number=1, valid=self.valid
        )
        vendors.OpeningHours.objects.bulk_create(
            vendors.OpeningHours(
                organisation=self.organisation, version=version, weekday=weekday, opens=opens, closes=closes
            )
            for weekday, intervals in enumerate(calendar.week)
            for opens, closes in intervals
        )
        vendors.Holiday.objects.bulk_create(
            vendors.Holiday(organisation=self.organisation, version=version, day=day, name=name, source="NL")
            for day, name in calendar.holidays
        )
        self.calendars[calendar.slug] = row

    def _enter_services(self) -> None:
        for contract in self.world.contracts:
            terms = vendors.Contract.objects.create(
                organisation=self.organisation,
                vendor=self.vendors[contract.vendor],
                reference=contract.reference,
                title=contract.title,
                delivery_model=contract.delivery_model,
                starts_on=contract.starts_on,
                ends_on=contract.ends_on,
                notice_period=NOTICE_MONTHS,
                currency=contract.currency,
                yearly_fee=contract.yearly_fee,
            )
            for service in self.world.services:
                if service.vendor == contract.vendor:
                    self.services[service.slug] = vendors.Service.objects.create(
                        organisation=self.organisation,
                        vendor=terms.vendor,
                        contract=terms,
                        name=service.name,
                    )

    def _enter_groups(self) -> None:
        vendors.SupportGroup.objects.bulk_create(
            vendors.SupportGroup(
                organisation=self.organisation,
                vendor=self.vendors[group.vendor],
                service=self.services[group.service],
                name=group.name,
                valid=self.valid,
            )
            for group in self.world.groups
        )

    def _enter_levels(self, levels: list[Level]) -> None:
        """Number a service's levels: resolution by priority first, then response."""
        service = self.services[levels[0].service]
        initials = "".join(word[0].upper() for word in service.name.split() if word != "and")
        metrics = [("resolution", level.resolution_minutes, level) for level in levels]
        metrics += [("response", level.response_minutes, level) for level in levels]
        vendors.ServiceLevel.objects.bulk_create(
            vendors.ServiceLevel(
                organisation=self.organisation,
                vendor=service.vendor,
                service=service,
                code=f"{initials}-{number:02}",
                metric=metric,
                priority_rank=level.priority,
                target_minutes=minutes,
                calendar=self.calendars[level.calendar],
                pausing_states=list(level.pausing) if metric == "resolution" else [],
                expected=level.target,
                minimum=level.minimum,
                minimum_volume=level.minimum_volume,
                valid=DateRange(self.world.valid_from, None),
            )
            for number, (metric, minutes, level) in enumerate(metrics, start=1)
        )

    def _enter_task_type(self, task_type: TaskType, position: int) -> None:
        """Recognise a task type by its subcategory, and by a word of the title where that is missing."""
        row = tickets.TaskType.objects.create(
            organisation=self.organisation,
            name=task_type.name,
            kind="routine" if task_type.routine else "specialist",
            effort_low=task_type.norm[0],
            effort_high=task_type.norm[1],
        )
        asked = [(task_type.subcategory, "")] + [("", keyword) for keyword in task_type.keywords]
        tickets.TaskRule.objects.bulk_create(
            tickets.TaskRule(
                organisation=self.organisation,
                position=position + place + (0 if subcategory else 1000),
                task_type=row,
                category=task_type.category,
                subcategory=subcategory,
                words=words,
            )
            for place, (subcategory, words) in enumerate(asked)
        )

    def _enter_policies(self) -> None:
        """The standard policy until the tickets begin, then the organisation's own."""
        begin = self.valid.lower
        periods = (DateRange(STANDARD_POLICY.valid_from, begin), DateRange(begin, None))
        for number, (valid, policy) in enumerate(zip(periods, (STANDARD_POLICY, STRICT_POLICY), strict=True), start=1):
            tickets.ScorePolicyVersion.objects.create(
                organisation=self.organisation, number=number, valid=valid, rules=rules_of(policy)
            )

    def _enter_people(self, sign_ins: tuple[SignIn, ...]) -> None:
        password = make_password(PASSWORD)
        for sign_in in sign_ins:
            person, _ = Person.objects.get_or_create(
                email=sign_in.email, defaults={"name": sign_in.name, "password": password}
            )
            Membership.objects.create(
                organisation=self.organisation,
                person=person,
                role=sign_in.role,
                vendor_id=self.vendors[sign_in.vendor].pk if sign_in.vendor else None,
            )
