"""What the database takes from a provider, whatever a program forgets: each row here is written past the code."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from pytest_django import Settings

from portal.accounts.decisions import lay_out_standard
from portal.accounts.models import Decision, DecisionRight
from portal.accounts.tenancy import acting_for
from tests.cast import Cast
from tests.objects.contracts import a_version
from tests.objects.escalations import a_priority_draft, an_issue_part
from tests.objects.owners import NOW, Owner, party_of
from tests.objects.people import a_decision
from tests.objects.register import a_contact
from tests.objects.reports import a_credit, a_dispute_file, a_measurement, an_exclusion
from tests.walls.planting import a_thread, planting
from vendors.models import (
    Contact,
    Contract,
    Credit,
    CreditEntry,
    CreditTerms,
    Dispute,
    DisputeLine,
    DisputeMessage,
    Document,
    Escalation,
    EscalationNote,
    Exclusion,
    IssuePart,
    MeasuredPeriod,
    Measurement,
    PriorityModel,
    ReportDraft,
    ReportLine,
    ServiceLevel,
    SlaReport,
    Vendor,
)

Attempt = Callable[[Owner], Any]
MADE = (
    *(a_credit, a_dispute_file, a_measurement, an_exclusion, an_issue_part, a_priority_draft),
    *(a_version, a_contact, a_decision, a_thread),
)


@pytest.fixture
def owner(cast: Cast, settings: Settings, tmp_path: Path) -> Iterator[Owner]:
    """Orvane with one object of each kind; the test acts for it from here on."""
    settings.PORTAL_DATA = tmp_path
    owner = Owner(cast.organisation, cast.orvane)
    with acting_for(cast.organisation.pk), planting(lambda row: True):  # a planted name stands there once
        lay_out_standard(cast.organisation)
        for make in MADE:
            make(owner)
    with acting_for(cast.organisation.pk, cast.orvane.pk):
        yield owner


def decision(owner: Owner, **more: Any) -> Decision:
    """One that a provider's person takes, as the code writes it."""
    right = DecisionRight.objects.get(kind="agree_exclusion")
    with acting_for(owner.organisation.pk):
        member = owner.organisation.memberships.get(role="provider", vendor_id=owner.vendor.pk)
    by = {"right": right, "kind": right.kind, "membership": member, "decided_by": str(member.person)}
    told = {"right_title": right.title, "basis": "Accountable", "subject": "Move", "outcome": "Yes", "decided_at": NOW}
    return Decision.objects.create(**party_of(owner), **by | told | more)


def is_refused(attempt: Callable[[], Any]) -> bool:
    """Whether the database says no, or finds no row to change."""
    try:
        with transaction.atomic():
            return attempt() in (0, (0, {}))
    except DatabaseError:
        return True


def changing(model: Any, **columns: Any) -> Attempt:
    return lambda owner: model.objects.update(**columns)


def asked(owner: Owner, **more: Any) -> Exclusion:
    contract = Contract.objects.latest("pk")
    of = party_of(owner) | {"contract": contract, "requested_side": "provider", "requested_at": NOW}
    return Exclusion.objects.create(**of | {"name": "Move", "reason": "Agreed", "tickets": ["INC1"]} | more)


UPDATES: dict[str, Attempt] = {
    "accept its own report": changing(SlaReport, state="accepted"),
    "rewrite a report": changing(SlaReport, note="Else"),
    "supersede a report and unsay who decided": changing(SlaReport, state="superseded", decided_at=NOW),
    "accept a figure": changing(ReportLine, accepted=99, accepted_from="reported"),
    "change a figure": changing(ReportLine, reported=99),
    "settle a dispute": changing(Dispute, state="settled", settled_at=NOW),
    "withdraw a dispute": changing(Dispute, state="withdrawn"),
    "date the settlement of a dispute": changing(Dispute, state="answered", settled_at=NOW),
    "settle a line": changing(DisputeLine, outcome="rejected"),
    "change what was said": changing(DisputeMessage, body="Else"),
    "recover a credit": changing(Credit, state="recovered"),
    "waive a credit": changing(Credit, state="waived"),
    "change the amount of a credit": changing(Credit, amount=1),
    "answer with another amount": changing(Credit, state="agreed", amount=1),
    "rewrite the ledger": changing(CreditEntry, amount=1),
    "change the terms": changing(CreditTerms, at_risk_percent=1),
    "change a measured figure": changing(Measurement, value=99, state="met"),
    "close a period": changing(MeasuredPeriod, state="closed", closed_at=NOW, sha256="0" * 64),
    "change a promise": changing(ServiceLevel, target_minutes=9999),
    "change a contract": changing(Contract, yearly_fee=9_999_999),
    "rename itself": changing(Vendor, name="Better"),
    "rename a contact": changing(Contact, name="Else"),
    "read a document for our side": changing(Document, visibility="client"),
    "close an escalation": changing(Escalation, state="closed", closed_at=NOW, resolution="Done"),
    "rewrite an escalation": changing(Escalation, state="acknowledged", acknowledged_at=NOW, subject="Else"),
    "put an escalation off": changing(Escalation, next_step_at=NOW),
    "rewrite its part of an issue": changing(IssuePart, task="Nothing"),
    "answer and rewrite its part": changing(IssuePart, answer="Done", references=["INC9"]),
    "rewrite an exclusion": changing(Exclusion, reason="Else"),
    "withdraw what the other side asked": changing(Exclusion, state="withdrawn"),
    "widen what it refuses": changing(Exclusion, state="refused", decided_side="provider", tickets=["INC1", "INC2"]),
    "change a draft of priorities": changing(PriorityModel, number=9),
    "agree priorities": changing(
        PriorityModel, state="agreed", valid_from=NOW, agreed_on=NOW, agreed_client="A", agreed_provider="B"
    ),
    "change a right": changing(DecisionRight, title="Else"),
    "change a decision": changing(Decision, outcome="Else"),
}


