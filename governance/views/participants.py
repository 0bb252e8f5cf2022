"""Who takes part in a series: added, given another part, made chair, taken off."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from governance.forms.series import PartForm, ParticipantForm
from governance.models import Participant, ReviewSeries
from governance.planning import participating
from portal.accounts.access import MemberRequest, requires
from portal.accounts.capabilities import Capability
from portal.accounts.keeping import Sheet, edition, show_form


@requires(Capability.PLAN_REVIEWS)
def add_participant(request: MemberRequest, pk: int) -> HttpResponse:
    series = get_object_or_404(ReviewSeries.objects.visible_to(request.member).for_table(), pk=pk)
    new = Participant(organisation=request.member.organisation, vendor=series.vendor, series=series)
    form = ParticipantForm(request.POST or None, instance=new)
    if request.method == "POST" and form.is_valid():
        participating.join(form.save(commit=False), timezone.now())
        messages.success(request, f"{new} takes part, and is invited to the reviews of the next 60 days.")
        return redirect(series)
    intro = "Both sides see who takes part. Members of our side and of the provider, or guests without an account."
    back = series.get_absolute_url()
    return show_form(
        request, form, Sheet(f"Add a participant to {series}", back, series.title, "Add participant", intro)
    )


@requires(Capability.PLAN_REVIEWS)
def edit_participant(request: MemberRequest, pk: int) -> HttpResponse:
    participant = _participant(request, pk)
    series = participant.series
    form = PartForm(request.POST or None, instance=participant)
    seen = edition(request, form, participant)
    if not (request.method == "POST" and form.is_valid()):
        sheet = Sheet(f"The part of {participant}", series.get_absolute_url(), series.title, "Save part")
        return show_form(request, form, sheet, **seen.context())
    try:
        participating.change(form.save(commit=False))
    except participating.NeedsChair as refusal:
        messages.warning(request, str(refusal))
    else:
        messages.success(request, f"{participant}: {participant.get_part_display().lower()}.")
    return redirect(series)


@requires(Capability.PLAN_REVIEWS)
@require_POST
def make_chair(request: MemberRequest, pk: int) -> HttpResponse:
    participant = _participant(request, pk)
    try:
        participating.make_chair(participant)
    except participating.NeedsChair as refusal:
        messages.warning(request, str(refusal))
    else:
        messages.success(request, f"{participant} chairs the series.")
    return redirect(participant.series)


@requires(Capability.PLAN_REVIEWS)
@require_POST
def remove_participant(request: MemberRequest, pk: int) -> HttpResponse:
    participant = _participant(request, pk)
    series = participant.series
    try:
        participating.leave(participant, timezone.now())
    except participating.NeedsChair as refusal:
        messages.warning(request, str(refusal))
    else:
        messages.success(request, f"{participant} does not take part any more; coming invitations are cancelled.")
    return redirect(series)


def _participant(request: MemberRequest, pk: int) -> Participant:
    visible = Participant.objects.visible_to(request.member).with_people().with_series()
    return get_object_or_404(visible, pk=pk)
