"""What the database takes from a provider in readiness: each row is written past the code, as the application's role."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.db import connection

from assessments import models as a
from governance import models as g
from portal.accounts.tenancy import acting_for
from tests.cast import Cast
from tests.objects import readiness as made
from tests.objects.owners import NOW, Owner, party_of
from tests.walls.planting import planting
from tests.walls.test_governance_rows import now_checked
from tests.walls.test_provider_rows import is_refused

Attempt = Callable[[Owner], Any]
SHA = "0" * 64


@pytest.fixture
def owner(cast: Cast) -> Iterator[Owner]:
    """Orvane with one row of each kind; the test acts for it from here on."""
    owner = Owner(cast.organisation, cast.orvane)
    with acting_for(cast.organisation.pk), planting(lambda row: True):
        for make in made.EVERYTHING:
            make(owner)
        made.an_answer(owner)
    with acting_for(cast.organisation.pk, cast.orvane.pk):
        yield owner


def close_sheets(owner: Owner) -> None:
    with acting_for(owner.organisation.pk):
        assert a.Respondent.objects.update(closed_at=NOW)


def changing(model: Any, **columns: Any) -> Attempt:
    return lambda owner: model.objects.update(**columns)


UPDATES: dict[str, Attempt] = {
    "answer in the name of a colleague": changing(a.Respondent, membership_id=1),
    "answer as somebody of our side": changing(a.Respondent, view="leader"),
    "reword what it is asked": changing(a.Respondent, sheet={"questions": ["x"]}),
    "call itself somebody else": changing(a.Respondent, name="Vera"),
    "put off the day that answers are due": changing(a.Respondent, due_on=None, campaign_title="x"),
    "close its sheet": changing(a.Respondent, closed_at=NOW),
    "say that it was reminded": changing(a.Respondent, reminded_at=NOW),
    "say who asked it": changing(a.Respondent, invited_by="Vera"),
    "move an answer to another question": changing(a.Answer, question="own-decisions"),
    "move an answer to another sheet": changing(a.Answer, respondent_id=1),
    "put another file in the place of one": changing(a.AnswerFile, file="../../etc/passwd", sha256=SHA),
}


@pytest.mark.parametrize("attempt", UPDATES.values(), ids=UPDATES.keys())
def test_a_provider_cannot(owner: Owner, attempt: Attempt) -> None:
    assert is_refused(lambda: attempt(owner))


def test_a_provider_asks_nobody(owner: Owner, cast: Cast) -> None:
    first = a.Respondent.objects.order_by("pk")[0]
    told = {"name": "Pat", "view": "provider", "campaign_title": "x", "sheet": {}, "invited_at": NOW}
    of = party_of(owner) | {"campaign_id": first.campaign_id, "membership_id": cast["provider"].pk}
    assert is_refused(lambda: a.Respondent.objects.create(**of, **told, invited_by="Vera"))


def test_a_provider_answers_no_sheet_of_a_rival_or_of_our_side(owner: Owner, cast: Cast) -> None:
    with acting_for(owner.organisation.pk):
        theirs = made.a_respondent(Owner(cast.organisation, cast.tessel))["pk"]
        campaign = a.Respondent.objects.get(pk=theirs).campaign_id
        told = {"name": "Ines", "view": "service_owner", "campaign_title": "x", "sheet": {}, "invited_at": NOW}
        of = {"organisation": owner.organisation, "campaign_id": campaign, "membership": cast["service_owner"]}
        ours = a.Respondent.objects.create(**of, **told, invited_by="Vera").pk
    said = {"question": "rhythm", "level": 1, "answered_at": NOW}
    own = a.Answer.objects.order_by("pk")[0].pk
    for sheet in (theirs, ours):
        for party in (party_of(owner), {"organisation": owner.organisation}):
            assert is_refused(now_checked(lambda s=sheet, p=party: a.Answer.objects.create(**p, respondent_id=s, **said)))  # type: ignore[misc]
        assert is_refused(now_checked(lambda s=sheet: a.Answer.objects.filter(pk=own).update(respondent_id=s)))  # type: ignore[misc]
        assert not a.Respondent.objects.filter(pk=sheet).exists()


CLOSED: dict[str, Attempt] = {
    "answers": changing(a.Answer, level=1),
    "finishing": changing(a.Respondent, finished_at=NOW),
    "another answer": lambda owner: a.Answer.objects.create(
        **party_of(owner), respondent=a.Respondent.objects.order_by("pk")[0], question="x", level=1, answered_at=NOW
    ),
    "another file": lambda owner: a.AnswerFile.objects.create(
        **party_of(owner), answer=a.Answer.objects.order_by("pk")[0], file="x", file_name="x", size=1, sha256=SHA,
        uploaded_by="Pat", uploaded_at=NOW,
    ),
    "taking a file away": lambda owner: a.AnswerFile.objects.all()._raw_delete("default"),
    "taking an answer away": lambda owner: a.Answer.objects.filter(files=None)._raw_delete("default"),
}  # fmt: skip


@pytest.mark.parametrize("attempt", CLOSED.values(), ids=CLOSED.keys())
def test_a_closed_sheet_takes_nothing_more(owner: Owner, attempt: Attempt) -> None:
    close_sheets(owner)
    assert is_refused(lambda: attempt(owner))


def test_our_side_takes_no_file_from_a_closed_sheet_either(owner: Owner) -> None:
    close_sheets(owner)
    with acting_for(owner.organisation.pk):
        assert a.Answer.objects.filter(files=None).exists()
        assert is_refused(lambda: a.AnswerFile.objects.all()._raw_delete("default"))
        assert is_refused(lambda: a.Answer.objects.filter(files=None)._raw_delete("default"))


@pytest.mark.parametrize("model", [a.Respondent, a.Answer])
def test_a_provider_removes_nothing(owner: Owner, model: Any) -> None:
    assert model.objects.exists()
    assert is_refused(lambda: model.objects.all()._raw_delete("default"))


def test_who_attached_the_wrong_file_takes_it_away_while_it_is_open(owner: Owner) -> None:
    assert a.AnswerFile.objects.exists()
    assert a.AnswerFile.objects.all()._raw_delete("default") == 1


HIDDEN = (
    *(a.Campaign, a.CampaignResult, a.InstrumentVersion, a.InstrumentDraft, a.FunctionProfile, a.Override),
    *(a.PlannedFinding, a.AutomationGate, a.AutomationCase, a.TypedWork, a.Selection, a.Criterion, a.Candidate),
    *(a.CandidateScore, a.SelectionReader, g.BusinessFunction, g.ScopeEntry, g.ScopeChange, g.GateItem),
    *(g.BusinessGoal, g.GoalOutcome, g.OrganisationFigure),
)


@pytest.mark.parametrize("model", HIDDEN)
def test_what_is_ours_alone_is_not_there_for_a_provider(owner: Owner, model: Any) -> None:
    with acting_for(owner.organisation.pk):
        assert model.objects.exists()
        row = model.objects.order_by("pk")[0]
    assert not model.objects.exists()
    row.pk = None
    assert is_refused(row.save)


def test_a_provider_forges_no_history(owner: Owner) -> None:
    for model in (a.Respondent, a.Answer, a.AnswerFile):
        columns = ", ".join(f'"{field.column}"' for field in model._meta.concrete_fields)  # type: ignore[attr-defined]
        table, told = model._meta.db_table, f"{columns}, pgh_created_at, pgh_label, pgh_obj_id"  # type: ignore[attr-defined]
        forged = f"INSERT INTO {table}event ({told}) SELECT {columns}, now(), 'update', id FROM {table}"  # noqa: S608

        def forge(forged: str = forged) -> int:
            with connection.cursor() as cursor:
                cursor.execute(forged)
                return int(cursor.rowcount)

        assert is_refused(forge), table
