"""What was agreed and in force in the period: contracts, levels, credit terms, calendars, duties, attestations."""

from collections.abc import Iterator

from django.db.models import Q

from portal.contributions.asked import Asked
from portal.ledger.laying_out import OF_CONTRACT, OWN, Kind, party, valid_in
from vendors.models import (
    Attestation,
    Calendar,
    CalendarVersion,
    Contract,
    CreditAllocation,
    CreditTerms,
    Holiday,
    Obligation,
    OpeningHours,
    Service,
    ServiceLevel,
    Vendor,
)

VALID = "t.valid && daterange(:start, :end)"
OF_SERVICE = "(:contract IS NULL OR s.contract_id = :contract OR s.contract_id IS NULL)"
_OURS = "t.organisation_id = :organisation"


def kinds(asked: Asked) -> tuple[Kind, ...]:
    return (*_parties(asked), *_promises(asked), *_calendars(asked), *_duties(asked))


def _parties(asked: Asked) -> Iterator[Kind]:
    yield Kind(
        "vendors",
        "Vendors",
        "The vendors that were asked about.",
        Vendor.objects.filter(party(asked, vendor="pk")),
        "FROM vendors_vendor t WHERE t.organisation_id = :organisation AND (:vendor IS NULL OR t.id = :vendor)",
    )
    running = Q(starts_on__lt=asked.end) & (Q(ends_on=None) | Q(ends_on__gte=asked.start))
    yield Kind(
        "contracts",
        "Contracts",
        "Contracts that ran on a day of the period.",
        Contract.objects.filter(party(asked, "pk") & running),
        f"FROM vendors_contract t WHERE {OWN} AND (:contract IS NULL OR t.id = :contract) "
        "AND t.starts_on < :end AND (t.ends_on IS NULL OR t.ends_on >= :start)",
        names={"vendor": "vendor__name"},
    )
    yield Kind(
        "services",
        "Services",
        "All services of the vendors; with a contract, its own and those of no contract.",
        Service.objects.filter(party(asked) & _of_service(asked, "contract_id")),
        f"FROM vendors_service t WHERE {OWN} AND "
        "(:contract IS NULL OR t.contract_id = :contract OR t.contract_id IS NULL)",
        names={"vendor": "vendor__name", "contract": "contract__reference"},
    )


def _of_service(asked: Asked, path: str) -> Q:
    return Q() if asked.contract_id is None else Q(**{path: asked.contract_id}) | Q(**{path: None})


def _promises(asked: Asked) -> Iterator[Kind]:
    yield Kind(
        "service-levels",
        "Service levels",
        "Service levels, with target and minimum, that were valid on a day of the period.",
        ServiceLevel.objects.filter(party(asked) & _of_service(asked, "service__contract_id") & valid_in(asked)),
        f"FROM vendors_servicelevel t JOIN vendors_service s ON s.id = t.service_id WHERE {OWN} "
        f"AND {OF_SERVICE} AND {VALID}",
        names={"vendor": "vendor__name", "service": "service__name", "calendar": "calendar__name"},
    )
    terms = CreditTerms.objects.filter(party(asked, "contract_id") & valid_in(asked))
    yield Kind(
        "credit-terms",
        "Credit terms",
        "Terms of service credits that were valid on a day of the period.",
        terms,
        f"FROM vendors_creditterms t WHERE {OWN} AND {OF_CONTRACT} AND {VALID}",
        names={"contract": "contract__reference"},
    )
    yield Kind(
        "credit-allocations",
        "Credit allocations",
        "What each service level weighs within those terms.",
        CreditAllocation.objects.filter(terms__in=terms),
        "FROM vendors_creditallocation t WHERE EXISTS (SELECT 1 FROM vendors_creditterms c WHERE c.id = t.terms_id AND "
        "c.organisation_id = :organisation AND (:vendor IS NULL OR c.vendor_id = :vendor) AND "
        "(:contract IS NULL OR c.contract_id = :contract) AND c.valid && daterange(:start, :end))",
        names={"level": "level__code"},
    )


def _calendars(asked: Asked) -> Iterator[Kind]:
    ours = Q(organisation_id=asked.organisation_id)
    versions = CalendarVersion.objects.filter(ours & valid_in(asked))
    within = (
        "WHERE EXISTS (SELECT 1 FROM vendors_calendarversion v WHERE v.id = t.version_id "
        "AND v.organisation_id = :organisation AND v.valid && daterange(:start, :end))"
    )
    yield Kind(
        "calendars",
        "Calendars",
        "All calendars of the organisation, whichever vendor was asked about.",
        Calendar.objects.filter(ours),
        f"FROM vendors_calendar t WHERE {_OURS}",
    )
    yield Kind(
        "calendar-versions",
        "Calendar versions",
        "Versions of them that were valid on a day of the period.",
        versions,
        f"FROM vendors_calendarversion t WHERE {_OURS} AND {VALID}",
        names={"calendar": "calendar__name"},
    )
    for kind, title, model, table in (
        ("opening-hours", "Opening hours", OpeningHours, "vendors_openinghours"),
        ("holidays", "Holidays", Holiday, "vendors_holiday"),
    ):
        rows = model.objects.filter(version__in=versions)
        yield Kind(kind, title, f"{title} of those versions.", rows, f"FROM {table} t {within}")


def _duties(asked: Asked) -> Iterator[Kind]:
    due = Q(due_on__gte=asked.start, due_on__lt=asked.end) | Q(done_on__gte=asked.start, done_on__lt=asked.end)
    yield Kind(
        "obligations",
        "Obligations",
        "Obligations that were due or done in the period.",
        Obligation.objects.filter(party(asked, "contract_id") & due),
        f"FROM vendors_obligation t WHERE {OWN} AND {OF_CONTRACT} AND "
        "((t.due_on >= :start AND t.due_on < :end) OR (t.done_on >= :start AND t.done_on < :end))",
        names={"contract": "contract__reference"},
    )
    begun = Q(valid_from=None) | Q(valid_from__lt=asked.end)
    yield Kind(
        "attestations",
        "Attestations",
        "Certificates and reports that are required, or that covered a day of the period.",
        Attestation.objects.filter(party(asked) & begun & (Q(valid_to=None) | Q(valid_to__gte=asked.start))),
        f"FROM vendors_attestation t WHERE {OWN} AND (t.valid_from IS NULL OR t.valid_from < :end) "
        "AND (t.valid_to IS NULL OR t.valid_to >= :start)",
        names={"vendor": "vendor__name", "document": "document__title"},
    )
