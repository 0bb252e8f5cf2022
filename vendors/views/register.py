"""Vendors and what belongs to one vendor: contacts, contracts, services, levels, groups."""

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.db.models import Count, QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from portal import formats
from portal.accounts.access import MemberRequest, requires
from portal.accounts.capabilities import Capability
from portal.front.history import history_panel
from portal.ledger.history import changes_among
from vendors import forms
from vendors.contracts.page import attestation_rows
from vendors.levels.promises import figure, promise, scope
from vendors.models import Attestation, Contact, Contract, Outage, Reminder, Service, ServiceLevel, SupportGroup, Vendor
from vendors.validity import last_day
from vendors.views.keeping import JUDGED_AGAIN, Record, Sheet, keep, show_record
from vendors.views.rooms import rooms

OUTAGES_SHOWN = 10


@requires(Capability.VIEW_VENDORS)
def vendor_list(request: MemberRequest) -> HttpResponse:
    vendors = Vendor.objects.visible_to(request.member).for_table(timezone.localdate())
    words = request.GET.get("q", "").strip()
    if words:
        vendors = vendors.named(words)
    may_edit = request.member.can(Capability.EDIT_VENDORS)
    context = {
        "vendors": vendors,
        "q": words,
        "may_edit": may_edit,
        "reminders": Reminder.objects.visible_to(request.member).open().count(),
        "tabs": rooms(request.member, "vendors"),
    }
    return render(request, "vendors/list.html", context)


@requires(Capability.VIEW_VENDORS)
def vendor_page(request: MemberRequest, pk: int) -> HttpResponse:
    vendor = get_object_or_404(Vendor.objects.visible_to(request.member), pk=pk)
    may_edit = request.member.can(Capability.EDIT_VENDORS)
    today = timezone.localdate(timezone=request.member.organisation.zone)
    context = {
        "vendor": vendor,
        "may_edit": may_edit,
        "tabs": tabs(vendor, "register"),
        "add_urls": {w: reverse("vendors:add-belonging", args=[pk, w]) for w in BELONGINGS} if may_edit else {},
        "history": history_panel(request.member, vendor, parts=lambda: changes_among(Attestation, vendor_id=pk)),
        "attestations": attestation_rows(list(vendor.attestations.with_documents(request.member).for_table()), today),
        **_belongings(vendor),
    }
    return render(request, "vendors/vendor.html", context)


def tabs(vendor: Vendor, current: str) -> list[dict[str, Any]]:
    """The sides of a vendor's page: what it did, what is registered about it, to whom one goes."""
    addresses = {
        "performance": reverse("reporting:vendor", args=[vendor.pk]),
        "register": vendor.get_absolute_url(),
        "escalation": reverse("vendors:escalation-matrix", args=[vendor.pk]),
    }
    return [{"label": k.capitalize(), "url": url, "current": k == current} for k, url in addresses.items()]


def _belongings(vendor: Vendor) -> dict[str, QuerySet[Any]]:
    return {
        "contracts": vendor.contracts.all(),
        "services": vendor.services.select_related("contract").annotate(level_count=Count("levels")),
        "contacts": vendor.contacts.all(),
        "levels": vendor.levels.for_table(),
        "groups": vendor.groups.for_table(),
        "outages": vendor.outages.for_table()[:OUTAGES_SHOWN],
    }


@requires(Capability.EDIT_VENDORS)
def add_vendor(request: MemberRequest) -> HttpResponse:
    vendor = Vendor(organisation=request.member.organisation)
    form = forms.VendorForm(request.POST or None, instance=vendor)
    if request.method == "POST" and form.is_valid():
        vendor = form.save()
        messages.success(request, f"{vendor} is added. Next: its contract, its services and its support groups.")
        return redirect(vendor)
    return keep(request, form, Sheet("Add a vendor", "/vendors/", "Vendors", "Add vendor"))


@requires(Capability.EDIT_VENDORS)
def edit_vendor(request: MemberRequest, pk: int) -> HttpResponse:
    vendor = get_object_or_404(Vendor.objects.visible_to(request.member), pk=pk)
    return keep(request, forms.VendorForm(request.POST or None, instance=vendor), _sheet(vendor, f"Edit {vendor}"))


BELONGINGS: dict[str, tuple[Any, Any, str]] = {
    "contacts": (Contact, forms.ContactForm, "contact"),
    "contracts": (Contract, forms.ContractForm, "contract"),
    "services": (Service, forms.ServiceForm, "service"),
    "levels": (ServiceLevel, forms.ServiceLevelForm, "service level"),
    "groups": (SupportGroup, forms.SupportGroupForm, "support group"),
    "attestations": (Attestation, forms.AttestationForm, "attestation"),
    "outages": (Outage, forms.OutageForm, "outage"),
}
"""What a vendor page keeps lists of, by the word in the address: model, form, name."""


@requires(Capability.EDIT_VENDORS)
def add_belonging(request: MemberRequest, pk: int, what: str) -> HttpResponse:
    vendor = get_object_or_404(Vendor.objects.visible_to(request.member), pk=pk)
    model, form_class, name = BELONGINGS[what]
    row = model(organisation=request.member.organisation, vendor=vendor)
    if what == "contracts":
        row.currency = request.member.organisation.currency
    form = form_class(request.POST or None, instance=row)
    return keep(request, form, _sheet(vendor, f"Add a {name}", f"Add {name}", _consequence(what)))


