"""The page of a contract, and what is kept with it: functions, sites, fees, obligations."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from portal.accounts.access import MemberRequest, requires
from portal.accounts.capabilities import Capability
from portal.front.history import history_panel
from portal.ledger.history import Change, changes_among
from vendors import forms
from vendors.contracts.page import cards
from vendors.contracts.reading import Reading
from vendors.models import Attestation, Contract, ContractFunction, ContractSite, Document, FeePeriod, Obligation
from vendors.models.duties import AlreadyDone
from vendors.views.keeping import Sheet, keep

PARTS: dict[str, tuple[Any, Any, str]] = {
    "functions": (ContractFunction, forms.ContractFunctionForm, "function"),
    "sites": (ContractSite, forms.ContractSiteForm, "site"),
    "fees": (FeePeriod, forms.FeePeriodForm, "fee"),
    "obligations": (Obligation, forms.ObligationForm, "obligation"),
}
"""What a contract keeps lists of, by the word in the address: model, form, name."""


@requires(Capability.VIEW_VENDORS)
def contract_page(request: MemberRequest, pk: int) -> HttpResponse:
    member = request.member
    contract = get_object_or_404(Contract.objects.visible_to(member).for_page(), pk=pk)
    may_edit = member.can(Capability.EDIT_VENDORS)
    today = timezone.localdate(timezone=member.organisation.zone)
    context = {
        "contract": contract,
        "may_edit": may_edit,
        "cards": cards(Reading(contract, member, today, may_edit)),
        "history": history_panel(member, contract, parts=lambda: _changes_of_parts(contract)),
    }
    return render(request, "vendors/contract.html", context)


def _changes_of_parts(contract: Contract) -> list[Change]:
    models = [*(model for model, _, _ in PARTS.values()), Document]
    return [change for model in models for change in changes_among(model, contract_id=contract.pk)]


@requires(Capability.EDIT_VENDORS)
def add_part(request: MemberRequest, pk: int, what: str) -> HttpResponse:
    contract = get_object_or_404(Contract.objects.visible_to(request.member), pk=pk)
    model, form_class, name = PARTS[what]
    row = model(organisation=request.member.organisation, vendor_id=contract.vendor_id, contract=contract)
    form = form_class(request.POST or None, instance=row)
    return keep(request, form, sheet_of(contract, what, f"Add a {name}", f"Add {name}"))


@requires(Capability.EDIT_VENDORS)
def edit_part(request: MemberRequest, what: str, pk: int) -> HttpResponse:
    model, form_class, name = PARTS[what]
    row = get_object_or_404(model.objects.visible_to(request.member).select_related("contract"), pk=pk)
    form = form_class(request.POST or None, instance=row)
    return keep(request, form, sheet_of(row.contract, what, f"Edit {name} {row}"))


@requires(Capability.EDIT_VENDORS)
@require_POST
def remove_part(request: MemberRequest, what: str, pk: int) -> HttpResponse:
    rows = PARTS[what][0].objects.visible_to(request.member).select_related("contract")
    row = get_object_or_404(rows.open() if what == "obligations" else rows, pk=pk)
    row.delete()
    messages.success(request, f"{row} is removed. The history keeps the entry.")
    return redirect(f"{row.contract.get_absolute_url()}#{what}")


@requires(Capability.EDIT_VENDORS)
@require_POST
def remove_attestation(request: MemberRequest, pk: int) -> HttpResponse:
    attestation = get_object_or_404(Attestation.objects.visible_to(request.member).select_related("vendor"), pk=pk)
    attestation.delete()
    messages.success(request, f"{attestation} is removed. The history keeps the entry.")
    return redirect(f"{attestation.vendor.get_absolute_url()}#attestations")


@requires(Capability.EDIT_VENDORS)
def complete_obligation(request: MemberRequest, pk: int) -> HttpResponse:
    rows = Obligation.objects.visible_to(request.member).select_related("contract")
    owed = get_object_or_404(rows, pk=pk)
    sheet = sheet_of(owed.contract, "obligations", f"{owed} is done", "Report as done", _what_follows(owed))
    today = timezone.localdate(timezone=request.member.organisation.zone)
    form = forms.ObligationDoneForm(request.POST or None, instance=owed, initial={"done_on": owed.done_on or today})
    try:
        return keep(request, form, sheet)
    except AlreadyDone as done:
        messages.error(request, str(done))
        return redirect(sheet.back_url)


def _what_follows(owed: Obligation) -> str:
    return "The next one of the series is entered." if owed.every_months and owed.done_on is None else ""


def sheet_of(contract: Contract, what: str, title: str, button: str = "Save", consequence: str = "") -> Sheet:
    """The sheet of a form that returns to a card of the contract's page."""
    back = f"{contract.get_absolute_url()}#{what}"
    return Sheet(title, back, contract.reference, button, consequence=consequence)
