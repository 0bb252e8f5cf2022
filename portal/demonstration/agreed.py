"""The actions of the demonstration as a table: what was agreed, by whom, and what became of it."""

from dataclasses import dataclass

from governance.models import ActionKind, Origin, Stage
from portal.accounts.capabilities import Role
from portal.accounts.visibility import Visibility
from portal.demonstration.gatherings import MONTHLY_LUMENFOLD, MONTHLY_ORVANE, MONTHLY_TESSEL, PORTFOLIO, WEEKLY_ORVANE
from portal.demonstration.kinds import SignIn

LEAVER = SignIn("dora.lind@ashcombe.example", "Dora Lind", Role.SERVICE_OWNER, None)
"""Owned an action and has left; nobody signs in as her."""

When = int | tuple[int, int]
"""Days from today (negative: ago), or (month, day): months after the first one of the story, and a day of it."""


@dataclass(frozen=True, slots=True)
class Agreed:
    """An action: of a `sitting` (its series, and how many were held after it) or `created` by somebody outside.

    Judged without `again` it was effective, with `again` (due, proof) it was not and was opened again.
    `verdict` is the reason of the judgement, or of the cancellation.
    """

    title: str
    vendor: str
    owner: str
    due: When
    description: str = ""
    sitting: tuple[str, int] | None = None
    section: str = "actions"
    created: When | None = None
    by: str = "Jonas Feld"
    kind: ActionKind = ActionKind.CORRECTIVE
    stage: Stage = Stage.PLAN
    origin: Origin = Origin.REVIEW
    origin_label: str = ""
    visibility: str = Visibility.SHARED
    service: str = ""
    kpi: str = ""
    target: float | None = None
    proof: When | None = None
    whys: tuple[str, ...] = ()
    cause: str = ""
    said: tuple[tuple[When, str, str], ...] = ()
    done: When | None = None
    evidence: str = ""
    judged: When | None = None
    again: tuple[When, When] | None = None
    cancelled: When | None = None
    verdict: str = ""


