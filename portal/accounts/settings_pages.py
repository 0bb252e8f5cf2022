"""What stands on the settings page. The lower page links to the upper ones by their URL name."""

from dataclasses import dataclass

from django.urls import NoReverseMatch, reverse

from portal.accounts.capabilities import Capability
from portal.accounts.models import Membership


@dataclass(frozen=True)
class SettingsPage:
    """A card of the settings page, shown to those who may open what is behind it."""

    url_name: str
    title: str
    about: str
    icon: str
    capability: Capability

    @property
    def url(self) -> str:
        """Empty while no app of this installation answers to the name."""
        try:
            return reverse(self.url_name)
        except NoReverseMatch:
            return ""


PAGES = (
    SettingsPage(
        "accounts:people",
        "People",
        "Who belongs to the organisation, in which role; invitations.",
        "people",
        Capability.VIEW_PEOPLE,
    ),
    SettingsPage(
        "accounts:organisation",
        "Organisation",
        "Its name, the time zone that reports count in, its currency.",
        "gear",
        Capability.VIEW_SETTINGS,
    ),
    SettingsPage(
        "accounts:rights",
        "Decision rights",
        "Who is accountable, responsible, consulted and informed for which decision; what nobody owns.",
        "check2-square",
        Capability.VIEW_RIGHTS,
    ),
    SettingsPage(
        "accounts:decisions",
        "Decisions",
        "What was decided, by whom, under which right.",
        "clipboard-check",
        Capability.VIEW_RIGHTS,
    ),
    SettingsPage(
        "calendars",
        "Working calendars",
        "When the clock of a service level runs: hours, holidays, versions.",
        "calendar-check",
        Capability.VIEW_SETTINGS,
    ),
    SettingsPage(
        "sites",
        "Sites",
        "Offices, and what the ticket system calls them.",
        "geo-alt",
        Capability.VIEW_SETTINGS,
    ),
    SettingsPage(
        "sources",
        "Ticket sources",
        "Systems that tickets come from, with the mapping of their columns.",
        "inbox",
        Capability.VIEW_SETTINGS,
    ),
    SettingsPage(
        "task-types",
        "Task types",
        "Kinds of work, how they are recognised, the effort they should take.",
        "file-earmark-spreadsheet",
        Capability.VIEW_SETTINGS,
    ),
    SettingsPage(
        "score-policy",
        "Outcome policy",
        "What the outcome score is made of, with weights and validity.",
        "shield-lock",
        Capability.VIEW_SETTINGS,
    ),
    SettingsPage(
        "jobs:list",
        "Background jobs",
        "Imports and recalculations: running, done, failed.",
        "arrow-repeat",
        Capability.VIEW_JOBS,
    ),
)


def pages_for(member: Membership) -> list[SettingsPage]:
    return [page for page in PAGES if member.can(page.capability) and page.url]
