"""Calendars and sites: what the organisation keeps for all of its vendors."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from portal import formats
from portal.accounts.access import MemberRequest, requires
from portal.accounts.capabilities import Capability
from portal.front.history import history_panel
from portal.ledger.history import Change, changes_among
from vendors import forms
from vendors.calendar_versions import import_holidays, start_version
from vendors.models import Calendar, CalendarVersion, Holiday, OpeningHours, Site
from vendors.views.keeping import JUDGED_AGAIN, Record, Sheet, keep, show_form, show_record
from vendors.weekly_hours import write_hours


@requires(Capability.VIEW_SETTINGS)
def site_list(request: MemberRequest) -> HttpResponse:
    sites = Site.objects.visible_to(request.member)
    return render(request, "vendors/sites.html", {"sites": sites, "may_edit": _may_edit(request)})


def _may_edit(request: MemberRequest) -> bool:
    return request.member.can(Capability.EDIT_SETTINGS)


@requires(Capability.EDIT_SETTINGS)
def add_site(request: MemberRequest) -> HttpResponse:
    site = Site(organisation=request.member.organisation)
    sheet = Sheet("Add a site", reverse("sites"), "Sites", "Add site")
    return keep(request, forms.SiteForm(request.POST or None, instance=site), sheet)


@requires(Capability.VIEW_SETTINGS)
def site_page(request: MemberRequest, pk: int) -> HttpResponse:
    site = get_object_or_404(Site.objects.visible_to(request.member), pk=pk)
    said = {
        "Name in the ticket system": site.name_in_tickets,
        "Country": site.country,
        "People": formats.thousands(site.headcount),
    }
    edit_url = reverse("edit-site", args=[pk]) if _may_edit(request) else ""
    tickets_url = f"{reverse('tickets:list')}?site={pk}"
    return show_record(request, site, Record(site.name, reverse("sites"), "Sites", said, edit_url, tickets_url))


@requires(Capability.EDIT_SETTINGS)
def edit_site(request: MemberRequest, pk: int) -> HttpResponse:
    site = get_object_or_404(Site.objects.visible_to(request.member), pk=pk)
    sheet = Sheet(f"Edit {site}", reverse("sites"), "Sites")
    return keep(request, forms.SiteForm(request.POST or None, instance=site), sheet)


@requires(Capability.VIEW_SETTINGS)
def calendar_list(request: MemberRequest) -> HttpResponse:
    calendars = Calendar.objects.visible_to(request.member).with_versions()
    return render(request, "vendors/calendars.html", {"calendars": calendars, "may_edit": _may_edit(request)})


@requires(Capability.VIEW_VENDORS)
def calendar_page(request: MemberRequest, pk: int) -> HttpResponse:
    calendar = get_object_or_404(Calendar.objects.visible_to(request.member).with_versions(), pk=pk)
    versions = sorted(calendar.versions.all(), key=lambda v: -v.number)
    context = {
        "calendar": calendar,
        "versions": versions,
        "levels": calendar.levels.visible_to(request.member).for_table(),
        "may_edit": _may_edit(request),
        "may_list": request.member.can(Capability.VIEW_SETTINGS),
        "history": history_panel(request.member, calendar, parts=lambda: _changes_of_hours(calendar)),
    }
    return render(request, "vendors/calendar.html", context)


def _changes_of_hours(calendar: Calendar) -> list[Change]:
    """What happened to its versions, their hours and their holidays."""
    parts = [
        changes_among(CalendarVersion, calendar=calendar),
        changes_among(OpeningHours, version__calendar=calendar),
        changes_among(Holiday, version__calendar=calendar),
    ]
    return [change for changes in parts for change in changes]


@requires(Capability.EDIT_SETTINGS)
def add_calendar(request: MemberRequest) -> HttpResponse:
    organisation = request.member.organisation
    calendar = Calendar(organisation=organisation, timezone=organisation.timezone)
    form = forms.CalendarForm(request.POST or None, instance=calendar)
    if request.method == "POST" and form.is_valid():
        form.save()
        return redirect("new-calendar-version", pk=calendar.pk)
    return show_form(request, form, Sheet("Add a calendar", reverse("calendars"), "Calendars", "Continue to hours"))


@requires(Capability.EDIT_SETTINGS)
def new_version(request: MemberRequest, pk: int) -> HttpResponse:
    calendar = get_object_or_404(Calendar.objects.visible_to(request.member).with_versions(), pk=pk)
    form = forms.CalendarVersionForm(request.POST or None, hours=_hours_now(calendar))
    if request.method == "POST" and form.is_valid():
        try:
            start_version(calendar, form.cleaned_data["valid_from"], form.intervals(), form.cleaned_data["reason"])
        except ValidationError as refusal:
            form.add_error("valid_from", refusal)
        else:
            since = f"{form.cleaned_data['valid_from']:%-d %b %Y}"
            messages.success(request, f"{calendar} has new hours from {since}. {JUDGED_AGAIN}")
            return redirect(calendar)
    title = f"New hours for {calendar}"
    return show_form(request, form, Sheet(title, calendar.get_absolute_url(), calendar.name, "Save hours"))


def _hours_now(calendar: Calendar) -> dict[int, str]:
    newest = max(calendar.versions.all(), key=lambda v: v.number, default=None)
    week: dict[int, list[tuple[int, int]]] = {}
    for hours in newest.hours.all() if newest else ():
        week.setdefault(hours.weekday, []).append((hours.opens, hours.closes))
    return {day: write_hours(intervals) for day, intervals in week.items()}


@requires(Capability.EDIT_SETTINGS)
def add_holidays(request: MemberRequest, pk: int) -> HttpResponse:
    version = get_object_or_404(CalendarVersion.objects.visible_to(request.member).select_related("calendar"), pk=pk)
    year = timezone.localdate().year
    form = forms.ImportHolidaysForm(request.POST or None, initial={"first_year": year - 1, "last_year": year + 1})
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        years = range(said["first_year"], said["last_year"] + 1)
        count = import_holidays(version, said["country"], said["region"], years)
        messages.success(
            request,
            f"{count} holidays are added to {version.calendar}; those named before stay as they were. {JUDGED_AGAIN}",
        )
        return redirect(version.calendar)
    sheet = Sheet(
        f"Public holidays in {version.calendar}",
        version.calendar.get_absolute_url(),
        version.calendar.name,
        "Add holidays",
    )
    return show_form(request, form, sheet)


@requires(Capability.EDIT_SETTINGS)
def add_holiday(request: MemberRequest, pk: int) -> HttpResponse:
    version = get_object_or_404(CalendarVersion.objects.visible_to(request.member).select_related("calendar"), pk=pk)
    holiday = Holiday(organisation=request.member.organisation, version=version)
    sheet = Sheet(
        f"One holiday in {version}",
        version.calendar.get_absolute_url(),
        version.calendar.name,
        "Add holiday",
        consequence=JUDGED_AGAIN,
    )
    return keep(request, forms.HolidayForm(request.POST or None, instance=holiday), sheet)


@requires(Capability.EDIT_SETTINGS)
@require_POST
def remove_holiday(request: MemberRequest, pk: int) -> HttpResponse:
    holiday = get_object_or_404(Holiday.objects.visible_to(request.member).select_related("version__calendar"), pk=pk)
    holiday.delete()
    messages.success(request, f"{holiday.name} is an ordinary day again. {JUDGED_AGAIN}")
    return redirect(holiday.version.calendar)
