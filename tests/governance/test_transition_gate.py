"""The transition gate: red until six conditions are evidenced, overridden in a name, in effect once (R9)."""

from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from governance.models import GateCode, GateItem, ScopeChange, ScopeChangeState, ScopeEntry
from governance.scope import changing
from governance.scope.gate import approvals_hint, escalation_hint, is_green
from governance.scope.refusals import Refused
from portal.accounts.decisions import NotEntitled
from portal.accounts.models import Decision
from portal.accounts.tenancy import acting_for
from tests.cast import Cast
from tests.counting import queries_of
from tests.governance.scoping import NOW, TODAY, a_change, a_desk, an_entry, approves_changes, evidenced
from tests.objects.escalations import an_escalation_step
from tests.objects.owners import Owner
from vendors.models import Contact, EscalationStep

MARCH = date(2026, 3, 1)


def effect(cast: Cast, change: ScopeChange, day: date = TODAY) -> ScopeEntry:
    return changing.put_into_effect(change, day, cast["vendor_manager"], NOW)


def test_a_planned_change_begins_with_six_open_conditions(acting: Cast) -> None:
    change = a_change(acting, a_desk(acting))
    assert [item.code for item in change.gate.order_by("pk")] == list(GateCode.values)
    assert not is_green(list(change.gate.all()))
    with pytest.raises(Refused, match="The gate is red"):
        effect(acting, change)
    assert not ScopeEntry.objects.exists()


@pytest.mark.parametrize("open_one", GateCode.values)
def test_one_open_condition_keeps_the_gate_red(acting: Cast, open_one: str) -> None:
    change = a_change(acting, a_desk(acting))
    evidenced(acting, change, open_one)
    with pytest.raises(Refused, match="The gate is red"):
        effect(acting, change)
    evidenced(acting, change, *[code for code in GateCode.values if code != open_one])
    assert effect(acting, change).change_id == change.pk


def test_a_green_change_ends_what_stood_and_begins_the_new_way_from_that_day(acting: Cast) -> None:
    desk = a_desk(acting)
    before = an_entry(acting, desk, MARCH)
    change = a_change(acting, desk, reason="We cannot staff the nights")
    evidenced(acting, change)
    entry = effect(acting, change)
    before.refresh_from_db()
    change.refresh_from_db()
    assert (before.valid.lower, before.valid.upper) == (MARCH, TODAY)
    assert (entry.arrangement, entry.vendor, entry.reason) == (
        "outsourced",
        acting.orvane,
        "We cannot staff the nights",
    )
    assert (entry.valid.lower, entry.owner_name, entry.change) == (TODAY, "ITleader Person", change)
    assert (change.state, change.ended_by) == (ScopeChangeState.DONE, "Vendormanager Person")


def test_putting_into_effect_twice_makes_one_entry(acting: Cast) -> None:
    change = a_change(acting, a_desk(acting))
    evidenced(acting, change)
    effect(acting, change)
    with pytest.raises(Refused, match="It is in effect already, by Vendormanager Person"):
        effect(acting, change)
    assert ScopeEntry.objects.count() == 1


def test_work_that_comes_back_inside_has_the_same_gate(acting: Cast) -> None:
    desk = a_desk(acting)
    an_entry(acting, desk, MARCH, arrangement="outsourced", vendor=acting.orvane)
    change = a_change(acting, desk, arrangement="internal", vendor=None)
    assert change.gate.count() == 6
    evidenced(acting, change, GateCode.KNOWLEDGE)
    with pytest.raises(Refused, match="The gate is red"):
        effect(acting, change)


def test_only_one_change_of_a_function_is_planned_and_the_same_form_twice_is_one(acting: Cast) -> None:
    desk = a_desk(acting)
    assert a_change(acting, desk).pk == a_change(acting, desk).pk
    with pytest.raises(Refused, match="is planned already"):
        a_change(acting, desk, vendor=acting.tessel)
    assert ScopeChange.objects.count() == 1


