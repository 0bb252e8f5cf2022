"""Reviews and what comes of them, actions, changes on notice, evidence, notifications."""

import hashlib
from datetime import date, datetime, time, timedelta
from typing import Any

from governance.models import (
    Action,
    ActionEntry,
    ActionProof,
    AgendaItem,
    Attendance,
    BusinessChange,
    CalendarFeed,
    ChangeNotice,
    Consequence,
    EvidenceDownload,
    EvidencePack,
    ImprovementPlan,
    LeadTime,
    Mail,
    Minutes,
    Note,
    NoteRevision,
    NoticeRevision,
    Notification,
    Pack,
    Participant,
    PlanStep,
    Preference,
    Review,
    ReviewDecision,
    ReviewSeries,
    Signature,
)
from governance.packs.content import Content, Cover, written
from tests.objects.owners import NOW, Arguments, Owner, named, party_of
from tests.objects.people import a_decision, a_membership
from tests.objects.register import a_site

SHA = "0" * 64


def _of(owner: Owner) -> dict[str, Any]:
    return {"organisation": owner.organisation}


def a_series(owner: Owner) -> Arguments:
    series = ReviewSeries.objects.create(
        **party_of(owner),
        title=named(owner),
        cadence="monthly",
        rule="FREQ=MONTHLY;BYDAY=2TH",
        first_on=date(2026, 11, 12),
        starts_at=time(14),
        timezone="Europe/Amsterdam",
        place="Room 4",
    )
    return {"pk": series.pk}


def a_participant(owner: Owner, side: str = "client") -> Arguments:
    """A guest of a series of its own."""
    who = {"side": side, "name": "Nora Guest", "email": f"nora{owner.vendor.pk}@{side}.example"}
    return {"pk": Participant.objects.create(**party_of(owner), series_id=a_series(owner)["pk"], **who).pk}


def a_review(owner: Owner, **more: Any) -> Arguments:
    """One that is planned for an hour from NOW and looks back on October 2026."""
    planned = {"planned_at": NOW, "starts_at": NOW, "ends_at": NOW + timedelta(hours=1)}
    period = {"period_start": date(2026, 10, 1), "period_end": date(2026, 11, 1)}
    series_id = a_series(owner)["pk"]
    told = {"title": named(owner), "cadence": "monthly", "original_on": NOW.date(), "place": "Room 4"}
    review = Review.objects.create(**party_of(owner) | {"series_id": series_id} | planned | period | told | more)
    return {"pk": review.pk}


def a_review_in_session(owner: Owner) -> Arguments:
    return a_review(owner, state="in_session", started_at=NOW, started_by="Vera")


def a_review_held(owner: Owner) -> Arguments:
    return a_review(owner, state="held", started_at=NOW, started_by="Vera", held_at=NOW + timedelta(hours=1))


def an_item(owner: Owner, visibility: str = "shared", review_id: int | None = None) -> Arguments:
    """An item of a review in session that a person of our side put on the agenda."""
    item = AgendaItem.objects.create(
        **party_of(owner),
        review_id=review_id or a_review_in_session(owner)["pk"],
        visibility=visibility,
        title="Pauses",
        summary="Eleven tickets",
        presenter="Nora Guest",
        raised_by="Vera",
    )
    return {"pk": item.pk}


def an_item_of_the_provider(owner: Owner) -> Arguments:
    """One that it may word and take off itself."""
    pk = an_item(owner)["pk"]
    AgendaItem.objects.filter(pk=pk).update(raised_side="provider")
    return {"pk": pk}


def a_note_on_an_item(owner: Owner, visibility: str = "shared") -> Arguments:
    """What the minutes say about an item, with the revision that it came from."""
    of = party_of(owner) | {"visibility": visibility}
    note = Note.objects.create(**of, item_id=an_item(owner)["pk"], text="Half would do")
    NoteRevision.objects.create(**of, note=note, text="Half would do", author="Vera", written_at=NOW)
    return {"pk": note.pk}


def an_attendance(owner: Owner) -> Arguments:
    review_id = a_review_in_session(owner)["pk"]
    return {"pk": Attendance.objects.create(**party_of(owner), review_id=review_id, side="client", name="Vera").pk}


