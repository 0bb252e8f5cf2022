"""What the database takes from a provider in reviews, actions, notices and mails: each row is written past the code."""

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.db import connection, transaction
from pytest_django import Settings

from governance import models as g
from portal.accounts.tenancy import Party, acting_as, acting_for
from tests.cast import Cast
from tests.objects import governance as made
from tests.objects.owners import NOW, Owner, party_of
from tests.walls.planting import planting
from tests.walls.portfolio import CIRCULATED, DUE, PERIOD, PLANNED, SHA, PortfolioOf
from tests.walls.test_provider_rows import is_refused

Attempt = Callable[[Owner], Any]
ALSO = (made.an_item_of_the_provider, made.a_review, made.a_consequence)


@pytest.fixture
def owner(cast: Cast, settings: Settings, tmp_path: Path) -> Iterator[Owner]:
    """Orvane with one row of each kind, and what our side told it; the test acts for it from here on."""
    settings.PORTAL_DATA = tmp_path
    owner = Owner(cast.organisation, cast.orvane)
    with acting_for(cast.organisation.pk), planting(lambda row: True):
        for make in (*made.EVERYTHING, *ALSO):
            make(owner)
        g.Action.objects.update(owner_side="provider")
        made.an_action(owner)
        told(owner, cast["provider"].pk)
    with acting_for(cast.organisation.pk, cast.orvane.pk):
        yield owner


def told(owner: Owner, membership_id: int) -> None:
    """A notification, a wish, a calendar address and a mail of a person of the provider's."""
    one = party_of(owner) | {"membership_id": membership_id}
    what = {"kind": "minutes", "key": "k", "title": "Minutes wait", "url": "/", "channel": "portal", "created_at": NOW}
    g.Notification.objects.create(**one, **what)
    g.Preference.objects.create(**one, kind="minutes", channel="digest")
    g.CalendarFeed.objects.create(**one, secret_sha256="1" * 64, created_at=NOW)
    mail = {"to": "pia@orvane.example", "key": "k", "subject": "Minutes wait", "body": "By Friday", "due_at": NOW}
    g.Mail.objects.create(**party_of(owner), **mail)


def changing(model: Any, **columns: Any) -> Attempt:
    return lambda owner: model.objects.update(**columns)


def of_ours(model: Any, **columns: Any) -> Attempt:
    """Of the rows that are not the provider's to change, though it reads them."""
    field = "owner_side" if model is g.Action else "raised_side" if model is g.AgendaItem else "side"

    def attempt(owner: Owner) -> Any:
        rows = model.objects.filter(**{field: "client"})
        assert rows.exists()
        return rows.update(**columns)

    return attempt


