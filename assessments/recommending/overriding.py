"""Deciding otherwise than is recommended. The recommendation stays beside it, and so does every earlier decision."""

from dataclasses import dataclass
from datetime import datetime

from assessments.models import Campaign, Override
from portal.accounts.models import Membership


class DecidedMeanwhile(Exception):
    """Somebody else decided after the sender's page was made. The message says what, `newest` is that decision."""

    def __init__(self, newest: Override) -> None:
        self.newest = newest
        super().__init__(
            f"{newest.decided_by} decided meanwhile: {newest.chosen_label}. Send it again to put yours after."
        )


class NothingToDecide(Exception):
    """What is chosen is what is recommended, and nothing else has been decided."""


@dataclass(frozen=True)
class Deciding:
    """`seen` is the key of the newest override that the decider's page showed, 0 without any."""

    function_id: int
    question: str
    recommended: str
    chosen: str
    reason: str
    seen: int


def override(campaign: Campaign, deciding: Deciding, member: Membership, now: datetime) -> Override:
    """Add a decision; choosing what is recommended takes an earlier one back. The same one sent twice is one.

    Allowed after the campaign is closed as well: it is a decision about the result, and no part of it.
    """
    Campaign.objects.select_for_update(no_key=True).get(pk=campaign.pk)
    newest = Override.objects.of_campaign(campaign.pk).about(deciding.function_id, deciding.question).first()
    who = str(member.person)
    if newest and (newest.chosen, newest.reason, newest.decided_by) == (deciding.chosen, deciding.reason, who):
        return newest
    if newest and newest.pk != deciding.seen:
        raise DecidedMeanwhile(newest)
    if deciding.chosen == deciding.recommended and not (newest and newest.is_standing):
        raise NothingToDecide("This is what is recommended, so there is nothing to decide.")
    return Override.objects.create(
        organisation_id=campaign.organisation_id,
        campaign=campaign,
        function_id=deciding.function_id,
        question=deciding.question,
        recommended=deciding.recommended,
        chosen=deciding.chosen,
        reason=deciding.reason,
        decided_at=now,
        decided_by=who,
    )


def decided(campaign: Campaign) -> dict[tuple[int, str], list[Override]]:
    """Every decision of a campaign by function and question, the newest first."""
    found: dict[tuple[int, str], list[Override]] = {}
    for one in Override.objects.of_campaign(campaign.pk):
        found.setdefault((one.function_id, one.question), []).append(one)
    return found
