"""A small instrument that holds every kind of thing: two dimensions, a branching, a sign, a question for providers."""

from dataclasses import replace
from typing import Any

from assessments.instruments.shape import (
    Condition,
    Dimension,
    Factor,
    FindingRule,
    Instrument,
    Question,
    Rules,
    Start,
    Weighing,
)

LEVELS = ("Nobody does it", "Some do it", "It is written down", "It is done as written", "It is improved each year")


def a_question(code: str, dimension: str, **more: Any) -> Question:
    told: dict[str, Any] = {"text": f"How is it with {code}?", "levels": LEVELS}
    return Question(code, dimension, **told | more)


def small_rules() -> Rules:
    factors = (
        Factor("own-decisions", "Decisions have owners", "answer"),
        Factor("predictable", "Volume is predictable", "measured"),
        Factor("distance", "Distance from the business", "function", "How near the work is.", LEVELS),
    )
    weighings = (
        Weighing("fully_managed", "own-decisions", 2),
        Weighing("fully_managed", "predictable", 3),
        Weighing("internal", "own-decisions", -2),
        Weighing("co_managed", "distance", -1, ("service_desk",)),
    )
    starts = (Start("internal", 2, "Advice stays inside.", ("advisory",)),)
    formats = (Weighing("full", "predictable", 2), Weighing("after_hours", "predictable", -1))
    return Rules(factors, weighings, starts, formats, (Start("co_managed", 1, "Both sides share the desk."),))


OURS: Any = ("leader", "vendor_manager", "service_owner")


def ownership() -> tuple[Question, ...]:
    first = a_question(
        "own-decisions",
        "ownership",
        weight=3,
        views=OURS,
        requirement="R7",
        measured="decisions-owned",
        answers="decisions",
        help="Security exceptions, access, changes, architecture, critical escalations.",
        examples=("The architect decides on platforms.",),
    )
    branching = Condition("own-decisions", at_least=3)
    return (
        first,
        a_question("own-known", "ownership", weight=2, views=OURS, only_if=branching),
        a_question("own-escalation", "ownership", measured="escalation-names"),
    )


def rhythm() -> tuple[Question, ...]:
    sign = {"weight": 0, "views": ("leader", "vendor_manager"), "measured": "sign-sites", "requirement": "R3"}
    return (
        a_question("rhythm-reviews", "rhythm", weight=2, measured="rhythm", requirement="R30"),
        a_question("rhythm-provider", "rhythm", views=("provider",)),
        a_question("sign-sites", "rhythm", **sign),
    )


def small_findings() -> tuple[FindingRule, ...]:
    return (
        FindingRule(
            code="no-owner",
            title="Retained decisions have no owner",
            text="Decisions that have to stay inside are taken by whoever is there.",
            dimension="ownership",
            when=(Condition("own-decisions", at_most=2),),
            action="Name one person inside for each retained decision.",
            wave=30,
            requirement="R7",
        ),
        FindingRule(
            code="no-rhythm",
            title="Reviews fall out",
            text="The rhythm is agreed, and the reviews are not held.",
            dimension="rhythm",
            when=(Condition("rhythm", at_most=2, of="dimension"), Condition("rhythm", at_most=3, of="measured")),
        ),
    )


def small_instrument(**changes: Any) -> Instrument:
    """Ownership (three questions, the second asked where decisions have owners), rhythm (two, one for providers alone)
    and a warning sign under rhythm; `changes` replace what it is made of."""
    whole = Instrument(
        code="small",
        title="Small assessment",
        about="Six questions about who decides and whether reviews are held.",
        minutes=5,
        dimensions=(
            Dimension("ownership", "Ownership and decision rights", "Who decides, and whether they know it."),
            Dimension("rhythm", "Governance rhythm", "Whether reviews are held as agreed.", 4),
        ),
        questions=(*ownership(), *rhythm()),
        findings=small_findings(),
        recommendation=small_rules(),
    )
    return replace(whole, **changes)