UPDATES: dict[str, Attempt] = {
    "end a series": changing(g.ReviewSeries, ended_on=date(2026, 12, 1)),
    "hold a series rarer": changing(g.ReviewSeries, rule="FREQ=YEARLY"),
    "make a guest the chair": changing(g.Participant, part="chair"),
    "have another's invitations sent to itself": changing(g.Participant, email="pia@orvane.example"),
    "start a review": changing(g.Review, state="in_session", started_at=NOW, started_by="Pia"),
    "cancel a review": changing(g.Review, state="cancelled", cancelled_reason="No time"),
    "move a review": changing(g.Review, starts_at=NOW, sequence=9),
    "say who was there": changing(g.Attendance, presence="absent"),
    "move a decision to another item": changing(g.ReviewDecision, item=None),
    "reword our item": of_ours(g.AgendaItem, title="Else"),
    "take our item off": of_ours(g.AgendaItem, state="dropped"),
    "give its item to us": changing(g.AgendaItem, raised_side="client"),
    "hide a note from us": changing(g.Note, visibility="vendor"),
    "hand a note to another item": changing(g.Note, item_id=0),
    "rewrite a revision": changing(g.NoteRevision, text="Else"),
    "rewrite a pack": changing(g.Pack, content="{}", sha256=SHA),
    "rewrite the paper of a pack": changing(g.Pack, pdf=b"", pdf_sha256=SHA),
    "rewrite minutes": changing(g.Minutes, content="{}", sha256=SHA),
    "put its signature off": changing(g.Minutes, sign_by=date(2027, 12, 1)),
    "take our signature for its own": changing(g.Signature, side="provider"),
    "close an action": changing(g.Action, state="effective", closed_at=NOW, closed_by="Pia"),
    "cancel an action": changing(g.Action, state="cancelled", closed_at=NOW),
    "put an action off": changing(g.Action, due_on=date(2027, 12, 1)),
    "lower the target": changing(g.Action, target=1.0),
    "raise the baseline": changing(g.Action, baseline=1.0),
    "put the proof off": changing(g.Action, proof_on=date(2028, 1, 1)),
    "hand its action to us": changing(g.Action, owner_side="client"),
    "have our action done": of_ours(g.Action, state="done", done_at=NOW, done_by="Pia"),
    "explain our action": of_ours(g.Action, root_cause="Theirs"),
    "forget that it was opened again": changing(g.Action, reopened=7),
    "take the escalation off an action": changing(g.Action, escalation=None, title="x"),
    "rewrite the thread of an action": changing(g.ActionEntry, text="Else"),
    "prove its action": changing(g.ActionProof, effective=True, moved=True),
    "shorten its lead time": changing(g.LeadTime, days=1),
    "change a change": changing(g.BusinessChange, title="Else"),
    "move the day of a notice": changing(g.ChangeNotice, takes_effect_on=date(2027, 9, 1)),
    "say that notice was given late": changing(g.ChangeNotice, given_on=date(2027, 1, 31)),
    "lengthen the lead time of its notice": changing(g.ChangeNotice, lead_days=200),
    "judge itself ready": changing(g.ChangeNotice, ready=True, judged_at=NOW, judged_by="Vera"),
    "withdraw a notice": changing(g.ChangeNotice, withdrawn_at=NOW, withdrawn_reason="No"),
    "rewrite what it was told before": changing(g.NoticeRevision, message="Else"),
    "do what is ours to see to": lambda owner: g.Consequence.objects.filter(pk=ours_to_do(owner)).update(
        done_at=NOW, done_by="Pia"
    ),
    "reword a line of the checklist": changing(g.Consequence, text="Nothing"),
    "hand a line to us": changing(g.Consequence, side="client"),
    "start an improvement plan": changing(g.ImprovementPlan, ended_on=date(2026, 12, 1)),
    "set a step aside": changing(g.PlanStep, set_aside="Later"),
    "rewrite what it was told": changing(g.Notification, title="Else"),
    "have a notification mailed again": changing(g.Notification, mail=None, channel="at_once"),
    "rewrite a mail": changing(g.Mail, body="Else"),
    "have a mail sent again": changing(g.Mail, state="waiting", attempts=0),
    "have a mail sent to somebody else": changing(g.Mail, to="press@paper.example"),
    "forge evidence": changing(g.EvidencePack, sha256=SHA, path="../../etc/passwd"),
    "unsay a download": changing(g.EvidenceDownload, name="Nobody"),
}


def ours_to_do(owner: Owner) -> int:
    with acting_for(owner.organisation.pk):
        return int(made.a_consequence(owner, side="client")["pk"])


@pytest.mark.parametrize("attempt", UPDATES.values(), ids=UPDATES.keys())
def test_a_provider_cannot(owner: Owner, attempt: Attempt) -> None:
    assert is_refused(lambda: attempt(owner))


def first(model: Any) -> Any:
    return model.objects.order_by("pk")[0]


def adding(model: Any, **columns: Any) -> Attempt:
    """A row of the provider's own party; a column's value may be made when it is tried."""

    def attempt(owner: Owner) -> Any:
        told = {name: value() if callable(value) else value for name, value in columns.items()}
        return model.objects.create(**party_of(owner) | told)

    return attempt


