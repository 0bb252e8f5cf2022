"""The credit terms of a contract: all versions, starting new ones, changing those that computed nothing yet."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from portal.accounts.access import MemberRequest, requires
from portal.accounts.capabilities import Capability
from portal.accounts.keeping import CONFLICT
from portal.front.history import history_panel
from portal.ledger.history import changes_among, version_of
from vendors.credits.reading import pool_sums, shortcomings
from vendors.credits.versions import allocate, start_terms
from vendors.forms.credits import AllocationGrid, CreditTermsForm
from vendors.levels.verdicts import promise_of
from vendors.models import Contract, CreditAllocation, CreditTerms, ServiceLevel


@requires(Capability.VIEW_VENDORS)
def terms_page(request: MemberRequest, pk: int) -> HttpResponse:
    contract = _contract(request, pk)
    versions = list(CreditTerms.objects.visible_to(request.member).of_contract(contract).for_table())
    context = {
        "contract": contract,
        "versions": [_version(terms) for terms in versions],
        "may_edit": request.member.can(Capability.EDIT_VENDORS),
        "history": history_panel(
            request.member, *versions, parts=lambda: changes_among(CreditAllocation, terms__contract=contract)
        ),
    }
    return render(request, "vendors/credits/terms.html", context)


def _version(terms: CreditTerms) -> dict[str, Any]:
    rows = list(terms.allocations.all())
    return {"terms": terms, "rows": rows, "sums": pool_sums(rows), "wrong": shortcomings(terms, rows)}


@requires(Capability.EDIT_VENDORS)
def add_terms(request: MemberRequest, pk: int) -> HttpResponse:
    """New terms from a day on, filled in as the newest ones are."""
    contract = _contract(request, pk)
    newest = CreditTerms.objects.of_contract(contract).with_allocations().first()
    terms = CreditTerms(organisation_id=contract.organisation_id, vendor_id=contract.vendor_id, contract=contract)
    return _keep(request, terms, newest)


@requires(Capability.EDIT_VENDORS)
def edit_terms(request: MemberRequest, pk: int) -> HttpResponse:
    """Change terms that computed nothing yet; the others send to new ones."""
    visible = CreditTerms.objects.visible_to(request.member).select_related("contract__vendor")
    terms = get_object_or_404(visible.with_allocations(), pk=pk)
    if terms.credits.exists():
        messages.warning(request, "Credits were computed with these terms, so they stay. Start new ones from a day on.")
        return redirect(terms)
    return _keep(request, terms, terms)


def _keep(request: MemberRequest, terms: CreditTerms, like: CreditTerms | None) -> HttpResponse:
    """Show the form with its grid, and save both when they add up."""
    version = version_of(terms)
    form = CreditTermsForm(request.POST or None, instance=terms, initial=_initial(terms, like))
    stored = list(like.allocations.all()) if like else []
    grid = AllocationGrid(request.POST or None, _levels(terms.contract), stored)
    if request.method == "POST" and _is_right(form, grid, request.POST.get("row_version", ""), version):
        try:
            _save(form, grid)
        except ValidationError as refused:
            form.add_error("valid_from", refused)
        else:
            messages.success(request, f"Credit terms from {form.instance.valid.lower:%-d %b %Y} on are saved.")
            return redirect(terms)
    return _show(request, form, grid, version)


def _is_right(form: CreditTermsForm, grid: AllocationGrid, seen: str, version: int) -> bool:
    """Whether form and grid can be saved: each by itself, both together, and nobody else saved meanwhile."""
    valid = form.is_valid()
    if not grid.is_valid() or not valid:
        return False
    if seen.isdecimal() and seen != str(version):
        form.add_error(None, CONFLICT)
        return False
    return grid.adds_up(form.instance)


@transaction.atomic
def _save(form: CreditTermsForm, grid: AllocationGrid) -> None:
    if form.instance.pk is None:
        start_terms(form.instance, grid.allocations(form.instance))
    else:
        allocate(form.save(), grid.allocations(form.instance))


def _show(request: MemberRequest, form: CreditTermsForm, grid: AllocationGrid, version: int) -> HttpResponse:
    wrong = bool(form.is_bound and (form.errors or grid.has_errors))
    context = {
        "form": form,
        "grid": grid,
        "version": version,
        "contract": form.instance.contract,
        "sums": pool_sums(grid.entered(form.instance)),
    }
    return render(request, "vendors/credits/terms_form.html", context, status=422 if wrong else 200)


def _initial(terms: CreditTerms, like: CreditTerms | None) -> dict[str, Any]:
    """What new terms start with: the newest ones, from the first of next month on."""
    if terms.pk or like is None:
        return {} if terms.pk else {"valid_from": terms.contract.starts_on}
    return {**CreditTermsForm(instance=like).initial, "valid_from": _next_month(terms.contract), "valid_to": None}


def _next_month(contract: Contract) -> date:
    today = timezone.localdate(timezone=contract.organisation.zone)
    return date(today.year + today.month // 12, today.month % 12 + 1, 1)


def _levels(contract: Contract) -> list[ServiceLevel]:
    """One row per promise: its newest version."""
    rows = (
        ServiceLevel.objects.of_contract(contract).select_related("service").order_by("service__name", "code", "valid")
    )
    return list({promise_of(level): level for level in rows}.values())


def _contract(request: MemberRequest, pk: int) -> Contract:
    return get_object_or_404(Contract.objects.visible_to(request.member).select_related("vendor"), pk=pk)
