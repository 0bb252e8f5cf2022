"""What is done over the API is what the pages do: the same stories, their refusals as answers."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from portal.accounts.models import Membership
from portal.accounts.tenancy import acting_for
from tests.addresses import Owner, a_credit
from tests.cast import Cast
from tests.escalation_objects import a_priority_draft, an_escalation, an_escalation_step
from tests.vendors.reported import LOW, contracted, measured
from vendors.models import Contract, Dispute, EscalationNote, SlaReport

LINES = [{"level": "SD-01", "reported": "97.6"}, {"level": "SD-02", "reported": "98", "counted": 200, "met": 196}]


@pytest.fixture
def contract(cast: Cast) -> Contract:
    with acting_for(cast.organisation.pk):
        contract = contracted(cast.organisation, cast.orvane, levels=2)
        measured(contract, {code: LOW[code] for code in ("SD-01", "SD-02")})
        return contract


def post(member: Membership, name: str, key: int, said: dict[str, Any], etag: str = "") -> Any:
    client = Client()
    client.force_login(member.person)
    headers = {"If-Match": etag} if etag else {}
    return client.post(reverse(f"vendors-api:{name}", args=[key]), said, "application/json", headers=headers)


def json_of(answer: Any, status: int) -> dict[str, Any]:
    assert answer.status_code == status, answer.content
    told: dict[str, Any] = answer.json()
    return told


def get(member: Membership, name: str, key: int) -> Any:
    client = Client()
    client.force_login(member.person)
    return client.get(reverse(f"vendors-api:{name}", args=[key]))


def submitted(cast: Cast, contract: Contract, **more: Any) -> dict[str, Any]:
    said = {"month": "2026-10", "lines": LINES} | more
    return json_of(post(cast["provider"], "submit-report", contract.pk, said), 201)


def disputed(cast: Cast, contract: Contract) -> dict[str, Any]:
    report = submitted(cast, contract)
    said = {"lines": [report["lines"][0]["id"]], "body": "Paused without a message."}
    return json_of(post(cast["vendor_manager"], "dispute-report", report["id"], said), 201)


def test_a_report_is_submitted_by_the_references_of_its_levels(cast: Cast, contract: Contract) -> None:
    report = submitted(cast, contract, note="As counted")
    assert (report["month"], report["version"], report["state"]) == ("2026-10", 1, "submitted")
    assert [(line["code"], line["reported"], line["met"]) for line in report["lines"]] == [
        ("SD-01", "97.6000", None),
        ("SD-02", "98.0000", 196),
    ]


def test_a_figure_that_cannot_be_is_refused_by_its_line(cast: Cast, contract: Contract) -> None:
    lines = [{"level": "SD-01", "reported": "120"}, {"level": "SD-99", "reported": "1"}, LINES[1]]
    answer = post(cast["provider"], "submit-report", contract.pk, {"month": "2026-10", "lines": lines})
    wrong = json_of(answer, 400)["lines"]
    assert "more than 100 %" in wrong[0]["reported"]
    assert "SD-01, SD-02" in wrong[1]["level"]
    assert wrong[2] == {}
    with acting_for(cast.organisation.pk):
        assert not SlaReport.objects.exists()


def test_who_did_not_see_the_version_before_is_told_who_submitted_it(cast: Cast, contract: Contract) -> None:
    submitted(cast, contract)
    again = post(cast["provider"], "submit-report", contract.pk, {"month": "2026-10", "lines": LINES})
    assert "submitted version 1" in json_of(again, 409)["detail"]
    said = {"month": "2026-10", "lines": LINES, "corrects": 1}
    unsaid = post(cast["provider"], "submit-report", contract.pk, said)
    assert "Say what the correction corrects" in json_of(unsaid, 400)["detail"]
    assert submitted(cast, contract, corrects=1, correction_reason="Counted twice")["version"] == 2


def test_accepting_what_the_tickets_do_not_confirm_asks_for_it(cast: Cast, contract: Contract) -> None:
    report = submitted(cast, contract)
    manager = cast["vendor_manager"]
    unconfirmed = post(manager, "accept-report", report["id"], {"reason": ""})
    assert "do not confirm" in json_of(unconfirmed, 400)["confirmed"][0]
    said = {"reason": "Agreed", "confirmed": True}
    assert json_of(post(manager, "accept-report", report["id"], said), 200)["state"] == "accepted"
    late = json_of(post(manager, "accept-report", report["id"], said), 409)
    assert "decided on" in late["detail"]


def test_a_dispute_is_answered_and_settled(cast: Cast, contract: Contract) -> None:
    dispute = disputed(cast, contract)
    said = {"body": "We count them differently."}
    assert json_of(post(cast["provider"], "say", dispute["id"], said), 200)["state"] == "answered"
    line = dispute["lines"][0]["id"]
    endings = {"lines": [{"line": line, "outcome": "agreed", "value": "90.5"}], "reason": "Met in the middle"}
    settled = json_of(post(cast["vendor_manager"], "settle", dispute["id"], endings), 200)
    assert (settled["state"], settled["lines"][0]["settled"]) == ("settled", "90.5000")
    late = json_of(post(cast["vendor_manager"], "settle", dispute["id"], endings), 409)
    assert late["detail"].endswith("settled.")


def test_an_ending_is_said_for_every_line(cast: Cast, contract: Contract) -> None:
    dispute = disputed(cast, contract)
    wrong = post(cast["vendor_manager"], "settle", dispute["id"], {"lines": [], "reason": "Enough"})
    assert "Say how SD-01 ends" in str(json_of(wrong, 400))
    with acting_for(cast.organisation.pk):
        assert Dispute.objects.get().state == "open"


def test_a_note_of_one_side_stays_with_it(cast: Cast, contract: Contract) -> None:
    dispute = disputed(cast, contract)
    note = {"body": "Our weak point", "visibility": "client"}
    json_of(post(cast["vendor_manager"], "say", dispute["id"], note), 200)
    assert b"Our weak point" in get(cast["vendor_manager"], "one-of-disputes", dispute["id"]).content
    assert b"Our weak point" not in get(cast["provider"], "one-of-disputes", dispute["id"]).content
    theirs = post(cast["provider"], "say", dispute["id"], note)
    assert "stays with the side that wrote it" in json_of(theirs, 400)["detail"]


def test_a_provider_ends_no_dispute(cast: Cast, contract: Contract) -> None:
    dispute = disputed(cast, contract)
    refused = post(cast["provider"], "withdraw-dispute", dispute["id"], {"reason": "Enough"})
    assert "Only people of Ashcombe Group" in json_of(refused, 403)["detail"]
    done = json_of(post(cast["vendor_manager"], "withdraw-dispute", dispute["id"], {"reason": "Counted again"}), 200)
    assert done["state"] == "withdrawn"


def test_a_story_about_an_outdated_row_is_refused(cast: Cast, contract: Contract) -> None:
    dispute = disputed(cast, contract)
    seen = get(cast["vendor_manager"], "one-of-disputes", dispute["id"])["ETag"]
    json_of(post(cast["provider"], "say", dispute["id"], {"body": "Look again."}), 200)
    withdrawal = {"reason": "Counted again"}
    late = post(cast["vendor_manager"], "withdraw-dispute", dispute["id"], withdrawal, etag=seen)
    assert "Read it again" in json_of(late, 412)["detail"]
    now = get(cast["vendor_manager"], "one-of-disputes", dispute["id"])["ETag"]
    done = post(cast["vendor_manager"], "withdraw-dispute", dispute["id"], withdrawal, etag=now)
    assert done["ETag"] == get(cast["vendor_manager"], "one-of-disputes", dispute["id"])["ETag"]
    assert json_of(done, 200)["state"] == "withdrawn"


def test_an_exclusion_is_asked_for_and_taken_back(cast: Cast, contract: Contract) -> None:
    said = {"name": "Move", "reason": "Agreed", "tickets": ["INC1", "INC2"]}
    asked = json_of(post(cast["provider"], "request-exclusion", contract.pk, said), 201)
    assert (asked["requested_side"], asked["tickets"]) == ("provider", ["INC1", "INC2"])
    other = post(cast["vendor_manager"], "withdraw-exclusion", asked["id"], {})
    assert "Only the side that asked" in json_of(other, 409)["detail"]
    assert json_of(post(cast["provider"], "withdraw-exclusion", asked["id"], {}), 200)["state"] == "withdrawn"
    empty = post(cast["provider"], "request-exclusion", contract.pk, {"name": "Move", "reason": "Agreed"})
    assert "or ticket numbers" in json_of(empty, 400)["starts_at"][0]


def test_a_credit_goes_step_by_step_and_its_ledger_tells(cast: Cast, settings: Any, tmp_path: Any) -> None:
    with acting_for(cast.organisation.pk):
        key = a_credit(Owner(cast.organisation, cast.orvane))["pk"]
    silent = post(cast["provider"], "credit-step", key, {"step": "dispute"})
    assert "Say what is wrong" in json_of(silent, 400)["note"][0]
    agreed = json_of(post(cast["provider"], "credit-step", key, {"step": "agree", "seen": "claimed"}), 200)
    assert agreed["state"] == "agreed"
    assert [entry["to_state"] for entry in agreed["entries"]] == ["accrued", "claimed", "agreed"]
    late = post(cast["vendor_manager"], "credit-step", key, {"step": "agree", "seen": "claimed"})
    assert json_of(late, 409)["detail"]
    sums = json_of(get(cast["provider"], "credit-sums", agreed["contract"]), 200)["results"]
    assert sums == [{"state": "agreed", "currency": "EUR", "number": 1, "total": "100.00"}]


def test_an_escalation_is_raised_answered_and_closed(cast: Cast) -> None:
    owner = Owner(cast.organisation, cast.orvane)
    with acting_for(cast.organisation.pk):
        step = an_escalation_step(owner)["pk"]
    said = {"subject": "Dock fails", "priority_rank": 2, "step": step, "note": "Since Monday"}
    leader, provider = cast["it_leader"], cast["provider"]
    raised = json_of(post(leader, "raise-escalation", cast.orvane.pk, said), 201)
    assert (raised["step_name"], raised["notes"][0]["text"]) == ("Team lead", "Since Monday")
    taken = json_of(post(provider, "acknowledge-escalation", raised["id"], {}), 200)
    assert taken["state"] == "acknowledged"
    twice = json_of(post(provider, "acknowledge-escalation", raised["id"], {}), 409)
    assert "has acknowledged it" in twice["detail"]
    kept = {"text": "Among us", "visibility": "vendor"}
    assert json_of(post(provider, "add-escalation-note", raised["id"], kept), 200)["notes"][1]["text"] == "Among us"
    assert len(json_of(get(leader, "one-of-escalations", raised["id"]), 200)["notes"]) == 1
    closed = json_of(post(leader, "close-escalation", raised["id"], {"resolution": "Replaced"}), 200)
    assert (closed["state"], closed["resolution"]) == ("closed", "Replaced")


def test_a_note_for_the_other_sides_eyes_alone_is_refused(cast: Cast) -> None:
    with acting_for(cast.organisation.pk):
        key = an_escalation(Owner(cast.organisation, cast.orvane))["pk"]
    answer = post(cast["vendor_manager"], "add-escalation-note", key, {"text": "For you", "visibility": "vendor"})
    assert json_of(answer, 400)["visibility"]
    with acting_for(cast.organisation.pk):
        assert not EscalationNote.objects.exists()


def test_a_priority_model_is_agreed_once(cast: Cast) -> None:
    with acting_for(cast.organisation.pk):
        key = a_priority_draft(Owner(cast.organisation, cast.orvane))["pk"]
    said = {"client": "Vera", "provider": "Pia", "valid_from": "2026-12-01"}
    manager = cast["vendor_manager"]
    agreed = json_of(post(manager, "agree-priority-model", key, said), 200)
    assert (agreed["state"], agreed["cells"][0][0]["rank"]) == ("agreed", 1)
    assert json_of(post(manager, "agree-priority-model", key, said), 409)["detail"]