REVIEW: Callable[[], Any] = lambda: first(g.Review)  # noqa: E731
ACTION: Callable[[], Any] = lambda: first(g.Action)  # noqa: E731
MINUTES: Callable[[], Any] = lambda: first(g.Minutes)  # noqa: E731
SIGNED = {"minutes": MINUTES, "name": "Vera", "signed_at": NOW, "membership_id": 1}
INSERTS: dict[str, Attempt] = {
    "plan a review": adding(g.Review, series=lambda: first(g.ReviewSeries), title="x", **PLANNED, **PERIOD),
    "take part": adding(
        g.Participant, series=lambda: first(g.ReviewSeries), side="provider", name="Pia", email="p@orvane.example"
    ),
    "have been there": adding(g.Attendance, review=REVIEW, side="provider", name="Pia", presence="present"),
    "raise an item in our name": adding(g.AgendaItem, review=REVIEW, title="x", raised_side="client", raised_by="V"),
    "raise an item for our side alone": adding(
        g.AgendaItem, review=REVIEW, title="x", raised_side="provider", visibility="client"
    ),
    "keep a note of ours": adding(g.Note, item=lambda: first(g.AgendaItem), visibility="client", text="x"),
    "freeze a pack": adding(
        g.Pack, review=lambda: g.Review.objects.filter(pack=None)[0], content="{}", sha256=SHA, pdf=b"",
        pdf_sha256=SHA, frozen_at=NOW, frozen_by="Vera",
    ),
    "circulate minutes": adding(
        g.Minutes, review=REVIEW, number=7, content="{}", sha256=SHA, pdf=b"", pdf_sha256=SHA, **CIRCULATED
    ),
    "sign for our side": adding(g.Signature, side="client", sha256=SHA, **SIGNED),
    "sign in our name": adding(g.Signature, side="provider", sha256=SHA, **SIGNED),
    "open an action": adding(g.Action, owner_side="provider", **DUE),
    "write into the thread in our name": adding(
        g.ActionEntry, action=ACTION, text="We agree", author="Vera", side="client", visibility="shared", written_at=NOW
    ),
    "judge an action": adding(
        g.ActionProof, action=ACTION, effective=True, moved=True, reason="Yes", judged_by="Vera", judged_at=NOW
    ),
    "give itself notice": adding(
        g.ChangeNotice, change_id=1, kind="other", title="x", takes_effect_on=date(2027, 1, 1), lead_days=1,
        given_on=date(2026, 1, 1), given_by="Vera",
    ),
    "write what it was told before": adding(
        g.NoticeRevision, notice=lambda: first(g.ChangeNotice), number=9, title="x", lead_days=1,
        takes_effect_on=date(2027, 1, 1), given_on=date(2027, 1, 1), told_on=date(2027, 1, 1), superseded_at=NOW,
        superseded_by="Vera",
    ),
    "add a line for us": adding(g.Consequence, notice=lambda: first(g.ChangeNotice), text="Pay", side="client"),
    "tell somebody something": adding(
        g.Notification, membership_id=1, kind="minutes", key="z", title="Pay", url="//evil.example",
        channel="at_once", created_at=NOW,
    ),
    "send a mail": adding(g.Mail, to="vera@ashcombe.example", key="z", subject="Pay", body="Now", due_at=NOW),
    "ask for evidence": adding(g.EvidencePack, **PERIOD, requested_by="Vera", requested_at=NOW),
}  # fmt: skip


@pytest.mark.parametrize("attempt", INSERTS.values(), ids=INSERTS.keys())
def test_a_provider_cannot_add(owner: Owner, attempt: Attempt) -> None:
    assert is_refused(lambda: attempt(owner))


HIDDEN = (g.BusinessChange, g.ImprovementPlan, g.PlanStep, g.EvidencePack, g.EvidenceDownload)


@pytest.mark.parametrize("model", HIDDEN)
def test_what_is_ours_alone_is_not_there_for_a_provider(owner: Owner, model: Any) -> None:
    with acting_for(owner.organisation.pk):
        assert model.objects.exists()
    assert not model.objects.exists()


