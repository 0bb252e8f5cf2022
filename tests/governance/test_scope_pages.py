"""Pages of the scope map: who may read and keep it, what is refused at its field, two who state at once."""

from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from governance.models import BusinessFunction, ScopeEntry
from governance.scope import stating
from portal.accounts.tenancy import acting_for
from tests.cast import Cast
from tests.governance.scoping import a_desk, an_entry, the_contract

MARCH = date(2026, 3, 1)


@pytest.fixture
def desk(cast: Cast) -> BusinessFunction:
    with acting_for(cast.organisation.pk):
        return a_desk(cast)


def said(cast: Cast, **more: Any) -> dict[str, Any]:
    form = {"since": "2026-03-01", "arrangement": "internal", "owner": cast["it_leader"].pk, "reason": "Ours"}
    return form | more


def entries(cast: Cast) -> list[ScopeEntry]:
    with acting_for(cast.organisation.pk):
        return list(ScopeEntry.objects.order_by("valid"))


@pytest.mark.parametrize(
    ("role", "reads", "keeps"),
    [("service_owner", 200, 403), ("executive", 200, 403), ("auditor", 200, 403), ("provider", 403, 403)],
)
def test_service_owners_read_and_providers_see_nothing(
    client: Client, cast: Cast, desk: BusinessFunction, role: str, reads: int, keeps: int
) -> None:
    client.force_login(cast[role].person)
    read = [reverse("governance:scope"), reverse("governance:outcomes"), reverse("governance:scope-changes")]
    assert [client.get(page).status_code for page in read] == [reads] * 3
    state = reverse("governance:state-scope", args=[desk.pk])
    assert client.post(state, said(cast)).status_code == keeps
    assert entries(cast) == []


def test_a_vendor_manager_states_how_a_function_is_done(client: Client, cast: Cast, desk: BusinessFunction) -> None:
    client.force_login(cast["vendor_manager"].person)
    with acting_for(cast.organisation.pk):
        contract = the_contract(cast)
    out = said(cast, arrangement="outsourced", contract=contract.pk, delivery_model="co_managed", seen=0)
    page = client.post(reverse("governance:state-scope", args=[desk.pk]), out, follow=True).content.decode()
    assert "It is stated how Service desk is done since 1\u00a0Mar\u00a02026." in page
    entry = entries(cast)[0]
    assert (entry.vendor_id, entry.owner_name, entry.entered_by) == (
        cast.orvane.pk,
        "ITleader Person",
        "Vendormanager Person",
    )
    assert "C-9" in client.get(reverse("governance:scope")).content.decode()


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"reason": ""}, "This field is required."),
        ({"owner": ""}, "This field is required."),
        ({"since": "soon"}, "Enter a valid date."),
        ({"since": "0001-01-01"}, "Give a day of the years 1990 to 2099."),
        ({"delivery_model": "co_managed"}, "A function that is internal has no provider, contract or delivery model."),
        ({"seen": "9" * 5000}, "Service desk"),
    ],
)
def test_bad_input_is_said_at_its_field_and_nothing_entered_is_lost(
    client: Client, cast: Cast, desk: BusinessFunction, wrong: dict[str, str], words: str
) -> None:
    client.force_login(cast["it_leader"].person)
    kept = {"reason": "Kept words"} | wrong
    answer = client.post(reverse("governance:state-scope", args=[desk.pk]), said(cast, **kept))
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert ("Kept words" in answer.content.decode()) is ("reason" not in wrong)
    assert entries(cast) == []


def test_a_contract_of_another_provider_is_refused(client: Client, cast: Cast, desk: BusinessFunction) -> None:
    client.force_login(cast["it_leader"].person)
    with acting_for(cast.organisation.pk):
        contract = the_contract(cast)
    out = said(cast, arrangement="outsourced", vendor=cast.tessel.pk, contract=contract.pk)
    answer = client.post(reverse("governance:state-scope", args=[desk.pk]), out).content.decode()
    assert "This contract is with Orvane, not with Tessel." in answer


def test_someone_of_a_provider_is_no_owner(client: Client, cast: Cast, desk: BusinessFunction) -> None:
    client.force_login(cast["it_leader"].person)
    answer = client.post(
        reverse("governance:state-scope", args=[desk.pk]), said(cast, owner=cast["provider"].pk)
    ).content.decode()
    assert "That choice is not one of the available choices" in answer


