"""Choosing a provider: opened with the standard criteria, scored by several, decided once, and still from then on."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from assessments.models import Candidate, CandidateScore, Criterion, Selection, SelectionReader
from assessments.selection import candidates, choosing, scoring
from assessments.selection.choosing import InvalidTransition, Weight
from assessments.selection.scoring import Given
from portal.accounts.models import Membership
from portal.accounts.tenancy import acting_for
from tests.cast import Cast
from tests.counting import queries_of
from tests.objects.owners import NOW


def a_selection(cast: Cast, title: str = "Service desk") -> Selection:
    blank = Selection(organisation=cast.organisation, title=title, currency="EUR")
    return choosing.open_selection(blank, cast["vendor_manager"], NOW)


def a_candidate(selection: Selection, name: str = "Lumenfold", **more: Any) -> Candidate:
    blank = Candidate(organisation_id=selection.organisation_id, selection=selection, name=name, **more)
    return candidates.save_candidate(blank)


def give(candidate: Candidate, member: Membership, score: int | None, evidence: str = "") -> int:
    """The same score on every criterion."""
    criteria = Criterion.objects.of_selection(candidate.selection_id)
    return scoring.score(candidate, {one.pk: Given(score, evidence) for one in criteria}, member, NOW)


def sent(candidate: Candidate, **scores: Any) -> dict[str, str]:
    """The form of a candidate, each criterion scored alike."""
    with acting_for(candidate.organisation_id):
        keys = list(Criterion.objects.of_selection(candidate.selection_id).values_list("pk", flat=True))
    score, evidence = scores.get("score", "4"), scores.get("evidence", "Seen it run")
    return {f"score-{key}": score for key in keys} | {f"evidence-{key}": evidence for key in keys}


def page_of(client: Client, name: str, pk: int) -> str:
    return client.get(reverse(f"assessments:{name}", args=[pk])).content.decode()


def test_a_vendor_manager_opens_a_selection_and_it_starts_with_eight_criteria(client: Client, cast: Cast) -> None:
    client.force_login(cast["vendor_manager"].person)
    form = {"title": "Service desk", "purpose": "For 900 people", "currency": "eur"}
    for _ in range(2):
        page = client.post(reverse("assessments:open-selection"), form, follow=True).content.decode()
    assert "Integration depth" in page
    with acting_for(cast.organisation.pk):
        (selection,) = Selection.objects.all()
        assert (selection.currency, selection.opened_by) == ("EUR", str(cast["vendor_manager"].person))
        assert sum(Criterion.objects.of_selection(selection.pk).values_list("weight", flat=True)) == 100


def test_another_selection_of_the_same_title_is_refused_at_the_title(client: Client, cast: Cast) -> None:
    with acting_for(cast.organisation.pk):
        a_selection(cast)
    client.force_login(cast["it_leader"].person)
    answer = client.post(reverse("assessments:open-selection"), {"title": "service DESK", "currency": "EUR"})
    assert (answer.status_code, "There is an open selection called" in answer.content.decode()) == (422, True)


def test_a_new_selection_starts_from_the_criteria_of_an_older_one(client: Client, cast: Cast) -> None:
    with acting_for(cast.organisation.pk):
        old = a_selection(cast)
        choosing.weigh(old, [Weight(None, "Languages", "Speaks all four of ours", 40)])
    client.force_login(cast["vendor_manager"].person)
    form = {"title": "Field support", "currency": "EUR"}
    client.post(f"{reverse('assessments:open-selection')}?like={old.pk}", form)
    with acting_for(cast.organisation.pk):
        new = Selection.objects.get(title="Field support")
        assert Criterion.objects.of_selection(new.pk).get(name="Languages").weight == 40
        assert Criterion.objects.of_selection(new.pk).count() == 9


@pytest.mark.parametrize("like", ["", "no", "9" * 5_000, "٣"])
def test_an_address_that_names_no_older_selection_starts_with_the_standard(
    client: Client, cast: Cast, like: str
) -> None:
    client.force_login(cast["vendor_manager"].person)
    assert client.get(reverse("assessments:open-selection"), {"like": like}).status_code == 200


def test_candidates_are_vendors_of_the_register_or_others(client: Client, cast: Cast) -> None:
    with acting_for(cast.organisation.pk):
        selection = a_selection(cast)
    client.force_login(cast["vendor_manager"].person)
    address = reverse("assessments:add-candidate", args=[selection.pk])
    for form in ({"vendor": cast.tessel.pk, "yearly_cost": "120000"}, {"name": "Lumenfold"}, {"name": "Lumenfold"}):
        assert client.post(address, form).status_code == 302
    with acting_for(cast.organisation.pk):
        found = Candidate.objects.of_selection(selection.pk).for_table()
        assert [(one.name, one.vendor) for one in found] == [("Lumenfold", None), ("Tessel", cast.tessel)]
    assert "€120,000" in page_of(client, "selection", selection.pk)


@pytest.mark.parametrize(
    ("form", "said"),
    [
        ({"name": "", "note": "Nobody"}, "Give the candidate a name"),
        ({"name": "Tessel", "yearly_cost": "-1"}, "greater than or equal to 0"),
        ({"name": "ORVANE", "note": "Another one"}, "is a candidate here already"),
    ],
)
def test_a_candidate_that_cannot_be_is_refused_and_nothing_entered_is_lost(
    client: Client, cast: Cast, form: dict[str, str], said: str
) -> None:
    with acting_for(cast.organisation.pk):
        selection = a_selection(cast)
        a_candidate(selection, "Orvane")
    client.force_login(cast["vendor_manager"].person)
    answer = client.post(reverse("assessments:add-candidate", args=[selection.pk]), form)
    page = answer.content.decode()
    assert (answer.status_code, said in page, form.get("note", "") in page) == (422, True, True)


def test_a_service_owner_scores_and_sees_others_only_afterwards(client: Client, cast: Cast) -> None:
    with acting_for(cast.organisation.pk):
        candidate = a_candidate(a_selection(cast))
        give(candidate, cast["vendor_manager"], 2, "Slow in the trial")
    client.force_login(cast["service_owner"].person)
    assert "Lumenfold" in client.get(reverse("assessments:to-score")).content.decode()
    before = page_of(client, "score-candidate", candidate.pk)
    assert "Slow in the trial" not in before
    after = client.post(
        reverse("assessments:score-candidate", args=[candidate.pk]), sent(candidate), follow=True
    ).content.decode()
    assert "Slow in the trial" in after
    assert "are saved: 8 of 8" in after


def test_the_ranking_shows_to_a_scorer_once_all_candidates_are_scored(client: Client, cast: Cast) -> None:
    with acting_for(cast.organisation.pk):
        selection = a_selection(cast)
        first, second = a_candidate(selection, "Lumenfold"), a_candidate(selection, "Halden")
        for one, score in ((first, 5), (second, 2)):
            give(one, cast["vendor_manager"], score, f"Gave {score}")
        give(first, cast["it_leader"], 4)
    client.force_login(cast["it_leader"].person)
    page = page_of(client, "selection", selection.pk)
    assert "The ranking shows once you have scored: 1\u00a0candidate left" in page
    assert "Shows once you have scored it" in page
    assert "changes who is first" not in page
    assert "Gave 2" not in page_of(client, "candidate", second.pk)
    assert "Gave 5" in page_of(client, "candidate", first.pk)
    with acting_for(cast.organisation.pk):
        give(second, cast["it_leader"], 2)
    page = page_of(client, "selection", selection.pk)
    assert "Lumenfold is first, 2.50 points ahead of Halden" in page
    assert "No single weight changes who is first" in page


def test_an_executive_who_does_not_score_sees_the_ranking_at_once(client: Client, cast: Cast) -> None:
    with acting_for(cast.organisation.pk):
        selection = a_selection(cast)
        give(a_candidate(selection), cast["vendor_manager"], 4)
    client.force_login(cast["executive"].person)
    assert "Only Lumenfold has scores so far" in page_of(client, "selection", selection.pk)


def test_whoever_chooses_to_read_sees_all_and_scores_no_more(client: Client, cast: Cast) -> None:
    with acting_for(cast.organisation.pk):
        selection = a_selection(cast)
        candidate = a_candidate(selection)
        give(candidate, cast["vendor_manager"], 4)
    client.force_login(cast["it_leader"].person)
    for _ in range(2):
        page = client.post(reverse("assessments:read-selection", args=[selection.pk]), follow=True).content.decode()
    assert "Only Lumenfold has scores so far" in page
    client.post(reverse("assessments:score-candidate", args=[candidate.pk]), sent(candidate))
    with acting_for(cast.organisation.pk):
        assert SelectionReader.objects.count() == 1
        assert not CandidateScore.objects.by(cast["it_leader"].pk).exists()


def test_what_is_not_scored_is_left_out_and_can_be_taken_back(cast: Cast) -> None:
    with acting_for(cast.organisation.pk):
        candidate = a_candidate(a_selection(cast))
        assert give(candidate, cast["it_leader"], 3) == 8
        assert give(candidate, cast["it_leader"], None) == 0
        assert not CandidateScore.objects.exists()


def test_evidence_without_a_score_is_asked_about_and_not_lost(client: Client, cast: Cast) -> None:
    with acting_for(cast.organisation.pk):
        candidate = a_candidate(a_selection(cast))
    client.force_login(cast["service_owner"].person)
    address = reverse("assessments:score-candidate", args=[candidate.pk])
    answer = client.post(address, sent(candidate, score="", evidence="Met two clients"))
    page = answer.content.decode()
    assert (answer.status_code, "Give a score with it" in page, "Met two clients" in page) == (422, True, True)


@pytest.mark.parametrize("score", ["0", "6", "9" * 5_000, "four"])
def test_a_score_that_is_none_is_refused(client: Client, cast: Cast, score: str) -> None:
    with acting_for(cast.organisation.pk):
        candidate = a_candidate(a_selection(cast))
    client.force_login(cast["service_owner"].person)
    address = reverse("assessments:score-candidate", args=[candidate.pk])
    assert client.post(address, sent(candidate, score=score)).status_code == 422


def weights_form(selection: Selection, weight: str, **more: str) -> dict[str, str]:
    form: dict[str, str] = {}
    with acting_for(selection.organisation_id):
        for one in Criterion.objects.of_selection(selection.pk):
            form |= {f"name-{one.pk}": one.name, f"explanation-{one.pk}": "", f"weight-{one.pk}": weight}
    return form | more


def test_weights_are_changed_and_a_criterion_is_added(client: Client, cast: Cast) -> None:
    with acting_for(cast.organisation.pk):
        selection = a_selection(cast)
    client.force_login(cast["vendor_manager"].person)
    form = weights_form(selection, "10", **{"name-new": "Languages", "weight-new": "20"})
    page = client.post(reverse("assessments:weigh-selection", args=[selection.pk]), form, follow=True)
    assert "Languages" in page.content.decode()
    assert "20\u00a0%" in page.content.decode()


@pytest.mark.parametrize(
    ("weight", "more", "said"),
    [
        ("0", {}, "Give at least one criterion a weight above 0."),
        ("101", {}, "less than or equal to 100"),
        ("5", {"name-new": "review CADENCE", "weight-new": "5"}, "There is a criterion of this name already."),
    ],
)
def test_weights_that_cannot_be_are_refused_and_stay_entered(
    client: Client, cast: Cast, weight: str, more: dict[str, str], said: str
) -> None:
    with acting_for(cast.organisation.pk):
        selection = a_selection(cast)
    client.force_login(cast["vendor_manager"].person)
    form = weights_form(selection, weight, **more)
    answer = client.post(reverse("assessments:weigh-selection", args=[selection.pk]), form)
    page = answer.content.decode()
    assert (answer.status_code, said in page, f'value="{weight}"' in page) == (422, True, True)


def test_two_who_change_the_weights_at_once_see_both(client: Client, cast: Cast) -> None:
    with acting_for(cast.organisation.pk):
        selection = a_selection(cast)
    client.force_login(cast["vendor_manager"].person)
    address = reverse("assessments:weigh-selection", args=[selection.pk])
    seen = client.get(address).context["seen"]
    with acting_for(cast.organisation.pk):
        one = Criterion.objects.of_selection(selection.pk).get(name="Review cadence")
        choosing.weigh(selection, [Weight(one.pk, one.name, one.explanation, 55)])
    answer = client.post(address, weights_form(selection, "10", seen=seen))
    page = answer.content.decode()
    assert (answer.status_code, "Review cadence, 10: now Review cadence, 55" in page) == (422, True)
    assert client.post(address, weights_form(selection, "10", seen=answer.context["seen"])).status_code == 302


def test_a_withdrawn_candidate_counts_no_more_and_can_come_back(client: Client, cast: Cast) -> None:
    with acting_for(cast.organisation.pk):
        selection = a_selection(cast)
        candidate = a_candidate(selection)
        give(candidate, cast["vendor_manager"], 5)
    client.force_login(cast["vendor_manager"].person)
    client.post(reverse("assessments:withdraw-candidate", args=[candidate.pk]), {"reason": "Sold to a rival"})
    page = page_of(client, "selection", selection.pk)
    assert ("No candidate yet" in page, "Sold to a rival" in page) == (True, True)
    with acting_for(cast.organisation.pk), pytest.raises(InvalidTransition, match="is out"):
        give(candidate, cast["vendor_manager"], 4)
    client.post(reverse("assessments:bring-back-candidate", args=[candidate.pk]))
    assert "Only Lumenfold has scores so far" in page_of(client, "selection", selection.pk)


def test_a_decision_needs_a_choice_and_a_reason(client: Client, cast: Cast) -> None:
    with acting_for(cast.organisation.pk):
        selection = a_selection(cast)
        a_candidate(selection)
    client.force_login(cast["vendor_manager"].person)
    address = reverse("assessments:decide-selection", args=[selection.pk])
    for form in ({"reason": "Cheaper"}, {"candidate": "nobody"}, {"candidate": "9" * 5_000, "reason": "X"}):
        assert client.post(address, form).status_code == 422
    assert client.post(address, {"candidate": "nobody", "reason": "We do it ourselves"}).status_code == 302
    page = page_of(client, "selection", selection.pk)
    assert ("Ended without a choice" in page, "We do it ourselves" in page) == (True, True)


def test_after_the_decision_everything_stands_still(client: Client, cast: Cast) -> None:
    manager = cast["vendor_manager"]
    with acting_for(cast.organisation.pk):
        selection = a_selection(cast)
        candidate = a_candidate(selection)
        give(candidate, manager, 4)
        criterion = Criterion.objects.of_selection(selection.pk)[0]
        choosing.decide(selection, candidate, "The best on what counts", manager, NOW)
        refused = (
            lambda: give(candidate, manager, 5),
            lambda: choosing.weigh(selection, [Weight(criterion.pk, "X", "", 1)]),
            lambda: a_candidate(selection, "Halden"),
            lambda: candidates.withdraw(candidate, "Late"),
            lambda: choosing.decide(selection, None, "Second thoughts", cast["it_leader"], NOW),
        )
        for act in refused:
            with pytest.raises(InvalidTransition, match="decided this selection on"):
                act()
    client.force_login(manager.person)
    for name in ("edit-selection", "weigh-selection", "decide-selection", "add-candidate"):
        answer = client.get(reverse(f"assessments:{name}", args=[selection.pk]), follow=True)
        assert "decided this selection on" in answer.content.decode()
    assert "Lumenfold is chosen" in page_of(client, "selection", selection.pk)


@pytest.mark.parametrize(
    ("model", "changed"), [(Criterion, {"weight": 99}), (Candidate, {"note": "Later"}), (CandidateScore, {"score": 1})]
)
def test_the_database_itself_keeps_a_decided_selection_as_it_was(
    cast: Cast, model: Any, changed: dict[str, Any]
) -> None:
    with acting_for(cast.organisation.pk):
        selection = a_selection(cast)
        candidate = a_candidate(selection)
        give(candidate, cast["vendor_manager"], 4)
        choosing.decide(selection, candidate, "The best", cast["vendor_manager"], NOW)
        with pytest.raises(IntegrityError, match="stands still"), transaction.atomic():
            model.objects.update(**changed)


def test_one_of_another_selection_or_a_withdrawn_one_cannot_be_chosen(cast: Cast) -> None:
    with acting_for(cast.organisation.pk):
        selection, other = a_selection(cast), a_selection(cast, "Network")
        stranger, gone = a_candidate(other), a_candidate(selection)
        candidates.withdraw(gone, "No answer")
        for one in (stranger, gone):
            with pytest.raises(InvalidTransition, match="no candidate of this selection any more"):
                choosing.decide(selection, one, "Why not", cast["vendor_manager"], NOW)


def test_everybody_on_our_side_sees_all_scores_once_it_is_decided(client: Client, cast: Cast) -> None:
    with acting_for(cast.organisation.pk):
        selection = a_selection(cast)
        candidate = a_candidate(selection)
        give(candidate, cast["vendor_manager"], 4, "Seen in the trial")
        choosing.decide(selection, candidate, "The best", cast["vendor_manager"], NOW)
    client.force_login(cast["it_leader"].person)
    assert "Seen in the trial" in page_of(client, "candidate", candidate.pk)


def test_hostile_texts_stay_texts(client: Client, cast: Cast) -> None:
    hostile = "<script>alert(1)</script>"
    with acting_for(cast.organisation.pk):
        selection = a_selection(cast, hostile)
        candidate = a_candidate(selection, hostile, note=hostile)
        give(candidate, cast["vendor_manager"], 4, hostile)
    client.force_login(cast["vendor_manager"].person)
    pages = [page_of(client, "selection", selection.pk), page_of(client, "weigh-selection", selection.pk)]
    pages += [page_of(client, name, candidate.pk) for name in ("candidate", "score-candidate")]
    assert all(hostile not in page for page in pages)


@pytest.mark.parametrize("name", ["selection", "selections", "to-score"])
def test_pages_ask_as_often_for_ten_candidates_as_for_one(client: Client, cast: Cast, name: str) -> None:
    with acting_for(cast.organisation.pk):
        selection = a_selection(cast)
        give(a_candidate(selection), cast["vendor_manager"], 4)
    client.force_login(cast["vendor_manager"].person)
    address = reverse(f"assessments:{name}", args=[selection.pk] if name == "selection" else [])
    client.get(address)
    few = queries_of(lambda: client.get(address))
    with acting_for(cast.organisation.pk):
        for number in range(9):
            other = a_selection(cast, f"Selection {number}")
            a_candidate(other)
            give(a_candidate(selection, f"Candidate {number}"), cast["vendor_manager"], 3)
    assert queries_of(lambda: client.get(address)) == few


def test_the_same_title_can_be_used_again_later(cast: Cast) -> None:
    with acting_for(cast.organisation.pk):
        first = a_selection(cast)
        choosing.decide(first, None, "Not now", cast["vendor_manager"], NOW)
        assert a_selection(cast).pk != first.pk
        later = Selection(organisation=cast.organisation, title="Service desk", currency="EUR")
        with pytest.raises(InvalidTransition, match="another title"):
            choosing.open_selection(later, cast["vendor_manager"], NOW + timedelta(minutes=2))
