"""Row history: every change with who, when, from what to what, and by which request or job."""

import re
from datetime import date, timedelta

import pytest
from django.db import ProgrammingError, connection, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from portal.accounts.models import Membership, Organisation
from portal.accounts.tenancy import acting_for
from portal.jobs.queue import enqueue
from portal.jobs.registry import JobResult, _handlers, job_handler
from portal.jobs.running import JobRun, run_job
from portal.ledger.history import Change, FieldChange, changes_of
from tests.cast import Cast
from tests.objects.owners import Factory, Owner
from tests.objects.people import a_membership
from tests.objects.register import (
    a_calendar,
    a_contact,
    a_contract,
    a_group,
    a_level,
    a_service,
    a_site,
    a_vendor,
)
from tests.objects.tickets import a_source, a_task_rule, a_task_type, a_ticket, an_import
from tickets.models import TaskRule
from vendors.models import Calendar, Holiday, Site, SupportGroup, Vendor


def newest(row: Vendor | Site | Membership | Organisation) -> Change:
    return changes_of(row)[0]


def test_a_change_by_a_page_names_person_time_and_both_values(cast: Cast, client: Client) -> None:
    client.force_login(cast["administrator"].person)
    before = timezone.now()
    client.post(f"/settings/people/{cast['auditor'].pk}/role/", {"role": "executive"})
    with acting_for(cast.organisation.pk):
        change = newest(cast["auditor"])
    assert change.who == "Administrator Person"
    assert change.action == "Changed"
    # The time is that of the database's transaction, which in a test began before the request.
    assert abs(change.at - before) < timedelta(minutes=5)
    assert change.fields == (FieldChange("Role", "Auditor", "Executive"),)


def test_the_request_that_changed_something_is_recorded(cast: Cast, client: Client) -> None:
    client.force_login(cast["administrator"].person)
    client.post(f"/settings/people/{cast['auditor'].pk}/role/", {"role": "executive"})
    with acting_for(cast.organisation.pk):
        context = cast["auditor"].events.order_by("-pgh_id").values_list("pgh_context", flat=True)[0]  # type: ignore[attr-defined]
    assert context["url"] == f"/settings/people/{cast['auditor'].pk}/role/"
    assert len(context["request"]) == 32
    assert context["person"] == cast["administrator"].person_id


def test_a_change_by_a_job_names_the_job_and_who_asked_for_it(committed_cast: Cast) -> None:
    organisation = committed_cast.organisation.pk

    def work(run: JobRun) -> JobResult:
        with acting_for(run.organisation_id, cause=run.cause):
            Vendor.objects.filter(pk=committed_cast.orvane.pk).update(summary="Service desk")
            run.seal()
        return JobResult()

    job_handler("test.history")(work)
    with acting_for(organisation):
        member = committed_cast["vendor_manager"]
        job = enqueue("test.history", "k", organisation, "Import of log.csv", member=member, wake=False)
    run_job(organisation, job.pk)
    del _handlers["test.history"]
    with acting_for(organisation):
        change = newest(committed_cast.orvane)
    assert (change.who, change.cause) == ("Vendormanager Person", "Import of log.csv")
    assert change.fields == (FieldChange("What they do for us", "", "Service desk"),)


def test_raw_statements_are_seen_and_say_that_they_came_from_outside(acting: Cast) -> None:
    with connection.cursor() as cursor:
        cursor.execute("UPDATE vendors_vendor SET website = 'https://x.example' WHERE id = %s", [acting.orvane.pk])
    change = newest(acting.orvane)
    assert change.who == ""
    assert change.fields == (FieldChange("Website", "", "https://x.example"),)


def test_bulk_changes_are_seen_row_by_row(acting: Cast) -> None:
    Vendor.objects.update(summary="Changed at once")
    assert [newest(v).fields[0].after for v in (acting.orvane, acting.tessel)] == ["Changed at once"] * 2


def test_the_first_entry_is_the_creation_and_a_removal_is_the_last(acting: Cast) -> None:
    site = Site.objects.create(organisation=acting.organisation, name="Utrecht")
    key = site.pk
    site.delete()
    site.pk = key
    assert [change.action for change in changes_of(site)] == ["Removed", "Created"]


def test_a_link_to_another_row_is_shown_by_its_name(acting: Cast) -> None:
    first, second = (
        Calendar.objects.create(organisation=acting.organisation, name=name, timezone="UTC")
        for name in ("Office hours", "Round the clock")
    )
    version = first.versions.create(organisation=acting.organisation, number=1, valid=("2026-01-01", None))
    version.calendar = second
    version.save()
    assert changes_of(version)[0].fields == (FieldChange("Calendar", "Office hours", "Round the clock"),)


def test_a_provider_reads_no_history_of_what_is_the_organisations_alone(cast: Cast) -> None:
    with acting_for(cast.organisation.pk):
        site = Site.objects.create(organisation=cast.organisation, name="Utrecht")
        assert changes_of(site)
    with acting_for(cast.organisation.pk, cast.orvane.pk):
        assert Site.objects.filter(pk=site.pk).exists()
        assert changes_of(site) == []
        assert changes_of(cast.tessel) == []
        assert changes_of(cast.organisation) == []


