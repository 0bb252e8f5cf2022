"""The five questions: answered by the registers or said to be open, with what people said beside (R1)."""

from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from assessments.five_questions.beside import beside
from assessments.five_questions.composing import (
    Answer,
    Button,
    Done,
    Goals,
    Named,
    Performance,
    decisions,
    goals,
    inside,
    listed,
    outsourced,
    performance,
)
from assessments.five_questions.registers import answers
from assessments.models import Campaign, CampaignResult
from assessments.results.content import Content, QuestionScore
from assessments.results.keeping import digest, written
from portal.accounts.decisions import lay_out_standard
from portal.accounts.tenancy import acting_for
from tests.cast import Cast
from tests.counting import queries_of
from tests.governance.scoping import NOW, a_desk, an_entry, approves_changes
from tests.objects.owners import Owner
from tests.objects.readiness import SHA, a_campaign
from tests.vendors.reported import contracted

FILL = Button("Fill it", "/somewhere/")
NAMES = [Named(f"N{n}") for n in range(9)]


def test_decisions_without_any_owner_are_no_answer() -> None:
    found = decisions([], NAMES[:5], FILL)
    assert (found.tone, found.word, found.button) == ("bad", "No answer", FILL)
    assert decisions(NAMES[:3], NAMES[3:5], FILL).word == "Answered in part"
    whole = decisions(NAMES[:5], [], FILL)
    assert (whole.word, whole.button) == ("Answered", None)
    assert whole.said == "5 of 5 decisions that stay inside have an accountable person: N0, N1, N2, N3 and N4."


def test_what_stays_inside_and_what_is_outsourced_come_from_one_map() -> None:
    rows = [
        Done(Named("Security"), "internal"),
        Done(Named("Network"), "shared", "Tessel"),
        Done(Named("Desk"), "outsourced", "Orvane", ("contract ended",)),
        Done(Named("Cloud"), ""),
    ]
    kept, out = inside(rows, FILL), outsourced(rows, FILL)
    assert kept.said == "Security is done inside; Network is shared with providers."
    assert [(hole.text, hole.note) for hole in kept.holes] == [("Cloud", "not stated")]
    assert out.said == "Desk (Orvane) is outsourced."
    assert [(hole.text, hole.note) for hole in out.holes] == [("Desk", "contract ended")]
    assert outsourced(rows[:1], FILL).said == "No function is outsourced."
    assert [inside(rows[3:], FILL).word, outsourced(rows[3:], FILL).word] == ["No answer"] * 2


def test_performance_names_what_is_not_measured() -> None:
    found = Performance(3, (Named("Printing"),), 4, (Named("Desk: L-1"),), 14, "the months since August 2026")
    one = performance(found, "/vendors/", FILL)
    assert one.said == (
        "By 4 service levels of 2 of 3 services, 3 of them measured in the months since August 2026, and 14 KPIs."
    )
    assert [hole.note for hole in one.holes] == ["no service level", "not measured in the months since August 2026"]
    assert performance(Performance(1, (Named("Desk"),), 0, (), 14, ""), "/", FILL).word == "No answer"


def test_goals_without_an_outcome_are_no_answer() -> None:
    assert goals(Goals(0, 0, 0, ()), FILL).word == "No answer"
    assert goals(Goals(1, 0, 0, (Named("Goal"),)), FILL).word == "No answer"
    assert goals(Goals(2, 3, 1, ()), FILL).said == "3 outcomes of IT serve 2 goals, 1 reached."


@pytest.mark.parametrize(
    ("count", "words"), [(0, ""), (1, "N0"), (2, "N0 and N1"), (7, "N0, N1, N2, N3, N4, N5 and 1 more")]
)
def test_a_sentence_lists_six_names_and_counts_the_rest(count: int, words: str) -> None:
    assert listed(NAMES[:count]) == words


def by_code(cast: Cast) -> dict[str, Answer]:
    return {one.code: one for one in answers(cast["it_leader"], NOW)}


def test_an_organisation_without_registers_answers_nothing(acting: Cast) -> None:
    found = by_code(acting)
    assert list(found) == ["decisions", "inside", "outsourced", "performance", "goals"]
    assert {one.word for one in found.values()} == {"No answer"}
    assert [hole.note for hole in found["decisions"].holes] == ["no right is kept"] * 5


def test_registers_answer_as_far_as_they_are_kept(acting: Cast) -> None:
    contracted(acting.organisation, acting.orvane)
    approves_changes(acting)
    an_entry(acting, a_desk(acting), date(2026, 1, 1), arrangement="outsourced", vendor=acting.orvane)
    found = by_code(acting)
    assert found["decisions"].said.startswith("1 of 5 decisions that stay inside")
    assert found["outsourced"].said == "Service desk (Orvane) is outsourced."
    assert [hole.note for hole in found["outsourced"].holes] == ["no contract"]
    assert found["performance"].said.startswith("By ")
    assert ("Office network", "no service level") in [(one.text, one.note) for one in found["performance"].holes]


