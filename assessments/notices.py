"""Of what people have to be told about assessments (portal/contributions/notices.py). Docs: docs/notifications.md."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from django.urls import reverse
from django.utils import timezone

from assessments.models import Campaign, Respondent
from assessments.models.campaigns import RespondentQuerySet
from portal import formats
from portal.accounts.capabilities import Capability, roles_with
from portal.accounts.models import Organisation
from portal.contributions.notices import WINDOW, Notice, NoticeKind

DUE_SOON = timedelta(days=3)

KINDS = (
    NoticeKind("assessments", "Assessments", "You are asked to answer one, or reminded of it."),
    NoticeKind("assessments_due", "Answers that are due", "Three days before your answers are due, and after it."),
    NoticeKind(
        "assessment_results", "Results of assessments", "An assessment was closed, with its result.", sides=("client",)
    ),
)


def find(organisation: Organisation, now: datetime) -> Iterator[Notice]:
    yield from _of_sheets(Respondent.objects.of_organisation(organisation.pk).of_our_side(), organisation, now)
    for campaign in Campaign.objects.of_organisation(organisation.pk).closed_since(now - WINDOW):
        yield Notice(
            kind="assessment_results",
            key=f"campaign:{campaign.pk}:closed",
            title=f"{campaign} is closed, and its result stands",
            url=reverse("assessments:result", args=[campaign.pk]),
            text=f"Closed by {campaign.closed_by}.",
            roles=roles_with(Capability.VIEW_RESULTS),
            at=campaign.closed_at,
        )


def find_for_provider(organisation: Organisation, vendor_id: int, now: datetime) -> Iterator[Notice]:
    """Acts for the vendor: row security shows its people's sheets alone."""
    people = Respondent.objects.of_organisation(organisation.pk).of_vendor(vendor_id)
    yield from _of_sheets(people, organisation, now)


def _of_sheets(sheets: RespondentQuerySet, organisation: Organisation, now: datetime) -> Iterator[Notice]:
    """To the respondent alone, as long as they are not through."""
    today = timezone.localdate(now, organisation.zone)
    for sheet in sheets.unfinished().order_by("pk"):
        if sheet.invited_by != sheet.name:
            yield _invited(sheet)
        if sheet.reminded_at is not None:
            yield _reminded(sheet, timezone.localdate(sheet.reminded_at, organisation.zone))
        if sheet.due_on is not None and today >= sheet.due_on - DUE_SOON:
            yield _due(sheet, sheet.due_on, today)


def _invited(sheet: Respondent) -> Notice:
    by = f" by {formats.day(sheet.due_on)}" if sheet.due_on else ""
    return Notice(
        kind="assessments",
        key=f"sheet:{sheet.pk}:invited",
        title=f"You are asked to answer: {sheet.campaign_title}",
        url=sheet.get_absolute_url(),
        text=f"{sheet.invited_by} asks for your view{by}. Every answer is saved at once; stop and go on as you like.",
        members=(sheet.membership_id,),
        at=sheet.invited_at,
    )


def _reminded(sheet: Respondent, day: date) -> Notice:
    return Notice(
        kind="assessments",
        key=f"sheet:{sheet.pk}:reminded:{day:%Y%m%d}",
        title=f"Your answers are waited for: {sheet.campaign_title}",
        url=sheet.get_absolute_url(),
        text="What you answered already is saved. Finish, and nobody waits for you any more.",
        members=(sheet.membership_id,),
        at=sheet.reminded_at,
    )


def _due(sheet: Respondent, due_on: date, today: date) -> Notice:
    """Once before and once after; a day that moves is spoken of again."""
    is_late = due_on < today
    return Notice(
        kind="assessments_due",
        key=f"sheet:{sheet.pk}:{'overdue' if is_late else 'due'}:{due_on:%Y%m%d}",
        title=f"{sheet.campaign_title}: your answers {'were' if is_late else 'are'} due {formats.day(due_on)}",
        url=sheet.get_absolute_url(),
        text="What you answered already is saved.",
        members=(sheet.membership_id,),
    )
