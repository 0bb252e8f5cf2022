"""What the registers and rollups hold when something is measured: a little of each kind, as many as a test asks for."""

from datetime import date, datetime, timedelta
from typing import Any

from assessments.measured.measuring import measure_some
from assessments.measured.shape import Measurement
from governance.models import (
    BusinessChange,
    BusinessFunction,
    BusinessGoal,
    ChangeNotice,
    Consequence,
    GoalOutcome,
    OrganisationFigure,
    ScopeEntry,
)
from reporting.models import Rollup
from reporting.periods import Grain, period_of
from tests.cast import Cast
from tests.objects.escalations import an_escalation_path
from tests.objects.governance import a_review, an_action
from tests.objects.owners import NOW, Owner, party_of
from tests.objects.register import a_contract
from tests.objects.tickets import an_import
from tickets.models import ImportBatch, Outcome, TaskType, Ticket
from vendors.models import (
    Contact,
    Contract,
    Document,
    DocumentVersion,
    EscalationStep,
    MeasuredPeriod,
    SlaReport,
    Vendor,
)
from vendors.months import later

TODAY = NOW.date()
THIS_MONTH = date(2026, 11, 1)
WEEK = timedelta(days=7)


def owner(cast: Cast) -> Owner:
    return Owner(cast.organisation, cast.orvane)


def found(cast: Cast, code: str, now: datetime = NOW) -> Measurement:
    return measure_some(cast.organisation, [code], now)[code]


def rolled(cast: Cast, grain: Grain, day: date, **more: Any) -> Rollup:
    """A stored period: `opened` tickets, `without` a task type, `met` of `counted` within target."""
    opened, without = more.pop("opened", 100), more.pop("without", 0)
    counted, met = more.pop("counted", 0), more.pop("met", 0)
    period = period_of(grain, day)
    figures = {
        "volume": [opened, opened, opened, opened],
        "unclassified_share": [None, without, opened, opened],
        "sla_measured": [None, met, counted, opened],
    }
    stored = {"period_start": period.start, "period_key": period.key, "computed_at": NOW, "figures": figures}
    told = {"grouping": "all"} | more
    return Rollup.objects.create(organisation=cast.organisation, grain=grain.value, **stored, **told)


def weeks(cast: Cast, *volumes: int, **more: Any) -> None:
    """The last of them is the week of NOW."""
    for back, volume in enumerate(reversed(volumes)):
        rolled(cast, Grain.WEEK, TODAY - WEEK * back, opened=volume, **more)


def site_months(cast: Cast, site_id: int, first: date, met: int) -> None:
    """From that month to the last one that is over, a hundred decided tickets each."""
    month = first
    while month < THIS_MONTH:
        rolled(cast, Grain.MONTH, month, grouping="site", site_id=site_id, counted=100, met=met)
        month = later(month, 1)


def entered(cast: Cast, kind: str, **years: float) -> None:
    """`entered(cast, "it_budget", y2024=100, y2025=120)`."""
    for year, value in years.items():
        of = {"organisation": cast.organisation, "kind": kind, "year": int(year[1:]), "value": value}
        OrganisationFigure.objects.create(**of, entered_by="Vera", entered_at=NOW)


def tickets_of(cast: Cast, counts: dict[TaskType | None, int]) -> None:
    """Tickets of October 2026 with their task types, and the month's rollup."""
    batch = ImportBatch.objects.get(**an_import(owner(cast)))
    of: dict[str, Any] = party_of(owner(cast))
    came = {"batch_id": batch.pk, "source_id": batch.source_id, "state": "new"}
    more = of | came | {"opened_at": datetime(2026, 10, 14, 9, tzinfo=NOW.tzinfo)}
    number = 0
    for kind, count in counts.items():
        for _ in range(count):
            number += 1
            ticket = Ticket.objects.create(**more, number=f"T{number}", row_hash=number)
            Outcome.objects.create(ticket_id=ticket.pk, **of, task_type=kind)
    rolled(cast, Grain.MONTH, date(2026, 10, 1), opened=number, without=counts.get(None, 0))


def a_type(cast: Cast, name: str, **more: Any) -> TaskType:
    return TaskType.objects.create(organisation=cast.organisation, name=name, **more)


def steps(cast: Cast, named: int, unnamed: int, vendor: Vendor | None = None) -> None:
    """A path of a vendor whose first steps name someone on both sides."""
    of_vendor = Owner(cast.organisation, vendor or cast.orvane)
    path = an_escalation_path(of_vendor)["pk"]
    sides = {
        f"{side}_owner": Contact.objects.create(**party_of(of_vendor), side=side, name=side)
        for side in ("client", "provider")
    }
    for place in range(named + unnamed):
        names = sides if place < named else {}
        told = {"position": place + 1, "name": f"Step {place + 1}", "minutes": [60, 60, 60, 60]}
        EscalationStep.objects.create(**party_of(of_vendor), path_id=path, **told, **names)


def _contract(cast: Cast) -> int:
    """The one contract of the first vendor."""
    there = Contract.objects.filter(vendor=cast.orvane).first()
    return int(there.pk if there is not None else a_contract(owner(cast))["pk"])


