"""The pages of the recommended model: what is shown, what is known of a function, decisions, what-ifs."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from assessments.forms.recommending import LONGEST_REASON
from assessments.instruments.shape import Instrument
from assessments.models import Campaign, FunctionProfile, Override
from assessments.recommending import overriding
from assessments.recommending.overriding import DecidedMeanwhile, Deciding, NothingToDecide
from assessments.results.freezing import result_of
from governance.models import BusinessFunction, ScopeEntry
from portal.accounts.tenancy import acting_for
from tests.assessments.instruments import small_instrument
from tests.assessments.situations import shipped_rules
from tests.assessments.surveys import CLOSED, OPENED, a_campaign, answered, asked, closed
from tests.cast import Cast
from tests.counting import queries_of


def instrument() -> Instrument:
    """The small one, with the rules that are shipped."""
    return replace(small_instrument(), recommendation=shipped_rules())


@pytest.fixture
def campaign(cast: Cast) -> Campaign:
    """Open, with a desk of Orvane's and with security; the leader says that decisions have owners."""
    with acting_for(cast.organisation.pk):
        BusinessFunction.objects.all().delete()
        desk = BusinessFunction.objects.create(organisation=cast.organisation, name="Help desk", kind="service_desk")
        BusinessFunction.objects.create(organisation=cast.organisation, name="Security", kind="security", position=2)
        ScopeEntry.objects.create(
            organisation=cast.organisation,
            function=desk,
            arrangement="outsourced",
            delivery_model="fully_managed",
            vendor=cast.orvane,
            owner_name="Vera",
            reason="Since 2020",
            valid=("2020-01-01", None),
            entered_by="Vera",
            entered_at=OPENED,
        )
        opened = a_campaign(cast, instrument())
        answered(asked(opened, cast["it_leader"], finished_at=OPENED), own_decisions=4, own_escalation=2)
    return opened


def function(cast: Cast, name: str = "Help desk") -> BusinessFunction:
    with acting_for(cast.organisation.pk):
        return BusinessFunction.objects.get(name=name)


def address(of: str, campaign: Campaign, row: BusinessFunction) -> str:
    return reverse(f"assessments:{of}", args=[campaign.pk, row.pk])


def text(answer: Any) -> str:
    return " ".join(answer.content.decode().split())


def get(client: Client, cast: Cast, url: str, role: str = "it_leader") -> HttpResponse:
    client.force_login(cast[role].person)
    return client.get(url)  # type: ignore[return-value]


def test_the_table_says_the_combination_and_what_is_today(client: Client, cast: Cast, campaign: Campaign) -> None:
    page = text(get(client, cast, reverse("assessments:recommendation", args=[campaign.pk]), "executive"))
    assert "Co-manage help desk and security" in page
    assert "1 of 2 functions would change" in page.replace("\xa0", " ")
    assert "1 not on the scope map yet" in page
    assert "Fully managed" in page
    assert "Format: Co-managed desk" in page
    assert "Retained decisions have owners inside" in page


def test_without_functions_the_page_teaches(client: Client, cast: Cast, campaign: Campaign) -> None:
    with acting_for(cast.organisation.pk):
        ScopeEntry.objects.all().delete()
        BusinessFunction.objects.all().delete()
    page = text(get(client, cast, reverse("assessments:recommendation", args=[campaign.pk])))
    assert "There is no function to recommend for yet" in page


def test_the_function_s_page_shows_every_option_with_its_arithmetic(
    client: Client, cast: Cast, campaign: Campaign
) -> None:
    page = text(get(client, cast, address("function-recommendation", campaign, function(cast))))
    assert "Help desk: co-managed" in page
    assert "2 to start, +1 for, −1 against = 2 points" in page
    assert "What would change the format" in page
    assert "Not known, so left out" in page
    assert "How scarce the skills are" in page
    assert "Some do it" in page


def said(**levels: int | str) -> dict[str, Any]:
    return {code.replace("_", "-"): str(level) for code, level in levels.items()}


def test_what_is_known_of_a_function_is_saved_and_weighed(client: Client, cast: Cast, campaign: Campaign) -> None:
    row = function(cast)
    client.force_login(cast["it_leader"].person)
    url = address("function-profile", campaign, row)
    assert "Swings by more than half from week to week" in text(client.get(url))
    form = said(fn_inside=5, fn_differentiating=5, fn_hours=1, fn_scarce="", row_version=0) | {"row_version": "0"}
    page = text(client.post(url, form, follow=True))
    assert "What is known of “Help desk” is saved" in page
    assert "Help desk: internal" in page
    assert "A team inside does it well" in page
    with acting_for(cast.organisation.pk):
        stored = FunctionProfile.objects.get()
        assert stored.levels == {"fn-inside": 5, "fn-differentiating": 5, "fn-hours": 1}
        assert stored.saved_by == cast["it_leader"].person.name


