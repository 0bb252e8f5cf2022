"""What an evidence file holds: all that was asked for, counted twice, and the same bytes when asked again."""

import hashlib
import json
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest
from django.conf import settings

from governance.evidence import building, collecting
from governance.models import Action, Minutes, Pack
from portal.accounts.tenancy import acting_for
from portal.contributions.evidence import Collection
from portal.jobs.models import Job
from tests.cast import Cast
from tests.governance.packing import AUTUMN, BEFORE, NOW, STAMP, Opened, built, everything_of, ran, requested, stored
from tests.objects.contracts import an_attestation
from tests.objects.governance import an_action
from tests.objects.owners import Owner
from vendors.models import Attestation, Contract, ReportLine, SlaReport

pytestmark = pytest.mark.usefixtures("evidence_folder")


@pytest.fixture
def cast(committed_cast: Cast) -> Cast:
    """Jobs commit what they write."""
    return committed_cast


def test_every_kind_is_there_with_its_rows_counted_twice(cast: Cast) -> None:
    everything_of(cast)
    evidence = built(cast)
    kinds = {kind["kind"]: kind for kind in evidence.manifest["kinds"]}
    assert {name for name, kind in kinds.items() if not kind["rows"]} <= {"opening-hours", "outages", "obligations"}
    for name, kind in kinds.items():
        assert len(evidence.rows(name)) == len(evidence.cells(name)) == kind["rows"] == evidence.pack.counts[name]
        assert kind["query"].startswith("SELECT count(*)") or name.endswith("-history")
    with acting_for(cast.organisation.pk):
        asked = collecting.asked_by(evidence.pack)
        assert {c.kind: n for c, n in collecting.counts(asked)} == evidence.pack.counts


def test_rows_say_what_the_database_says(cast: Cast) -> None:
    everything_of(cast)
    evidence = built(cast)
    with acting_for(cast.organisation.pk):
        line = ReportLine.objects.exclude(reported=None).order_by("pk")[0]
    told = next(row for row in evidence.rows("report-lines") if row["id"] == line.pk)
    assert told["reported"] == str(line.reported)
    assert told["level"] == "SD-01"
    assert list(told) == next(k["columns"] for k in evidence.manifest["kinds"] if k["kind"] == "report-lines")


def test_the_same_request_over_the_same_rows_gives_the_same_bytes_but_for_the_stamp(cast: Cast) -> None:
    everything_of(cast)
    first = built(cast)
    second = built(cast, now=NOW + timedelta(days=3), purpose="Another audit")
    assert first.pack.content_sha256 == second.pack.content_sha256
    assert first.pack.sha256 != second.pack.sha256
    assert {name for name in first.files if first.files[name] != second.files[name]} == STAMP
    assert list(first.files) == list(second.files)


def test_changed_rows_change_the_sum_of_the_content(cast: Cast) -> None:
    everything_of(cast)
    first = built(cast)
    with acting_for(cast.organisation.pk):
        Action.objects.update(title="Another title")
    assert built(cast, now=NOW + timedelta(days=1)).pack.content_sha256 != first.pack.content_sha256


def test_a_period_in_which_nothing_happened_is_told_with_noughts(cast: Cast) -> None:
    everything_of(cast)
    evidence = built(cast, BEFORE)
    assert evidence.pack.counts["reviews"] == evidence.pack.counts["sla-reports"] == 0
    assert evidence.rows("reviews") == []
    assert b'<tr id="reviews">' in evidence.files["index.html"]
    assert evidence.files["data/reviews.csv"].startswith(b"id,vendor_id,")


def test_what_was_presented_is_in_it_byte_for_byte(cast: Cast) -> None:
    everything_of(cast)
    evidence = built(cast)
    with acting_for(cast.organisation.pk):
        pack, minutes = Pack.objects.get(), Minutes.objects.get()
    name = f"files/packs/review-{pack.review_id}-pack"
    assert evidence.files[f"{name}.json"] == pack.content.encode()
    assert evidence.files[f"{name}.pdf"] == bytes(pack.pdf)
    name = f"files/minutes/review-{minutes.review_id}-minutes-version-1"
    assert evidence.files[f"{name}.json"] == minutes.content.encode()
    assert evidence.files[f"{name}.pdf"] == bytes(minutes.pdf)