def a_review_decision(owner: Owner) -> Arguments:
    links = {"review_id": a_review_in_session(owner)["pk"], "decision_id": a_decision(owner)["pk"]}
    return {"pk": ReviewDecision.objects.create(**party_of(owner), **links).pk}


def a_pack(owner: Owner) -> Arguments:
    """The frozen pack of a review that was held."""
    return {"pk": _pack_of(owner, a_review_held(owner)["pk"]).pk}


def a_review_with_a_pack(owner: Owner) -> Arguments:
    """A review that was held, with its frozen pack."""
    review = a_review_held(owner)
    _pack_of(owner, review["pk"])
    return review


def _pack_of(owner: Owner, review_id: int) -> Pack:
    days: dict[str, Any] = {"period_start": date(2026, 10, 1), "period_end": date(2026, 11, 1)}
    told: dict[str, Any] = {"organisation": "Ashcombe Group", "vendor": named(owner), "title": "Review", "zone": "UTC"}
    cover = Cover(**told, **days, cadence="Monthly business", starts_at=NOW, composed_at=NOW, frozen_by="Vera")
    content = written(Content(cover, ()))
    frozen: dict[str, Any] = {"content": content.decode(), "sha256": hashlib.sha256(content).hexdigest()}
    pdf: dict[str, Any] = {"pdf": b"%PDF-1.7", "pdf_sha256": hashlib.sha256(b"%PDF-1.7").hexdigest()}
    when: dict[str, Any] = {"frozen_at": NOW, "frozen_by": "Vera"}
    return Pack.objects.create(**party_of(owner), review_id=review_id, **frozen, **pdf, **when)


def some_minutes(owner: Owner) -> Arguments:
    """The first version of the minutes of a review that was held."""
    circulated = {"circulated_at": NOW, "circulated_by": "Vera", "sign_by": date(2026, 11, 27)}
    what = {"number": 1, "content": '{"items":[]}', "sha256": SHA, "pdf": b"%PDF-1.7", "pdf_sha256": SHA}
    of = party_of(owner) | {"review_id": a_review_held(owner)["pk"]}
    return {"pk": Minutes.objects.create(**of, **what, **circulated).pk}


def a_signature(owner: Owner, side: str = "client") -> Arguments:
    signed = {"side": side, "membership_id": a_membership(owner)["pk"], "name": "Vera", "sha256": SHA, "signed_at": NOW}
    return {"pk": Signature.objects.create(**party_of(owner), minutes_id=some_minutes(owner)["pk"], **signed).pk}


def an_action(owner: Owner, visibility: str = "shared", **more: Any) -> Arguments:
    told: dict[str, Any] = {
        "title": "Stop the automatic pause",
        "owner_name": "Nora Guest",
        "due_on": date(2026, 11, 30),
    }
    made: dict[str, Any] = {"visibility": visibility, "created_at": NOW, "created_by": "Vera"}
    return {"pk": Action.objects.create(**party_of(owner) | told | made | more).pk}


def an_action_entry(owner: Owner, visibility: str = "shared") -> Arguments:
    said = {"visibility": visibility, "text": "Half would do", "author": "Vera", "side": "client", "written_at": NOW}
    return {"pk": ActionEntry.objects.create(**party_of(owner), action_id=an_action(owner)["pk"], **said).pk}


def a_proof(owner: Owner) -> Arguments:
    judged = {"effective": False, "moved": False, "reason": "No change", "judged_by": "Vera", "judged_at": NOW}
    return {"pk": ActionProof.objects.create(**party_of(owner), action_id=an_action(owner)["pk"], **judged).pk}


def a_lead_time(owner: Owner) -> Arguments:
    row, _ = LeadTime.objects.get_or_create(
        organisation=owner.organisation, kind="hiring", defaults={"days": 60, "checklist": ["Laptops"]}
    )
    return {"pk": row.pk}


def a_change(owner: Owner) -> Arguments:
    change = BusinessChange.objects.create(
        **_of(owner),
        kind="opening",
        title=named(owner),
        takes_effect_on=date(2027, 2, 1),
        site_id=a_site(owner)["pk"],
        people=40,
        entered_by="Vera",
        entered_at=NOW,
    )
    return {"pk": change.pk}


