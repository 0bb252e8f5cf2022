"""The steps of the plan of 30, 60 and 90 days. Plain data: what is done, why, how it is measured, and where to do it.

A step with a `goal` is done when that share of its whole is reached; one that is not `measured` belongs to the field
but not to what this version of the portal can see, and is never counted as done.
"""

from dataclasses import dataclass

PHASES = (30, 60, 90)
TITLES = {
    30: "Days 1–30: see the work as it is",
    60: "Days 31–60: govern it with the providers",
    90: "Days 61–90: hold it to outcomes",
}


@dataclass(frozen=True)
class Step:
    """`place` is the URL name of the page where the step is done."""

    code: str
    phase: int
    title: str
    why: str
    how: str
    place: str = ""
    goal: float = 1.0
    measured: bool = True


def _unseen(code: str, phase: int, title: str, why: str) -> Step:
    return Step(code, phase, title, why, "Not measured by this version of the portal.", measured=False)


STEPS = (
    Step("norms", 30, "Expected ranges for the ten most frequent task types",
         "Effort can only be called too much where somebody has said what is usual.",
         "Of the ten task types with most tickets, those with a norm from and to.", "task-types"),
    Step("classified", 30, "Tickets carry a task type",
         "What is not classified is compared with nothing.",
         "Of the tickets of the last complete month, those with a task type; done from 90 % on.", "task-types", 0.9),
    Step("handoffs", 30, "Handoffs and repeat contacts reviewed",
         "Each handoff costs the user a wait and an explanation.",
         "An action on handoffs, reopening or first-time-right, or a finished agenda item on quality, since the plan "
         "began.", "governance:actions"),
    Step("paths", 30, "Escalation paths with a name on every step, both sides",
         "A path without a name ends where it is needed.",
         "Of all steps of escalation paths, those with an owner on both sides.", "vendors:escalations"),
    Step("rights", 30, "Somebody accountable for every retained decision",
         "A decision that nobody owns is taken by whoever is nearest, or not at all.",
         "Of the retained decisions, those with an accountable person who has not left.", "accounts:rights"),
    Step("priorities", 30, "A priority model agreed with every vendor",
         "Priority that is not agreed is argued ticket by ticket.",
         "Of the vendors, those with a priority model that is agreed and in force.", "vendors:priorities"),
    _unseen("feedback", 30, "Users asked after the work, beyond a smiley",
            "Closed in time is not the same as solved."),
    Step("series", 60, "Reviews planned with every vendor",
         "What is not in the calendar is not held.",
         "Of the vendors, those with a series of reviews that runs.", "governance:series-list"),
    Step("reviews", 60, "A review held with every vendor",
         "Figures that nobody speaks about change nothing.",
         "Of the vendors, those with a review held since the plan began.", "governance:reviews"),
    Step("levels", 60, "Service levels measured for every contract",
         "Without a measurement of one's own the provider's report is all there is.",
         "Of the contracts in force, those whose last complete month was measured from the tickets.", "vendors:list"),
    Step("reports", 60, "SLA reports decided",
         "A report that is neither accepted nor disputed is accepted by silence.",
         "Of the reports that count, those that were accepted or settled; done from 90 % on.", "vendors:list", 0.9),
    Step("patterns", 60, "A failure pattern turned into an action",
         "Repeated failures stop when somebody owns their cause.",
         "An action out of a pattern or a finding since the plan began.", "governance:actions"),
    _unseen("quality", 60, "Quality reviews of sampled tickets", "A person sees what a clock cannot."),
    _unseen("skills", 60, "Skills validated per category of work", "Unvalidated hands cost handoffs."),
    Step("kpi", 90, "Actions name the figure they should move",
         "An action without a figure can be done and change nothing.",
         "Of the actions created since the plan began, those with a KPI, a target and a date of proof.",
         "governance:actions"),
    Step("proven", 90, "Actions judged by their figure",
         "Done is not yet effective.",
         "Of the actions whose date of proof has come, those judged effective or not.", "governance:actions"),
    Step("signed", 90, "Minutes signed by both sides",
         "What both sides signed is not argued again.",
         "Of the minutes of reviews held since the plan began, those signed by every side.", "governance:reviews"),
    Step("notice", 90, "Business changes on notice",
         "Providers are ready on day one when they hear of it early enough.",
         "Of the notices given since the plan began, those in time; done from 90 % on.", "governance:changes", 0.9),
    _unseen("knowledge", 90, "Knowledge transferred and kept by both sides",
            "Knowledge that sits with the provider alone leaves with it."),
    _unseen("gates", 90, "Quality gates, and evidence in performance talks", "What counts is what is spoken about."),
    _unseen("renewals", 90, "Renewals tied to measured maturity", "Expansion follows what was measured."),
)  # fmt: skip

BY_CODE = {step.code: step for step in STEPS}
