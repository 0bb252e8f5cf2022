"""The register of decision rights: what its pages show, keep and refuse."""

from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from portal.accounts import memberships
from portal.accounts.capabilities import Role
from portal.accounts.decisions import give_to_member, give_to_role, lay_out_standard
from portal.accounts.models import DecisionKind, DecisionRight, Letter, Membership, RightHolder
from portal.accounts.models.decisions import RETAINED
from portal.accounts.rights_register import Line, Register, crew_of, register_on
from portal.accounts.tenancy import acting_for
from portal.validity import validity
from tests.accounts.deciding import NOW, decided, owned_by, right_for
from tests.cast import Cast, make_person
from tests.counting import queries_of

REGISTER = "/settings/decision-rights/"


@pytest.fixture
def leader(client: Client, cast: Cast) -> Client:
    client.force_login(cast["it_leader"].person)
    return client


def text(answer: Any) -> str:
    return str(answer.content.decode())


def shown(client: Client, address: str = REGISTER) -> str:
    return text(client.get(address))


def register_for(member: Membership, day: date = date(2026, 11, 20)) -> Register:
    rights = DecisionRight.objects.visible_to(member).with_holders_seen_by(member)
    return register_on(day, rights, crew_of(member), {1: "Orvane"})


def words(register: Register, kind: DecisionKind) -> list[str]:
    line: Line = next(line for line in register.lines if line.kind == kind)
    return [finding.word for finding in line.findings]


def own(cast: Cast, *kinds: DecisionKind) -> None:
    for kind in kinds:
        owned_by(cast["it_leader"], DecisionRight.objects.get(kind=kind))


def test_an_empty_register_teaches_and_lays_out_the_standard_rights(leader: Client) -> None:
    assert "Lay out the standard rights" in shown(leader)
    answer = text(leader.post(reverse("accounts:standard-rights"), follow=True))
    assert "11\u00a0standard rights laid out" in answer
    assert "None of the 5 retained decisions has an owner" in answer
    assert "were there already" in text(leader.post(reverse("accounts:standard-rights"), follow=True))


def test_who_may_not_keep_rights_is_told_who_lays_them_out(client: Client, cast: Cast) -> None:
    client.force_login(cast["auditor"].person)
    assert "An IT leader or administrator lays them out" in shown(client)
    assert client.post(reverse("accounts:standard-rights")).status_code == 403


def test_the_title_states_how_many_retained_decisions_nobody_owns(acting: Cast) -> None:
    lay_out_standard(acting.organisation)
    own(acting, *RETAINED[:2])
    assert register_for(acting["auditor"]).finding == "3 of 5 retained decisions have no owner"
    own(acting, *RETAINED[2:4])
    assert register_for(acting["auditor"]).finding == "1 of 5 retained decisions has no owner"
    own(acting, RETAINED[4])
    assert register_for(acting["auditor"]).finding == "All 5 retained decisions have an owner"


def test_a_decision_of_ones_own_that_stays_inside_is_counted_with_the_five(acting: Cast) -> None:
    lay_out_standard(acting.organisation)
    right_for(acting, DecisionKind.OTHER, title="Data residency", is_retained=True)
    own(acting, *RETAINED)
    assert register_for(acting["auditor"]).finding == "1 of 6 retained decisions has no owner"


def test_a_decision_without_a_right_in_force_is_a_gap(acting: Cast) -> None:
    lay_out_standard(acting.organisation)
    DecisionRight.objects.filter(kind=DecisionKind.CHANGE).update(valid=validity(date(2026, 1, 1), date(2026, 1, 31)))
    register = register_for(acting["auditor"])
    assert words(register, DecisionKind.CHANGE) == ["No right in force"]
    assert [[f.word for f in line.findings] for line in register.others] == [["Ended 31\u00a0Jan\u00a02026"]]
    assert words(register_for(acting["auditor"], date(2026, 1, 31)), DecisionKind.CHANGE) == ["Nobody accountable"]


def test_an_owner_who_left_is_a_gap_and_ending_the_membership_is_not_refused(acting: Cast) -> None:
    owned_by(acting["vendor_manager"], right_for(acting))
    assert words(register_for(acting["auditor"]), DecisionKind.WAIVE_CREDIT) == ["In order"]
    assert memberships.end(acting["vendor_manager"], NOW)
    said = ["Nobody accountable", "Vendormanager Person has left"]
    assert words(register_for(acting["auditor"]), DecisionKind.WAIVE_CREDIT) == said