def test_what_is_so_already_is_not_planned(acting: Cast) -> None:
    desk = a_desk(acting)
    an_entry(acting, desk, MARCH, arrangement="outsourced", vendor=acting.orvane)
    with pytest.raises(Refused, match="It is done that way already"):
        a_change(acting, desk)


def test_evidence_is_withdrawn_with_a_reason_and_the_gate_is_red_again(acting: Cast) -> None:
    change = a_change(acting, a_desk(acting))
    evidenced(acting, change)
    item = change.gate.get(code=GateCode.KNOWLEDGE)
    changing.withdraw(item, "Two of them left", acting["it_leader"], NOW)
    item.refresh_from_db()
    assert (item.evidenced_at, item.withdrawn_reason, item.evidence) == (None, "Two of them left", "Done, see the wiki")
    with pytest.raises(Refused, match="The gate is red"):
        effect(acting, change)
    with pytest.raises(Refused, match="nothing to withdraw"):
        changing.withdraw(item, "Again", acting["it_leader"], NOW)


def test_evidence_is_not_replaced_behind_the_back_of_who_gave_it(acting: Cast) -> None:
    change = a_change(acting, a_desk(acting))
    item = change.gate.get(code=GateCode.WORKFLOWS)
    changing.evidence(item, "Eleven, in the wiki", "", acting["it_leader"], NOW)
    changing.evidence(item, "Eleven, in the wiki", "", acting["vendor_manager"], NOW)
    with pytest.raises(Refused, match="was evidenced by ITleader Person meanwhile"):
        changing.evidence(item, "Twelve", "", acting["vendor_manager"], NOW)


def test_only_who_is_accountable_for_change_approvals_overrides_and_it_stays_on_the_change(acting: Cast) -> None:
    change = a_change(acting, a_desk(acting))
    with pytest.raises(NotEntitled, match="Nobody is accountable"), transaction.atomic():
        changing.override(change, "Now", acting["it_leader"], NOW)
    approves_changes(acting)
    with pytest.raises(NotEntitled, match="you are not among them"), transaction.atomic():
        changing.override(change, "Now", acting["vendor_manager"], NOW)
    change.refresh_from_db()
    assert change.overridden_at is None
    decision = changing.override(change, "The building closes", acting["it_leader"], NOW)
    entry = effect(acting, change)
    change.refresh_from_db()
    assert (change.overridden_by, change.overridden_reason) == ("ITleader Person", "The building closes")
    assert (decision.outcome, decision.reason, decision.vendor_id) == ("Gate overridden", "The building closes", None)
    assert decision.leads_to == change.get_absolute_url()
    assert entry.change == change


def test_what_was_evidenced_for_one_provider_shows_nothing_for_another(acting: Cast) -> None:
    change = a_change(acting, a_desk(acting))
    evidenced(acting, change)
    change.reason = "Hours and languages"
    assert changing.edit(change, acting["it_leader"], NOW) == 0
    assert is_green(list(change.gate.all()))
    change.vendor, change.contract = acting.tessel if change.vendor_id == acting.orvane.pk else acting.orvane, None
    assert changing.edit(change, acting["it_leader"], NOW) == len(GateCode)
    assert {item.withdrawn_reason for item in change.gate.all()} == {changing.OTHERWISE}
    with pytest.raises(Refused, match="The gate is red"):
        effect(acting, change)


def test_an_override_is_of_what_was_planned_then_and_an_edit_does_not_undo_it(acting: Cast) -> None:
    approves_changes(acting)
    change = a_change(acting, a_desk(acting))
    read_before = ScopeChange.objects.get(pk=change.pk)
    changing.override(change, "The building closes", acting["it_leader"], NOW)
    read_before.reason = "Hours and languages"
    changing.edit(read_before, acting["it_leader"], NOW)
    change.refresh_from_db()
    assert (change.reason, change.overridden_reason) == ("Hours and languages", "The building closes")
    change.arrangement = "shared"
    with pytest.raises(Refused, match="for what was planned then"):
        changing.edit(change, acting["it_leader"], NOW)
    change.refresh_from_db()
    assert change.arrangement == "outsourced"