def test_files_of_the_provider_come_as_they_were_kept_and_a_changed_one_is_told(cast: Cast) -> None:
    everything_of(cast)
    evidence = built(cast)
    (name,) = [name for name in evidence.files if name.startswith("files/reports/")]
    assert evidence.files[name] == b"kept"
    assert any(name in problem and "is not what was kept" in problem for problem in evidence.pack.problems)
    assert evidence.manifest["problems"] == evidence.pack.problems
    assert b"Kept files that are gone or changed" in evidence.files["index.html"]


def test_a_file_that_is_gone_is_told_and_the_rest_is_there(cast: Cast) -> None:
    everything_of(cast)
    for kept in Path(settings.PORTAL_DATA).glob("kept-*"):
        kept.unlink()
    evidence = built(cast)
    assert not [name for name in evidence.files if name.startswith("files/reports/")]
    assert any("is gone from the data folder" in problem for problem in evidence.pack.problems)
    assert evidence.pack.counts["report-files"] == 1


def test_superseded_versions_of_a_report_are_there(cast: Cast) -> None:
    everything_of(cast)
    with acting_for(cast.organisation.pk):
        first = SlaReport.objects.filter(lines__isnull=False).order_by("pk")[0]
        SlaReport.objects.filter(pk=first.pk).update(state="superseded")
        again = {"version": 2, "correction_reason": "Two tickets", "submitted_side": "provider", "submitted_at": NOW}
        of = {"organisation": cast.organisation, "vendor": cast.orvane, "contract_id": first.contract_id}
        SlaReport.objects.create(**of, month=first.month, submitted_by="Paula", **again)
    told = built(cast).rows("sla-reports")
    assert [row["version"] for row in told if row["contract_id"] == first.contract_id] == [1, 2]


def test_only_what_belongs_to_the_vendor_and_the_contract_is_in_it(cast: Cast) -> None:
    everything_of(cast)
    everything_of(cast, cast.tessel)
    of_all, of_one = built(cast), built(cast, vendor=cast.orvane)
    assert {row["vendor_id"] for row in of_all.rows("sla-reports")} == {cast.orvane.pk, cast.tessel.pk}
    for kind in ("sla-reports", "credits", "escalations", "actions", "reviews", "measured-periods", "decisions"):
        assert {row["vendor_id"] for row in of_one.rows(kind)} == {cast.orvane.pk}
    assert of_one.rows("vendors")[0]["name"] == "Orvane"
    with acting_for(cast.organisation.pk):
        contract = Contract.objects.filter(pk=of_one.rows("sla-reports")[0]["contract_id"]).get()
    narrowed = built(cast, vendor=cast.orvane, contract=contract)
    assert {row["contract_id"] for row in narrowed.rows("sla-reports")} == {contract.pk}
    assert len(narrowed.rows("sla-reports")) < len(of_one.rows("sla-reports"))
    assert [row["id"] for row in narrowed.rows("contracts")] == [contract.pk]


def test_another_organisation_is_never_in_it(cast: Cast) -> None:
    with acting_for(cast.elsewhere.pk):
        an_action(Owner(cast.elsewhere, cast.foreign_vendor), title="Foreign action")
    assert b"Foreign action" not in b"".join(built(cast).files.values())


def test_internal_texts_are_in_it_for_our_own_auditors(cast: Cast) -> None:
    owner = everything_of(cast)
    with acting_for(cast.organisation.pk):
        an_action(owner, visibility="client", title="Keep this from the provider")
    assert any(row["visibility"] == "client" for row in built(cast).rows("actions"))


ODD = ("=HYPERLINK(1)", "+1", "-cmd", "@x", "\t=1", "line\nbreak\r\n\x01\x7f", "😀 \u2028 “ü”", '","x', " =1", "-12.5")


def test_odd_texts_survive_in_json_and_cannot_calculate_in_csv(cast: Cast) -> None:
    owner = Owner(cast.organisation, cast.orvane)
    with acting_for(cast.organisation.pk):
        for text in ODD:
            an_action(owner, title=text)
    evidence = built(cast)
    assert [row["title"] for row in evidence.rows("actions")] == list(ODD)
    cells = [row["title"] for row in evidence.cells("actions")]
    assert [cell.removeprefix("'") for cell in cells] == list(ODD)
    dangerous = [cell for cell in cells if cell.lstrip(" ").startswith(("=", "+", "-", "@", "\t"))]
    assert dangerous == ["-12.5"]