@requires(Capability.EDIT_VENDORS)
def edit_belonging(request: MemberRequest, what: str, pk: int) -> HttpResponse:
    model, form_class, name = BELONGINGS[what]
    row = get_object_or_404(model.objects.visible_to(request.member).select_related("vendor"), pk=pk)
    form = form_class(request.POST or None, instance=row)
    return keep(request, form, _sheet(row.vendor, f"Edit {name} {row}", consequence=_consequence(what)))


@requires(Capability.EDIT_VENDORS)
@require_POST
def remove_contact(request: MemberRequest, pk: int) -> HttpResponse:
    contact = get_object_or_404(Contact.objects.visible_to(request.member), pk=pk)
    contact.delete()
    messages.success(request, f"{contact.name} is removed. The history keeps the entry.")
    return redirect(contact.vendor)


@requires(Capability.VIEW_VENDORS)
def service_page(request: MemberRequest, pk: int) -> HttpResponse:
    service = get_object_or_404(Service.objects.visible_to(request.member).for_table(), pk=pk)
    context = {
        "service": service,
        "may_edit": request.member.can(Capability.EDIT_VENDORS),
        "levels": service.levels.for_table(),
        "groups": service.groups.for_table(),
        "history": history_panel(request.member, service),
    }
    return render(request, "vendors/service.html", context)


@requires(Capability.VIEW_VENDORS)
def group_page(request: MemberRequest, pk: int) -> HttpResponse:
    """From when to when a group of the ticket system belonged to its vendor."""
    group = get_object_or_404(SupportGroup.objects.visible_to(request.member).for_table(), pk=pk)
    last = last_day(group.valid)
    said = {
        "Vendor": group.vendor.name,
        "Service": group.service.name if group.service else "",
        "Valid": f"{formats.day(group.valid.lower)} – {formats.day(last) if last else 'further notice'}",
    }
    tickets_url = f"{reverse('tickets:list')}?{urlencode({'group': group.name})}"
    back = (group.vendor.get_absolute_url(), group.vendor.name)
    return show_record(request, group, Record(group.name, *back, said, _edit_url(request, "groups", pk), tickets_url))


@requires(Capability.VIEW_VENDORS)
def outage_page(request: MemberRequest, pk: int) -> HttpResponse:
    """From when to when a service was down, and why."""
    outages = Outage.objects.visible_to(request.member).select_related("vendor", "service")
    outage = get_object_or_404(outages, pk=pk)
    zone = request.member.organisation.zone
    said = {
        "Service": outage.service.name,
        "From": formats.instant(outage.starts_at, zone),
        "Until": formats.instant(outage.ends_at, zone) if outage.ends_at else "It lasts",
        "Cause": outage.cause,
        "Reference": outage.reference,
    }
    back = (outage.vendor.get_absolute_url(), outage.vendor.name)
    title = f"Outage of {outage.service.name}"
    return show_record(request, outage, Record(title, *back, said, _edit_url(request, "outages", pk)))


@requires(Capability.VIEW_VENDORS)
def contact_page(request: MemberRequest, pk: int) -> HttpResponse:
    contact = get_object_or_404(Contact.objects.visible_to(request.member).select_related("vendor"), pk=pk)
    said = {
        "Side": contact.get_side_display(),
        "Job title": contact.job_title,
        "E-mail": contact.email,
        "Phone": contact.phone,
    }
    back = (contact.vendor.get_absolute_url(), contact.vendor.name)
    return show_record(request, contact, Record(contact.name, *back, said, _edit_url(request, "contacts", pk)))


def _edit_url(request: MemberRequest, what: str, pk: int) -> str:
    return reverse("vendors:edit-belonging", args=[what, pk]) if request.member.can(Capability.EDIT_VENDORS) else ""


@requires(Capability.VIEW_VENDORS)
def level_page(request: MemberRequest, pk: int) -> HttpResponse:
    level = get_object_or_404(ServiceLevel.objects.visible_to(request.member).for_table(), pk=pk)
    context = {
        "level": level,
        "said": _said_of(level),
        "may_edit": request.member.can(Capability.EDIT_VENDORS),
        "history": history_panel(request.member, level),
    }
    return render(request, "vendors/level.html", context)


def _said_of(level: ServiceLevel) -> dict[str, str]:
    low = level.get_low_volume_display().lower()
    minimum = figure(level, level.minimum)
    return {
        "Promise": promise(level),
        "Applies to": scope(level),
        "Minimum level": minimum if level.minimum is not None else "None: every miss is a miss of the expected level",
        "Tickets counted": level.get_counts_by_display(),
        "Clock pauses in": ", ".join(level.pausing_states) or "no state",
        "Minimum volume": f"{formats.counted(level.minimum_volume, 'ticket')}; below it {low}",
        "Tolerance": f"{figure(level, level.tolerance)} between the reported and the measured figure",
    }


def _consequence(what: str) -> str:
    if what == "outages":
        return "The availability of its months is measured again within a few minutes."
    return JUDGED_AGAIN if what in ("levels", "groups") else ""


def _sheet(vendor: Vendor, title: str, button: str = "Save", consequence: str = "") -> Sheet:
    return Sheet(title, vendor.get_absolute_url(), vendor.name, button, consequence=consequence)
