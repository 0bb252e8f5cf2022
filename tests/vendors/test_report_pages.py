"""The pages of reports and disputes: what they say, what they keep, what they cost."""

import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from portal.accounts.tenancy import acting_for
from tests.cast import Cast
from tests.counting import queries_of
from tests.vendors.reported import HIGH, LATER, LOW, OCTOBER, contracted, levels, measured, promised, submitted
from vendors.models import Contract, Dispute, ReportDraft, ReportFile, SlaReport
from vendors.reports.reporting_period import accept_report


@pytest.fixture(autouse=True)
def _own_folder(tmp_path: Path, settings: Any) -> None:
    settings.PORTAL_DATA, settings.MEDIA_ROOT = tmp_path, tmp_path / "files"


@pytest.fixture
def manager(client: Client, cast: Cast) -> Client:
    client.force_login(cast["vendor_manager"].person)
    return client


@pytest.fixture
def contract(cast: Cast) -> Contract:
    with acting_for(cast.organisation.pk):
        return contracted(cast.organisation, cast.orvane)


@pytest.fixture
def report(cast: Cast, contract: Contract) -> SlaReport:
    with acting_for(cast.organisation.pk):
        measured(contract, LOW)
        return submitted(contract, HIGH, cast["vendor_manager"])


def month_url(contract: Contract, query: str = "") -> str:
    return reverse("vendors:period", args=[contract.pk, OCTOBER]) + query


def form_url(contract: Contract) -> str:
    return reverse("vendors:report-form", args=[contract.pk, OCTOBER])


def cells(contract: Contract, values: dict[str, str], **more: str) -> dict[str, str]:
    return {f"reported-{level.pk}": values.get(code, "") for code, level in levels(contract).items()} | more