def test_a_provider_reads_neither_the_change_nor_why_its_gate_was_overridden(acting: Cast) -> None:
    approves_changes(acting)
    change = a_change(acting, a_desk(acting))
    changing.override(change, "Cheaper than Orvane knows", acting["it_leader"], NOW)
    with acting_for(acting.organisation.pk, acting.orvane.pk):
        assert not ScopeChange.objects.exists()
        assert not GateItem.objects.exists()
        assert not Decision.objects.exists()


def test_a_green_gate_is_not_overridden(acting: Cast) -> None:
    approves_changes(acting)
    change = a_change(acting, a_desk(acting))
    evidenced(acting, change)
    with pytest.raises(Refused, match="nothing to override"):
        changing.override(change, "Why not", acting["it_leader"], NOW)


def test_a_cancelled_change_takes_no_more_evidence(acting: Cast) -> None:
    change = a_change(acting, a_desk(acting))
    changing.cancel(change, "The board said no", acting["it_leader"], NOW)
    with pytest.raises(Refused, match="It is cancelled already"):
        evidenced(acting, change)
    assert a_change(acting, change.function).pk != change.pk


def test_the_database_refuses_evidence_that_is_withdrawn_and_holds(acting: Cast) -> None:
    change = a_change(acting, a_desk(acting))
    rows = change.gate.filter(code=GateCode.TAXONOMY)
    with pytest.raises(IntegrityError, match="evidence_is_withdrawn_with_a_reason"), transaction.atomic():
        rows.update(evidence="Done", evidenced_at=NOW, withdrawn_at=NOW, withdrawn_reason="No")


def test_the_registers_say_who_approves_and_whether_the_path_has_names(acting: Cast) -> None:
    member = acting["it_leader"]
    assert approvals_hint(member, NOW).text == "Nobody is accountable for change approvals."
    approves_changes(acting)
    assert approvals_hint(member, NOW).text == "Change approvals are decided by ITleader Person."
    assert escalation_hint(acting.orvane).text == "No escalation path with Orvane is kept."
    step = EscalationStep.objects.get(**an_escalation_step(Owner(acting.organisation, acting.orvane)))
    of = {"organisation": acting.organisation, "vendor": acting.orvane}
    step.client_owner, step.provider_owner = Contact.objects.create(**of, side="client", name="Ada"), None
    step.save()
    assert escalation_hint(acting.orvane).text == f"Without a name on both sides: {step.name}."
    step.provider_owner = Contact.objects.create(**of, side="provider", name="Pat")
    step.save()
    assert (escalation_hint(acting.orvane).tone, escalation_hint(None).tone) == ("good", "watch")


def planned(cast: Cast, **more: Any) -> ScopeChange:
    with acting_for(cast.organisation.pk):
        approves_changes(cast)
        return a_change(cast, a_desk(cast), **more)


def test_a_change_goes_from_plan_to_effect_on_its_pages(client: Client, cast: Cast) -> None:
    with acting_for(cast.organisation.pk):
        desk = a_desk(cast)
    client.force_login(cast["vendor_manager"].person)
    form = {"planned_on": "2027-03-01", "arrangement": "outsourced", "vendor": cast.orvane.pk, "reason": "Hours"}
    form |= {"owner": cast["it_leader"].pk}
    page = client.post(reverse("governance:plan-scope-change", args=[desk.pk]), form, follow=True).content.decode()
    assert "The gate is red: 0 of 6 conditions evidenced" in page
    with acting_for(cast.organisation.pk):
        change = ScopeChange.objects.get()
        items = list(GateItem.objects.all())
    for item in items:
        address = reverse("governance:evidence-condition", args=[item.pk])
        assert client.post(address, {"evidence": "Done", "evidence_url": "https://wiki.example"}).status_code == 302
    assert "All six conditions are evidenced" in client.get(change.get_absolute_url()).content.decode()
    ahead = client.post(reverse("governance:put-into-effect", args=[change.pk]), {"day": "2099-01-01"})
    assert (ahead.status_code, "This day is still to come" in ahead.content.decode()) == (422, True)
    today = f"{timezone.now().astimezone(cast.organisation.zone).date()}"
    done = client.post(reverse("governance:put-into-effect", args=[change.pk]), {"day": today}, follow=True)
    assert "The scope map shows it." in done.content.decode()
    assert client.get(reverse("governance:scope")).context["sentence"] == "1\u00a0function: 1 outsourced"


