"""The pages of what is measured, and the register of figures."""

import re
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from assessments.measured.catalogue import KINDS, PLACES
from assessments.measured.entering import EnteredMeanwhile, keep
from governance.models import OrganisationFigure
from portal.accounts.tenancy import acting_for
from tests.assessments import facts
from tests.cast import Cast
from tests.counting import queries_of
from tests.objects.owners import NOW

SIGNS, FIGURES = reverse("assessments:signs"), reverse("assessments:figures")
NEW = reverse("assessments:add-figure")
LAST = timezone.now().year - 1
GOOD = {"kind": "it_budget", "year": LAST, "value": "1200000", "source": "Annual report"}


@pytest.fixture
def leader(client: Client, cast: Cast) -> Client:
    client.force_login(cast["it_leader"].person)
    return client


def words(client: Client, url: str) -> str:
    """The text of a page, its white space made one."""
    page = client.get(url, follow=True).content.decode().split("<main")[1]
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page))


def stored(cast: Cast) -> list[tuple[str, int, Decimal]]:
    with acting_for(cast.organisation.pk):
        return list(OrganisationFigure.objects.values_list("kind", "year", "value"))


def entered(cast: Cast, kind: str, year: int, value: float) -> OrganisationFigure:
    with acting_for(cast.organisation.pk):
        facts.entered(cast, kind, **{f"y{year}": value})
        return OrganisationFigure.objects.get(kind=kind, year=year)


# What is measured


def test_without_data_every_sign_is_not_known_and_says_what_to_enter(leader: Client) -> None:
    page = words(leader, SIGNS)
    assert "No warning sign can be measured yet" in page
    assert page.count("Not known") == 6
    assert page.count("No data") == 12
    assert "structural." not in page
    assert f"Needed: “IT budget” and “Revenue” of {LAST} and of {LAST - 1} or the year before that." in page


def test_three_signs_are_a_structural_problem(leader: Client, cast: Cast) -> None:
    for kind, value in {"it_staff": 10, "it_leavers": 3, "projects_planned": 4, "projects_postponed": 3}.items():
        entered(cast, kind, LAST, value)
    assert "2 of 6 warning signs are present" in words(leader, SIGNS)
    for year, value in ((LAST - 1, 4), (LAST, 9)):
        entered(cast, "audit_findings", year, value)
    page = words(leader, SIGNS)
    assert "3 of 6 warning signs are present: the problem is structural. More headcount will not solve it" in page
    assert "3 of 10 IT staff left, 30 %" in page


def test_the_page_asks_the_same_number_of_questions_of_one_row_and_of_ten(leader: Client, cast: Cast) -> None:
    with acting_for(cast.organisation.pk):
        facts.actions(cast, 1, 1)
        facts.steps(cast, 1, 1)
    few = queries_of(lambda: leader.get(SIGNS))
    with acting_for(cast.organisation.pk):
        facts.actions(cast, 9, 9)
        facts.steps(cast, 9, 9, cast.tessel)
    assert queries_of(lambda: leader.get(SIGNS)) == few


def test_a_figure_with_many_rows_has_a_page_of_all(leader: Client, cast: Cast) -> None:
    with acting_for(cast.organisation.pk):
        facts.steps(cast, 0, 60)
    assert "All 61 rows" in words(leader, SIGNS)
    page = words(leader, f"{reverse('assessments:measurement')}?of=escalation-names")
    assert "61 rows behind it" in page
    assert "1–50 of 61" in page
    assert "Step 60" in words(leader, f"{reverse('assessments:measurement')}?of=escalation-names&page=2")


def test_rows_of_nothing_known_lead_to_the_whole(leader: Client) -> None:
    for code in ("", "x", "sign-budget%00"):
        assert leader.get(f"{reverse('assessments:measurement')}?of={code}").status_code == 302


def test_who_may_not_enter_figures_is_not_led_to_their_form(client: Client, cast: Cast) -> None:
    client.force_login(cast["executive"].person)
    for url in (SIGNS, FIGURES):
        page = client.get(url).content.decode()
        assert NEW not in page
    assert "An IT leader or vendor manager enters them." in words(client, FIGURES)
    assert client.get(NEW).status_code == 403


def test_every_place_has_a_name_and_an_address() -> None:
    assert {kind.place for kind in KINDS} == set(PLACES)
    assert all(reverse(place).startswith("/") for place in PLACES)


# The register of figures


def test_an_empty_register_teaches_and_leads_to_each_place(leader: Client) -> None:
    page = leader.get(FIGURES).content.decode()
    assert "No figure is entered yet." in page
    assert f"{NEW}?kind=it_leavers&amp;year={LAST}" in page
    form = leader.get(f"{NEW}?kind=it_leavers&year={LAST}").content.decode()
    assert '<option value="it_leavers" selected>' in form
    assert f'value="{LAST}"' in form


def test_a_figure_is_entered_with_its_source_and_shown_in_its_year(leader: Client, cast: Cast) -> None:
    page = leader.post(NEW, GOOD, follow=True).content.decode()
    assert f"“IT budget {LAST}” is kept." in page
    assert ">1,200,000</a>" in page
    assert "Annual report, entered by" in page
    assert stored(cast) == [("it_budget", LAST, Decimal(1_200_000))]


def test_a_second_click_keeps_one_figure_and_says_so(leader: Client, cast: Cast) -> None:
    for _ in range(2):
        page = leader.post(NEW, GOOD, follow=True).content.decode()
    assert "stood there already, just so." in page
    assert len(stored(cast)) == 1


