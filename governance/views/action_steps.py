"""What is done to an action from its page: stages, causes, entries, "Done", a new owner, judgement."""

from collections.abc import Callable

from django import forms as django_forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from governance.actions import judging, working
from governance.actions.owning import may_judge, may_work_on, refuse_who_may_not_judge
from governance.actions.refusals import ActionRefused, OvertakenMeanwhile
from governance.forms import actions as forms
from governance.models import Action, Stage
from governance.views.actions import found, show
from portal.accounts.access import MemberRequest, requires
from portal.accounts.capabilities import Capability
from portal.accounts.keeping import Sheet, edition, show_form

Refused = (ActionRefused, OvertakenMeanwhile)


def _carry_out(request: MemberRequest, row: Action, act: Callable[[], object], success: str) -> HttpResponse:
    """For steps that carry no text: what is refused is said on the page."""
    try:
        act()
    except Refused as refusal:
        messages.warning(request, str(refusal))
    else:
        messages.success(request, success)
    return redirect(row)


def _take(
    request: MemberRequest, row: Action, named: tuple[str, django_forms.Form], act: Callable[[], object], success: str
) -> HttpResponse:
    """For steps that carry text: what is refused stands at the form, with all that was entered."""
    name, form = named
    if form.is_valid():
        try:
            act()
        except Refused as refusal:
            field = getattr(refusal, "field", "")
            form.add_error(field if field in form.fields else None, str(refusal))
        else:
            messages.success(request, success)
            return redirect(row)
    return show(request, row, **{name: form})


@requires(Capability.ACT)
@require_POST
def move_stage(request: MemberRequest, pk: int) -> HttpResponse:
    row, form = found(request, pk), forms.StageForm(request.POST)
    if not form.is_valid():
        messages.warning(request, "There is no such stage.")
        return redirect(row)
    said = form.cleaned_data
    return _carry_out(
        request,
        row,
        lambda: working.move_stage(row, said["seen"], said["stage"], request.member),
        f"It stands at “{Stage(said['stage']).label}” now.",
    )


@requires(Capability.ACT)
def explain(request: MemberRequest, pk: int) -> HttpResponse:
    """The five whys; two who write them at once see both versions."""
    row = found(request, pk)
    if not may_work_on(row, request.member) or row.closed_at is not None:
        messages.warning(request, f"The causes are written by {row.owner_name}, who owns it, while it is open.")
        return redirect(row)
    form = forms.WhysForm(request.POST or None, instance=row)
    seen = edition(request, form, row)
    if request.method == "POST" and form.is_valid():
        whys, cause = form.cleaned_data["whys"], form.cleaned_data["root_cause"]
        return _carry_out(
            request, row, lambda: working.explain(row, whys, cause, request.member), "The causes are saved."
        )
    intro = "Begin with what happened. Each line answers the one before it."
    return show_form(
        request, form, Sheet("Five whys", row.get_absolute_url(), row.title, "Save", intro), **seen.context()
    )


@requires(Capability.ACT)
@require_POST
def add_entry(request: MemberRequest, pk: int) -> HttpResponse:
    row = found(request, pk)
    form = forms.EntryForm(request.POST, action=row, member=request.member)
    if not form.is_valid():
        return show(request, row, entry_form=form)
    said = form.cleaned_data
    entry = working.say(row, said["text"], said.get("visibility", ""), request.member, timezone.now())
    return redirect(f"{row.get_absolute_url()}#entry-{entry.pk}")


@requires(Capability.ACT)
@require_POST
def complete(request: MemberRequest, pk: int) -> HttpResponse:
    row, form = found(request, pk), forms.DoneForm(request.POST)
    return _take(
        request,
        row,
        ("done_form", form),
        lambda: working.complete(row, form.cleaned_data["evidence"], request.member, timezone.now()),
        "Done. The proof follows.",
    )


@requires(Capability.VIEW_ACTIONS)
@require_POST
def judge(request: MemberRequest, pk: int) -> HttpResponse:
    row, form = found(request, pk), forms.JudgeForm(request.POST)
    if not may_judge(row, request.member):
        return _carry_out(request, row, lambda: refuse_who_may_not_judge(row, request.member), "")
    return _take(
        request,
        row,
        ("judge_form", form),
        lambda: judging.judge(row, form.judgement(), request.member, timezone.now()),
        "The judgement is kept with the figures of today.",
    )


@requires(Capability.KEEP_ACTIONS)
@require_POST
def hand_over(request: MemberRequest, pk: int) -> HttpResponse:
    row = found(request, pk)
    form = forms.OwnerForm(request.POST, action=row)
    return _take(
        request,
        row,
        ("owner_form", form),
        lambda: working.hand_over(row, form.cleaned_data["seen"], form.cleaned_data["owner"]),
        "The action has a new owner.",
    )


@requires(Capability.KEEP_ACTIONS)
@require_POST
def cancel(request: MemberRequest, pk: int) -> HttpResponse:
    row, form = found(request, pk), forms.CancelForm(request.POST)
    return _take(
        request,
        row,
        ("cancel_form", form),
        lambda: working.cancel(row, form.cleaned_data["reason"], request.member, timezone.now()),
        "The action is cancelled.",
    )
