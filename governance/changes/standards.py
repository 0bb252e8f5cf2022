"""The lead times and checklists that an organisation starts with, to be changed to what its providers need.

A line that begins with OUR_SIDE is seen to by the organisation itself, every other one by the provider.
"""

from dataclasses import dataclass

from governance.models import ChangeKind, LeadTime
from portal.accounts.models import Organisation

OUR_SIDE = "Our side: "


@dataclass(frozen=True)
class Standard:
    """Days of notice, and the lines of the checklist."""

    days: int
    checklist: tuple[str, ...]


STANDARDS: dict[str, Standard] = {
    ChangeKind.HIRING: Standard(60, (
        "Our side: List of starters with date, site and role, kept up to date",
        "Licences ordered for the additional people",
        "Devices ordered, imaged and at the site before the first day",
        "Accounts and access rights prepared by role",
        "Desk staffed for the first weeks of many new people",
        "Induction: how to reach the desk, first sign-in tried out",
    )),
    ChangeKind.OPENING: Standard(90, (
        "Our side: Address, floor plan, number of people and the person to talk to on site",
        "Circuits ordered, with a second way out, and their delivery confirmed",
        "Network, wireless and printers installed and tested",
        "Devices and meeting rooms set up",
        "Our side: Access rights to the building for the provider's people",
        "Floor support on the first days",
        "The new site known to the desk, its hours and its priorities",
        "Training of the people on site",
    )),
    ChangeKind.MOVE: Standard(60, (
        "Our side: Date, both addresses and who moves when",
        "Circuits at the new address, and the end of those at the old one",
        "Inventory of what moves, with a plan for the weekend",
        "Network and phones tested before people arrive",
        "Floor support on the first days",
        "Addresses corrected in the ticket system and in the asset register",
    )),
    ChangeKind.ACQUISITION: Standard(120, (
        "Our side: Number of people, sites and systems that come along, under non-disclosure where needed",
        "Due diligence of their IT: contracts, licences, security, open risks",
        "Identity and mail: how the two are joined, and in which order",
        "Network connection between the two, and what is kept apart at first",
        "Desk: languages, hours and knowledge for the new people",
        "Our side: Contracts of the other company that end, stay or are taken over",
        "Service levels and fees for the larger volume agreed",
    )),
    ChangeKind.SOFTWARE: Standard(45, (
        "Our side: What changes for whom, and when",
        "Compatibility with devices, browsers and other software tested",
        "Packaging and roll-out planned, with a way back",
        "Knowledge articles and answers for the desk ready",
        "Access rights and licences in place",
        "Training of the desk, and of users where it is needed",
    )),
    ChangeKind.TECHNOLOGY: Standard(30, (
        "Compatibility with what is in place, as the provider sees it",
        "Security: requirements, who patches, who watches",
        "Licensing: what it costs to run, and what becomes of licences in use",
        "Integration: identity, monitoring, ticket system, backup",
        "Migration: steps, effort, and who does what",
        "Our side: Effect on services, service levels and fees of the contracts",
        "Our side: Answers weighed before anything is signed",
    )),
    ChangeKind.OTHER: Standard(30, (
        "Our side: What changes, for whom, from when",
        "What the provider needs in order to be ready",
        "What the desk has to know on the first day",
    )),
}  # fmt: skip


def lay_out_lead_times(organisation: Organisation) -> None:
    """Give an organisation the standard lead times; what it has already stays. Acts for it already."""
    LeadTime.objects.bulk_create(
        [
            LeadTime(organisation=organisation, kind=kind, days=one.days, checklist=list(one.checklist))
            for kind, one in STANDARDS.items()
        ],
        ignore_conflicts=True,
    )
