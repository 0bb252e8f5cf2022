"""What a provider reaches of reports and disputes: its own, nothing of a rival's, and no word kept to our side."""

from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, transaction
from django.test import Client
from django.urls import reverse

from portal.accounts.tenancy import acting_for
from portal.accounts.visibility import Visibility
from tests.cast import Cast
from tests.vendors.reported import HIGH, LATER, LOW, OCTOBER, contracted, measured, submitted
from vendors.models import Contract, Dispute, DisputeMessage, ReportDraft, ReportLine, SlaReport
from vendors.reports.disputing import Claim, Said, dispute_report, say
from vendors.reports.kept_files import keep
from vendors.reports.reporting_period import save_draft

OURS = "planted: we would settle for half"
RIVAL = "planted: Tessel pays for overtime"


@pytest.fixture(autouse=True)
def _own_folder(tmp_path: Path, settings: Any) -> None:
    settings.PORTAL_DATA, settings.MEDIA_ROOT = tmp_path, tmp_path / "files"


@pytest.fixture
def contracts(cast: Cast) -> dict[str, Contract]:
    """Both vendors have a disputed report with a note of ours and a draft of ours; planted words stand everywhere."""
    with acting_for(cast.organisation.pk):
        return {
            "own": disputed(cast, cast.orvane, "We dispute this", OURS),
            "rival": disputed(cast, cast.tessel, RIVAL, RIVAL),
        }


def disputed(cast: Cast, vendor: Any, words: str, note: str) -> Contract:
    manager = cast["vendor_manager"]
    contract = contracted(cast.organisation, vendor)
    measured(contract, LOW)
    report = submitted(contract, HIGH, manager, note=words)
    line = report.lines.get(level__code="SD-01")
    evidence = keep(SimpleUploadedFile(f"{words}.txt", words.encode()), cast.organisation.pk)
    dispute = dispute_report(report, Claim(frozenset({line.pk}), words, words, evidence=evidence), manager, LATER)
    secret = keep(SimpleUploadedFile(f"{note}.txt", note.encode()), cast.organisation.pk)
    say(dispute, Said(note, Visibility.CLIENT, secret), manager, LATER)
    save_draft(contract, OCTOBER, {"entries": {}, "note": note, "files": []}, manager, LATER)
    return contract


def pages_about(contract: Contract) -> list[str]:
    """Every address that can be made of what belongs to a contract."""
    of_month = [reverse(f"vendors:{name}", args=[contract.pk, OCTOBER]) for name in MONTHLY]
    reports = [
        reverse(f"vendors:{name}", args=[report.pk]) for report in contract.sla_reports.all() for name in REPORTS
    ]
    disputes = list(Dispute.objects.of_contract(contract))
    messages = DisputeMessage.objects.filter(dispute__in=disputes).with_file()
    threads = [reverse("vendors:dispute", args=[dispute.pk]) for dispute in disputes]
    files = [reverse("vendors:dispute-file", args=[message.pk]) for message in messages]
    return [
        contract.get_absolute_url(),
        reverse("vendors:periods", args=[contract.pk]),
        *of_month,
        *reports,
        *threads,
        *files,
    ]


MONTHLY = ("period", "report-form", "read-report", "report-template")
REPORTS = ("report", "accept-report", "dispute-report")


def body(answer: Any) -> str:
    return b"".join(answer).decode(errors="ignore") if answer.streaming else answer.content.decode()


def test_no_page_of_its_own_shows_a_provider_what_is_kept_to_our_side(
    client: Client, cast: Cast, contracts: dict[str, Contract]
) -> None:
    with acting_for(cast.organisation.pk):
        addresses = [*pages_about(contracts["own"]), reverse("vendors:disputes"), cast.orvane.get_absolute_url()]
    client.force_login(cast["provider"].person)
    answers = {address: client.get(address) for address in addresses}
    assert sum(answer.status_code == 200 for answer in answers.values()) >= 9
    shown = {address: body(answer) for address, answer in answers.items()}
    assert [address for address, text in shown.items() if "planted" in text] == []
    assert any("We dispute this" in text for text in shown.values())
    client.force_login(cast["vendor_manager"].person)
    assert any(OURS in body(client.get(address)) for address in addresses)


def test_nothing_of_a_rival_is_found_listed_or_guessed(
    client: Client, cast: Cast, contracts: dict[str, Contract]
) -> None:
    with acting_for(cast.organisation.pk):
        theirs = pages_about(contracts["rival"])
    client.force_login(cast["provider"].person)
    assert {client.get(address).status_code for address in theirs} == {404}
    for query in ("", f"?vendor={cast.tessel.pk}", f"?contract={contracts['rival'].pk}", "?show=all"):
        page = body(client.get(reverse("vendors:disputes") + query))
        assert RIVAL not in page
        assert "Tessel" not in page


