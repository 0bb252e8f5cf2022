"""Campaigns: opening one, its page with who was asked and how far they are, inviting, reminding, closing."""

from collections.abc import Callable
from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from assessments.campaigns import closing, inviting
from assessments.campaigns.opening import open_campaign as opened
from assessments.campaigns.refusals import CampaignRefused
from assessments.campaigns.standing import people_of
from assessments.forms.campaigns import DueForm, InviteForm, OpenForm
from assessments.instruments.library import lay_out
from assessments.models import Campaign, InstrumentVersion, Respondent
from portal import formats
from portal.accounts.access import MemberRequest, requires
from portal.accounts.capabilities import Capability
from portal.accounts.keeping import Sheet, show_form
from portal.accounts.models import Membership
from portal.front.addresses import key_of
from portal.front.history import history_panel
from vendors.models import Vendor


def campaign_of(request: MemberRequest, pk: int) -> Campaign:
    campaigns = Campaign.objects.visible_to(request.member).for_table().select_related("organisation")
    return get_object_or_404(campaigns, pk=pk)


def today_of(request: MemberRequest) -> date:
    return timezone.localdate(timezone.now(), request.member.organisation.zone)


def tried(request: MemberRequest, act: Callable[[], object]) -> bool:
    """Do it; a refusal becomes a message of the next page. Whether it was done."""
    try:
        act()
    except CampaignRefused as refusal:
        messages.warning(request, str(refusal))
        return False
    return True


@requires(Capability.KEEP_READINESS)
def open_campaign(request: MemberRequest) -> HttpResponse:
    """With the newest version of each questionnaire; the address may name one, and the campaign to repeat."""
    member, now = request.member, timezone.now()
    lay_out(member.organisation_id, now)
    form = OpenForm(request.POST or None, member=member, today=today_of(request), initial=_wanted(request))
    if request.method == "POST" and form.is_valid():
        campaign = opened(member, form.opening(), now)
        messages.success(request, f"“{campaign}” is open. Next: ask the people whose answers it needs.")
        return redirect(campaign)
    sheet = Sheet("Start an assessment", reverse("assessments:readiness"), "Readiness", "Start the assessment")
    return show_form(request, form, sheet)


def _wanted(request: MemberRequest) -> dict[str, Any]:
    """What the form begins with: the quick questionnaire, unless the address asks for another."""
    previous = Campaign.objects.visible_to(request.member).closed().of_key(key_of(request.GET.get("previous")))
    code = previous.instrument.code if previous else request.GET.get("instrument", "quick").replace("\x00", "")
    instrument = InstrumentVersion.objects.visible_to(request.member).of_code(code).first()
    return {"title": f"Readiness, {today_of(request):%B %Y}", "previous": previous, "instrument": instrument}


@requires(Capability.VIEW_RESULTS)
def campaign(request: MemberRequest, pk: int) -> HttpResponse:
    return _page(request, campaign_of(request, pk))


def _page(request: MemberRequest, row: Campaign, **forms: Any) -> HttpResponse:
    """The campaign's page, with the form that was sent and what is wrong with it."""
    member = request.member
    people = people_of(row, member, timezone.now())
    keeps = member.can(Capability.KEEP_READINESS) and row.is_open
    context = {
        "campaign": row,
        "people": people,
        "through": sum(one["respondent"].finished_at is not None for one in people),
        "mine": next((one["respondent"] for one in people if one["respondent"].membership_id == member.pk), None),
        "keeps": keeps,
        "may_remind": keeps and any(one["may_remind"] for one in people),
        "may_repeat": member.can(Capability.KEEP_READINESS) and not row.is_open,
        "history": history_panel(member, row),
    }
    if keeps:
        context |= {
            "invite_form": InviteForm(people=_candidates(request, people)),
            "due_form": DueForm(today=today_of(request), initial={"due_on": row.due_on}),
        }
        context |= {"vendors": {one.pk: one.name for one in Vendor.objects.visible_to(member)}}
    return render(request, "assessments/campaigns/page.html", context | forms, status=422 if forms else 200)


def _candidates(request: MemberRequest, people: list[dict[str, Any]]) -> list[Membership]:
    """Those who could be asked and are not yet; our side first."""
    asked = {one["respondent"].membership_id for one in people}
    members = Membership.objects.visible_to(request.member).current().who_can(Capability.RESPOND).for_table()
    return sorted((one for one in members if one.pk not in asked), key=lambda one: one.vendor_id or 0)


@requires(Capability.KEEP_READINESS)
@require_POST
def invite_people(request: MemberRequest, pk: int) -> HttpResponse:
    row, member, now = campaign_of(request, pk), request.member, timezone.now()
    form = InviteForm(request.POST, people=_candidates(request, people_of(row, member, now)))
    if not form.is_valid():
        return _page(request, row, invite_form=form)
    invited = [
        one
        for one, view in form.chosen()
        if tried(request, lambda one=one, view=view: inviting.invite(member, row, one, view, now))  # type: ignore[misc]
    ]
    if invited:
        messages.success(
            request, f"{', '.join(str(one.person) for one in invited)} will be asked, and told so by mail."
        )
    return redirect(row)


@requires(Capability.KEEP_READINESS)
@require_POST
def take_out(request: MemberRequest, pk: int) -> HttpResponse:
    people = Respondent.objects.visible_to(request.member).select_related("campaign")
    respondent = get_object_or_404(people, pk=pk)
    if tried(request, lambda: inviting.take_out(respondent)):
        messages.success(request, f"{respondent.name} is not asked any more.")
    return redirect(respondent.campaign)


@requires(Capability.KEEP_READINESS)
@require_POST
def change_due(request: MemberRequest, pk: int) -> HttpResponse:
    row = campaign_of(request, pk)
    form = DueForm(request.POST, today=today_of(request))
    if not form.is_valid():
        return _page(request, row, due_form=form)
    if tried(request, lambda: inviting.change_due(row, form.cleaned_data["due_on"])):
        messages.success(request, "The day is changed, on everyone's sheet as well.")
    return redirect(row)


@requires(Capability.KEEP_READINESS)
@require_POST
def remind(request: MemberRequest, pk: int) -> HttpResponse:
    """One person, or everyone who is not through."""
    row, named = campaign_of(request, pk), request.POST.get("respondent", "")
    ids = [key_of(named) or 0] if named else []
    count = 0

    def act() -> None:
        nonlocal count
        count = inviting.remind(row, ids, timezone.now())

    if tried(request, act):
        said = f"{formats.counted(count, 'person', 'people')} reminded." if count else "Reminded today already."
        messages.success(request, said)
    return redirect(row)


@requires(Capability.KEEP_READINESS)
def close_campaign(request: MemberRequest, pk: int) -> HttpResponse:
    """What closing means and who is not through, then closing."""
    row, now = campaign_of(request, pk), timezone.now()
    if request.method == "POST":
        if tried(request, lambda: closing.close(request.member, row, now)):
            messages.success(request, "The assessment is closed, and its result is frozen.")
            return redirect("assessments:result", row.pk)
        return redirect(row)
    people = people_of(row, request.member, now)
    waiting = [one for one in people if one["respondent"].finished_at is None]
    context = {
        "campaign": row,
        "people": people,
        "waiting": waiting,
        "any": any(one["done"].answered for one in people),
    }
    return render(request, "assessments/campaigns/close.html", context)