def text_of(answer: Any) -> str:
    """What is read on a page, in one line."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))


def ids(contract: Contract) -> dict[str, int]:
    return {code: level.pk for code, level in levels(contract).items()}


def test_the_title_says_what_the_report_claims_and_what_the_tickets_confirm(
    manager: Client, contract: Contract, report: SlaReport
) -> None:
    said = text_of(manager.get(month_url(contract)))
    assert "Orvane reports 3 of 3 levels met; the tickets confirm 1" in said
    assert "Two missed, one below the minimum." in said
    assert "−10.7" in said


def test_a_month_without_a_report_says_who_can_submit_it(manager: Client, cast: Cast, contract: Contract) -> None:
    assert "Submit the report" in text_of(manager.get(month_url(contract)))
    manager.force_login(cast["executive"].person)
    said = text_of(manager.get(month_url(contract)))
    assert "The provider submits it, or a vendor manager" in said
    assert "Submit the report" not in said


def test_a_report_without_a_measurement_is_called_the_providers_word(
    manager: Client, cast: Cast, contract: Contract
) -> None:
    with acting_for(cast.organisation.pk):
        submitted(contract, HIGH, cast["vendor_manager"])
    assert "they are the provider’s word" in text_of(manager.get(month_url(contract)))


def test_a_measurement_without_a_report_shows_what_the_tickets_say(
    manager: Client, cast: Cast, contract: Contract
) -> None:
    with acting_for(cast.organisation.pk):
        measured(contract, LOW)
    assert "The tickets show 1 of 3 levels met; nothing is reported" in text_of(manager.get(month_url(contract)))


def test_lines_reported_as_met_and_measured_as_missed_are_ticked_beforehand(
    manager: Client, contract: Contract, report: SlaReport
) -> None:
    page = manager.get(month_url(contract)).content.decode()
    assert len(re.findall(r'name="line"[^>]*>', page)) == 3
    assert len(re.findall(r'name="line"[^>]*\bchecked', page)) == 2


def test_a_row_opens_to_the_tickets_that_differ_without_any_script(
    manager: Client, contract: Contract, report: SlaReport
) -> None:
    key = levels_of(contract)["SD-01"]
    page = manager.get(month_url(contract))
    assert "INC-48213" not in page.content.decode()
    assert f'href="?open={key}#level-{key}"' in page.content.decode()
    said = text_of(manager.get(month_url(contract, f"?open={key}")))
    assert "INC-48213 9 h 10 min Pause without a message to the user" in said
    assert "Without exclusions the same, none is approved" in said


def levels_of(contract: Contract) -> dict[str, int]:
    with acting_for(contract.organisation_id):
        return ids(contract)


@pytest.mark.parametrize(
    ("query", "codes"),
    [
        ("", ["SD-01", "SD-02", "SD-03"]),
        ("?show=missed", ["SD-01", "SD-02"]),
        ("?show=no-data", []),
        ("?sort=difference", ["SD-01", "SD-02", "SD-03"]),
        ("?show=nonsense&sort=nonsense&open=x&line=y", ["SD-01", "SD-02", "SD-03"]),
    ],
)
def test_rows_are_filtered_and_sorted_by_the_address(
    manager: Client, contract: Contract, report: SlaReport, query: str, codes: list[str]
) -> None:
    page = manager.get(month_url(contract, query)).content.decode()
    assert re.findall(r'<span class="rt-muted">(SD-\d\d)</span>', page) == codes


def test_a_closed_month_shows_as_closed_and_as_of_now(manager: Client, cast: Cast, contract: Contract) -> None:
    with acting_for(cast.organisation.pk):
        measured(contract, LOW, closed=True)
        measured(contract, LOW | {"SD-01": "88"}, version=2)
    said = text_of(manager.get(month_url(contract)))
    assert "As of now since closing" in said
    assert "+1.1 points" in said


def test_who_may_not_decide_is_told_who_may(manager: Client, cast: Cast, contract: Contract, report: SlaReport) -> None:
    manager.force_login(cast["it_leader"].person)
    page = text_of(manager.get(month_url(contract)))
    assert "is decided by every vendor manager" in page
    assert "Accept report" not in page
    answer = manager.post(reverse("vendors:accept-report", args=[report.pk]), {"confirmed": "on"})
    assert answer.status_code == 422
    assert "is decided by every vendor manager" in text_of(answer)


def test_what_was_typed_stays_when_it_cannot_be_read(manager: Client, contract: Contract) -> None:
    with acting_for(contract.organisation_id):
        typed = cells(contract, {"SD-01": "97,6 %", "SD-02": "very good"}, act="submit", note="As agreed")
    answer = manager.post(form_url(contract), typed)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert 'value="97,6 %"' in page
    assert 'value="very good"' in page
    assert "As agreed" in page
    assert "“very good” is not a number" in page


def test_a_draft_keeps_also_what_cannot_be_read(manager: Client, cast: Cast, contract: Contract) -> None:
    with acting_for(cast.organisation.pk):
        typed = cells(contract, {"SD-01": "97,6 %", "SD-02": "very good"}, act="save")
    manager.post(form_url(contract), typed)
    assert 'value="very good"' in manager.get(form_url(contract)).content.decode()
    with acting_for(cast.organisation.pk):
        assert (SlaReport.objects.count(), ReportDraft.objects.get().visibility) == (0, "client")


def test_of_two_of_one_side_who_fill_in_a_draft_the_second_sees_that_and_decides(
    manager: Client, cast: Cast, contract: Contract
) -> None:
    seen = str(manager.get(form_url(contract)).context["seen"])
    with acting_for(cast.organisation.pk):
        mine, theirs = (cells(contract, {"SD-01": value}, act="save", seen=seen) for value in ("96.1", "95.2"))
    manager.post(form_url(contract), theirs)
    refused = manager.post(form_url(contract), mine)
    assert refused.status_code == 409
    assert "saved this draft on" in text_of(refused)
    assert 'value="96.1"' in refused.content.decode()
    assert 'value="95.2"' in manager.get(form_url(contract)).content.decode()
    manager.post(form_url(contract), mine | {"seen": str(refused.context["seen"])})
    assert 'value="96.1"' in manager.get(form_url(contract)).content.decode()


def test_a_report_is_submitted_in_the_grid_with_its_files(manager: Client, cast: Cast, contract: Contract) -> None:
    with acting_for(cast.organisation.pk):
        typed: dict[str, Any] = cells(contract, {"SD-01": "97,6 %", "SD-02": "98", "SD-03": "99.5"}, act="submit")
    typed["attachments"] = SimpleUploadedFile("October.pdf", b"%PDF-1.7 the report")
    answer = manager.post(form_url(contract), typed, follow=True)
    assert "Version 1 of the report for October 2026 is submitted." in text_of(answer)
    with acting_for(cast.organisation.pk):
        kept = ReportFile.objects.get()
    assert (kept.name, kept.size, kept.is_source) == ("October.pdf", 19, False)
    download = manager.get(reverse("vendors:report-file", args=[kept.pk]))
    assert b"".join(download) == b"%PDF-1.7 the report"
    assert download["Content-Disposition"] == 'attachment; filename="October.pdf"'
    assert kept.sha256 in manager.get(reverse("vendors:report", args=[kept.report_id])).content.decode()


def test_who_is_late_with_a_report_sees_the_one_that_came_first_and_keeps_the_own(
    manager: Client, contract: Contract, report: SlaReport
) -> None:
    with acting_for(contract.organisation_id):
        typed = cells(contract, {"SD-01": "96.1"}, act="submit")
    answer = manager.post(form_url(contract), typed)
    assert answer.status_code == 409
    assert "submitted version 1 while you were filling yours in" in text_of(answer)
    assert 'value="96.1"' in answer.content.decode()


def test_a_file_is_shown_as_understood_before_it_stands_in_the_draft(
    manager: Client, cast: Cast, contract: Contract
) -> None:
    lines = "\ufeffLevel;Reported, %;Counted;Met\r\nsd-01;97,6;168;164\r\nSD-02;101;1;1\r\nSD-77;99;5;5\r\n"
    upload = SimpleUploadedFile("figures.csv", lines.encode())
    address = reverse("vendors:read-report", args=[contract.pk, OCTOBER])
    preview = manager.post(address, {"file": upload})
    said = text_of(preview)
    assert "2 of 3 levels found in figures.csv" in said
    assert "4 A No level of this month is called “SD-77”." in said
    assert "3 B “101” is more than 100 %." in said
    assert "Not in the file: SD-03" in said
    with acting_for(cast.organisation.pk):
        assert not ReportDraft.objects.exists()
    manager.post(address, {"token": preview.context["token"]})
    page = manager.get(form_url(contract)).content.decode()
    assert 'value="97,6"' in page
    assert 'value="101"' in page
    assert "figures were read from it" in page


def test_a_token_of_another_month_or_hand_leads_nowhere(manager: Client, contract: Contract) -> None:
    address = reverse("vendors:read-report", args=[contract.pk, OCTOBER])
    upload = {"file": SimpleUploadedFile("figures.csv", b"level,reported\nSD-01,97.6\n")}
    token = manager.post(address, upload).context["token"]
    september = reverse("vendors:read-report", args=[contract.pk, date(2026, 9, 1)])
    assert manager.post(september, {"token": token}).status_code == 404
    assert manager.post(address, {"token": f"{token}x"}).status_code == 422


def test_the_template_names_the_months_levels(manager: Client, contract: Contract) -> None:
    answer = manager.get(reverse("vendors:report-template", args=[contract.pk, OCTOBER]))
    assert answer.content.decode("utf-8-sig").splitlines() == [
        "level;reported;counted;met;note",
        *(f"SD-0{number};;;;" for number in (1, 2, 3)),
    ]


def test_accepting_what_the_tickets_do_not_confirm_asks_for_a_confirmation(
    manager: Client, contract: Contract, report: SlaReport
) -> None:
    address = reverse("vendors:accept-report", args=[report.pk])
    assert "gives up what the tickets show in 3 levels" in text_of(manager.get(address))
    assert manager.post(address, {"reason": "Late"}).status_code == 422
    assert "The report is accepted." in text_of(manager.post(address, {"confirmed": "on"}, follow=True))


def test_accepting_silence_about_a_miss_lists_it_and_asks_for_a_confirmation(
    manager: Client, cast: Cast, contract: Contract
) -> None:
    with acting_for(cast.organisation.pk):
        measured(contract, LOW)
        silent = submitted(contract, LOW | {"SD-01": None}, cast["vendor_manager"])
    address = reverse("vendors:accept-report", args=[silent.pk])
    said = text_of(manager.get(address))
    assert "gives up what the tickets show in 1 level" in said
    assert "SD-01" in said
    assert manager.post(address, {"reason": "Late"}).status_code == 422


def test_who_comes_second_is_told_who_decided_what_and_keeps_the_own_words(
    manager: Client, cast: Cast, report: SlaReport
) -> None:
    with acting_for(cast.organisation.pk):
        accept_report(report, cast["vendor_manager"], LATER)
        line = report.lines.first()
    assert line is not None
    typed = {"title": "Pauses", "body": "My long account of the pauses", "answer_due_on": "2026-11-20", "line": line.pk}
    answer = manager.post(reverse("vendors:dispute-report", args=[report.pk]), typed)
    assert answer.status_code == 409
    assert "Vendormanager Person decided on 6 Nov 2026, 16:42 CET: accepted." in text_of(answer)
    assert "My long account of the pauses" in answer.content.decode()


def test_lines_are_disputed_answered_and_settled_on_the_pages(
    manager: Client, cast: Cast, contract: Contract, report: SlaReport
) -> None:
    with acting_for(cast.organisation.pk):
        line = report.lines.get(level__code="SD-01")
    typed = {"title": "Pauses", "body": "See the list", "answer_due_on": "2026-11-20", "line": line.pk}
    typed["evidence"] = SimpleUploadedFile("list.csv", b"INC-48213")
    page = manager.post(reverse("vendors:dispute-report", args=[report.pk]), typed, follow=True)
    assert "Dispute 1: Pauses" in text_of(page)
    assert "list.csv" in text_of(page)
    with acting_for(cast.organisation.pk):
        dispute = Dispute.objects.get()
        disputed = dispute.lines.get()
    manager.force_login(cast["provider"].person)
    answer = manager.post(
        reverse("vendors:say", args=[dispute.pk]),
        {"body": "The users were called", "visibility": "shared"},
        follow=True,
    )
    assert "Answered, to be settled" in text_of(answer)
    manager.force_login(cast["vendor_manager"].person)
    settle = reverse("vendors:settle", args=[dispute.pk])
    refused = manager.post(settle, {f"outcome-{disputed.pk}": "agreed", f"value-{disputed.pk}": "", "reason": "Fair"})
    assert "SD-01: it has no agreed figure" in text_of(refused)
    ending = {f"outcome-{disputed.pk}": "agreed", f"value-{disputed.pk}": "92,5 %", "reason": "Fair"}
    assert "The dispute is settled." in text_of(manager.post(settle, ending, follow=True))
    late = manager.post(settle, ending | {"reason": "My own words"})
    assert late.status_code == 409
    assert "My own words" in late.content.decode()
    assert "As agreed: 92.5 %" in text_of(manager.get(month_url(contract)))


def test_months_without_a_report_are_shown_as_missing(manager: Client, contract: Contract, report: SlaReport) -> None:
    page = manager.get(reverse("vendors:periods", args=[contract.pk]))
    entries = {entry.month: entry.word for entry in page.context["entries"]}
    assert entries[OCTOBER] == "Submitted"
    assert entries[date(2026, 9, 1)] == "No report"
    assert "No report" in text_of(manager.get(contract.get_absolute_url()))


def test_the_list_of_disputes_marks_those_whose_answer_is_overdue(
    manager: Client, cast: Cast, report: SlaReport
) -> None:
    with acting_for(cast.organisation.pk):
        of = {"organisation": cast.organisation, "vendor": cast.orvane, "contract": report.contract, "report": report}
        when = {"opened_at": LATER, "answer_due_on": date(2020, 1, 1)}
        Dispute.objects.create(**of, **when, number=1, title="Old", opened_by="Vera")
    address = reverse("vendors:disputes")
    assert "Overdue since 1 Jan 2020" in text_of(manager.get(address))
    assert "Old" in text_of(manager.get(f"{address}?show=late&vendor={cast.orvane.pk}"))
    assert "No dispute is like this" in text_of(manager.get(f"{address}?vendor={cast.tessel.pk}"))


@pytest.mark.parametrize("page", ["period", "form", "report", "accept", "dispute"])
def test_pages_cost_the_same_queries_for_one_and_for_ten_levels(
    manager: Client, cast: Cast, page: str, client: Client
) -> None:
    costs = []
    for vendor, number in ((cast.orvane, 1), (cast.tessel, 10)):
        with acting_for(cast.organisation.pk):
            contract = contracted(cast.organisation, vendor, levels=number)
            values = dict.fromkeys(ids(contract), "92")
            measured(contract, values)
            report = submitted(contract, dict.fromkeys(values, "98"), cast["vendor_manager"])
        address = {
            "period": month_url(contract, "?open=" + ",".join(str(key) for key in levels_of(contract).values())),
            "form": form_url(contract),
            "report": reverse("vendors:report", args=[report.pk]),
            "accept": reverse("vendors:accept-report", args=[report.pk]),
            "dispute": reverse("vendors:dispute-report", args=[report.pk]),
        }[page]
        costs.append(queries_of(lambda: manager.get(address)))  # noqa: B023
    assert costs[0] == costs[1]


def test_a_level_of_another_kind_carries_its_own_unit(manager: Client, cast: Cast, contract: Contract) -> None:
    with acting_for(cast.organisation.pk):
        service = contract.services.get()
        terms = {"kind": "mean", "higher_is_better": False, "expected": 8, "minimum": 10, "target_minutes": None}
        promised(service, "SD-05", **terms)
        measured(contract, {"SD-05": "9.5"})
        submitted(contract, {"SD-05": "7.5"}, cast["vendor_manager"])
    said = text_of(manager.get(month_url(contract)))
    assert "SD-05 Mean time" in said
    assert "8.0 h 10.0 h 7.5 h 9.5 h" in said
