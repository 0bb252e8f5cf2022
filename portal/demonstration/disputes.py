"""The demonstration's disputes: two of Orvane's reports that are settled, one of Tessel's that is talked over."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal

from portal.accounts.visibility import Visibility
from portal.demonstration.reports import figures, submit
from portal.demonstration.scene import Scene
from vendors.models import Dispute, DisputeLine, ReportLine, ServiceLevel, SlaReport
from vendors.models.disputes import Outcome
from vendors.reports.disputing import Claim, Ending, Said, dispute_report, say, settle
from vendors.reports.figures import Figure
from vendors.reports.reporting_period import Submission, submit_report

FIRST_CLAIM = (
    "Your figures call tickets met whose clock stood on “Awaiting User Info” shortly before the breach. Clause 9.2 "
    "lets the clock stop for “Awaiting Vendor” alone. The lists behind each measured figure are on the period’s page."
)
FIRST_ANSWER = (
    "We have looked at a hundred tickets of the list. For the service desk and the devices your reading of 9.2 is the "
    "contract’s. The desk’s P4 tickets wait for callers who are on leave, though, and we measure first contact at the "
    "telephone: a ticket that a caller opens by mail is never resolved at first contact."
)
FIRST_SETTLEMENT = (
    "Orvane accepts the tickets’ figures where the clock was stopped. For the desk’s P4 and for first contact the "
    "reported figures stand this time; for joiners both sides agreed on a figure in between."
)
SECOND_CLAIM = "The same as in the month before: “Awaiting User Info” is no pause. Please correct the two levels."
SECOND_ANSWER = "Agreed. The reports are made from the corrected filter from the next month on."
SECOND_SETTLEMENT = "As settled for the month before: the tickets’ figures stand."
POWER_CUT_CLAIM = (
    "You left out the tickets of the morning of the power cut. That exclusion was refused: clause 4.2 asks for "
    "emergency power in every network cabinet. With these tickets the level is missed."
)
POWER_CUT_ANSWER = (
    "The cabinet belongs to the landlord, who did not let us in to change the battery. Lucia has the mails of August "
    "and September about it; we are putting them together for you."
)
POWER_CUT_NOTE = "Ines says we did get a mail about the battery in August. Find it before we insist."
POWER_CUT_REPLY = "Thank you. Send us the mails by Friday, then we decide whether to look at the exclusion once more."

FIRST_ENDINGS: Mapping[str, Outcome] = {
    "SD-02": Outcome.UPHELD,
    "SD-03": Outcome.UPHELD,
    "SD-04": Outcome.REJECTED,
    "SD-09": Outcome.REJECTED,
    "DS-03": Outcome.UPHELD,
    "JL-03": Outcome.AGREED,
}
SECOND_ENDINGS: Mapping[str, Outcome] = {"SD-03": Outcome.UPHELD, "DS-03": Outcome.UPHELD}
IN_BETWEEN = Decimal("91.5")
"""What was agreed for joiners: above the minimum of 90, below the 95 expected."""
LEFT_OUT, ADVANTAGE = "ON-03", Decimal("4.2")
"""The level in which Tessel left the power cut's tickets out, and by how much that helped its figure."""


def settle_months(scene: Scene) -> None:
    """Orvane's third and fourth month, disputed, answered and settled."""
    third, fourth = scene.months[2:4]
    _settled(scene, third, ("Clock stopped for the user", FIRST_CLAIM, FIRST_ANSWER, FIRST_SETTLEMENT), FIRST_ENDINGS)
    said = ("Clock stopped for the user, again", SECOND_CLAIM, SECOND_ANSWER, SECOND_SETTLEMENT)
    _settled(scene, fourth, said, SECOND_ENDINGS)


def _settled(scene: Scene, month: date, said: tuple[str, str, str, str], endings: Mapping[str, Outcome]) -> None:
    """One month of Orvane's: reported, disputed, answered, settled. `said` is title, claim, answer and settlement."""
    title, claim, answer, settlement = said
    report = submit(scene, "Orvane", month, 6)
    dispute = _disputed(scene, report, tuple(endings), (title, claim))
    with scene.acting("Ruth Kamara") as ruth:
        say(dispute, Said(answer), ruth, scene.after(month, 18, 16, 45))
    with scene.acting("Jonas Feld") as jonas:
        lines = DisputeLine.objects.of_dispute(dispute).for_table()
        ends = {line.pk: _ending(line, endings) for line in lines}
        settle(dispute, ends, settlement, jonas, scene.after(month, 24, 11, 30))


def _ending(line: DisputeLine, endings: Mapping[str, Outcome]) -> Ending:
    """As planned; where the tickets gave no figure the reported one has to stand."""
    outcome = endings[line.line.level.code]
    if outcome == Outcome.UPHELD and line.measured is None:
        return Ending(Outcome.REJECTED)
    return Ending(outcome, IN_BETWEEN if outcome == Outcome.AGREED else None)


def _disputed(scene: Scene, report: SlaReport, codes: Sequence[str], said: tuple[str, str], day: int = 12) -> Dispute:
    title, body = said
    with scene.acting("Jonas Feld") as jonas:
        lines = ReportLine.objects.of_report(report).for_grid()
        chosen = frozenset(line.pk for line in lines if line.level.code in codes)
        return dispute_report(report, Claim(chosen, title, body), jonas, scene.after(report.month, day, 10, 20))


def dispute_latest(scene: Scene) -> None:
    """Tessel's latest report leaves out what nobody agreed to leave out; the thread goes to and fro."""
    month = scene.months[-1]
    contract = scene.contract("Tessel")
    with scene.acting("Sven Holt") as sven:
        said = figures(scene, "Tessel", month)
        level = ServiceLevel.objects.of_contract(contract).get(code=LEFT_OUT)
        said[level.pk] = _helped(said[level.pk])
        report = submit_report(contract, month, Submission(said), sven, scene.after(month, 5, 9, 12))
    dispute = _disputed(scene, report, (LEFT_OUT,), ("Tickets of the power cut", POWER_CUT_CLAIM), day=10)
    with scene.acting("Sven Holt") as sven:
        say(dispute, Said(POWER_CUT_ANSWER), sven, scene.after(month, 13, 15, 10))
    with scene.acting("Jonas Feld") as jonas:
        say(dispute, Said(POWER_CUT_NOTE, Visibility.CLIENT), jonas, scene.after(month, 14, 8, 50))
        say(dispute, Said(POWER_CUT_REPLY), jonas, scene.after(month, 14, 9, 5))


def _helped(figure: Figure) -> Figure:
    if figure.reported is None:
        return figure
    return replace(figure, reported=min(figure.reported + ADVANTAGE, Decimal(100)), counted=None, met=None)