def test_the_change_history_says_who_and_what(cast: Cast) -> None:
    owner = Owner(cast.organisation, cast.orvane)
    with acting_for(cast.organisation.pk, cause={"name": "Vera Vendor", "title": "Page of the action"}):
        key = an_action(owner, title="First")["pk"]
        Action.objects.filter(pk=key).update(title="Second")
    told = [row for row in built(cast).rows("governance-history") if row["table"] == "governance_action"]
    assert [(row["row"], row["action"], row["values"]["title"], row["who"]) for row in told] == [
        (key, "insert", "First", "Vera Vendor"),
        (key, "update", "Second", "Vera Vendor"),
    ]


def test_rows_removed_in_the_period_are_told_in_the_history(cast: Cast) -> None:
    owner = Owner(cast.organisation, cast.orvane)
    with acting_for(cast.organisation.pk):
        attestation = Attestation.objects.get(**an_attestation(owner))
        made: Any = attestation.events.get()  # type: ignore[attr-defined]
        removed_on = made.pgh_created_at.date()
        attestation.delete()
    around = (removed_on - timedelta(days=2), removed_on + timedelta(days=3))
    evidence = built(cast, around)
    assert evidence.rows("attestations") == []
    told = [row for row in evidence.rows("vendors-history") if row["table"] == "vendors_attestation"]
    assert [row["action"] for row in told] == ["insert", "delete"]


def test_counts_that_differ_fail_the_job_and_leave_nothing(cast: Cast, evidence_folder: Path) -> None:
    everything_of(cast)
    pack = requested(cast)
    real = collecting.everything

    def miscounted(asked: Any) -> list[Collection]:
        return [replace(c, count=lambda: 10**6) if c.kind == "reviews" else c for c in real(asked)]

    with patch.object(building, "everything", miscounted):
        ended = ran(pack)
    assert ended.state == "failed"
    assert ended.reason.startswith("Reviews: ")
    assert "an independent count says 1000000. Nothing was kept." in ended.reason
    assert list((evidence_folder / "evidence").rglob("*.zip")) == []
    assert stored(pack).built_at is None


def test_built_again_by_a_second_worker_nothing_changes(cast: Cast, evidence_folder: Path) -> None:
    evidence = built(cast)
    with acting_for(cast.organisation.pk):
        Job.objects.filter(key=evidence.pack.job_key).update(state="queued", finished_at=None, lease=None)
    assert ran(evidence.pack).state == "succeeded"
    assert stored(evidence.pack).sha256 == evidence.pack.sha256
    assert len(list((evidence_folder / "evidence").rglob("*"))) == 2  # the organisation's folder and one file


def test_the_row_says_what_the_file_is(cast: Cast) -> None:
    evidence = built(cast)
    content = evidence.path.read_bytes()
    assert evidence.pack.sha256 == hashlib.sha256(content).hexdigest()
    assert evidence.pack.size == len(content)
    lines = evidence.files["manifest.sha256"].decode().splitlines(keepends=True)
    own = "".join(line for line in lines if line.split("  ")[1].startswith(("data/", "files/")))
    assert evidence.pack.content_sha256 == hashlib.sha256(own.encode()).hexdigest()
    stamp = json.loads(evidence.files["request.json"])
    assert (stamp["requested_by"], stamp["purpose"]) == (str(cast["auditor"].person), "ISO 27001")
    assert json.loads(evidence.files["query.json"])["parameters"]["start"] == AUTUMN[0].isoformat()


def test_the_page_in_it_needs_no_network_and_no_script(cast: Cast) -> None:
    everything_of(cast)
    evidence: Opened = built(cast)
    page = evidence.files["index.html"].decode()
    assert "<script" not in page
    assert "style=" not in page
    assert "http" not in page
    links = {part.split('"')[0] for part in page.split('href="')[1:]}
    assert links - evidence.files.keys() == set()
    assert {f"data/{kind}.json" for kind in evidence.pack.counts} <= links


def test_a_month_that_the_period_only_touches_is_in_it(cast: Cast) -> None:
    everything_of(cast)
    assert built(cast, (date(2026, 10, 15), date(2026, 10, 20))).rows("sla-reports")
