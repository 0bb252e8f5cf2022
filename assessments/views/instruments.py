"""Instruments as they are read: the list, one version, its file; and the copy with which adapting begins."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from assessments.forms.instruments import AdaptForm
from assessments.instruments import adapting, pages
from assessments.instruments.library import CODES, instrument_of, lay_out
from assessments.instruments.shaping import as_yaml
from assessments.instruments.telling import compare
from assessments.models import InstrumentDraft, InstrumentVersion
from governance.views.readiness_rooms import rooms
from portal.accounts.access import MemberRequest, requires
from portal.accounts.capabilities import Capability
from portal.accounts.keeping import Sheet, show_form


@requires(Capability.VIEW_RESULTS)
def instrument_list(request: MemberRequest) -> HttpResponse:
    """An organisation that does not hold the newest shipped versions yet gets them here, when a keeper looks."""
    member = request.member
    if member.can(Capability.KEEP_READINESS):
        lay_out(member.organisation_id, timezone.now())
    versions = list(InstrumentVersion.objects.visible_to(member).for_table())
    context = {
        "tabs": rooms(member, "assessments"),
        "families": pages.families(versions),
        "drafts": InstrumentDraft.objects.visible_to(member).for_table(),
        "may_adapt": member.can(Capability.KEEP_READINESS),
    }
    return render(request, "assessments/instruments/list.html", context)


@requires(Capability.VIEW_RESULTS)
def instrument_page(request: MemberRequest, pk: int) -> HttpResponse:
    version = _version(request, pk)
    instrument = instrument_of(version)
    before = version.came_after()
    context = {
        "version": version,
        "before": before,
        "compared": None if before is None else compare(instrument_of(before), instrument),
        "used_in": version.campaigns.for_table(),
        "may_adapt": request.member.can(Capability.KEEP_READINESS),
        "is_shipped": version.code in CODES,
        **pages.whole(instrument),
    }
    return render(request, "assessments/instruments/version.html", context)


def _version(request: MemberRequest, pk: int) -> InstrumentVersion:
    return get_object_or_404(InstrumentVersion.objects.visible_to(request.member).select_related("based_on"), pk=pk)


@requires(Capability.VIEW_RESULTS)
def instrument_file(request: MemberRequest, pk: int) -> HttpResponse:
    """As YAML, to be read, changed and given back to a draft."""
    version = _version(request, pk)
    return yaml_answer(as_yaml(instrument_of(version)), f"{version.code}-{version.number}.yaml")


def yaml_answer(text: str, name: str) -> HttpResponse:
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(text, content_type="application/yaml; charset=utf-8", headers=headers)


@requires(Capability.KEEP_READINESS)
def adapt_instrument(request: MemberRequest, pk: int) -> HttpResponse:
    base = _version(request, pk)
    form = AdaptForm(request.POST or None, base=base, member=request.member)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        draft = adapting.start(request.member, base, said["code"], said["title"], timezone.now())
        return redirect(draft)
    intro = (
        "A draft begins as a copy. Nobody is asked with it until you make a version of it; the version that it was "
        "copied from, and every assessment made with that, stay as they are."
    )
    sheet = Sheet(f"Adapt {base}", base.get_absolute_url(), str(base), "Start draft", intro)
    return show_form(request, form, sheet)