def test_a_role_that_nobody_has_is_a_gap(acting: Cast) -> None:
    give_to_role(right_for(acting), Letter.ACCOUNTABLE, Role.IT_LEADER)
    memberships.change_role(acting["it_leader"], Role.EXECUTIVE, None)
    said = ["Nobody accountable", "No IT leader here"]
    assert words(register_for(acting["auditor"]), DecisionKind.WAIVE_CREDIT) == said


def test_double_accountability_is_shown_for_two_holders_and_for_a_role_of_two(acting: Cast) -> None:
    right = owned_by(acting["vendor_manager"], right_for(acting))
    give_to_role(right, Letter.ACCOUNTABLE, Role.VENDOR_MANAGER)
    assert words(register_for(acting["auditor"]), DecisionKind.WAIVE_CREDIT) == ["In order"]
    memberships.admit(acting.organisation.pk, make_person("Vera Second"), Role.VENDOR_MANAGER, None)
    assert words(register_for(acting["auditor"]), DecisionKind.WAIVE_CREDIT) == ["2 people accountable"]


def test_one_person_of_each_provider_is_no_double_accountability(acting: Cast) -> None:
    give_to_role(right_for(acting, DecisionKind.AGREE_EXCLUSION), Letter.ACCOUNTABLE, Role.PROVIDER)
    assert words(register_for(acting["auditor"]), DecisionKind.AGREE_EXCLUSION) == ["In order"]


def test_a_provider_is_told_nothing_about_who_of_ours_has_a_role(acting: Cast) -> None:
    give_to_role(right_for(acting), Letter.ACCOUNTABLE, Role.IT_LEADER)
    memberships.change_role(acting["it_leader"], Role.EXECUTIVE, None)
    assert words(register_for(acting["provider"]), DecisionKind.WAIVE_CREDIT) == ["In order"]


def test_the_register_is_filtered_searched_and_shown_for_a_day(leader: Client, acting: Cast) -> None:
    small = right_for(acting, vendor_id=acting.orvane.pk, title="Small credits", scope="Up to 5,000 euros")
    owned_by(acting["it_leader"], small)
    right_for(acting, vendor_id=acting.tessel.pk, title="Large credits")
    right_for(acting, DecisionKind.OTHER, title="Site visits", valid=validity(date(2024, 1, 1), date(2024, 12, 31)))
    found = {
        "?q=5,000": ("Small credits", "Large credits"),
        "?q=itleader": ("Small credits", "Large credits"),
        f"?vendor={acting.tessel.pk}": ("Large credits", "Small credits"),
        "?show=gaps": ("Large credits", "Small credits"),
        "?show=retained": ("Security exceptions", "Small credits"),
        "": ("Small credits", "Site visits"),
        "?past=1": ("Site visits", "Nothing fits"),
        "?day=2024-06-01": ("Site visits", "Small credits"),
        "?day=soon": ("is not a day", "Site visits"),
        "?q=xyzzy": ("Nothing fits", "Small credits"),
    }
    for query, (there, absent) in found.items():
        page = shown(leader, REGISTER + query)
        assert (there in page, absent in page) == (True, False), query


def test_a_provider_reads_its_rights_and_nothing_of_a_rival(client: Client, cast: Cast) -> None:
    with acting_for(cast.organisation.pk):
        general = owned_by(cast["it_leader"], right_for(cast))
        give_to_member(general, Letter.CONSULTED, cast.rival)
        rivals = owned_by(cast.rival, right_for(cast, vendor_id=cast.tessel.pk, title="Planted right"))
    client.force_login(cast["provider"].person)
    page = shown(client)
    assert "ITleader Person" in page
    assert all(secret not in page for secret in ("Planted right", "Rita Rival", "Tessel"))
    own_page = shown(client, general.get_absolute_url())
    assert "ITleader Person" in own_page
    assert "Rita Rival" not in own_page
    assert client.get(rivals.get_absolute_url()).status_code == 404


def sent(**changes: Any) -> dict[str, Any]:
    return {"kind": "waive_credit", "title": "", "vendor": "", "scope": "", "valid_from": "2026-01-01"} | changes


