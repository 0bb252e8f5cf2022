"""Asking for evidence on its page: by auditors and administrators alone, with what will be in it said before."""

from datetime import date
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse

from governance.evidence import keys, periods
from governance.models import EvidenceDownload, EvidencePack
from portal.accounts.capabilities import Role
from portal.accounts.tenancy import acting_for
from portal.jobs.models import Job
from tests.cast import Cast
from tests.counting import queries_of
from tests.governance.packing import built, job_of, ran, requested, stored
from tests.objects.governance import an_action, an_evidence_pack
from tests.objects.owners import Owner
from tests.objects.register import a_contract

pytestmark = pytest.mark.usefixtures("evidence_folder")
ROOM = "/evidence/"
QUARTER = {"first_day": "2026-10-01", "last_day": "2026-12-31", "vendor": "", "contract": "", "purpose": "Audit 7"}


def signed_in(client: Client, cast: Cast, role: str = "auditor") -> Client:
    client.force_login(cast[role].person)
    return client


@pytest.mark.parametrize("role", list(Role))
def test_only_auditors_and_administrators_have_the_room(client: Client, cast: Cast, role: str) -> None:
    answer = signed_in(client, cast, role).get(ROOM)
    allowed = role in (Role.AUDITOR, Role.ADMINISTRATOR)
    assert answer.status_code == (200 if allowed else 403)
    assert signed_in(client, cast, role).post(ROOM, QUARTER).status_code == (302 if allowed else 403)
    # Somebody's own page is open to every role, and its navigation names the rooms.
    assert (f'href="{ROOM}"' in client.get(reverse("accounts:person")).content.decode()) is allowed


def test_what_will_be_in_it_is_said_before_asking(client: Client, cast: Cast) -> None:
    with acting_for(cast.organisation.pk):
        an_action(Owner(cast.organisation, cast.orvane))
    page = signed_in(client, cast).get(ROOM, QUARTER).content.decode()
    assert '<li ><span>Actions</span> <span class="num">1</span></li>' in page
    assert '<li class="rt-muted"><span>Reviews</span> <span class="num">0</span></li>' in page
    assert "Build evidence file" in page
    with acting_for(cast.organisation.pk):
        assert not EvidencePack.objects.exists()


def test_asking_twice_by_a_double_click_is_asking_once(client: Client, cast: Cast) -> None:
    signed_in(client, cast)
    pages = {client.post(ROOM, QUARTER).headers["Location"] for _ in range(2)}
    assert len(pages) == 1
    with acting_for(cast.organisation.pk):
        pack = EvidencePack.objects.get()
        assert Job.objects.get().payload == {"pack": pack.pk}
    assert (pack.period_start, pack.period_end, pack.purpose) == (date(2026, 10, 1), date(2027, 1, 1), "Audit 7")
    assert pack.requested_by == str(cast["auditor"].person)


def test_what_cannot_be_asked_is_said_at_its_field_and_nothing_is_lost(client: Client, cast: Cast) -> None:
    with acting_for(cast.organisation.pk):
        contract = a_contract(Owner(cast.organisation, cast.orvane))["pk"]
    wrong = QUARTER | {"last_day": "2026-09-01", "vendor": cast.tessel.pk, "contract": contract}
    answer = signed_in(client, cast).post(ROOM, wrong)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "The last day is before the first." in page
    assert "This is a contract with Orvane, not with Tessel." in page
    assert 'value="Audit 7"' in page
    assert client.post(ROOM, QUARTER | {"first_day": "soon"}).status_code == 422
    assert client.post(ROOM, QUARTER | {"vendor": cast.foreign_vendor.pk}).status_code == 422


def test_a_contract_names_its_vendor(client: Client, cast: Cast) -> None:
    with acting_for(cast.organisation.pk):
        contract = a_contract(Owner(cast.organisation, cast.orvane))["pk"]
    signed_in(client, cast).post(ROOM, QUARTER | {"contract": contract})
    with acting_for(cast.organisation.pk):
        assert EvidencePack.objects.get().vendor == cast.orvane


def test_a_built_file_is_downloaded_as_it_is_and_that_is_recorded(client: Client, committed_cast: Cast) -> None:
    evidence = built(committed_cast)
    page = reverse("governance:evidence-pack", args=[evidence.pack.pk])
    assert "Nobody yet" in signed_in(client, committed_cast).get(page).content.decode()
    answer = client.get(reverse("governance:download-evidence", args=[evidence.pack.pk]))
    assert b"".join(answer) == evidence.path.read_bytes()
    assert evidence.pack.file_name in answer.headers["Content-Disposition"]
    with acting_for(committed_cast.organisation.pk):
        taken = EvidenceDownload.objects.get()
    assert (taken.name, taken.sha256) == (str(committed_cast["auditor"].person), evidence.pack.sha256)
    assert "Nobody yet" not in client.get(page).content.decode()