def test_who_states_after_somebody_else_sees_it_and_decides_again(
    client: Client, cast: Cast, desk: BusinessFunction
) -> None:
    client.force_login(cast["it_leader"].person)
    with acting_for(cast.organisation.pk):
        first = an_entry(cast, desk, MARCH, reason="Said by another")
    mine = said(cast, since="2026-04-01", reason="Mine", seen=0)
    address = reverse("governance:state-scope", args=[desk.pk])
    answer = client.post(address, mine)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert stating.MEANWHILE.split(",")[0] in page
    assert "Said by another" in page
    assert f'name="seen" value="{first.pk}"' in page
    assert client.post(address, mine | {"seen": first.pk}).status_code == 302
    assert [one.reason for one in entries(cast)] == ["Said by another", "Mine"]


def test_two_who_correct_an_entry_at_once(client: Client, cast: Cast, desk: BusinessFunction) -> None:
    client.force_login(cast["it_leader"].person)
    with acting_for(cast.organisation.pk):
        entry = an_entry(cast, desk, MARCH)
    address = reverse("governance:correct-scope", args=[entry.pk])
    version = client.get(address).context["version"]
    assert client.post(address, said(cast, reason="One", row_version=version)).status_code == 302
    answer = client.post(address, said(cast, reason="Two", row_version=version))
    assert (answer.status_code, "Someone else saved this" in answer.content.decode()) == (422, True)
    assert [one.reason for one in entries(cast)] == ["One"]


def test_the_function_page_tells_its_history_and_what_seems_to_belong(
    client: Client, cast: Cast, desk: BusinessFunction
) -> None:
    client.force_login(cast["auditor"].person)
    with acting_for(cast.organisation.pk):
        an_entry(cast, desk, MARCH, reason="At first")
        an_entry(cast, desk, date(2026, 6, 1), arrangement="shared", vendor=cast.orvane, reason="Then")
    page = client.get(reverse("governance:function", args=[desk.pk])).content.decode()
    assert page.index("Then") < page.index("At first")
    assert reverse("vendors:service", args=[cast.desk.pk]) in page
    assert "none: nothing is promised for it" in page
    assert 'id="history"' in page


def test_the_map_of_a_day_is_filtered_and_downloaded(client: Client, cast: Cast, desk: BusinessFunction) -> None:
    client.force_login(cast["executive"].person)
    with acting_for(cast.organisation.pk):
        an_entry(cast, desk, MARCH, reason="=1+1")
        a_desk(cast, "Network", "network")
    url = reverse("governance:scope")
    assert "Network" not in client.get(url, {"only": "internal"}).content.decode().split("<tbody>")[1]
    assert "Scope map on 1\u00a0Feb\u00a02026" in client.get(url, {"on": "2026-02-01"}).content.decode()
    file = client.get(reverse("governance:scope-csv"), {"on": "2026-05-01"})
    lines = file.content.decode().splitlines()
    assert file["Content-Disposition"].endswith('"scope-map-2026-05-01.csv"')
    assert lines[1] == "Service desk,Service desk,Internal,ITleader Person,,,,2026-03-01,,'=1+1,,"
    assert lines[2].endswith("Nobody has stated how this function is done.,")
    for odd in ("2026-13-45", "9" * 4000, "soon"):
        assert client.get(url, {"on": odd, "vendor": "9" * 4000}).status_code == 200


def test_a_function_is_added_edited_and_its_name_is_had_once(
    client: Client, cast: Cast, desk: BusinessFunction
) -> None:
    client.force_login(cast["it_leader"].person)
    form = {"name": "Lines", "kind": "network", "description": "Circuits", "position": "5"}
    page = client.post(reverse("governance:add-function"), form, follow=True).content.decode()
    assert "Next: state how it is done." in page
    again = client.post(reverse("governance:add-function"), form | {"name": "lines"})
    assert (again.status_code, "There is a function of this name already." in again.content.decode()) == (422, True)
    edit = reverse("governance:edit-function", args=[desk.pk])
    assert client.post(edit, form | {"name": "Desk", "kind": "service_desk"}).status_code == 302
    ended = client.post(reverse("governance:end-function", args=[desk.pk]), {"ended_on": "2026-06-01"}, follow=True)
    assert "Ended on" in ended.content.decode()