AGREED = (
    Agreed(
        "Access requests name the group that grants them",
        "Lumenfold",
        "Amira Haddad",
        (0, 24),
        "The form asks for the application; who grants it is looked up, not guessed.",
        created=(-1, 20),
        kind=ActionKind.PREVENTIVE,
        stage=Stage.ENHANCE,
        origin=Origin.PATTERN,
        origin_label="Handoffs, Identity and access",
        service="Identity and access",
        kpi="handoffs_per_ticket",
        target=0.2,
        proof=(5, 5),
        whys=(
            "Tickets about access are handed on once in four times.",
            "They arrive at Identity, though half of them are Directory's.",
            "The form does not say which application is meant.",
            "It was built when there was one directory.",
            "Nobody owns the form since then.",
        ),
        cause="The form lacks the application, so the first group guesses.",
        said=(((0, 6), "The new form is in test with ten people.", "Amira Haddad"),),
        done=(0, 22),
        evidence="The form asks for the application since Monday; a table names the group for each of the 74.",
        judged=(6, 8),
        verdict="The handoffs fell with the month after and have stayed there.",
    ),
    Agreed(
        "One technician keeps a ticket to its end",
        "Orvane",
        "Ruth Kamara",
        (1, 10),
        "Who takes a ticket at the service desk sees it through, whoever else works on it.",
        created=(0, 8),
        stage=Stage.MANAGE,
        origin=Origin.PATTERN,
        origin_label="Tickets that are handed on, Service desk",
        service="Service desk",
        kpi="handoffs_per_ticket",
        target=1.2,
        proof=(5, 20),
        whys=(
            "A ticket passes three groups before it is solved.",
            "The service desk hands it on when it takes longer than ten minutes.",
            "Its people are measured by the length of their queue.",
            "The contract pays for tickets closed, not for callers helped.",
        ),
        cause="The desk is paid by closed tickets, so keeping one costs it money.",
        said=(((0, 27), "The rule is explained to all three shifts.", "Ruth Kamara"),),
        done=(1, 9),
        evidence="The rule is in the handbook and every shift leader has signed it.",
        judged=(5, 24),
        again=(21, 150),
        verdict="The figure has not moved: a rule in a handbook does not change what the shift is measured by.",
    ),
    Agreed(
        "Meeting rooms are tried out every Friday",
        "Tessel",
        "Jonas Feld",
        (1, 20),
        created=(0, 18),
        kind=ActionKind.PREVENTIVE,
        stage=Stage.MANAGE,
        origin=Origin.FINDING,
        origin_label="Voice and meetings, right the first time",
        service="Voice and meetings",
        kpi="first_time_right",
        target=60.0,
        proof=-2,
        whys=(
            "The picture is missing when the meeting begins.",
            "A cable was pulled the day before.",
            "Nobody looks at a room until somebody needs it.",
        ),
        cause="Faults of the week are found on Monday, by those who wait.",
        done=(1, 17),
        evidence="A list hangs in each of the 22 rooms and is filled in on Fridays.",
    ),
    Agreed(
        "Spare switches on every floor",
        "Tessel",
        "Sven Holt",
        -40,
        sitting=(MONTHLY_TESSEL.title, 2),
        kind=ActionKind.PREVENTIVE,
        stage=Stage.MANAGE,
        service="Office network",
        kpi="working_p90_hours",
        target=14.0,
        proof=55,
        said=((-52, "Ordered; the supplier says two weeks.", "Sven Holt"),),
        done=-38,
        evidence="Eleven switches, configured and labelled, in the cabinets. The list is in the annex.",
    ),
    Agreed(
        "List every ticket that was paused without a contact",
        "Orvane",
        "Ruth Kamara",
        8,
        "Number, hour, and the name of who was called.",
        sitting=(MONTHLY_ORVANE.title, 0),
        section="levels",
        stage=Stage.IMPLEMENT,
        kpi="sla_measured",
        target=90.0,
        proof=125,
        whys=(
            "The report says met and the tickets say late.",
            "They wait for the user shortly before their target.",
            "The clock of Orvane stops there, and the contract's does not.",
        ),
        cause="The filter of the report leaves out every ticket that was ever paused.",
        said=((-6, "The first hundred are through; forty had a call in the log.", "Ruth Kamara"),),
    ),
    Agreed(
        "Staff the Rotterdam site on Mondays",
        "Orvane",
        "Ruth Kamara",
        -26,
        sitting=(MONTHLY_ORVANE.title, 2),
        section="escalations",
        stage=Stage.RECOMMEND,
        said=((-30, "The second technician starts next month, not this one.", "Ruth Kamara"),),
    ),
    Agreed(
        "Agree who orders badges for joiners",
        "Lumenfold",
        "Ines Duarte",
        -3,
        sitting=(MONTHLY_LUMENFOLD.title, 1),
        section="quality",
        stage=Stage.RECOMMEND,
    ),
    Agreed(
        "Hand the shared mailboxes over to their departments",
        "Lumenfold",
        LEAVER.name,
        12,
        created=-75,
        origin=Origin.AUDIT,
        origin_label="Internal audit, access to mailboxes",
        stage=Stage.IMPLEMENT,
        said=((-41, "Finance and Legal have taken theirs over; nineteen are left.", "Jonas Feld"),),
    ),
    Agreed(
        "Collect what a tender for the service desk would need",
        "Orvane",
        "Priya Nair",
        24,
        "For the day on which notice may be given. Orvane does not see this.",
        created=-34,
        by="Priya Nair",
        kind=ActionKind.PREVENTIVE,
        origin=Origin.OTHER,
        origin_label="Notice date of the contract",
        visibility=Visibility.CLIENT,
    ),
    Agreed(
        "One model of priorities for all providers",
        "",
        "Jonas Feld",
        40,
        sitting=(PORTFOLIO.title, 0),
        kind=ActionKind.PREVENTIVE,
        stage=Stage.RECOMMEND,
    ),
    Agreed(
        "Chat for the second line",
        "Orvane",
        "Ruth Kamara",
        -5,
        sitting=(WEEKLY_ORVANE.title, 4),
        cancelled=-16,
        verdict="The telephone figures show no need for it. Nothing was bought.",
    ),
)