def documents(cast: Cast, *days: date) -> None:
    """One document per day, handed in on it, of one contract in force."""
    contract = _contract(cast)
    of = party_of(owner(cast))
    for place, day in enumerate(days):
        row = Document.objects.create(**of, contract_id=contract, title=f"Document {place}", visibility="client")
        kept = {"file": "x", "file_name": "x", "size": 1, "sha256": "0" * 64, "visibility": "client", "number": 1}
        handed_in = datetime(day.year, day.month, day.day, 9, tzinfo=NOW.tzinfo)
        DocumentVersion.objects.create(**of, document=row, **kept, uploaded_by="Cleo", uploaded_at=handed_in)


def reports(cast: Cast, waiting: int, unmeasured: int = 0) -> None:
    """Submitted reports of the months before this one, the newest first; the older ones of them not measured."""
    contract = _contract(cast)
    told = {"version": 1, "submitted_side": "provider", "submitted_by": "Paula", "submitted_at": NOW}
    for back in range(1, waiting + 1):
        of = party_of(owner(cast)) | {"contract_id": contract, "month": later(THIS_MONTH, -back)}
        SlaReport.objects.create(**of, **told)
        if back <= waiting - unmeasured:
            MeasuredPeriod.objects.create(**of, version=1, computed_at=NOW)


def reviews(cast: Cast, on_time: int = 0, late: int = 0, missed: int = 0) -> None:
    """Of last month, one a day."""
    for place in range(on_time + late + missed):
        planned = NOW - timedelta(days=30 + place)
        held: dict[str, Any] = {}
        if place < on_time + late:
            started = planned if place < on_time else planned + timedelta(days=20)
            held = {"state": "held", "started_at": started, "started_by": "Vera", "held_at": started}
        times = {"planned_at": planned, "starts_at": planned, "ends_at": planned + timedelta(hours=1)}
        a_review(owner(cast), **times, **held)


def openings(cast: Cast, *ready: bool | None) -> None:
    """Openings that took effect last month, each with a notice in time and a line that is still open."""
    day = TODAY - timedelta(days=30)
    told = {"kind": "opening", "title": "Cologne opens", "takes_effect_on": day}
    given = {"lead_days": 60, "given_on": day - timedelta(days=90), "given_by": "Vera"}
    for judged in ready:
        of = party_of(owner(cast))
        change = BusinessChange.objects.create(
            organisation=cast.organisation, **told, entered_by="Vera", entered_at=NOW
        )
        words = {} if judged is None else {"ready": judged, "judged_at": NOW, "ready_words": "Network"}
        notice = ChangeNotice.objects.create(**of, change=change, **told, **given, **words)
        Consequence.objects.create(**of, notice=notice, text="Circuits", side="provider")


def functions(cast: Cast, known: int, unknown: int) -> None:
    for place in range(known + unknown):
        of = {"organisation": cast.organisation}
        row = BusinessFunction.objects.create(**of, name=f"Function {place}", kind="network")
        if place < known:
            done = {"arrangement": "internal", "owner_name": "Vera", "reason": "Ours", "entered_by": "Vera"}
            ScopeEntry.objects.create(**of, function=row, **done, valid=("2026-01-01", None), entered_at=NOW)


def goals(cast: Cast, tied: int, untied: int, empty: int = 0) -> None:
    """Outcomes of one goal, and goals without any."""
    of: dict[str, Any] = {"organisation": cast.organisation}
    goal = BusinessGoal.objects.create(**of, title="Open sooner", owner_name="Vera")
    for place in range(tied + untied):
        linked = {"kpi_code": "volume", "service": cast.desk, "vendor": cast.orvane} if place < tied else {}
        GoalOutcome.objects.create(**of, goal=goal, title=f"Outcome {place}", **linked)
    for place in range(empty):
        BusinessGoal.objects.create(**of, title=f"Goal {place}", owner_name="Vera")


def actions(cast: Cast, judged: int, waiting: int) -> None:
    """Actions whose date of proof came last week."""
    proof: dict[str, Any] = {"kpi_code": "handoffs_per_ticket", "target": 1.0, "proof_on": TODAY - WEEK}
    for _ in range(judged):
        an_action(owner(cast), **proof, state="effective", closed_at=NOW)
    for _ in range(waiting):
        an_action(owner(cast), **proof, title="Tried out every Friday")


def everything(cast: Cast, times: int) -> None:
    """So many of each kind, for counting queries."""
    weeks(cast, *[50] * 12)
    weeks(cast, *[9] * 12, grouping="vendor_service", vendor_id=cast.orvane.pk, service_id=cast.desk.pk)
    tickets_of(cast, {a_type(cast, f"Type {place}"): 1 for place in range(times)})
    steps(cast, times, times)
    documents(cast, *[TODAY] * times)
    reports(cast, min(times, 5))
    reviews(cast, times, times, times)
    openings(cast, *[False] * times)
    functions(cast, times, times)
    goals(cast, times, times)
    actions(cast, times, times)