def test_a_right_is_added_under_the_name_of_its_kind(leader: Client, cast: Cast) -> None:
    leader.post(reverse("accounts:add-right"), sent(vendor=cast.orvane.pk, scope="Up to 5,000 euros"))
    with acting_for(cast.organisation.pk):
        right = DecisionRight.objects.get()
    assert (right.title, right.vendor_id, right.is_retained) == ("Waive a service credit", cast.orvane.pk, False)


def test_one_of_the_five_stays_inside_whatever_is_sent(leader: Client, cast: Cast) -> None:
    leader.post(reverse("accounts:add-right"), sent(kind="access"))
    with acting_for(cast.organisation.pk):
        assert DecisionRight.objects.get().is_retained


@pytest.mark.parametrize(
    ("entered", "said"),
    [
        ({"kind": "other"}, "Say what is decided: no kind names it."),
        ({"valid_to": "2025-12-31"}, "The last day lies before the first."),
        ({"vendor": "999999"}, "Select a valid choice."),
        ({"valid_from": "2026-06-01"}, "There is such a right already in that time. End the earlier one first."),
    ],
)
def test_a_right_that_cannot_be_is_refused_in_words(
    leader: Client, acting: Cast, entered: dict[str, str], said: str
) -> None:
    right_for(acting)
    answer = leader.post(reverse("accounts:add-right"), sent(**entered))
    assert answer.status_code == 422
    assert said in text(answer)


def test_editing_changes_no_kind_and_no_vendor(leader: Client, acting: Cast) -> None:
    right = right_for(acting)
    changed = sent(kind="close_period", vendor=acting.tessel.pk, title="Small credits")
    assert leader.post(reverse("accounts:edit-right", args=[right.pk]), changed).status_code == 302
    right.refresh_from_db()
    assert (right.kind, right.vendor_id, right.title) == ("waive_credit", None, "Small credits")


def test_of_two_who_edit_a_right_at_once_the_second_sees_both_versions(leader: Client, acting: Cast) -> None:
    right = right_for(acting)
    address = reverse("accounts:edit-right", args=[right.pk])
    seen = leader.get(address).context["version"]
    DecisionRight.objects.filter(pk=right.pk).update(scope="Theirs")
    refused = leader.post(address, sent(scope="Mine", row_version=seen))
    assert refused.status_code == 422
    assert "<ins>Theirs</ins>" in text(refused)
    assert 'value="Mine"' in text(refused)
    leader.post(address, sent(scope="Mine", row_version=refused.context["version"]))
    right.refresh_from_db()
    assert right.scope == "Mine"


def test_the_organisation_and_a_role_are_not_overwritten_unseen_either(client: Client, cast: Cast) -> None:
    client.force_login(cast["administrator"].person)
    role = reverse("accounts:role", args=[cast["auditor"].pk])
    versions = [client.get(page).context["version"] for page in ("/settings/organisation/", role)]
    with acting_for(cast.organisation.pk):
        type(cast.organisation).objects.update(name="Theirs")
        Membership.objects.filter(pk=cast["auditor"].pk).update(role=Role.EXECUTIVE)
    mine = {"name": "Mine", "timezone": "UTC", "currency": "EUR", "row_version": versions[0]}
    assert "<ins>Theirs</ins>" in text(client.post("/settings/organisation/", mine))
    assert "<ins>Executive</ins>" in text(client.post(role, {"role": "service_owner", "row_version": versions[1]}))
    with acting_for(cast.organisation.pk):
        assert Membership.objects.get(pk=cast["auditor"].pk).role == Role.EXECUTIVE


def test_a_right_is_retained_only_after_a_provider_gave_it_back(leader: Client, acting: Cast) -> None:
    right = owned_by(acting["provider"], right_for(acting, DecisionKind.OTHER, title="Visits"))
    give_to_member(right, Letter.CONSULTED, acting["auditor"])
    retain = sent(title="Visits", is_retained="on")
    address = reverse("accounts:edit-right", args=[right.pk])
    assert "Provider Person is accountable, of a provider." in text(leader.post(address, retain))
    right.holders.accountable().delete()
    assert leader.post(address, retain).status_code == 302
    assert right.holders.get().is_retained