def test_another_figure_of_the_same_year_is_refused_with_the_one_that_stands(leader: Client, cast: Cast) -> None:
    leader.post(NEW, GOOD)
    refused = leader.post(NEW, GOOD | {"value": "1300000"})
    assert refused.status_code == 422
    assert f"“IT budget {LAST}” is there already: 1,200,000.00. Change it there." in refused.content.decode()
    assert 'value="1300000"' in refused.content.decode()
    assert stored(cast) == [("it_budget", LAST, Decimal(1_200_000))]


@pytest.mark.parametrize(
    ("said", "refusal"),
    [
        ({"year": LAST + 2}, "Give a year from 1990 to"),
        ({"year": 1989}, "Give a year from 1990 to"),
        ({"year": "9" * 5000}, "Give a year from 1990 to|Ensure this value is less than|Enter a whole number"),
        ({"value": "-1"}, "A figure of the year is 0 or more."),
        ({"value": "1" * 20}, "Ensure that there are no more than 16 digits in total."),
        ({"kind": "it_leavers", "value": "2.5"}, "“IT staff who left” is a whole number."),
        ({"kind": "it_staff", "value": "2000000"}, "“IT staff, average of the year” is a count."),
        ({"kind": "nothing"}, "Select a valid choice."),
        ({"value": ""}, "This field is required."),
        ({"value": "1e9999"}, "Ensure that|Enter a number"),
    ],
)
def test_what_cannot_be_is_said_at_its_field(leader: Client, cast: Cast, said: dict[str, Any], refusal: str) -> None:
    refused = leader.post(NEW, GOOD | said)
    assert refused.status_code == 422
    assert re.search(refusal, refused.content.decode())
    assert stored(cast) == []


def test_more_postponed_than_planned_is_kept_once_it_is_said_again(leader: Client, cast: Cast) -> None:
    entered(cast, "projects_planned", LAST, 4)
    said = {"kind": "projects_postponed", "year": LAST, "value": "5", "source": ""}
    asked = leader.post(NEW, said)
    assert asked.status_code == 422
    assert "would be more than “Strategic projects planned” (4)" in asked.content.decode()
    assert "Correct it above, or say here that it is right." in asked.content.decode()
    assert len(stored(cast)) == 1
    leader.post(NEW, said | {"sure": "on"})
    assert ("projects_postponed", LAST, Decimal(5)) in stored(cast)


def test_a_correction_is_kept_with_what_stood_before(leader: Client, cast: Cast) -> None:
    figure = entered(cast, "it_budget", LAST, 1_000_000)
    page = leader.get(reverse("assessments:edit-figure", args=[figure.pk])).content.decode()
    version = re.search(r'name="row_version" value="(\d+)"', page)
    assert version is not None
    said = GOOD | {"row_version": version[1]}
    leader.post(reverse("assessments:edit-figure", args=[figure.pk]), said)
    shown = words(leader, figure.get_absolute_url())
    assert "€1,200,000.00" in shown
    assert "1000000.00 → 1200000.00" in shown
    other = leader.post(reverse("assessments:edit-figure", args=[figure.pk]), said | {"value": "1250000"})
    assert other.status_code == 422
    assert "Someone else saved this while you were editing" in other.content.decode()
    assert stored(cast) == [("it_budget", LAST, Decimal(1_200_000))]


def test_a_correction_does_not_move_a_figure_onto_another(leader: Client, cast: Cast) -> None:
    leader.post(NEW, GOOD)
    figure = entered(cast, "it_budget", LAST - 1, 1_000_000)
    refused = leader.post(reverse("assessments:edit-figure", args=[figure.pk]), GOOD)
    assert refused.status_code == 422
    assert "is there already" in refused.content.decode()
    assert len(stored(cast)) == 2


def test_a_figure_entered_by_mistake_is_removed(leader: Client, cast: Cast) -> None:
    figure = entered(cast, "revenue", LAST, 5)
    page = leader.post(reverse("assessments:remove-figure", args=[figure.pk]), follow=True).content.decode()
    assert "is removed. The history keeps what stood there." in page
    assert stored(cast) == []


def test_an_old_figure_is_shown_in_a_column_of_its_own(leader: Client, cast: Cast) -> None:
    entered(cast, "revenue", 2011, 5_000_000)
    assert "2011" in words(leader, FIGURES)


def test_the_register_asks_the_same_number_of_questions_of_one_figure_and_of_ten(leader: Client, cast: Cast) -> None:
    entered(cast, "revenue", 2010, 5)
    few = queries_of(lambda: leader.get(FIGURES))
    for year in range(2011, 2020):
        entered(cast, "revenue", year, 5)
    assert queries_of(lambda: leader.get(FIGURES)) == few


def test_two_who_enter_the_same_year_at_once_keep_one(acting: Cast) -> None:
    def one(value: int) -> OrganisationFigure:
        return OrganisationFigure(organisation=acting.organisation, kind="revenue", year=2025, value=Decimal(value))

    assert keep(one(5), acting["it_leader"], NOW).is_new
    assert not keep(one(5), acting["vendor_manager"], NOW).is_new
    with pytest.raises(EnteredMeanwhile, match="is there already"):
        keep(one(6), acting["vendor_manager"], NOW)
    assert OrganisationFigure.objects.count() == 1
