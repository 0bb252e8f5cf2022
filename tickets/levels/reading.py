"""Reads what levels are measured by from the database: few queries for all contracts of an organisation."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from portal.accounts.models import Organisation
from tickets.levels.rules import ApprovedExclusion, Downtime, MeasuredLevel, PeriodRules
from tickets.policies import policy_of
from tickets.rulebook import load_rulebook
from tickets.rules import PolicyRule, Rulebook
from vendors.levels.attainment import InvalidTerms, Kind, Terms, Window
from vendors.models import Contract, Exclusion, Outage, Service, ServiceLevel
from vendors.months import later
from vendors.opening import epoch


@dataclass(frozen=True)
class Rules:
    """The rules of all contracts of an organisation, read at one moment."""

    book: Rulebook
    services: Mapping[int, int | None]
    levels: tuple[ServiceLevel, ...]
    exclusions: tuple[Exclusion, ...]
    outages: tuple[Outage, ...]

    def of(self, contract: Contract, month: date, as_of: datetime) -> PeriodRules:
        """Those that bear on a month of a contract; InvalidTerms when a level contradicts itself."""
        services = {key for key, contract_id in self.services.items() if contract_id == contract.pk}
        levels = tuple(map(_level, (level for level in self.levels if _counts_in(level, services, month))))
        counted = any(level.terms.kind is Kind.COUNT for level in levels)
        sites = {level.site_id for level in levels}
        return PeriodRules(
            month=month,
            zone=self.book.zone,
            as_of=as_of,
            levels=levels,
            calendars={key: self.book.calendars[key].versions for key in sorted({one.calendar_id for one in levels})},
            exclusions=tuple(_exclusion(one) for one in self.exclusions if one.contract_id == contract.pk),
            outages=tuple(_outage(one) for one in self.outages if one.service_id in services),
            groups=tuple(rule for rule in self.book.groups if rule.service_id in services),
            sites={name: key for name, key in self.book.sites.items() if key in sites},
            policies=tuple(map(_repeats, self.book.policies)) if counted else (),
        )


def read_rules(organisation: Organisation) -> Rules:
    """The rules as they stand in this transaction, which acts for the organisation."""
    return Rules(
        book=load_rulebook(organisation.pk),
        services=dict(Service.objects.filter(organisation=organisation).values_list("pk", "contract_id")),
        levels=tuple(ServiceLevel.objects.of_organisation(organisation).order_by("pk")),
        exclusions=tuple(Exclusion.objects.of_organisation(organisation).approved().order_by("pk")),
        outages=tuple(Outage.objects.of_organisation(organisation).order_by("pk")),
    )


def _counts_in(level: ServiceLevel, services: set[int], month: date) -> bool:
    begun = level.valid.lower is None or level.valid.lower < later(month, 1)
    return level.service_id in services and begun and (level.valid.upper is None or level.valid.upper > month)


def _level(one: ServiceLevel) -> MeasuredLevel:
    return MeasuredLevel(
        id=one.pk,
        code=one.code,
        service_id=one.service_id,
        terms=_terms(one),
        metric=one.metric,
        allowed=one.target_seconds,
        rank=one.priority_rank,
        site_id=one.site_id,
        calendar_id=one.calendar_id,
        pausing=tuple(sorted({label.strip().lower() for label in one.pausing_states})),
        window=Window(one.window),
        rolling_months=one.rolling_months,
        counts_by=one.counts_by,
        since=one.valid.lower,
        until=one.valid.upper,
    )


def _terms(one: ServiceLevel) -> Terms:
    try:
        return one.terms
    except InvalidTerms as error:
        raise InvalidTerms(f"{one.code}: {error}") from None


def _exclusion(one: Exclusion) -> ApprovedExclusion:
    stretch = (epoch(one.starts_at), epoch(one.ends_at)) if one.starts_at and one.ends_at else None
    return ApprovedExclusion(one.pk, one.service_id, one.level_id, stretch, tuple(sorted(one.tickets)))


def _outage(one: Outage) -> Downtime:
    return Downtime(one.service_id, epoch(one.starts_at), epoch(one.ends_at) if one.ends_at else None)


def _repeats(rule: PolicyRule) -> PolicyRule:
    """What a policy says about repeat contacts; its weights bear on no level."""
    return PolicyRule(rule.id, {"repeat_days": policy_of(rule.rules).repeat_days}, rule.since, rule.until)
