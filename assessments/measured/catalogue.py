"""What is measured, in words: formula, scale and requirement of every code. No Django."""

from dataclasses import dataclass

from assessments.measured import opening_figures, site_figures, weekly_figures, yearly_figures
from assessments.measured.scales import SHARES, falling_in_words, rising_in_words

_SHARE = rising_in_words(SHARES, "%")
ROUTINE = (15.0, 30.0, 45.0, 60.0)
"""Per cent of the tickets: the more of the work repeats itself and is known to, the more can be automated."""


@dataclass(frozen=True)
class Kind:
    """`place` is the URL name of the page where the figure comes from."""

    code: str
    title: str
    formula: str
    scale: str
    requirement: str
    place: str


def _present(bounds: tuple[float, ...], what: str) -> str:
    return f"{what}: {falling_in_words(bounds)}. The sign is present at 2 and 1."


KINDS = (
    Kind(
        "sign-sites",
        "Service levels fall as sites are added",
        "Attainment (tickets within target / tickets with a decided result, all sites) of the "
        f"{site_figures.SPAN} months before the first added site − attainment of the last {site_figures.SPAN} months. "
        f"A site is added in its first month with tickets, {site_figures.SETTLED} months or more after tickets began. "
        f"Needs {site_figures.FEWEST_SITES} sites added within {site_figures.ADDED_WITHIN} months and "
        f"{site_figures.FEWEST_TICKETS} tickets on either side.",
        _present(site_figures.BOUNDS, "Points of fall"),
        "R3",
        "sites",
    ),
    Kind(
        "sign-turnover",
        "Staff turnover leaves gaps in knowledge",
        "IT staff who left / IT staff on average, of the newest year that is over and has both figures. What their "
        "leaving took along is not measured.",
        _present(yearly_figures.LEAVERS, "Per cent of staff"),
        "R3",
        "assessments:figures",
    ),
    Kind(
        "sign-projects",
        "Strategic projects keep being put off",
        "Strategic projects postponed / strategic projects planned, of the newest year that is over and has both.",
        _present(yearly_figures.POSTPONED, "Per cent of projects"),
        "R3",
        "assessments:figures",
    ),
    Kind(
        "sign-audit",
        "Audit findings rise year on year",
        "(Findings of the newest year that is over − findings of the year before) / findings of the year before. One "
        "level less where they rose the year before as well; 2 where there were none before.",
        _present(yearly_figures.FINDINGS, "Per cent more findings"),
        "R3",
        "assessments:figures",
    ),
    Kind(
        "sign-offices",
        "New offices are late because of IT",
        "Openings and moves of the last 24 months that were not ready on their day / all of them with a notice. "
        "Not ready: a provider was judged not ready; or, where nobody judged, a line of the checklist was open when "
        f"the day was over, or notice was late. With fewer than {opening_figures.FEWEST} of them: openings late "
        "because of IT / openings planned, of the newest year that is over.",
        _present(yearly_figures.LATE, "Per cent of openings"),
        "R3",
        "governance:changes",
    ),
    Kind(
        "sign-budget",
        "The IT budget grows faster than revenue",
        "Yearly growth of the IT budget − yearly growth of revenue, over the last two years that are over and have "
        "both (over one, where there are only two years).",
        _present(yearly_figures.BUDGET_GAP, "Points a year faster"),
        "R3",
        "assessments:figures",
    ),
    Kind(
        "predictable",
        "Ticket volume is predictable",
        f"Standard deviation / mean of the tickets opened a week, over the last {weekly_figures.WEEKS} whole weeks. "
        "The first and the last week with tickets are left out; a week between without tickets counts as 0. Needs "
        f"{weekly_figures.FEWEST_WEEKS} weeks.",
        falling_in_words(weekly_figures.BOUNDS, "%") + ".",
        "R5",
        "tickets:list",
    ),
    Kind(
        "repetitive",
        "Work repeats itself, and is known to",
        "Tickets of a routine task type that is among the ten most frequent / all tickets, of the newest months that "
        "are over: up to three, until 2,000 tickets are together. Needs half of them to be classified.",
        rising_in_words(ROUTINE, "%") + ": the higher, the more can be automated.",
        "R6",
        "task-types",
    ),
    Kind(
        "rhythm",
        "Reviews are held on time",
        "Reviews held on time / reviews due, of the last six months. Late and missed ones are due and not on time; "
        "cancelled ones are left out. Needs three that were due.",
        _SHARE + ".",
        "R30",
        "governance:health",
    ),
    Kind(
        "escalation-names",
        "Escalation paths name someone on both sides",
        "Steps with a named owner on both sides / all steps of the paths of active vendors; a vendor without any path "
        "counts as one step without names.",
        _SHARE + ".",
        "R13",
        "vendors:escalations",
    ),
    Kind(
        "documents-reviewed",
        "Documents are kept up to date",
        "Documents of contracts in force with a version handed in within 12 months / all of them. The register keeps "
        "when a version was handed in, not when somebody read it again.",
        _SHARE + ".",
        "R18",
        "vendors:list",
    ),
    Kind(
        "classified",
        "Tickets are classified",
        "Tickets with a task type / tickets opened, of the newest month that is over and has tickets.",
        _SHARE + ".",
        "R22",
        "task-types",
    ),
    Kind(
        "norms",
        "Frequent work has an effort norm",
        "Task types with a norm / the ten task types most frequent in the newest months that are over: up to three, "
        "until 2,000 tickets are together.",
        _SHARE + ".",
        "R23",
        "task-types",
    ),
    Kind(
        "decisions-owned",
        "Retained decisions have an owner",
        "Retained decisions with an accountable person inside who has not left / all retained decisions of the "
        "register.",
        _SHARE + ".",
        "R7",
        "accounts:rights",
    ),
    Kind(
        "reports-checked",
        "The provider’s figures are checked",
        "SLA reports of the last six months that are over which were accepted, disputed or settled, and beside which "
        "the portal had measured the month from tickets / all of them.",
        _SHARE + ".",
        "R14",
        "vendors:list",
    ),
    Kind(
        "scope-known",
        "What is inside and what is outsourced is known",
        "Functions of the scope map with an entry that holds today and an owner who has not left / all current "
        "functions.",
        _SHARE + ".",
        "R1",
        "governance:scope",
    ),
    Kind(
        "goals-linked",
        "IT figures are tied to business goals",
        "Outcomes with a KPI and a service / all outcomes of current goals; a goal without any outcome counts as one "
        "that is not tied.",
        _SHARE + ".",
        "R1",
        "governance:outcomes",
    ),
    Kind(
        "actions-proven",
        "Actions are judged by whether they worked",
        "Actions judged effective or not effective / actions whose date of proof has come, cancelled ones left out.",
        _SHARE + ".",
        "R33",
        "governance:actions",
    ),
)

BY_CODE = {kind.code: kind for kind in KINDS}

PLACES = {
    "assessments:figures": "Figures of the year",
    "sites": "Sites",
    "tickets:list": "Tickets",
    "task-types": "Task types",
    "governance:health": "Cadence health",
    "governance:changes": "Changes on notice",
    "governance:scope": "Scope map",
    "governance:outcomes": "Outcome map",
    "governance:actions": "Actions",
    "vendors:escalations": "Escalations",
    "vendors:list": "Vendors",
    "accounts:rights": "Decision rights",
}
"""What the pages are called where a figure comes from."""
