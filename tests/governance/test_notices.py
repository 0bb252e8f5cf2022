"""Of what people are told: each kind, to whom, once; and to a provider nothing of others and nothing of ours alone."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.core import mail

from governance.models import (
    Action,
    ActionEntry,
    ActionProof,
    AgendaItem,
    ChangeNotice,
    EvidencePack,
    Minutes,
    Notification,
    Participant,
    Review,
    Signature,
)
from governance.notifying.kinds import all_kinds
from portal.accounts.models import Membership
from portal.accounts.tenancy import acting_for
from tests.cast import Cast
from tests.governance.telling import a_round, long_members, told
from tests.objects import governance as rows
from tests.objects.contracts import a_reminder
from tests.objects.escalations import an_escalation, an_escalation_step, an_issue_part
from tests.objects.owners import NOW, Owner, party_of
from tests.objects.people import a_decision
from tests.objects.reports import a_credit, a_dispute_file, a_report, an_exclusion
from tests.objects.tickets import an_import
from tests.walls.planting import FACTORIES as EVERY_ROW
from tests.walls.planting import MARK, is_ours_alone, plant_everywhere, planting
from tickets.models import ImportBatch
from vendors.credits import ledger as credit_ledger
from vendors.models import Contact, Credit, DisputeMessage, EscalationStep, Exclusion, IssuePart, ReachedStep, SlaReport
from vendors.models.credits import CreditState
from vendors.models.registry import Side

LATER = NOW + timedelta(minutes=5)


@pytest.fixture
def orvane(cast: Cast) -> Owner:
    long_members(cast)
    return Owner(cast.organisation, cast.orvane)


def make(owner: Owner, factory: Callable[..., dict[str, Any]], **more: Any) -> int:
    with acting_for(owner.organisation.pk):
        return int(factory(owner, **more)["pk"])


def take_part(owner: Owner, review_id: int, *members: tuple[Membership, str]) -> None:
    with acting_for(owner.organisation.pk):
        series_id = Review.objects.get(pk=review_id).series_id
        for member, part in members:
            side = "client" if member.vendor_id is None else "provider"
            who = {"side": side, "part": part, "membership": member, "name": str(member.person)}
            Participant.objects.create(**party_of(owner), series_id=series_id, **who, email=member.person.email)


def change(owner: Owner, model: Any, key: int, **values: Any) -> None:
    with acting_for(owner.organisation.pk):
        model.objects.filter(pk=key).update(**values)


def test_a_review_is_spoken_of_as_many_days_before_as_its_cadence_says(cast: Cast, orvane: Owner) -> None:
    review = make(orvane, rows.a_review, starts_at=NOW, ends_at=NOW + timedelta(hours=1))
    take_part(orvane, review, (cast["vendor_manager"], "chair"), (cast["provider"], "required"))
    for cadence, days in {"weekly": 1, "monthly": 3, "quarterly": 7}.items():
        change(orvane, Review, review, cadence=cadence)
        starts = NOW + timedelta(days=20 * days)
        change(orvane, Review, review, starts_at=starts, ends_at=starts + timedelta(hours=1))
        before = len(told(cast, cast["provider"], "reviews"))
        a_round(cast, starts - timedelta(days=days, minutes=1))
        assert len(told(cast, cast["provider"], "reviews")) == before
        a_round(cast, starts - timedelta(days=days))
        a_round(cast, starts - timedelta(minutes=1))
        assert len(told(cast, cast["provider"], "reviews")) == before + 1
    assert len(told(cast, cast["vendor_manager"], "reviews")) == 3
    assert told(cast, cast.rival) == []
    assert mail.outbox == []  # the reminder by mail is that of the calendar, for guests too


def test_a_review_that_is_moved_is_spoken_of_again(cast: Cast, orvane: Owner) -> None:
    review = make(orvane, rows.a_review)
    take_part(orvane, review, (cast["vendor_manager"], "chair"))
    a_round(cast, NOW - timedelta(days=1))
    moved = NOW + timedelta(days=1)
    change(orvane, Review, review, starts_at=moved, ends_at=moved + timedelta(hours=1))
    a_round(cast, NOW)
    assert len(told(cast, cast["vendor_manager"], "reviews")) == 2


def test_of_a_missed_review_chair_and_vendor_managers_hear_and_no_provider(cast: Cast, orvane: Owner) -> None:
    review = make(orvane, rows.a_review)
    take_part(orvane, review, (cast["it_leader"], "chair"), (cast["provider"], "required"))
    a_round(cast, NOW + timedelta(hours=2))
    for member in (cast["it_leader"], cast["vendor_manager"]):
        assert told(cast, member, "reviews_missed") == [f"Of {cast.orvane.pk} was not held on 20\u00a0Nov\u00a02026"]
    assert told(cast, cast["provider"], "reviews_missed") == []


def test_agenda_items_are_told_the_other_side(cast: Cast, orvane: Owner) -> None:
    review = make(orvane, rows.a_review)
    take_part(orvane, review, (cast["it_leader"], "chair"), (cast["provider"], "required"))
    with acting_for(cast.organisation.pk):
        of = party_of(orvane) | {"review_id": review}
        AgendaItem.objects.create(**of, title="Ours", raised_by="Vera")
        AgendaItem.objects.create(**of, title="Theirs", raised_by="Paula", raised_side="provider")
        AgendaItem.objects.create(**of, title="Internal", raised_by="Vera", visibility="client")
        AgendaItem.objects.create(**of, title="Found", source="vendors.disputes")
    a_round(cast, NOW)
    assert told(cast, cast["provider"], "agenda") == [f"Vera put “Ours” on the agenda of Of {cast.orvane.pk}"]
    assert told(cast, cast["it_leader"], "agenda") == [f"Paula put “Theirs” on the agenda of Of {cast.orvane.pk}"]


def test_minutes_are_to_be_signed_by_each_side_and_lateness_is_spoken_of(cast: Cast, orvane: Owner) -> None:
    key = make(orvane, rows.some_minutes)
    with acting_for(cast.organisation.pk):
        review = Minutes.objects.get(pk=key).review_id
    take_part(orvane, review, (cast["it_leader"], "chair"), (cast["provider"], "required"))
    a_round(cast, LATER)
    for member in (cast["it_leader"], cast["provider"]):
        assert told(cast, member, "minutes") == [f"The minutes of Of {cast.orvane.pk} were circulated by Vera"]
    with acting_for(cast.organisation.pk):
        of = party_of(orvane) | {"minutes_id": key, "membership_id": cast["it_leader"].pk}
        Signature.objects.create(**of, side="client", name="Ida", sha256=rows.SHA, signed_at=LATER)
    a_round(cast, datetime(2026, 11, 28, 9, tzinfo=UTC))
    assert told(cast, cast["it_leader"], "minutes_unsigned") == []
    assert told(cast, cast["provider"], "minutes_unsigned") == [
        f"Your side has not signed the minutes of Of {cast.orvane.pk}"
    ]
    assert told(cast, cast["vendor_manager"], "minutes_unsigned") == [
        f"Orvane has not signed the minutes of Of {cast.orvane.pk}"
    ]


def test_minutes_that_stay_unsigned_are_spoken_of_once_in_every_week(cast: Cast, orvane: Owner) -> None:
    make(orvane, rows.some_minutes)  # to be signed by 27 November
    heard = {}
    for day in ("11-27", "11-28", "12-04", "12-05", "12-11"):
        for hour in ("09:00", "09:00", "18:00"):
            a_round(cast, datetime.fromisoformat(f"2026-{day} {hour}+00:00"))
        late = [told(cast, member, "minutes_unsigned") for member in (cast["provider"], cast["vendor_manager"])]
        heard[day] = [len(titles) for titles in late]
    # The vendor manager hears of both sides, for ours has not signed either.
    assert heard == {"11-27": [0, 0], "11-28": [1, 2], "12-04": [1, 2], "12-05": [2, 4], "12-11": [2, 4]}


def test_a_correction_of_minutes_is_told_with_its_reason(cast: Cast, orvane: Owner) -> None:
    key = make(orvane, rows.some_minutes)
    a_round(cast, LATER)
    with acting_for(cast.organisation.pk):
        first = Minutes.objects.get(pk=key)
        first.pk, first.number, first.reason = None, 2, "The date of the patch"
        first.save(force_insert=True)
    a_round(cast, LATER)
    assert told(cast, cast["provider"], "minutes")[1:] == [f"The minutes of Of {cast.orvane.pk} were corrected by Vera"]
    assert "The date of the patch" in mail.outbox[-1].body


def test_an_owner_hears_of_an_action_when_it_is_given_due_and_overdue(cast: Cast, orvane: Owner) -> None:
    owner = cast["provider"]
    make(orvane, rows.an_action, owner_id=owner.pk, owner_side="provider", due_on=date(2026, 11, 30))
    a_round(cast, NOW)
    a_round(cast, datetime(2026, 11, 26, 9, tzinfo=UTC))
    assert told(cast, owner, "actions_due") == []
    a_round(cast, datetime(2026, 11, 27, 9, tzinfo=UTC))
    a_round(cast, datetime(2026, 12, 1, 9, tzinfo=UTC))
    a_round(cast, datetime(2026, 12, 2, 9, tzinfo=UTC))
    assert told(cast, owner, "actions") == ["Action for you: Stop the automatic pause"]
    assert told(cast, owner, "actions_due") == [
        "Stop the automatic pause is due 30\u00a0Nov\u00a02026",
        "Stop the automatic pause is overdue since 30\u00a0Nov\u00a02026",
    ]
    assert told(cast, cast["vendor_manager"], "actions_due") == [
        "Stop the automatic pause is overdue since 30\u00a0Nov\u00a02026"
    ]


def test_an_action_is_to_be_judged_on_its_day_and_its_owner_hears_how(cast: Cast, orvane: Owner) -> None:
    owner = cast["it_leader"]
    key = make(orvane, rows.an_action, owner_id=owner.pk, state="done", done_at=NOW, proof_on=date(2026, 11, 20))
    a_round(cast, NOW)
    assert told(cast, cast["vendor_manager"], "actions_proof") == ["Stop the automatic pause is to be judged"]
    with acting_for(cast.organisation.pk):
        of = party_of(orvane) | {"action_id": key, "judged_by": "Vera", "judged_at": LATER}
        ActionProof.objects.create(**of, effective=False, reason="It did not move")
    change(orvane, Action, key, state="open", reopened=1)
    a_round(cast, LATER)
    assert told(cast, owner, "actions") == [
        "Your action is open again: Stop the automatic pause",
        "Stop the automatic pause: judged as not effective by Vera",
    ]


def test_what_one_side_writes_about_an_action_the_other_reads(cast: Cast, orvane: Owner) -> None:
    key = make(orvane, rows.an_action)
    with acting_for(cast.organisation.pk):
        of = party_of(orvane) | {"action_id": key, "written_at": NOW}
        ActionEntry.objects.create(**of, text="Done on Monday", author="Paula", side="provider")
        ActionEntry.objects.create(**of, text="Thank you", author="Vera", side="client")
        ActionEntry.objects.create(**of, text="Half would do", author="Vera", side="client", visibility="client")
    a_round(cast, NOW)
    assert told(cast, cast["vendor_manager"], "actions_said") == ["Paula wrote about Stop the automatic pause"]
    assert told(cast, cast["provider"], "actions_said") == ["Vera wrote about Stop the automatic pause"]


def test_a_provider_hears_of_a_change_and_again_when_it_is_amended_or_withdrawn(cast: Cast, orvane: Owner) -> None:
    key = make(orvane, rows.a_change_notice)
    a_round(cast, NOW)
    a_round(cast, LATER)
    change(orvane, ChangeNotice, key, takes_effect_on=date(2027, 3, 1), number=2)
    a_round(cast, LATER)
    change(orvane, ChangeNotice, key, withdrawn_at=LATER, withdrawn_reason="Called off")
    a_round(cast, LATER)
    assert told(cast, cast["provider"], "changes") == [
        "Notice of a change: Cologne opens, takes effect 1\u00a0Feb\u00a02027",
        "Notice amended: Cologne opens, takes effect 1\u00a0Mar\u00a02027",
        "The notice of Cologne opens is withdrawn",
    ]
    assert told(cast, cast.rival) == []


def test_who_gave_notice_hears_of_the_answer_of_silence_and_of_day_one(cast: Cast, orvane: Owner) -> None:
    giver = cast["it_leader"]
    key = make(orvane, rows.a_change_notice)
    change(orvane, ChangeNotice, key, given_by=str(giver.person))
    a_round(cast, datetime(2026, 11, 27, 9, tzinfo=UTC))  # the fifth working day
    assert told(cast, giver, "changes") == []
    a_round(cast, datetime(2026, 11, 28, 9, tzinfo=UTC))
    change(orvane, ChangeNotice, key, acknowledged_at=LATER, acknowledged_by="Paula", answer="Two weeks")
    a_round(cast, datetime(2026, 11, 29, 9, tzinfo=UTC))
    a_round(cast, datetime(2027, 2, 1, 9, tzinfo=UTC))
    assert told(cast, giver, "changes") == [
        "Orvane has not acknowledged the notice of Cologne opens",
        "Orvane acknowledged the notice of Cologne opens",
        "Was Orvane ready for Cologne opens?",
    ]
    assert told(cast, cast["vendor_manager"], "changes") == []


def test_evidence_that_is_ready_is_told_who_asked_for_it(cast: Cast, orvane: Owner) -> None:
    key = make(orvane, rows.an_evidence_pack)
    built = {"built_at": LATER, "path": "evidence/1.zip", "sha256": rows.SHA}
    change(orvane, EvidencePack, key, requested_by=str(cast["auditor"].person), **built)
    a_round(cast, LATER)
    assert told(cast, cast["auditor"], "evidence") == [
        "Evidence of 1\u00a0Jul\u00a02026 to 30\u00a0Sep\u00a02026 is ready"
    ]
    assert told(cast, cast["administrator"], "evidence") == []


def test_a_report_goes_from_side_to_side(cast: Cast, orvane: Owner) -> None:
    key = make(orvane, a_report)
    a_round(cast, LATER)
    assert told(cast, cast["vendor_manager"], "reports") == [
        "Orvane submitted the SLA report of ORV-2024-03 for October 2026"
    ]
    assert told(cast, cast["provider"], "reports") == []
    with acting_for(cast.organisation.pk):
        decision = a_decision(orvane)["pk"]
    change(orvane, SlaReport, key, state="accepted", decision_id=decision, decided_at=LATER)
    a_round(cast, LATER)
    assert told(cast, cast["provider"], "reports") == ["The SLA report of ORV-2024-03 for October 2026 is accepted"]


def test_a_dispute_goes_from_side_to_side_and_notes_of_one_side_stay_there(cast: Cast, orvane: Owner) -> None:
    key = make(orvane, a_dispute_file)
    with acting_for(cast.organisation.pk):
        dispute_id = DisputeMessage.objects.get(pk=key).dispute_id
        of = party_of(orvane) | {"dispute_id": dispute_id, "at": LATER}
        DisputeMessage.objects.create(**of, side="provider", author="Paula", body="See the log")
        DisputeMessage.objects.create(**of, side="client", author="Vera", body="Half would do", visibility="client")
        DisputeMessage.objects.create(**of, side="client", author="Vera", body="Thank you")
    a_round(cast, LATER)
    assert told(cast, cast["vendor_manager"], "disputes") == ["Orvane: Paula wrote in Dispute 1: Pauses"]
    assert told(cast, cast["provider"], "disputes") == [
        "Dispute 1: Pauses was opened",
        "Vera wrote in Dispute 1: Pauses",
    ]


def test_a_claimed_credit_is_told_the_provider_and_its_answer_us(cast: Cast, orvane: Owner) -> None:
    key = make(orvane, a_credit)
    a_round(cast, LATER)
    (claimed,) = told(cast, cast["provider"], "credits")
    assert claimed.startswith("the credit of €100.00 for ")
    with acting_for(cast.organisation.pk):
        author = credit_ledger.Author(Side.PROVIDER, "Paula", LATER)
        credit_ledger.move(Credit.objects.get(pk=key), CreditState.DISPUTED, author, "The pause was agreed")
    a_round(cast, LATER)
    (answered,) = told(cast, cast["vendor_manager"], "credits")
    assert answered.startswith("Orvane disputed the credit of €100.00")


def test_an_exclusion_is_told_the_side_that_has_to_answer(cast: Cast, orvane: Owner) -> None:
    first = make(orvane, an_exclusion)
    with acting_for(cast.organisation.pk):
        second = Exclusion.objects.get(pk=first)
        second.pk, second.name, second.requested_side = None, "Flood", "provider"
        second.save(force_insert=True)
    a_round(cast, LATER)
    assert [title.split(" (")[0] for title in told(cast, cast["provider"], "exclusions")] == [
        "Exclusion asked for: Move"
    ]
    assert [title.split(" (")[0] for title in told(cast, cast["vendor_manager"], "exclusions")] == [
        "Exclusion asked for: Flood"
    ]
    change(orvane, Exclusion, first, state="refused", decided_side="provider", decided_at=LATER, answer="No")
    a_round(cast, LATER)
    assert told(cast, cast["vendor_manager"], "exclusions")[1].startswith("Exclusion refused: Move")


def test_a_step_is_told_its_named_owner_and_without_one_all_who_could_act(cast: Cast, orvane: Owner) -> None:
    step = make(orvane, an_escalation_step)
    with acting_for(cast.organisation.pk):
        address = cast["executive"].person.email.upper()
        owner = Contact.objects.create(**party_of(orvane), side="client", name="Eva", email=address)
        EscalationStep.objects.filter(pk=step).update(client_owner=owner)
        escalation = an_escalation(orvane)["pk"]
        of = party_of(orvane) | {"escalation_id": escalation, "step_id": step}
        ReachedStep.objects.create(**of, position=1, name="Board", reached_at=NOW)
    a_round(cast, LATER)
    assert told(cast, cast["executive"], "escalations") == ["Orvane: “Dock fails” is escalated to Board"]
    assert "Orvane: “Dock fails” is escalated to Board" not in told(cast, cast["vendor_manager"], "escalations")
    assert "“Dock fails” is escalated to Board" in told(cast, cast["provider"], "escalations")


def test_a_part_in_an_issue_is_told_its_vendor_and_its_end_the_owner(cast: Cast, orvane: Owner) -> None:
    part = make(orvane, an_issue_part)
    long_members(cast)
    a_round(cast, LATER)
    assert told(cast, cast["provider"], "issues") == ["You have a part in an issue: Slow"]
    change(orvane, IssuePart, part, state="done", answer="Measured")
    a_round(cast, LATER)
    with acting_for(cast.organisation.pk):
        owner = IssuePart.objects.select_related("issue__owner").get(pk=part).issue.owner
    assert told(cast, owner, "issues") == ["Orvane has done its part in “Slow”"]


def test_a_reminder_of_a_date_is_told_the_vendor_managers(cast: Cast, orvane: Owner) -> None:
    make(orvane, a_reminder)
    a_round(cast, LATER)
    assert len(told(cast, cast["vendor_manager"], "dates")) == 1
    assert told(cast, cast["provider"], "dates") == []


def test_an_import_that_needs_attention_is_told_who_made_it(cast: Cast, orvane: Owner) -> None:
    batch = make(orvane, an_import)
    by = str(cast["administrator"].person)
    change(orvane, ImportBatch, batch, state="refused", reason="No header", finished_at=LATER, imported_by=by)
    a_round(cast, LATER)
    assert len(told(cast, cast["administrator"], "imports")) == 1
    assert told(cast, cast["vendor_manager"], "imports") == []
    counts = {"read": 2, "new": 0, "updated": 0, "unchanged": 0, "rejected": 2}
    change(orvane, ImportBatch, batch, state="done", finished_at=LATER + timedelta(hours=1), imported_by="", **counts)
    a_round(cast, LATER + timedelta(hours=1))
    assert [title.split(" of ")[0] for title in told(cast, cast["vendor_manager"], "imports")] == ["2\u00a0rows"]


def test_no_notification_of_a_provider_says_anything_of_others_or_of_ours_alone(cast: Cast, orvane: Owner) -> None:
    with acting_for(cast.organisation.pk), planting(is_ours_alone):
        for factory in EVERY_ROW:
            factory(orvane)
    plant_everywhere(cast)
    long_members(cast)
    for hours in (0, 2, 24 * 12):
        a_round(cast, NOW + timedelta(hours=hours))
    with acting_for(cast.organisation.pk):
        mine = Notification.objects.of_member(cast["provider"].pk)
        said = [f"{row.title} {row.text} {row.url} {row.mail and row.mail.body}" for row in mine.select_related("mail")]
        kinds = set(mine.values_list("kind", flat=True))
    assert kinds >= {"minutes", "changes", "disputes", "credits", "escalations", "exclusions", "issues"}
    assert [text for text in said if MARK in text] == []
    assert told(cast, cast["provider"], "dates") == []


def test_every_kind_that_is_found_is_declared_with_its_sides(cast: Cast, orvane: Owner) -> None:
    with acting_for(cast.organisation.pk), planting(lambda _: False):
        for factory in EVERY_ROW:
            factory(orvane)
    long_members(cast)
    a_round(cast, NOW + timedelta(hours=2))
    with acting_for(cast.organisation.pk):
        found = set(Notification.objects.of_organisation(cast.organisation.pk).values_list("kind", "vendor_id"))
    sides = {(kind, "client" if vendor is None else "provider") for kind, vendor in found}
    assert sides <= {(kind.code, side) for kind in all_kinds().values() for side in kind.sides} | {
        ("minutes", "client")
    }


def test_the_codes_of_kinds_are_short_and_their_own() -> None:
    assert all(len(code) <= 40 for code in all_kinds())
    assert {kind.channel for kind in all_kinds().values()} <= {"at_once", "digest", "portal"}
