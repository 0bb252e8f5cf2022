"""What the demonstration does itself and what it buys, which goals its IT serves, and the figures of its years."""

from dataclasses import dataclass
from datetime import date, timedelta

from governance.models import (
    Arrangement,
    BusinessFunction,
    BusinessGoal,
    FigureKind,
    FunctionKind,
    GateCode,
    GateItem,
    GoalOutcome,
    OrganisationFigure,
    ScopeChange,
    ScopeEntry,
)
from governance.scope.changing import evidence, plan, take_baseline
from governance.scope.standard import lay_out_functions
from governance.scope.stating import state
from portal.demonstration.scene import Scene
from vendors.models import Service
from vendors.models.contracts import DeliveryModel


@dataclass(frozen=True, slots=True)
class Way:
    """How a function is done, and since how many days."""

    kind: FunctionKind
    arrangement: Arrangement
    owner: str
    reason: str
    since: int
    vendor: str = ""
    model: str = ""


WAYS = (
    Way(
        FunctionKind.SERVICE_DESK,
        Arrangement.INTERNAL,
        "Tomas Berg",
        "Four people inside, before there were nine sites.",
        1400,
    ),
    Way(
        FunctionKind.SERVICE_DESK,
        Arrangement.OUTSOURCED,
        "Jonas Feld",
        "Nine sites and longer hours were more than four people could cover.",
        700,
        "Orvane",
        DeliveryModel.FULLY_MANAGED,
    ),
    Way(
        FunctionKind.FIELD_SUPPORT,
        Arrangement.OUTSOURCED,
        "Jonas Feld",
        "Comes with the desk in the same contract.",
        700,
        "Orvane",
        DeliveryModel.FULLY_MANAGED,
    ),
    Way(
        FunctionKind.WORKPLACE,
        Arrangement.OUTSOURCED,
        "Jonas Feld",
        "Devices and their repair in one hand.",
        700,
        "Orvane",
        DeliveryModel.FULLY_MANAGED,
    ),
    Way(
        FunctionKind.INFRASTRUCTURE,
        Arrangement.INTERNAL,
        "Tomas Berg",
        "Small, known, and nothing to be gained outside.",
        1400,
    ),
    Way(
        FunctionKind.NETWORK,
        Arrangement.SHARED,
        "Tomas Berg",
        "Circuits and operation outside, design and approvals inside.",
        520,
        "Tessel",
        DeliveryModel.CO_MANAGED,
    ),
    Way(
        FunctionKind.CLOUD,
        Arrangement.SHARED,
        "Priya Nair",
        "Lumenfold runs the platform, cost and access stay with us.",
        430,
        "Lumenfold",
        DeliveryModel.CO_MANAGED,
    ),
    Way(
        FunctionKind.SECURITY,
        Arrangement.INTERNAL,
        "Priya Nair",
        "Exceptions and access are decided where the damage would be.",
        1400,
    ),
    Way(
        FunctionKind.PROJECTS,
        Arrangement.SHARED,
        "Priya Nair",
        "People of Orvane by the month, because nobody inside had time.",
        300,
        "Orvane",
        DeliveryModel.STAFF_AUGMENTATION,
    ),
)
"""Of the usual functions applications and advisory have no entry: nobody has said who does them."""

GOALS = (
    (
        "New offices work from their first day",
        "Ines Duarte",
        330,
        (
            ("People reach the desk and get an answer that holds", "first_time_right", 75.0, "Service desk"),
            ("Circuits and ports are there before the people", "", None, "Office network"),
        ),
    ),
    (
        "Warehouses lose no shift to IT",
        "Ines Duarte",
        240,
        (
            ("Fewer hours lost over tickets", "lost_hours", 900.0, "Device support"),
            ("Access on the first day of a season", "", None, ""),
        ),
    ),
    ("Run costs grow slower than revenue", "Priya Nair", 420, ()),
)
"""Goal, owner, days until it is to be reached; outcomes with KPI, target and service. Holes are part of it."""