def test_an_owner_who_left_owns_nothing(acting: Cast) -> None:
    approves_changes(acting)
    leader = acting["it_leader"]
    leader.ended_at = NOW
    leader.save()
    found = {one.code: one for one in answers(acting["vendor_manager"], NOW)}
    assert found["decisions"].word == "No answer"


def question(code: str, level: float | None, **more: Any) -> QuestionScore:
    told: dict[str, Any] = {"lowest": None, "highest": None, "unknown": 0, "given": ()}
    told |= {"levels": ("Nobody", "Some", "Most", "All", "Kept")} | more
    return QuestionScore(code=code, dimension="ownership", text=f"About {code}", level=level, **told)


def a_closed_assessment(cast: Cast, *questions: QuestionScore, sha: str = "") -> Campaign:
    owner = Owner(cast.organisation, cast.orvane)
    campaign = Campaign.objects.get(**a_campaign(owner, closed_at=NOW, closed_by="Vera", title="Before renewal"))
    told: dict[str, Any] = {"campaign": "Before renewal", "instrument": "Quick", "instrument_code": "quick"}
    told |= {"instrument_version": 1, "instrument_sha256": SHA, "currency": "EUR", "composed_on": NOW.date()}
    told |= {"composed_at": NOW, "closed_at": NOW, "previous": "", "respondents": (), "dimensions": ()}
    told |= dict.fromkeys(("findings", "beside", "signs", "fit", "recommendations"), ())
    data = written(Content(questions=questions, **told))
    kept = {"content": data.decode(), "sha256": sha or digest(data), "frozen_at": NOW, "frozen_by": "Vera"}
    CampaignResult.objects.create(organisation=cast.organisation, campaign=campaign, **kept)
    return campaign


def test_what_people_said_stands_beside_with_its_spread(acting: Cast) -> None:
    a_closed_assessment(
        acting,
        question("own-decisions", 3.5, lowest=2, highest=5, answers="decisions"),
        question("scope-map", None, answers="inside"),
        question("flow-defined", 4.0),
    )
    found = beside(acting["auditor"], NOW)
    said = found.by_answer["decisions"][0]
    assert (said.level, said.spread, said.described) == ("3.5", "2–5", "Most")
    assert (found.by_answer["inside"][0].level, found.by_answer["inside"][0].described) == ("–", "")
    assert set(found.by_answer) == {"decisions", "inside"}


def test_a_result_that_was_altered_is_not_told(client: Client, cast: Cast) -> None:
    with acting_for(cast.organisation.pk):
        a_closed_assessment(cast, question("own-decisions", 3.0, answers="decisions"), sha=SHA)
    client.force_login(cast["auditor"].person)
    page = client.get(reverse("assessments:five-questions")).content.decode()
    assert "What is stored is not what was frozen" in page


def test_an_open_assessment_says_nothing_yet(acting: Cast) -> None:
    a_campaign(Owner(acting.organisation, acting.orvane))
    assert beside(acting["auditor"], NOW).campaign is None


def test_the_page_leads_to_what_fills_a_hole_and_costs_the_same_for_more(client: Client, cast: Cast) -> None:
    with acting_for(cast.organisation.pk):
        lay_out_standard(cast.organisation)
        a_closed_assessment(cast, question("own-decisions", 3.0, lowest=3, highest=3, answers="decisions"))
        an_entry(cast, a_desk(cast), date(2026, 1, 1), arrangement="shared", vendor=cast.orvane)
    client.force_login(cast["executive"].person)
    page = reverse("assessments:five-questions")
    client.get(page)
    one = queries_of(lambda: client.get(page))
    with acting_for(cast.organisation.pk):
        for n in range(9):
            an_entry(cast, a_desk(cast, f"Desk {n}"), date(2026, 1, 1), arrangement="shared", vendor=cast.orvane)
    assert queries_of(lambda: client.get(page)) == one
    text = client.get(page).content.decode()
    assert "Nobody: no decision that stays inside has an accountable person." in text
    assert "Said in “Before renewal”" in text
    assert reverse("governance:scope") in text
    assert f'href="{reverse("accounts:rights")}"' not in text  # executives may not open decision rights


@pytest.mark.parametrize(("role", "status"), [("provider", 403), ("service_owner", 403), ("auditor", 200)])
def test_who_may_see_results_sees_the_five_questions(client: Client, cast: Cast, role: str, status: int) -> None:
    client.force_login(cast[role].person)
    assert client.get(reverse("assessments:five-questions")).status_code == status