def test_the_page_lays_the_counts_of_now_beside_those_of_the_file(client: Client, committed_cast: Cast) -> None:
    evidence = built(committed_cast)
    with acting_for(committed_cast.organisation.pk):
        an_action(Owner(committed_cast.organisation, committed_cast.orvane))
    page = signed_in(client, committed_cast).get(evidence.pack.get_absolute_url()).content.decode()
    row = page.split("Actions<span")[1].split("</tr>")[0]
    assert 'data-label="In the file">0<' in row
    assert 'data-label="Now">1<' in row
    assert 'data-label="Difference">+1<' in row
    assert evidence.pack.sha256 in page
    assert f"head -c -64 {evidence.pack.file_name} &gt; signed" in page


def test_a_file_that_is_gone_is_said_and_can_be_built_again(client: Client, committed_cast: Cast) -> None:
    evidence = built(committed_cast)
    evidence.path.unlink()
    page = signed_in(client, committed_cast).get(evidence.pack.get_absolute_url()).content.decode()
    assert "The file is gone from the data folder." in page
    assert client.get(reverse("governance:download-evidence", args=[evidence.pack.pk])).status_code == 410
    answer = client.post(reverse("governance:build-evidence-again", args=[evidence.pack.pk]))
    with acting_for(committed_cast.organisation.pk):
        again = EvidencePack.objects.latest("pk")
    assert answer.headers["Location"] == again.get_absolute_url() != evidence.pack.get_absolute_url()
    assert (again.period_start, again.purpose) == (evidence.pack.period_start, evidence.pack.purpose)


def test_a_failed_job_shows_its_reason_and_is_tried_again(
    client: Client, committed_cast: Cast, evidence_folder: Path
) -> None:
    evidence_folder.joinpath(keys.FILE).write_text("rubbish")
    pack = requested(committed_cast)
    ran(pack)
    page = signed_in(client, committed_cast).get(pack.get_absolute_url()).content.decode()
    assert "The key for evidence cannot be read" in page
    assert "Try again" in page
    evidence_folder.joinpath(keys.FILE).unlink()
    client.post(reverse("governance:retry-evidence", args=[pack.pk]))
    assert job_of(pack).state == "queued"
    ran(pack)
    assert stored(pack).built_at is not None
    assert client.post(reverse("governance:retry-evidence", args=[pack.pk]), follow=True).status_code == 200


def test_building_is_stopped_before_it_begins(client: Client, cast: Cast) -> None:
    pack = requested(cast)
    signed_in(client, cast).post(reverse("governance:stop-evidence", args=[pack.pk]))
    assert job_of(pack).state == "cancelled"
    assert "Cancelled" in client.get(ROOM).content.decode()


def test_the_key_is_shown_and_handed_out(client: Client, committed_cast: Cast) -> None:
    evidence = built(committed_cast)
    page = signed_in(client, committed_cast).get(ROOM).content.decode()
    assert evidence.pack.key_fingerprint[:8] in page
    assert "1 file," in page
    given = client.get(reverse("governance:evidence-key")).content.decode()
    assert given == evidence.pack.public_key
    assert client.get(reverse("governance:evidence-pack-key", args=[evidence.pack.pk])).content.decode() == given
    assert "PRIVATE" not in given


def test_the_list_costs_the_same_for_one_request_and_for_ten(client: Client, cast: Cast) -> None:
    owner = Owner(cast.organisation, cast.orvane)
    signed_in(client, cast).get(ROOM)
    with acting_for(cast.organisation.pk):
        an_evidence_pack(owner)
    one = queries_of(lambda: client.get(ROOM))
    with acting_for(cast.organisation.pk):
        for _ in range(9):
            an_evidence_pack(owner)
    assert queries_of(lambda: client.get(ROOM)) == one


def test_usual_periods_are_whole_quarters_and_months() -> None:
    named = {period.label: (period.first, period.last) for period in periods.presets(date(2027, 1, 15))}
    assert named["Q4 2026"] == (date(2026, 10, 1), date(2026, 12, 31))
    assert named["Q2 2026"] == (date(2026, 4, 1), date(2026, 6, 30))
    assert named["Dec 2026"] == (date(2026, 12, 1), date(2026, 12, 31))
    assert named["2027 so far"] == (date(2027, 1, 1), date(2027, 1, 15))
    assert len(named) == 7