def test_an_ended_right_stays_readable_with_its_holders(leader: Client, acting: Cast) -> None:
    right = owned_by(acting["it_leader"], right_for(acting))
    address = reverse("accounts:end-right", args=[right.pk])
    assert "Give that day or a later one." in text(leader.post(address, {"last_day": "2025-12-31"}))
    leader.post(address, {"last_day": "2026-03-31"})
    page = shown(leader, right.get_absolute_url())
    assert "Ended 31\u00a0Mar\u00a02026" in page
    assert "ITleader Person" in page
    assert "It ends on" in text(leader.post(address, {"last_day": "2026-04-01"}))


@pytest.mark.parametrize("holder", ["role:provider", "member"])
def test_a_provider_as_owner_of_a_retained_decision_is_refused_at_the_form(
    leader: Client, acting: Cast, holder: str
) -> None:
    right = right_for(acting, DecisionKind.ACCESS, is_retained=True)
    chosen = f"member:{acting['provider'].pk}" if holder == "member" else holder
    address = reverse("accounts:add-holder", args=[right.pk])
    answer = leader.post(address, {"holder": chosen, "letter": "A"})
    assert answer.status_code == 422
    assert "This decision stays inside: nobody of a provider can be accountable for it." in text(answer)
    assert leader.post(address, {"holder": chosen, "letter": "C"}).status_code == 302


def test_a_holder_is_named_once_per_letter_and_removed_with_a_trace(leader: Client, acting: Cast) -> None:
    right = right_for(acting)
    address = reverse("accounts:add-holder", args=[right.pk])
    accountable = {"holder": f"member:{acting['vendor_manager'].pk}", "letter": "A"}
    assert leader.post(address, accountable).status_code == 302
    assert "They hold this letter of the right already." in text(leader.post(address, accountable))
    held = RightHolder.objects.get()
    leader.post(reverse("accounts:remove-holder", args=[held.pk]))
    assert not RightHolder.objects.exists()
    assert "Holder Vendormanager Person: Accountable removed" in shown(leader, right.get_absolute_url())


def test_a_right_of_one_vendor_is_offered_to_its_people_and_ours(leader: Client, acting: Cast) -> None:
    right = right_for(acting, vendor_id=acting.orvane.pk)
    page = shown(leader, reverse("accounts:add-holder", args=[right.pk]))
    assert "Provider Person, Orvane" in page
    assert "Rita Rival" not in page


def test_changing_sides_with_rights_is_refused_at_the_form_and_by_invitation(client: Client, acting: Cast) -> None:
    client.force_login(acting["administrator"].person)
    manager = acting["vendor_manager"]
    owned_by(manager, right_for(acting))
    provider = {"role": "provider", "vendor": acting.orvane.pk}
    refused = "holds decision rights of the side they would leave: “Waive a service credit” (accountable)"
    assert refused in text(client.post(reverse("accounts:role", args=[manager.pk]), provider))
    memberships.end(manager, timezone.now())
    invited = client.post(reverse("accounts:invite"), provider | {"email": manager.person.email})
    assert refused in text(invited)


def test_who_ends_a_membership_is_told_which_rights_it_leaves_behind(client: Client, acting: Cast) -> None:
    client.force_login(acting["administrator"].person)
    owned_by(acting["vendor_manager"], right_for(acting))
    for name in ("accounts:end", "accounts:membership"):
        page = shown(client, reverse(name, args=[acting["vendor_manager"].pk]))
        assert "Waive a service credit</a> (accountable)" in page


def test_the_pages_cost_the_same_queries_for_one_and_for_ten(leader: Client, acting: Cast) -> None:
    right = owned_by(acting["it_leader"], right_for(acting))
    decided(acting["it_leader"], right, "Credit of October")
    pages = (REGISTER, right.get_absolute_url())
    once = [queries_of(lambda page=page: leader.get(page)) for page in pages]  # type: ignore[misc]
    for number in range(10):
        give_to_member(
            right,
            Letter.INFORMED,
            memberships.admit(acting.organisation.pk, make_person(f"Ivy Informed{number}"), Role.AUDITOR, None),
        )
        owned_by(acting["auditor"], right_for(acting, DecisionKind.OTHER, title=f"Right {number}"))
        decided(acting["it_leader"], right, f"Credit {number}")
    assert [queries_of(lambda page=page: leader.get(page)) for page in pages] == once  # type: ignore[misc]