PORTFOLIO = (g.ReviewSeries, g.Review, g.Attendance, g.AgendaItem, g.Note, g.NoteRevision, g.Pack, g.Minutes)
OF_THE_PORTFOLIO = (*PORTFOLIO, g.Signature, g.Action, g.ActionEntry, g.ActionProof, g.Participant, g.ReviewDecision)


@pytest.mark.parametrize("model", [*OF_THE_PORTFOLIO, g.Notification, g.Preference, g.CalendarFeed, g.Mail])
def test_what_names_no_vendor_is_shown_to_no_provider(owner: Owner, cast: Cast, model: Any) -> None:
    """Reviews of the whole portfolio, and what people of our side are told."""
    with acting_for(owner.organisation.pk):
        nobody = PortfolioOf(owner)
        assert model.objects.filter(vendor=None).exists() or nobody.of(model)
    for vendor in (cast.orvane, cast.tessel):
        with acting_for(owner.organisation.pk, vendor.pk):
            assert not model.objects.filter(vendor=None).exists()


def now_checked(attempt: Callable[[], Any]) -> Callable[[], Any]:
    """Foreign keys are checked at the end of a transaction, or when somebody asks."""

    def act() -> None:
        attempt()
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")

    return act


def test_nothing_hangs_on_a_row_of_another_vendor(owner: Owner, cast: Cast) -> None:
    """Neither a provider nor our side ties a row of one vendor to one of another."""
    rival = Owner(cast.organisation, cast.tessel)
    with acting_for(owner.organisation.pk):
        theirs = {
            "item_id": made.an_item(rival)["pk"],
            "review_id": made.a_review_held(rival)["pk"],
            "action_id": made.an_action(rival)["pk"],
            "notice_id": made.a_change_notice(rival)["pk"],
        }
    said = {"text": "x", "author": "Pia", "written_at": NOW, "visibility": "shared"}
    of = party_of(owner)
    tried: list[Callable[[], Any]] = [
        lambda: g.Note.objects.create(**of, item_id=theirs["item_id"], text="x"),
        lambda: g.AgendaItem.objects.create(**of, review_id=theirs["review_id"], title="x", raised_side="provider"),
        lambda: g.AgendaItem.objects.filter(raised_side="provider").update(review_id=theirs["review_id"]),
        lambda: g.AgendaItem.objects.filter(raised_side="provider").update(carried_from_id=theirs["item_id"]),
        lambda: g.ActionEntry.objects.create(**of, action_id=theirs["action_id"], side="provider", **said),
        lambda: g.Action.objects.create(**of, **DUE, review_id=theirs["review_id"]),
        lambda: g.Action.objects.create(**of, **DUE, item_id=theirs["item_id"]),
        lambda: g.Attendance.objects.create(**of, review_id=theirs["review_id"], side="client", name="x"),
        lambda: g.Consequence.objects.create(**of, notice_id=theirs["notice_id"], text="x"),
    ]
    for vendor_id in (owner.vendor.pk, None):
        for attempt in tried:
            with acting_for(owner.organisation.pk, vendor_id):
                assert is_refused(now_checked(attempt))


def test_a_provider_writes_nothing_into_a_review_of_the_portfolio(owner: Owner) -> None:
    with acting_for(owner.organisation.pk):
        whole = PortfolioOf(owner)
        keys = whole.item.pk, whole.review.pk, whole.action.pk
    of = party_of(owner)
    said = {"text": "x", "author": "Pia", "written_at": NOW, "visibility": "shared"}
    tried: list[Callable[[], Any]] = [
        lambda: g.Note.objects.create(**of, item_id=keys[0], visibility="vendor", text="x"),
        lambda: g.AgendaItem.objects.create(**of, review_id=keys[1], title="x", raised_side="provider"),
        lambda: g.ActionEntry.objects.create(**of, action_id=keys[2], side="provider", **said),
    ]
    assert all(is_refused(now_checked(attempt)) for attempt in tried)