def a_change_notice(owner: Owner) -> Arguments:
    told = {"kind": "opening", "title": "Cologne opens", "takes_effect_on": date(2027, 2, 1), "site_name": "Cologne"}
    given = {"lead_days": 60, "given_on": date(2026, 11, 20), "given_by": "Vera", "message": "Forty desks"}
    of = party_of(owner) | {"change_id": a_change(owner)["pk"]}
    return {"pk": ChangeNotice.objects.create(**of, **told, **given).pk}


def a_notice_revision(owner: Owner) -> Arguments:
    """What a provider was told before its notice was amended."""
    told = {"number": 1, "title": "Cologne opens", "takes_effect_on": date(2027, 1, 1), "message": "Thirty desks"}
    given = {"lead_days": 60, "given_on": date(2026, 10, 1), "told_on": date(2026, 10, 1), "site_name": "Cologne"}
    notice_id = a_change_notice(owner)["pk"]
    made = NoticeRevision.objects.create(
        **party_of(owner), **told, **given, notice_id=notice_id, superseded_at=NOW, superseded_by="Vera"
    )
    return {"pk": made.pk}


def a_consequence(owner: Owner, side: str = "provider") -> Arguments:
    notice_id = a_change_notice(owner)["pk"]
    return {"pk": Consequence.objects.create(**party_of(owner), notice_id=notice_id, text="Laptops", side=side).pk}


def a_plan(owner: Owner) -> Arguments:
    """The plan that runs; an organisation has one at a time."""
    started = {"started_on": date(2026, 11, 1), "started_by": "Vera"}
    plan, _ = ImprovementPlan.objects.get_or_create(**_of(owner), ended_on=None, defaults=started)
    return {"pk": plan.pk}


def a_plan_step(owner: Owner) -> Arguments:
    plan_id = a_plan(owner)["pk"]
    step, _ = PlanStep.objects.get_or_create(
        **_of(owner), plan_id=plan_id, code="norms", defaults={"set_aside": "Later"}
    )
    return {"pk": step.pk}


def a_notification(owner: Owner) -> Arguments:
    """One to a member of our side."""
    told = {"kind": "minutes", "key": named(owner), "title": "Minutes wait", "url": "/reviews/", "channel": "portal"}
    of = _of(owner) | {"membership_id": a_membership(owner)["pk"]}
    return {"pk": Notification.objects.create(**of, **told, text="By Friday", created_at=NOW).pk}


def a_preference(owner: Owner) -> Arguments:
    of = _of(owner) | {"membership_id": a_membership(owner)["pk"]}
    return {"pk": Preference.objects.create(**of, kind="minutes", channel="digest").pk}


def a_mail(owner: Owner) -> Arguments:
    """A mail to somebody of our side."""
    what = {"to": "vera@ashcombe.example", "subject": "Minutes wait", "body": "By Friday", "due_at": NOW}
    return {"pk": Mail.objects.create(**_of(owner), key=f"test:{named(owner)}", **what).pk}


def a_feed(owner: Owner) -> Arguments:
    secret = hashlib.sha256(f"{owner.organisation.pk}-{owner.vendor.pk}".encode()).hexdigest()
    of = _of(owner) | {"membership_id": a_membership(owner)["pk"]}
    return {"pk": CalendarFeed.objects.create(**of, secret_sha256=secret, created_at=NOW).pk}


def an_evidence_pack(owner: Owner) -> Arguments:
    period = {"period_start": date(2026, 7, 1), "period_end": date(2026, 10, 1), "purpose": "ISO 27001"}
    asked: dict[str, Any] = {"requested_by": "Vera", "requested_at": datetime(2026, 11, 20, 9, tzinfo=NOW.tzinfo)}
    return {"pk": EvidencePack.objects.create(**party_of(owner), **period, **asked).pk}


def an_evidence_download(owner: Owner) -> Arguments:
    taken = {"membership_id": a_membership(owner)["pk"], "name": "Vera", "sha256": SHA, "at": NOW}
    of = _of(owner) | {"pack_id": an_evidence_pack(owner)["pk"]}
    return {"pk": EvidenceDownload.objects.create(**of, **taken).pk}


EVERYTHING = (
    *(a_participant, an_attendance, a_review_decision, a_note_on_an_item, a_pack, a_signature),
    *(an_action_entry, a_proof, a_lead_time, a_notice_revision, a_consequence, a_plan_step),
    *(a_notification, a_preference, a_mail, a_feed, an_evidence_pack, an_evidence_download),
)
"""One of each kind of row."""
