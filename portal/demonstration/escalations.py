"""Who is asked next in the demonstration: escalation paths with one gap, and Orvane's priority model as agreed."""

from dataclasses import dataclass
from datetime import date, timedelta

from portal.accounts.models import Organisation
from vendors.escalations.priority_models import agree, draft_for
from vendors.models import Calendar, Contact, EscalationPath, EscalationStep, Vendor


@dataclass(frozen=True, slots=True)
class Step:
    """A step of a vendor's path: the people by name (empty: nobody), hours of working time from P1 to P4."""

    vendor: str
    name: str
    client: str
    provider: str
    hours: tuple[int | None, ...] = ()
    percent: int | None = None


STEPS = (
    Step("Orvane", "Service delivery manager", "Jonas Feld", "Dieter Voss", (2, 8, None, None)),
    Step("Orvane", "Account manager", "Jonas Feld", "Ruth Kamara", (8, 24, None, None)),
    Step("Orvane", "Directors", "Priya Nair", "", (16, 80, None, None)),
    Step("Tessel", "Network operations", "Jonas Feld", "Lucia Marin", percent=150),
    Step("Tessel", "Account manager", "Jonas Feld", "Sven Holt", (16, 40, None, None)),
)
EXAMPLES = (
    ("The warehouse cannot ship", "E-mail is slow everywhere", "A printer on a floor is out of toner"),
    ("Finance cannot close the month", "Calls break off in one team", "A meeting room has no picture"),
    ("Somebody cannot sign in", "A dock loses its screen", "Somebody asks for a second screen"),
)


def enter_escalations(organisation: Organisation, vendors: dict[str, Vendor], since: date) -> None:
    """The paths of vendors, and the priority model agreed with Orvane that counts from `since`."""
    calendar = Calendar.objects.filter(organisation=organisation).default().get()
    by_name = {vendor.name: vendor for vendor in vendors.values()}
    for vendor in dict.fromkeys(step.vendor for step in STEPS):
        row = by_name[vendor]
        path = EscalationPath.objects.create(
            organisation=organisation, vendor=row, calendar=calendar, counts_from=since
        )
        for position, step in enumerate((one for one in STEPS if one.vendor == vendor), start=1):
            _enter_step(path, position, step)
    _enter_model(by_name["Orvane"], since)


def _enter_step(path: EscalationPath, position: int, step: Step) -> None:
    people = Contact.objects.filter(vendor=path.vendor)
    EscalationStep.objects.create(
        organisation=path.organisation,
        vendor=path.vendor,
        path=path,
        position=position,
        name=step.name,
        client_owner=people.filter(side="client", name=step.client).first(),
        provider_owner=people.filter(side="provider", name=step.provider).first(),
        minutes=[None if hours is None else hours * 60 for hours in step.hours],
        percent_of_target=step.percent,
    )


def _enter_model(orvane: Vendor, since: date) -> None:
    model = draft_for(orvane, 3)
    for row, examples in zip(model.cells, EXAMPLES, strict=True):
        for cell, example in zip(row, examples, strict=True):
            cell["example"] = example
    model.save()
    agree(model, "Jonas Feld", "Ruth Kamara", valid_from=since, today=since - timedelta(days=14))