@pytest.mark.parametrize("attempt", UPDATES.values(), ids=UPDATES.keys())
def test_a_provider_cannot(owner: Owner, attempt: Attempt) -> None:
    assert is_refused(lambda: attempt(owner))


INSERTS: dict[str, Attempt] = {
    "ask in our name": lambda owner: asked(owner, requested_side="client"),
    "ask and approve at once": lambda owner: asked(
        owner, requested_side="client", decided_side="provider", state="approved", decision=decision(owner)
    ),
    "ask something refused": lambda owner: asked(owner, state="refused"),
    "raise an escalation": lambda owner: Escalation.objects.create(**party_of(owner), subject="x", raised_at=NOW),
    "say something in our name": lambda owner: DisputeMessage.objects.create(
        **party_of(owner), dispute=Dispute.objects.get(), side="client", at=NOW, body="We agree"
    ),
    "keep a note to our side": lambda owner: EscalationNote.objects.create(
        **party_of(owner), escalation=Escalation.objects.latest("pk"), visibility="client", text="x", written_at=NOW
    ),
    "write our draft": lambda owner: ReportDraft.objects.create(
        **party_of(owner), contract=Contract.objects.latest("pk"), month="2026-10-01", visibility="client", saved_at=NOW
    ),
    "measure": lambda owner: MeasuredPeriod.objects.create(
        **party_of(owner), contract=Contract.objects.latest("pk"), month="2026-09-01", version=1, computed_at=NOW
    ),
    "report in our name": lambda owner: SlaReport.objects.create(
        **party_of(owner),
        contract=Contract.objects.latest("pk"),
        month="2026-09-01",
        version=1,
        submitted_side="client",
        submitted_at=NOW,
    ),
    "enter something into the ledger": lambda owner: CreditEntry.objects.create(
        **party_of(owner),
        credit=Credit.objects.get(),
        from_state="claimed",
        to_state="waived",
        amount=-100,
        at=NOW,
        side="client",
    ),
    "decide as one of ours": lambda owner: decision(owner, decided_by="Vera"),
    "decide what is ours": lambda owner: (
        decision(owner, kind="decide_report", right=DecisionRight.objects.get(kind="decide_report"))
        and decision(owner, right=DecisionRight.objects.filter(is_retained=True)[0])
    ),
}


@pytest.mark.parametrize("attempt", INSERTS.values(), ids=INSERTS.keys())
def test_a_provider_cannot_add(owner: Owner, attempt: Attempt) -> None:
    assert is_refused(lambda: attempt(owner))


def test_a_provider_cannot_decide_as_a_member_of_ours(owner: Owner, cast: Cast) -> None:
    manager = cast["vendor_manager"]
    for member in (manager, cast.rival):
        assert is_refused(lambda: decision(owner, membership=member, decided_by=str(member.person)))  # noqa: B023


MODELS = (
    *(Credit, CreditEntry, CreditTerms, Dispute, DisputeLine, DisputeMessage, Document, Escalation, EscalationNote),
    *(Exclusion, IssuePart, MeasuredPeriod, Measurement, PriorityModel, ReportLine, SlaReport, Contract, Decision),
    *(Contact, ServiceLevel),
)


@pytest.mark.parametrize("model", MODELS)
def test_a_provider_removes_nothing(owner: Owner, model: Any) -> None:
    assert model.objects.exists()
    with connection.cursor() as cursor:

        def remove() -> int:
            cursor.execute(f"DELETE FROM {model._meta.db_table}")  # noqa: S608
            return int(cursor.rowcount)

        assert is_refused(remove)


HISTORIES = (SlaReport, ReportLine, Dispute, DisputeMessage, Credit, Exclusion, Escalation, IssuePart)


@pytest.mark.parametrize("model", HISTORIES)
def test_a_provider_tells_no_history_of_its_own(owner: Owner, model: Any) -> None:
    table = model._meta.db_table
    columns = ", ".join(f'"{field.column}"' for field in model._meta.concrete_fields)
    told = f"{columns}, pgh_created_at, pgh_label, pgh_obj_id"
    forged = f"INSERT INTO {table}event ({told}) SELECT {columns}, now(), 'update', id FROM {table}"  # noqa: S608
    with connection.cursor() as cursor, pytest.raises(DatabaseError), transaction.atomic():
        cursor.execute(forged)


def test_what_a_provider_does_is_taken(owner: Owner) -> None:
    """The walls let through what the pages do: asking, answering, acknowledging, withdrawing its own request."""
    assert Escalation.objects.update(state="acknowledged", acknowledged_by="Pia", acknowledged_at=NOW) > 0
    assert IssuePart.objects.update(state="done", answer="Repaired") == 1
    answered = {"state": "approved", "decided_side": "provider", "decided_at": NOW, "answer": "Yes"}
    assert Exclusion.objects.update(**answered, decision=decision(owner)) == 1
    own = asked(owner)
    assert Exclusion.objects.filter(pk=own.pk).update(state="withdrawn", decided_at=NOW) == 1
