"""Priority models: drafted by vendor managers, agreed by both sides, read by everybody, and then never edited."""

from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from portal.accounts.capabilities import Role
from portal.accounts.tenancy import acting_for
from tests.cast import Cast
from tests.counting import queries_of
from vendors.escalations.priority_models import NotAgreed, agree, draft_for, sketch, until_when
from vendors.models import PriorityModel, Vendor

TODAY = date(2026, 11, 20)


def agreed(vendor: Vendor, first: date = date(2026, 1, 1)) -> PriorityModel:
    model = draft_for(vendor, 3)
    agree(model, "Jonas", "Ruth", valid_from=first, today=TODAY)
    model.refresh_from_db()
    return model


def entered(model: PriorityModel, **changes: str) -> dict[str, Any]:
    """What a form of the draft sends."""
    said: dict[str, Any] = {f"impact_{i}": word for i, word in enumerate(model.impacts)}
    said |= {f"urgency_{j}": word for j, word in enumerate(model.urgencies)}
    for i, row in enumerate(model.cells):
        for j, cell in enumerate(row):
            said |= {f"rank_{i}_{j}": cell["rank"], f"example_{i}_{j}": cell["example"]}
    return said | changes


def test_a_sketch_grows_from_p1_in_one_corner_to_p4_in_the_other() -> None:
    assert [[cell["rank"] for cell in row] for row in sketch(3)[2]] == [[1, 2, 3], [2, 3, 4], [3, 4, 4]]
    four = [[cell["rank"] for cell in row] for row in sketch(4)[2]]
    assert four == [[1, 1, 2, 2], [1, 2, 2, 3], [2, 2, 3, 3], [2, 3, 3, 4]]


@pytest.mark.parametrize("size", [3, 4])
def test_a_manager_drafts_a_model_with_examples_and_records_the_agreement(
    client: Client, cast: Cast, size: int
) -> None:
    client.force_login(cast["vendor_manager"].person)
    client.post(reverse("vendors:new-priority-model", args=[cast.orvane.pk]), {"size": size})
    with acting_for(cast.organisation.pk):
        draft = PriorityModel.objects.get()
    address = reverse("vendors:edit-priority-model", args=[draft.pk])
    assert client.get(address).status_code == 200
    client.post(address, entered(draft, example_0_0="The warehouse cannot ship.", rank_0_1="3", impact_1="A floor"))
    names = {"client": "Jonas Feld", "provider": "Ruth Kamara", "valid_from": "2020-01-01"}
    page = client.post(reverse("vendors:agree-priority-model", args=[draft.pk]), names, follow=True).content.decode()
    assert "The warehouse cannot ship." in page
    assert "A floor" in page
    assert "Agreed, counts today" in page
    assert "Jonas Feld" in page
    with acting_for(cast.organisation.pk):
        assert PriorityModel.objects.get().cells[0][1]["rank"] == 3


def test_an_agreed_model_is_never_edited(client: Client, cast: Cast) -> None:
    with acting_for(cast.organisation.pk):
        model = agreed(cast.orvane)
        changes: tuple[dict[str, Any], ...] = (
            {"agreed_client": "Else"},
            {"cells": [[], [], []]},
            {"valid_from": TODAY},
            {"state": "draft"},
        )
        for change in changes:
            with pytest.raises(IntegrityError, match="not edited"), transaction.atomic():
                PriorityModel.objects.update(**change)
        with pytest.raises(IntegrityError, match="not edited"), transaction.atomic():
            PriorityModel.objects.all().delete()
    client.force_login(cast["vendor_manager"].person)
    page = client.post(reverse("vendors:edit-priority-model", args=[model.pk]), entered(model), follow=True)
    assert "An agreed model stays as it was." in page.content.decode()


def test_a_new_version_begins_as_a_copy_and_supersedes_from_its_day_on(acting: Cast) -> None:
    first = agreed(acting.orvane)
    second = draft_for(acting.orvane, 4)
    assert (second.number, second.cells, draft_for(acting.orvane, 3)) == (2, first.cells, second)
    with pytest.raises(NotAgreed, match="has to begin later"):
        agree(second, "A", "B", valid_from=date(2026, 1, 1), today=TODAY)
    agree(second, "A", "B", valid_from=date(2026, 12, 1), today=TODAY)
    with pytest.raises(NotAgreed, match="begin later|meanwhile"):
        agree(second, "A", "B", valid_from=date(2027, 1, 1), today=TODAY)
    assert until_when(PriorityModel.objects.all()) == {first.pk: date(2026, 12, 1)}
    in_force = PriorityModel.objects.in_force
    assert (in_force(date(2026, 11, 30)).first(), in_force(date(2026, 12, 1)).first()) == (first, second)


def test_agreement_names_both_sides(acting: Cast) -> None:
    model = draft_for(acting.orvane, 3)
    with pytest.raises(IntegrityError, match="both_sides_are_named"), transaction.atomic():
        agree(model, "Jonas", "", valid_from=TODAY, today=TODAY)


def test_every_role_reads_the_model_and_a_rival_does_not(client: Client, cast: Cast) -> None:
    with acting_for(cast.organisation.pk):
        model = agreed(cast.orvane)
    for role in Role:
        client.force_login(cast[role].person)
        assert "Work stands still" in client.get(model.get_absolute_url()).content.decode(), role
        assert model.get_absolute_url() in client.get(reverse("vendors:priorities")).content.decode(), role
    client.force_login(cast.rival.person)
    assert client.get(model.get_absolute_url()).status_code == 404
    assert "Orvane" not in client.get(reverse("vendors:priorities")).content.decode()


def test_a_draft_is_discarded_and_an_agreed_one_is_not(client: Client, cast: Cast) -> None:
    with acting_for(cast.organisation.pk):
        kept = agreed(cast.orvane)
        draft = draft_for(cast.orvane, 3)
    client.force_login(cast["vendor_manager"].person)
    for model in (kept, draft):
        client.post(reverse("vendors:discard-priority-model", args=[model.pk]))
    with acting_for(cast.organisation.pk):
        assert list(PriorityModel.objects.all()) == [kept]


def test_words_left_out_are_asked_for(client: Client, cast: Cast) -> None:
    with acting_for(cast.organisation.pk):
        draft = draft_for(cast.orvane, 3)
    client.force_login(cast["vendor_manager"].person)
    answer = client.post(reverse("vendors:edit-priority-model", args=[draft.pk]), entered(draft, impact_0=""))
    assert answer.status_code == 422
    assert "Nothing is saved yet." in answer.content.decode()


def test_the_pages_ask_as_much_for_ten_as_for_one(client: Client, cast: Cast) -> None:
    with acting_for(cast.organisation.pk):
        model = agreed(cast.orvane)
    client.force_login(cast["vendor_manager"].person)
    pages = (reverse("vendors:priorities"), model.get_absolute_url())
    for page in pages:
        client.get(page)
    before = [queries_of(lambda page=page: client.get(page)) for page in pages]  # type: ignore[misc]
    with acting_for(cast.organisation.pk):
        for number in range(9):
            agreed(cast.orvane, date(2026, 2, 1 + number))
            agreed(Vendor.objects.create(organisation=cast.organisation, name=f"V{number}"))
    assert [queries_of(lambda page=page: client.get(page)) for page in pages] == before  # type: ignore[misc]