def test_a_provider_takes_no_address_and_no_wish_in_somebody_elses_name(owner: Owner, cast: Cast) -> None:
    """A person has one of each: written for them they could not have their own."""
    for member in (cast["vendor_manager"], cast.rival):
        one = party_of(owner) | {"membership_id": member.pk}
        tried: list[Callable[[], Any]] = [
            lambda one=one: g.CalendarFeed.objects.create(**one, secret_sha256="2" * 64, created_at=NOW),  # type: ignore[misc]
            lambda one=one: g.Preference.objects.create(**one, kind="late", channel="none"),  # type: ignore[misc]
            lambda member=member: g.Preference.objects.update(membership_id=member.pk),  # type: ignore[misc]
        ]
        assert all(is_refused(now_checked(attempt)) for attempt in tried)


def test_a_colleague_of_the_same_provider_is_somebody_else_too(owner: Owner, cast: Cast) -> None:
    person = cast["it_leader"].person_id
    with acting_as(Party(owner.organisation.pk, owner.vendor.pk, person)):
        assert is_refused(lambda: g.Notification.objects.update(read_at=NOW))
        assert is_refused(lambda: g.CalendarFeed.objects.update(secret_sha256="2" * 64))
        assert is_refused(lambda: g.Preference.objects.update(channel="none"))


REMOVED = (
    *(g.ReviewSeries, g.Review, g.Attendance, g.AgendaItem, g.Note, g.NoteRevision, g.Pack, g.Minutes, g.Signature),
    *(g.Action, g.ActionEntry, g.ActionProof, g.LeadTime, g.ChangeNotice, g.NoticeRevision, g.Consequence),
    *(g.Notification, g.Preference, g.CalendarFeed, g.Mail, g.Participant, g.ReviewDecision),
)


@pytest.mark.parametrize("model", REMOVED)
def test_a_provider_removes_nothing(owner: Owner, model: Any) -> None:
    assert model.objects.exists()
    with connection.cursor() as cursor:

        def remove() -> int:
            cursor.execute(f"DELETE FROM {model._meta.db_table}")  # noqa: S608
            return int(cursor.rowcount)

        assert is_refused(remove)


FROZEN = (g.NoteRevision, g.ActionEntry, g.Pack, g.Minutes, g.Signature, g.ActionProof, g.NoticeRevision)


@pytest.mark.parametrize("model", FROZEN)
def test_our_side_does_not_rewrite_what_is_frozen_either(owner: Owner, model: Any) -> None:
    with acting_for(owner.organisation.pk):
        assert is_refused(lambda: model.objects.update(organisation=owner.organisation))
        assert is_refused(lambda: model.objects.all()._raw_delete("default"))


def test_a_provider_forges_no_history(owner: Owner) -> None:
    for model in (g.AgendaItem, g.Note, g.Action, g.ChangeNotice, g.Consequence, g.Notification, g.Signature):
        table = model._meta.db_table
        columns = ", ".join(f'"{field.column}"' for field in model._meta.concrete_fields)
        told = f"{columns}, pgh_created_at, pgh_label, pgh_obj_id"
        forged = f"INSERT INTO {table}event ({told}) SELECT {columns}, now(), 'update', id FROM {table}"  # noqa: S608

        def forge(forged: str = forged) -> int:
            with connection.cursor() as cursor:
                cursor.execute(forged)
                return int(cursor.rowcount)

        assert is_refused(forge), table


def test_what_a_provider_does_is_taken(owner: Owner, cast: Cast) -> None:
    """The walls let through what the pages do."""
    with acting_as(Party(owner.organisation.pk, owner.vendor.pk, cast["provider"].person_id)), transaction.atomic():
        assert g.AgendaItem.objects.filter(raised_side="provider").update(title="Else") == 1
        assert g.Action.objects.filter(owner_side="provider").update(state="done", done_at=NOW, done_by="Pia") > 0
        assert g.ChangeNotice.objects.update(acknowledged_at=NOW, acknowledged_by="Pia", answer="A list") > 0
        assert g.Consequence.objects.filter(side="provider").update(done_at=NOW, done_by="Pia") > 0
        assert g.Notification.objects.update(read_at=NOW) == 1
        assert g.Preference.objects.update(channel="portal") == 1
        assert g.CalendarFeed.objects.update(revoked_at=NOW) == 1