FIGURES = {
    FigureKind.IT_BUDGET: (3_820_000, 4_140_000, 4_690_000),
    FigureKind.REVENUE: (171_000_000, 178_500_000, 183_900_000),
    FigureKind.AUDIT_FINDINGS: (5, 8, 12),
    FigureKind.PROJECTS_PLANNED: (6, 7, 8),
    FigureKind.PROJECTS_POSTPONED: (1, 2, 4),
}
"""The last three complete years, the earliest first. How many left IT nobody has entered: the portal asks for it."""

SOURCES = {FigureKind.AUDIT_FINDINGS: "Report of the external auditor", FigureKind.REVENUE: "Annual accounts"}

PLANNED_IN = 47
EVIDENCED = {
    GateCode.WORKFLOWS: "Fourteen workflows of the network, walked through with Tessel and kept in the wiki.",
    GateCode.ESCALATION: "Tessel's path in the register has a name on both sides at every step.",
}


def map_scope(scene: Scene) -> None:
    """Who does what since when, as Priya and Jonas entered it."""
    lay_out_functions(scene.organisation.pk)
    functions = {row.kind: row for row in BusinessFunction.objects.filter(organisation=scene.organisation)}
    with scene.acting("Priya Nair") as priya:
        for way in WAYS:
            since = scene.today - timedelta(days=way.since)
            state(_entry(scene, functions[way.kind], way), since, priya, scene.at(_ago(scene, 190), 10))


def _entry(scene: Scene, function: BusinessFunction, way: Way) -> ScopeEntry:
    contract = scene.contract(way.vendor) if way.vendor else None
    return ScopeEntry(
        organisation=scene.organisation,
        function=function,
        arrangement=way.arrangement,
        delivery_model=way.model,
        vendor=contract.vendor if contract else None,
        contract=contract,
        owner=scene.member(way.owner),
        reason=way.reason,
    )


def plan_transition(scene: Scene) -> None:
    """The network is to go to Tessel altogether; half of the gate is evidenced, and nobody may override it."""
    contract = scene.contract("Tessel")
    network = BusinessFunction.objects.get(organisation=scene.organisation, kind=FunctionKind.NETWORK)
    with scene.acting("Priya Nair") as priya:
        change = ScopeChange(
            organisation=scene.organisation,
            function=network,
            arrangement=Arrangement.OUTSOURCED,
            delivery_model=DeliveryModel.FULLY_MANAGED,
            vendor=contract.vendor,
            contract=contract,
            owner=scene.member("Tomas Berg"),
            reason="The last network engineer inside retires in spring.",
            planned_on=scene.today + timedelta(days=PLANNED_IN),
        )
        change = plan(change, priya, scene.at(_ago(scene, 12), 11))
    with scene.acting("Jonas Feld") as jonas:
        for code, words in EVIDENCED.items():
            item = GateItem.objects.of_change(change.pk).get(code=code)
            evidence(item, words, "", jonas, scene.at(_ago(scene, 8), 14))
        take_baseline(change, jonas, scene.at(_ago(scene, 6), 9))


def map_outcomes(scene: Scene) -> None:
    with scene.acting("Priya Nair"):
        services = {row.name: row for row in Service.objects.filter(organisation=scene.organisation)}
        for position, (title, owner, days, outcomes) in enumerate(GOALS):
            goal = BusinessGoal.objects.create(
                organisation=scene.organisation,
                title=title,
                owner=scene.member(owner),
                owner_name=owner,
                until=scene.today + timedelta(days=days),
                position=position,
            )
            for words, kpi, target, name in outcomes:
                service = services.get(name)
                GoalOutcome.objects.create(
                    organisation=scene.organisation,
                    goal=goal,
                    title=words,
                    kpi_code=kpi,
                    target=target,
                    service=service,
                    vendor_id=service.vendor_id if service else None,
                )


def enter_figures(scene: Scene) -> None:
    with scene.acting("Priya Nair"):
        OrganisationFigure.objects.bulk_create(
            OrganisationFigure(
                organisation=scene.organisation,
                kind=kind,
                year=scene.today.year - 3 + place,
                value=value,
                source=SOURCES.get(kind, ""),
                entered_by="Priya Nair",
                entered_at=scene.at(_ago(scene, 30), 16),
            )
            for kind, values in FIGURES.items()
            for place, value in enumerate(values)
        )


def _ago(scene: Scene, days: int) -> date:
    return scene.today - timedelta(days=days)