def test_a_level_that_is_none_is_said_at_its_field_and_nothing_is_lost(
    client: Client, cast: Cast, campaign: Campaign
) -> None:
    client.force_login(cast["it_leader"].person)
    url = address("function-profile", campaign, function(cast))
    answer = client.post(url, said(fn_inside=9, fn_hours=2))
    assert answer.status_code == 422
    page = text(answer)
    assert "Choose one of the five levels, or that it is not known." in page
    assert '<input type="radio" name="fn-hours" value="2" id="id_fn-hours_1" checked>' in page
    with acting_for(cast.organisation.pk):
        assert not FunctionProfile.objects.exists()


def test_two_who_say_what_it_is_like_at_once_see_each_other(client: Client, cast: Cast, campaign: Campaign) -> None:
    url = address("function-profile", campaign, function(cast))
    client.force_login(cast["vendor_manager"].person)
    client.post(url, said(fn_inside=2) | {"row_version": "0"})
    client.force_login(cast["it_leader"].person)
    answer = client.post(url, said(fn_inside=5) | {"row_version": "0"})
    assert answer.status_code == 422
    assert "Someone else saved this while you were editing" in text(answer)
    with acting_for(cast.organisation.pk):
        assert FunctionProfile.objects.get().levels == {"fn-inside": 2}
    version = answer.context["version"]
    assert client.post(url, said(fn_inside=5) | {"row_version": str(version)}).status_code == 302
    page = text(client.get(address("function-recommendation", campaign, function(cast))))
    assert "Skill inside</span> <del>2</del>" in page
    assert "<ins>5</ins>" in page


def test_a_closed_assessment_is_not_changed_by_what_is_said_later(
    client: Client, cast: Cast, campaign: Campaign
) -> None:
    row = function(cast)
    client.force_login(cast["it_leader"].person)
    client.post(address("function-profile", campaign, row), said(fn_inside=4) | {"row_version": "0"})
    with acting_for(cast.organisation.pk):
        before = result_of(closed(campaign), CLOSED)
    answer = client.post(address("function-profile", campaign, row), said(fn_inside=1), follow=True)
    assert "its result is frozen. What you entered was not saved." in text(answer)
    with acting_for(cast.organisation.pk):
        assert FunctionProfile.objects.get().levels == {"fn-inside": 4}
        FunctionProfile.objects.update(levels={"fn-inside": 1})
        assert result_of(campaign, CLOSED + timedelta(days=9)).recommendations == before.recommendations
    page = text(client.get(address("function-recommendation", campaign, row)))
    assert "Frozen 30 Oct 2026" in page
    assert "Say what it is like" not in page


def decide(client: Client, campaign: Campaign, row: BusinessFunction, **form: Any) -> Any:
    whole = {"question": "model", "seen": "0", "chosen": "internal", "reason": "Two people stay"} | form
    return client.post(address("override", campaign, row), whole, follow=True)


def test_a_decision_stands_beside_the_recommendation_and_is_superseded(
    client: Client, cast: Cast, campaign: Campaign
) -> None:
    row = function(cast)
    client.force_login(cast["vendor_manager"].person)
    page = text(decide(client, campaign, row, seen="9" * 40))
    assert "Decided otherwise: Internal" in page
    assert "Recommended then: Co-managed" in page
    assert "Help desk: co-managed" in page
    table = text(client.get(reverse("assessments:recommendation", args=[campaign.pk])))
    assert "Decided: Internal" in table
    assert "Keep help desk inside; co-manage security" in table
    with acting_for(cast.organisation.pk):
        first = Override.objects.get()
    back = text(decide(client, campaign, row, seen=str(first.pk), chosen="co_managed", reason="They left"))
    assert "The recommendation stands" in back
    assert "Taken back: Co-managed" in back
    assert "Two people stay" in back
    with acting_for(cast.organisation.pk):
        assert list(Override.objects.values_list("chosen", "reason")) == [
            ("co_managed", "They left"),
            ("internal", "Two people stay"),
        ]


def test_the_format_is_decided_by_itself_and_after_closing_too(client: Client, cast: Cast, campaign: Campaign) -> None:
    with acting_for(cast.organisation.pk):
        closed(campaign)
    client.force_login(cast["it_leader"].person)
    page = text(decide(client, campaign, function(cast), question="format", chosen="after_hours"))
    assert "Decided otherwise: After hours and overflow" in page
    assert page.count("Decided otherwise") == 1


