"""Priority models: which impact and urgency make which priority. Every member may read, vendor managers keep."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from portal.accounts.access import MemberRequest, requires
from portal.accounts.capabilities import Capability
from portal.front.history import history_panel
from vendors import forms
from vendors.escalations.priority_models import NotAgreed, agree, draft_for, until_when
from vendors.models import PriorityModel, Vendor
from vendors.models.priorities import SIZES
from vendors.views.keeping import Sheet, keep, show_form
from vendors.views.rooms import rooms


@requires(Capability.BELONG)
def priority_list(request: MemberRequest) -> HttpResponse:
    """Each vendor with its versions; those who keep vendors also see which have none."""
    member = request.member
    models = list(PriorityModel.objects.visible_to(member).for_list())
    ends, today = until_when(models), timezone.localdate(timezone=member.organisation.zone)
    vendors = Vendor.objects.visible_to(member).active().order_by("name")
    rows = [
        {"vendor": vendor, "versions": [_version(one, ends, today) for one in models if one.vendor_id == vendor.pk]}
        for vendor in vendors
    ]
    may_edit = member.can(Capability.EDIT_VENDORS)
    context = {"rows": rows, "tabs": rooms(member, "priorities"), "may_edit": may_edit, "sizes": SIZES}
    return render(request, "vendors/priorities.html", context)


def _version(model: PriorityModel, ends: dict[int, Any], today: Any) -> dict[str, Any]:
    """A version with its standing: what counts today is good, what does not yet or no longer is unknown."""
    until = ends.get(model.pk)
    if model.valid_from is None:
        badge = {"tone": "watch", "word": "Draft, not agreed"}
    elif model.valid_from > today:
        badge = {"tone": "unknown", "word": "Agreed, counts later"}
    elif until is not None and until <= today:
        badge = {"tone": "unknown", "word": "Superseded"}
    else:
        badge = {"tone": "good", "word": "Agreed, counts today"}
    return {"model": model, "until": until, "badge": badge}


@requires(Capability.BELONG)
def priority_page(request: MemberRequest, pk: int) -> HttpResponse:
    member = request.member
    model = _model(request, pk)
    siblings = PriorityModel.objects.visible_to(member).of_vendor(model.vendor_id)
    today = timezone.localdate(timezone=member.organisation.zone)
    context = {
        **_version(model, until_when(siblings), today),
        "may_edit": member.can(Capability.EDIT_VENDORS),
        "may_see_vendors": member.can(Capability.VIEW_VENDORS),
        "history": history_panel(member, model),
    }
    return render(request, "vendors/priority_model.html", context)


def _model(request: MemberRequest, pk: int) -> PriorityModel:
    return get_object_or_404(PriorityModel.objects.visible_to(request.member).select_related("vendor"), pk=pk)


@requires(Capability.EDIT_VENDORS)
@require_POST
def new_version(request: MemberRequest, pk: int) -> HttpResponse:
    """Begin a draft: a copy of the newest version, or a sketch of the size that was asked for."""
    vendor = get_object_or_404(Vendor.objects.visible_to(request.member), pk=pk)
    size = 4 if request.POST.get("size") == "4" else 3
    return redirect("vendors:edit-priority-model", pk=draft_for(vendor, size).pk)


@requires(Capability.EDIT_VENDORS)
def edit_model(request: MemberRequest, pk: int) -> HttpResponse:
    model = _model(request, pk)
    if model.is_agreed:
        messages.info(request, "An agreed model stays as it was. Begin a new version to change it.")
        return redirect(model)
    title = f"Priority model of {model.vendor}, version {model.number}"
    sheet = Sheet(title, model.get_absolute_url(), f"Version {model.number}", template="vendors/priority_form.html")
    return keep(request, forms.PriorityModelForm(request.POST or None, instance=model), sheet)


@requires(Capability.EDIT_VENDORS)
def agree_model(request: MemberRequest, pk: int) -> HttpResponse:
    model = _model(request, pk)
    today = timezone.localdate(timezone=request.member.organisation.zone)
    form = forms.AgreeForm(request.POST or None, initial={"client": str(request.member.person), "valid_from": today})
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            agree(model, said["client"], said["provider"], valid_from=said["valid_from"], today=today)
        except NotAgreed as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, f"Version {model.number} is agreed and stays as it is.")
            return redirect(model)
    intro = "Both sides have agreed on this version. It cannot be edited afterwards; a new version supersedes it."
    sheet = Sheet(f"Agree on {model}", model.get_absolute_url(), f"Version {model.number}", "Record agreement", intro)
    return show_form(request, form, sheet)


@requires(Capability.EDIT_VENDORS)
@require_POST
def remove_draft(request: MemberRequest, pk: int) -> HttpResponse:
    model = _model(request, pk)
    if PriorityModel.objects.visible_to(request.member).drafts().of_vendor(model.vendor_id).discard(pk):
        messages.success(request, f"The draft of version {model.number} is discarded.")
    else:
        messages.info(request, "An agreed model stays. Begin a new version to supersede it.")
    return redirect(reverse("vendors:priorities"))
