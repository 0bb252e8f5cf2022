"""One review is moved to another time, cancelled, or brought back."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from governance.forms.moving import CancelForm, MoveForm
from governance.models import Review
from governance.planning import moving
from governance.planning.invitations import when
from portal.accounts.access import MemberRequest, requires
from portal.accounts.capabilities import Capability
from portal.accounts.keeping import Sheet, edition, show_form


@requires(Capability.PLAN_REVIEWS)
def move_review(request: MemberRequest, pk: int) -> HttpResponse:
    review, now = _review(request, pk), timezone.now()
    form = MoveForm(request.POST or None, review=review, now=now)
    seen = edition(request, form, review)
    if not (request.method == "POST" and form.is_valid()):
        intro = f"It stands at {when(review)}. Those invited get the change as an update of the same event."
        sheet = Sheet(f"Move {review}", review.get_absolute_url(), review.title, "Move review", intro)
        return show_form(request, form, sheet, **seen.context())
    said = form.cleaned_data
    try:
        moving.move(review, said["starts_at"], said["minutes"], said["reason"], now)
    except moving.InvalidTransition as refusal:
        messages.warning(request, str(refusal))
    else:
        messages.success(request, f"{review} is moved to {when(review)}. The others of its series stay.")
    return redirect(review)


@requires(Capability.PLAN_REVIEWS)
def cancel_review(request: MemberRequest, pk: int) -> HttpResponse:
    review = _review(request, pk)
    form = CancelForm(request.POST or None)
    if not (request.method == "POST" and form.is_valid()):
        intro = (
            "It stays in the calendar as cancelled, with the reason, and those invited are told. It can be restored."
        )
        sheet = Sheet(f"Cancel {review}", review.get_absolute_url(), review.title, "Cancel review", intro)
        return show_form(request, form, sheet)
    try:
        moving.cancel(review, form.cleaned_data["reason"], timezone.now())
    except moving.InvalidTransition as refusal:
        messages.warning(request, str(refusal))
    else:
        messages.success(request, f"{review} is cancelled.")
    return redirect(review)


@requires(Capability.PLAN_REVIEWS)
@require_POST
def restore_review(request: MemberRequest, pk: int) -> HttpResponse:
    review = _review(request, pk)
    try:
        moving.restore(review, timezone.now())
    except moving.InvalidTransition as refusal:
        messages.warning(request, str(refusal))
    else:
        messages.success(request, f"{review} is planned again, {when(review)}.")
    return redirect(review)


def _review(request: MemberRequest, pk: int) -> Review:
    return get_object_or_404(Review.objects.visible_to(request.member).for_table(), pk=pk)