@pytest.mark.parametrize(
    ("form", "words"),
    [
        ({"reason": ""}, "This field is required."),
        ({"reason": "x" * (LONGEST_REASON + 1)}, "has at most 2000 characters"),
        ({"chosen": "full"}, "Select a valid choice."),
        ({"chosen": "co_managed"}, "This is what is recommended, so there is nothing to decide."),
    ],
)
def test_a_decision_that_is_none_is_refused_at_its_field(
    client: Client, cast: Cast, campaign: Campaign, form: dict[str, str], words: str
) -> None:
    client.force_login(cast["it_leader"].person)
    answer = decide(client, campaign, function(cast), **form)
    assert answer.status_code == 422
    assert words in text(answer)
    with acting_for(cast.organisation.pk):
        assert not Override.objects.exists()


def test_the_same_decision_twice_is_one_and_two_at_once_see_each_other(acting: Cast, campaign: Campaign) -> None:
    row = BusinessFunction.objects.get(name="Help desk")
    wanted = Deciding(row.pk, "model", "co_managed", "internal", "Two people stay", 0)
    first = overriding.override(campaign, wanted, acting["it_leader"], CLOSED)
    assert overriding.override(campaign, wanted, acting["it_leader"], CLOSED) == first
    other = replace(wanted, chosen="on_demand")
    with pytest.raises(DecidedMeanwhile, match="decided meanwhile: Internal"):
        overriding.override(campaign, other, acting["vendor_manager"], CLOSED)
    overriding.override(campaign, replace(other, seen=first.pk), acting["vendor_manager"], CLOSED)
    assert Override.objects.count() == 2
    with pytest.raises(NothingToDecide):
        overriding.override(
            campaign, replace(wanted, question="format", chosen="co_managed"), acting["it_leader"], CLOSED
        )


def test_a_what_if_is_shown_beside_what_is_known_and_stores_nothing(
    client: Client, cast: Cast, campaign: Campaign
) -> None:
    url = address("function-recommendation", campaign, function(cast))
    page = text(get(client, cast, f"{url}?fn-inside=5&fn-differentiating=5&nonsense=4&fn-hours=77", "auditor"))
    assert "This is a what-if, and nothing of it is stored." in page
    assert "Sets the business apart at 5, which is not known; Skill inside at 5, which is not known" in page
    assert "What if: <strong>Internal</strong> in the place of Co-managed" in page
    assert "Help desk: co-managed" in page
    assert "This is a what-if" not in text(client.get(f"{url}?fn-hours=77"))
    with acting_for(cast.organisation.pk):
        assert not FunctionProfile.objects.exists()


def test_those_who_only_read_find_no_form_and_a_provider_finds_nothing(
    client: Client, cast: Cast, campaign: Campaign
) -> None:
    row = function(cast)
    page = text(get(client, cast, address("function-recommendation", campaign, row), "auditor"))
    assert "Keep decision" not in page
    assert "Say what it is like" not in page
    for role in ("executive", "auditor"):
        client.force_login(cast[role].person)
        assert decide(client, campaign, row).status_code == 403
        assert client.get(address("function-profile", campaign, row)).status_code == 403
    client.force_login(cast["provider"].person)
    for of in ("function-recommendation", "function-profile"):
        assert client.get(address(of, campaign, row)).status_code == 403
    assert client.get(reverse("assessments:recommendation", args=[campaign.pk])).status_code == 403
    assert decide(client, campaign, row).status_code == 403


def test_another_organisation_s_function_is_none(client: Client, cast: Cast, campaign: Campaign) -> None:
    with acting_for(cast.elsewhere.pk):
        foreign = BusinessFunction.objects.create(organisation=cast.elsewhere, name="Theirs", kind="cloud")
    client.force_login(cast["it_leader"].person)
    for of in ("function-recommendation", "function-profile"):
        assert client.get(address(of, campaign, foreign)).status_code == 404
    assert decide(client, campaign, foreign).status_code == 404


def test_the_table_asks_as_much_for_ten_functions_as_for_one(client: Client, cast: Cast, campaign: Campaign) -> None:
    url = reverse("assessments:recommendation", args=[campaign.pk])
    get(client, cast, url)
    few = queries_of(lambda: client.get(url))
    with acting_for(cast.organisation.pk):
        for number in range(10):
            BusinessFunction.objects.create(organisation=cast.organisation, name=f"Cloud {number}", kind="cloud")
    assert queries_of(lambda: client.get(url)) == few