def test_an_override_by_another_is_refused_on_the_page_and_by_the_right_one_stays_red(
    client: Client, cast: Cast
) -> None:
    change = planned(cast)
    address = reverse("governance:override-gate", args=[change.pk])
    client.force_login(cast["vendor_manager"].person)
    answer = client.post(address, {"override-reason": "Kept words"})
    assert (answer.status_code, "is decided by ITleader Person" in answer.content.decode()) == (422, True)
    assert "Kept words" in answer.content.decode()
    client.force_login(cast["it_leader"].person)
    page = client.post(address, {"override-reason": "The building closes"}, follow=True).content.decode()
    assert "The gate was overridden by ITleader Person" in page
    assert "The building closes" in page


@pytest.mark.parametrize("url", ["javascript:alert(1)", "//evil.example", "data:text/html,x", "wiki"])
def test_where_evidence_lies_is_an_address_of_the_web_or_of_a_page_here(client: Client, cast: Cast, url: str) -> None:
    change = planned(cast)
    with acting_for(cast.organisation.pk):
        item = change.gate.get(code=GateCode.WORKFLOWS)
    client.force_login(cast["it_leader"].person)
    address = reverse("governance:evidence-condition", args=[item.pk])
    answer = client.post(address, {"evidence": "Eleven", "evidence_url": url})
    assert (answer.status_code, "Begin the address with https://" in answer.content.decode()) == (422, True)


def test_withdrawing_without_a_reason_changes_nothing(client: Client, cast: Cast) -> None:
    change = planned(cast)
    with acting_for(cast.organisation.pk):
        evidenced(cast, change)
        item = change.gate.get(code=GateCode.WORKFLOWS)
    client.force_login(cast["it_leader"].person)
    address = reverse("governance:withdraw-evidence", args=[item.pk])
    assert "stays evidenced" in client.post(address, {"reason": " "}, follow=True).content.decode()
    assert "is open again" in client.post(address, {"reason": "Outdated"}, follow=True).content.decode()


def test_an_overdue_change_is_said_and_the_list_costs_the_same_for_ten(client: Client, cast: Cast) -> None:
    planned(cast, planned_on=date(2026, 1, 1))
    client.force_login(cast["service_owner"].person)
    page = reverse("governance:scope-changes")
    client.get(page)
    one = queries_of(lambda: client.get(page))
    with acting_for(cast.organisation.pk):
        for n in range(9):
            a_change(cast, a_desk(cast, f"Desk {n}"))
    assert queries_of(lambda: client.get(page)) == one
    text = client.get(page).content.decode()
    assert "10\u00a0changes planned, 10 behind a red gate, 1 overdue" in text
    assert "Plan a change of a function" not in text


def test_a_planned_change_is_edited_until_it_is_ended(client: Client, cast: Cast) -> None:
    change = planned(cast)
    client.force_login(cast["it_leader"].person)
    address = reverse("governance:edit-scope-change", args=[change.pk])
    form = {"planned_on": "2027-04-01", "arrangement": "shared", "vendor": cast.tessel.pk, "reason": "Both"}
    form |= {"owner": cast["vendor_manager"].pk}
    version = client.get(address).context["version"]
    assert client.post(address, form | {"row_version": version}).status_code == 302
    stale = client.post(address, form | {"row_version": version, "reason": "Other"})
    assert stale.status_code == 422
    client.post(reverse("governance:cancel-scope-change", args=[change.pk]), {"cancel-reason": "No"})
    page = client.post(address, form, follow=True).content.decode()
    assert "It is cancelled already" in page
