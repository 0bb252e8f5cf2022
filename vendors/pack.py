"""What vendors have for the pack of a review."""

from collections.abc import Iterator

from portal.contributions.asked import Asked
from portal.contributions.pack import KEYS, Section
from vendors.packs.credits import credits_section
from vendors.packs.disputes import disputes
from vendors.packs.escalations import escalations
from vendors.packs.levels import levels
from vendors.packs.renewals import renewals, risks


def sections(asked: Asked, cadence: str) -> Iterator[Section]:
    keys = KEYS[cadence]
    if "levels" in keys:
        yield levels(asked, cadence)
    if "credits" in keys:
        yield credits_section(asked, cadence)
    if "disputes" in keys:
        yield disputes(asked)
    if "escalations" in keys:
        yield escalations(asked)
    if "risks" in keys:
        yield risks(asked, cadence)
    if "renewals" in keys:
        yield renewals(asked)