def test_nothing_is_posted_to_a_rivals_report_draft_or_dispute(
    client: Client, cast: Cast, contracts: dict[str, Contract]
) -> None:
    with acting_for(cast.organisation.pk):
        theirs = contracts["rival"]
        dispute, report = Dispute.objects.of_contract(theirs).get(), theirs.sla_reports.get()
        before = counts()
    client.force_login(cast["provider"].person)
    typed = {"body": "mine", "visibility": "shared", "reason": "mine", "confirmed": "on", "act": "save"}
    form = [reverse(f"vendors:{name}", args=[theirs.pk, OCTOBER]) for name in ("report-form", "read-report")]
    about = [reverse(f"vendors:{name}", args=[dispute.pk]) for name in ("say", "settle", "withdraw")]
    decisions = [reverse(f"vendors:{name}", args=[report.pk]) for name in ("accept-report", "dispute-report")]
    assert {client.post(address, typed).status_code for address in (*form, *about, *decisions)} == {404}
    with acting_for(cast.organisation.pk):
        assert counts() == before


def counts() -> list[int]:
    return [model.objects.count() for model in (SlaReport, ReportDraft, Dispute, DisputeMessage)]


def test_a_provider_cannot_dispute_or_accept_its_own_report(
    client: Client, cast: Cast, contracts: dict[str, Contract]
) -> None:
    with acting_for(cast.organisation.pk):
        contract = contracts["own"]
        report = submitted(contract, HIGH, cast["vendor_manager"], corrects=1, correction_reason="Again")
        line = report.lines.first()
    assert line is not None
    client.force_login(cast["provider"].person)
    month = body(client.get(reverse("vendors:period", args=[contract.pk, OCTOBER])))
    assert "Correct the report" in month
    assert not any(word in month for word in ("Accept report", "Dispute selected", 'name="line"'))
    claim = {"title": "x", "body": "x", "answer_due_on": "2026-12-01", "line": line.pk}
    for name, typed in (("accept-report", {"confirmed": "on"}), ("dispute-report", claim)):
        answer = client.post(reverse(f"vendors:{name}", args=[report.pk]), typed)
        assert answer.status_code == 422
        assert "not those of a provider" in body(answer)
    with acting_for(cast.organisation.pk):
        assert SlaReport.objects.get(pk=report.pk).state == "submitted"


def test_a_provider_settles_nothing_on_the_pages(client: Client, cast: Cast, contracts: dict[str, Contract]) -> None:
    with acting_for(cast.organisation.pk):
        dispute = Dispute.objects.of_contract(contracts["own"]).get()
        line = dispute.lines.get()
    client.force_login(cast["provider"].person)
    typed = {f"outcome-{line.pk}": "rejected", "reason": "Ours", "withdraw-reason": "Ours"}
    for name in ("settle", "withdraw"):
        assert client.post(reverse(f"vendors:{name}", args=[dispute.pk]), typed).status_code == 422
    with acting_for(cast.organisation.pk):
        assert Dispute.objects.get(pk=dispute.pk).state == "open"


def test_a_providers_draft_and_note_stay_with_the_provider(
    client: Client, cast: Cast, contracts: dict[str, Contract]
) -> None:
    with acting_for(cast.organisation.pk, cast.orvane.pk):
        dispute = Dispute.objects.get()
        say(dispute, Said("planted: theirs", Visibility.VENDOR), cast["provider"], LATER)
        typed = {"entries": {}, "note": "planted: theirs", "files": []}
        save_draft(contracts["own"], OCTOBER, typed, cast["provider"], LATER)
    with acting_for(cast.organisation.pk):
        addresses = pages_about(contracts["own"])
    client.force_login(cast["vendor_manager"].person)
    assert [address for address in addresses if "planted: theirs" in body(client.get(address))] == []


def test_the_database_shows_a_provider_no_rivals_row_and_takes_none(cast: Cast, contracts: dict[str, Contract]) -> None:
    with acting_for(cast.organisation.pk):
        rival = contracts["rival"].sla_reports.get()
        own_level = ReportLine.objects.filter(report__contract=contracts["own"]).first()
    assert own_level is not None
    with acting_for(cast.organisation.pk, cast.orvane.pk):
        assert not SlaReport.objects.filter(pk=rival.pk).exists()
        assert not DisputeMessage.objects.filter(visibility="client").exists()
        assert not ReportDraft.objects.exists()
        of = {"organisation": cast.organisation, "vendor": cast.tessel}
        with pytest.raises(DatabaseError), transaction.atomic():
            ReportLine.objects.create(**of, report=rival, level_id=own_level.level_id, reported=1)
        told = {"number": 9, "title": "x", "opened_by": "x", "opened_at": LATER, "answer_due_on": OCTOBER}
        own = {"organisation": cast.organisation, "vendor": cast.orvane, "contract": contracts["own"]}
        with pytest.raises(DatabaseError), transaction.atomic():
            Dispute.objects.create(**own, **told, report=rival)
