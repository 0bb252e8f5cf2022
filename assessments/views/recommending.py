"""The recommended model of a campaign: all functions, one with everything behind it, what is known of it, decisions."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from assessments.forms.recommending import OverrideForm, ProfileForm
from assessments.instruments.library import instrument_of
from assessments.instruments.shape import Rules
from assessments.models import Campaign
from assessments.recommending import overriding, profiles, rows, trying
from assessments.recommending.profile_history import profile_changes
from assessments.recommending.shape import Recommendation
from assessments.results.freezing import result_of
from assessments.views.results import readable, whole_or_said
from governance.models import BusinessFunction
from portal.accounts.access import MemberRequest, requires
from portal.accounts.capabilities import Capability
from portal.accounts.keeping import Sheet, edition, show_form
from portal.front.history import history_panel


@requires(Capability.VIEW_RESULTS)
@whole_or_said
def recommendation(request: MemberRequest, pk: int) -> HttpResponse:
    campaign = readable(request, pk)
    content = result_of(campaign, timezone.now())
    table = rows.lines(content.recommendations, overriding.decided(campaign))
    context = {
        "campaign": campaign,
        "content": content,
        "lines": table,
        "title": rows.title(table),
        "summary": rows.summary(table),
        "may_keep": request.member.can(Capability.KEEP_READINESS),
    }
    return render(request, "assessments/recommending/table.html", context)


def _campaign(request: MemberRequest, pk: int) -> Campaign:
    return get_object_or_404(Campaign.objects.visible_to(request.member).for_table(), pk=pk)


def _rules(campaign: Campaign) -> Rules:
    return instrument_of(campaign.instrument).recommendation


@requires(Capability.VIEW_RESULTS)
@whole_or_said
def function_page(request: MemberRequest, pk: int, function_id: int) -> HttpResponse:
    """With levels in the address, the same rules are tried with them, and nothing is stored."""
    campaign = readable(request, pk)
    return _page(request, campaign, _of_function(campaign, function_id))


def _of_function(campaign: Campaign, function_id: int) -> tuple[Recommendation, ...]:
    """What is recommended for one function. 404 when the campaign's result does not know it."""
    content = result_of(campaign, timezone.now())
    found = tuple(one for one in content.recommendations if one.function_id == function_id)
    if not found:
        raise Http404
    return found


def _page(
    request: MemberRequest, campaign: Campaign, found: tuple[Recommendation, ...], bound: OverrideForm | None = None
) -> HttpResponse:
    rules, member, first = _rules(campaign), request.member, found[0]
    changes = trying.understood(rules, request.GET.dict())
    trials = trying.trials(rules, found, changes)
    tried = trying.try_out(rules, found, changes) if changes else (None,) * len(found)
    decided = overriding.decided(campaign)
    panels = [
        rows.panel(one, then, decided.get((one.function_id, one.question), []))
        for one, then in zip(found, tried, strict=True)
    ]
    context = {
        "campaign": campaign,
        "function": first,
        "panels": panels,
        "forms": _forms(panels, bound) if member.can(Capability.KEEP_READINESS) else {},
        "stands": rows.Line(first).stands,
        "trials": trials,
        "tried": trying.tried_in_words(trials),
        "may_keep": member.can(Capability.KEEP_READINESS),
        **_told_of(request, campaign, first.function_id),
    }
    return render(request, "assessments/recommending/function.html", context, status=422 if bound else 200)


def _forms(panels: list[rows.Panel], bound: OverrideForm | None) -> dict[str, OverrideForm]:
    """One per question; the one that was sent stands in for its empty one."""
    forms = {
        panel.one.question: OverrideForm(one=panel.one, seen=panel.decisions[0].pk if panel.decisions else 0)
        for panel in panels
    }
    return forms if bound is None else forms | {bound.about: bound}


def _told_of(request: MemberRequest, campaign: Campaign, function_id: int) -> dict[str, Any]:
    """Who said what of the function, for those who may see history."""
    function = BusinessFunction.objects.visible_to(request.member).of_key(function_id)
    if function is None:
        return {"history": None, "profile": None}
    profile = profiles.profile_of(campaign, function)
    factors = profiles.own_factors(_rules(campaign))
    history = history_panel(request.member, parts=lambda: profile_changes(profile, factors))
    return {"history": history if profile.pk else None, "profile": profile}


@requires(Capability.KEEP_READINESS)
def function_profile(request: MemberRequest, pk: int, function_id: int) -> HttpResponse:
    campaign = _campaign(request, pk)
    function = get_object_or_404(BusinessFunction.objects.visible_to(request.member).current(), pk=function_id)
    back = reverse("assessments:function-recommendation", args=[pk, function_id])
    try:
        profiles.hold(campaign)
    except profiles.CampaignIsClosed as refusal:
        messages.warning(request, str(refusal))
        return redirect(back)
    profile = profiles.profile_of(campaign, function)
    factors = profiles.own_factors(_rules(campaign))
    form = ProfileForm(request.POST or None, factors=factors, levels=profile.levels)
    seen = edition(request, form, profile)
    if request.method == "POST" and form.is_valid():
        profiles.save(profile, form.levels, request.member, timezone.now())
        messages.success(request, f"What is known of “{function}” is saved, and the recommendation is weighed again.")
        return redirect(back)
    conflict = profile_changes(profile, factors)[: len(seen.conflict)]
    sheet = Sheet(f"What {function} is like", back, function.name, template="assessments/recommending/profile.html")
    return show_form(request, form, sheet, campaign=campaign, version=seen.version, conflict=conflict)


@requires(Capability.KEEP_READINESS)
@require_POST
@whole_or_said
def override(request: MemberRequest, pk: int, function_id: int) -> HttpResponse:
    """A decision about the result: open to closed campaigns as well."""
    campaign = readable(request, pk)
    found = _of_function(campaign, function_id)
    one = next((it for it in found if it.question == request.POST.get("question")), found[0])
    form = OverrideForm(request.POST, one=one)
    if not (form.is_valid() and _decide(request, campaign, one, form)):
        return _page(request, campaign, found, bound=form)
    messages.success(request, f"The decision for “{one.function}” is kept beside the recommendation.")
    return redirect("assessments:function-recommendation", pk, function_id)


def _decide(request: MemberRequest, campaign: Campaign, one: Recommendation, form: OverrideForm) -> bool:
    said = form.cleaned_data
    deciding = overriding.Deciding(
        one.function_id, one.question, one.first.code, said["chosen"], said["reason"], form.seen_key
    )
    try:
        overriding.override(campaign, deciding, request.member, timezone.now())
    except overriding.NothingToDecide as refusal:
        form.add_error("chosen", str(refusal))
    except overriding.DecidedMeanwhile as refusal:
        form.add_error(None, str(refusal))
        form.now_saw(refusal.newest.pk)
    return not form.errors