def test_another_organisation_reads_no_history(cast: Cast) -> None:
    with acting_for(cast.elsewhere.pk):
        assert changes_of(cast.orvane) == []


@pytest.mark.parametrize("statement", ["UPDATE {} SET pgh_label = 'x'", "DELETE FROM {}", "TRUNCATE {}"])
def test_the_application_cannot_rewrite_any_history(acting: Cast, statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename LIKE '%%event' "
            "AND tablename NOT LIKE 'pghistory%%' ORDER BY 1"
        )
        tables = [name for (name,) in cursor.fetchall()]
        assert "vendors_vendorevent" in tables
        for table in tables:
            with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
                cursor.execute(statement.format(table))


def test_the_panel_is_worded_in_the_zone_of_the_organisation(cast: Cast, client: Client) -> None:
    client.force_login(cast["administrator"].person)
    sent = {"name": "Ashcombe plc", "timezone": "Europe/Amsterdam", "currency": "EUR"}
    client.post("/settings/organisation/", sent)
    shown = client.get("/settings/organisation/").content.decode()
    assert "Administrator Person" in shown
    assert "<del>Ashcombe Group</del>" in shown
    assert "<ins>Ashcombe plc</ins>" in shown
    assert "CET" in shown or "CEST" in shown


def test_a_calendar_tells_of_holidays_that_came_together_and_of_one_that_went(cast: Cast, client: Client) -> None:
    client.force_login(cast["administrator"].person)
    with acting_for(cast.organisation.pk):
        calendar = Calendar.objects.create(organisation=cast.organisation, name="Office hours", timezone="UTC")
        version = calendar.versions.create(organisation=cast.organisation, number=1, valid=("2026-01-01", None))
    sent = {"country": "NL", "first_year": 2026, "last_year": 2026}
    client.post(reverse("import-holidays", args=[version.pk]), sent)
    with acting_for(cast.organisation.pk):
        christmas = Holiday.objects.get(version=version, day="2026-12-25")
    client.post(reverse("remove-holiday", args=[christmas.pk]))
    client.force_login(cast["auditor"].person)
    shown = client.get(reverse("vendors:calendar", args=[calendar.pk])).content.decode()
    assert f"Holiday {christmas} removed" in shown
    assert re.search(r"Created \d+\sparts", shown)
    assert re.search(r"Holiday 2026-01-01 .+, \d+ more", shown, re.IGNORECASE)


def test_a_validity_is_told_by_its_first_and_last_day(cast: Cast, client: Client) -> None:
    client.force_login(cast["vendor_manager"].person)
    with acting_for(cast.organisation.pk):
        of = {"organisation": cast.organisation, "vendor": cast.orvane}
        group = SupportGroup.objects.create(**of, name="Orvane Desk", valid=(date(2026, 1, 1), None))
    sent = {"name": "Orvane Desk", "valid_from": "2026-01-01", "valid_to": "2026-06-30"}
    client.post(reverse("vendors:edit-belonging", args=["groups", group.pk]), sent)
    shown = client.get(reverse("vendors:group", args=[group.pk])).content.decode().replace("\xa0", " ")
    assert "<del>1 Jan 2026 – further notice</del>" in shown
    assert "<ins>1 Jan 2026 – 30 Jun 2026</ins>" in shown


@pytest.mark.parametrize(
    ("name", "make"),
    [
        ("site", a_site),
        ("source", a_source),
        ("task-type", a_task_type),
        ("vendors:vendor", a_vendor),
        ("vendors:contact", a_contact),
        ("vendors:contract", a_contract),
        ("vendors:service", a_service),
        ("vendors:group", a_group),
        ("vendors:level", a_level),
        ("vendors:calendar", a_calendar),
        ("tickets:import", an_import),
        ("tickets:ticket", a_ticket),
        ("accounts:membership", a_membership),
    ],
)
def test_an_auditor_reads_the_history_on_every_objects_page(
    cast: Cast, client: Client, name: str, make: Factory
) -> None:
    with acting_for(cast.organisation.pk):
        address = reverse(name, kwargs=make(Owner(cast.organisation, cast.orvane)))
    client.force_login(cast["auditor"].person)
    assert 'id="history"' in client.get(address).content.decode()


@pytest.mark.parametrize("name", ["accounts:organisation", "score-policy"])
def test_an_auditor_reads_the_history_of_what_there_is_one_of(cast: Cast, client: Client, name: str) -> None:
    client.force_login(cast["auditor"].person)
    assert 'id="history"' in client.get(reverse(name)).content.decode()


def test_a_rule_that_is_gone_stays_in_the_history_of_its_task_type(cast: Cast, client: Client) -> None:
    with acting_for(cast.organisation.pk):
        rule = TaskRule.objects.get(**a_task_rule(Owner(cast.organisation, cast.orvane)))
        said = str(rule)
    client.force_login(cast["administrator"].person)
    client.post(reverse("remove-task-rule", args=[rule.pk]))
    shown = client.get(reverse("task-type", args=[rule.task_type_id])).content.decode()
    assert f"Task rule {said} removed" in shown


def test_who_may_not_see_history_gets_no_panel(cast: Cast) -> None:
    for role in ("executive", "provider", "service_owner"):
        assert not cast[role].can("view_history")
