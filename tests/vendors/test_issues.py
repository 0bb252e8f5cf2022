"""Issues of several vendors: one owner inside, each vendor with its part, and no vendor that learns of another."""

from datetime import UTC, datetime
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.urls import reverse

from portal.accounts.tenancy import acting_for
from tests.cast import Cast
from tests.counting import queries_of
from tests.vendors.escalation import a_contact_of
from vendors.escalations.escalating import InvalidTransition
from vendors.escalations.sharing_issues import close_issue, open_issue
from vendors.models import Escalation, Issue, IssuePart, Vendor

NOW = datetime(2026, 10, 5, 8, 0, tzinfo=UTC)


def an_issue(cast: Cast, title: str = "Calls break off", **fields: Any) -> Issue:
    issue = Issue(organisation=cast.organisation, owner=cast["it_leader"], title=title, **fields)
    open_issue(issue, cast["vendor_manager"], NOW)
    return issue


def a_part(issue: Issue, vendor: Vendor, task: str = "Measure the line.", **fields: Any) -> IssuePart:
    of = {"organisation_id": issue.organisation_id, "issue": issue, "issue_title": issue.title}
    return IssuePart.objects.create(**of, vendor=vendor, task=task, **fields)


def test_a_manager_opens_an_issue_with_its_owner_and_gives_each_vendor_a_part(client: Client, cast: Cast) -> None:
    client.force_login(cast["vendor_manager"].person)
    said = {"title": "Calls break off", "owner": cast["it_leader"].pk, "description": "Since May."}
    client.post(reverse("vendors:add-issue"), said)
    with acting_for(cast.organisation.pk):
        issue = Issue.objects.get()
    for vendor in (cast.orvane, cast.tessel):
        said = {"vendor": vendor.pk, "task": "Measure.", "tickets": "INC1\n INC2 \nINC1\n"}
        page = client.post(reverse("vendors:add-issue-part", args=[issue.pk]), said, follow=True).content.decode()
    assert "Orvane" in page
    assert "Tessel" in page
    assert "ITleader Person" in page
    with acting_for(cast.organisation.pk):
        assert [part.references for part in IssuePart.objects.all()] == [["INC1", "INC2"]] * 2


def test_an_issue_without_an_owner_cannot_exist(acting: Cast) -> None:
    with pytest.raises(IntegrityError, match="owned by a member"), transaction.atomic():
        Issue.objects.create(organisation=acting.organisation, title="x", opened_by="x", opened_at=NOW)
    an_issue(acting)
    with pytest.raises(IntegrityError, match="owned by a member"), transaction.atomic():
        Issue.objects.update(owner=None)


def test_the_owner_is_a_member_of_our_own_side(acting: Cast) -> None:
    issue = an_issue(acting)
    for stranger in (acting["provider"], acting.outsider):
        with pytest.raises(IntegrityError, match="own side"), transaction.atomic():
            Issue.objects.filter(pk=issue.pk).update(owner=stranger)


def test_an_owner_who_has_left_is_a_visible_gap(client: Client, cast: Cast) -> None:
    with acting_for(cast.organisation.pk):
        issue = an_issue(cast)
        cast["it_leader"].ended_at = NOW
        cast["it_leader"].save()
    client.force_login(cast["vendor_manager"].person)
    assert "Has left: name another owner" in client.get(issue.get_absolute_url()).content.decode()


def test_a_vendor_learns_the_title_and_its_own_part_and_nothing_else(client: Client, cast: Cast) -> None:
    with acting_for(cast.organisation.pk):
        issue = an_issue(cast, description="planted-description")
        mine = a_part(issue, cast.orvane, task="planted-mine", references=["INC7"])
        theirs = a_part(issue, cast.tessel, task="planted-theirs", answer="planted-answer", references=["INC8"])
        for vendor, number in ((cast.orvane, "INC7"), (cast.tessel, "INC8")):
            of = {"organisation": cast.organisation, "vendor": vendor, "ticket_number": number, "raised_at": NOW}
            Escalation.objects.create(**of, subject=f"escalated-{number}")
    client.force_login(cast["provider"].person)
    pages = [client.get(reverse("vendors:issues")), client.get(mine.get_absolute_url())]
    pages.append(client.get(reverse("vendors:answer-issue-part", args=[mine.pk])))
    said = "".join(page.content.decode() for page in pages)
    for secret in ("planted-description", "planted-theirs", "planted-answer", "Tessel", "ITleader", "escalated-INC8"):
        assert secret not in said
    assert ("Calls break off" in said, "planted-mine" in said, "escalated-INC7" in said) == (True, True, True)
    for hidden in (issue.get_absolute_url(), theirs.get_absolute_url()):
        assert client.get(hidden).status_code == 404
    with acting_for(cast.organisation.pk, cast.orvane.pk):
        assert not Issue.objects.exists()
        assert list(IssuePart.objects.values_list("task", flat=True)) == ["planted-mine"]
        assert IssuePart.objects.filter(pk=theirs.pk).update(answer="Mine") == 0


def test_a_vendor_answers_its_part_and_is_done_only_with_an_answer(client: Client, cast: Cast) -> None:
    with acting_for(cast.organisation.pk):
        part = a_part(an_issue(cast), cast.orvane)
        owner = a_contact_of(cast.orvane, "provider", "Petra")
    client.force_login(cast["provider"].person)
    address = reverse("vendors:answer-issue-part", args=[part.pk])
    refused = client.post(address, {"owner": owner.pk, "state": "done", "answer": ""})
    assert "Say what was done before you call the part done." in refused.content.decode()
    page = client.post(address, {"owner": owner.pk, "state": "done", "answer": "The line is fine."}, follow=True)
    assert "The line is fine." in page.content.decode()


def test_of_two_sides_that_change_a_part_at_once_the_second_sees_both(client: Client, cast: Cast) -> None:
    with acting_for(cast.organisation.pk):
        part = a_part(an_issue(cast), cast.orvane)
    client.force_login(cast["provider"].person)
    address = reverse("vendors:answer-issue-part", args=[part.pk])
    seen = client.get(address).context["version"]
    with acting_for(cast.organisation.pk):
        IssuePart.objects.update(state="working")
    refused = client.post(address, {"state": "done", "answer": "Mine", "row_version": seen})
    assert refused.status_code == 422
    assert "<ins>working</ins>" in refused.content.decode().replace("In progress", "working")


def test_a_new_title_reaches_every_part(acting: Cast) -> None:
    issue = an_issue(acting)
    a_part(issue, acting.orvane)
    Issue.objects.filter(pk=issue.pk).update(title="Calls are cut")
    assert IssuePart.objects.get().issue_title == "Calls are cut"

    @transaction.atomic
    def rename() -> None:
        IssuePart.objects.update(issue_title="Else")
        connection.check_constraints()

    with pytest.raises(IntegrityError, match="carries_the_title"):
        rename()


def test_an_issue_is_closed_once_and_when_every_part_is_done(acting: Cast) -> None:
    issue = an_issue(acting)
    a_part(issue, acting.orvane)
    with pytest.raises(InvalidTransition, match="Not every part is done: Orvane"):
        close_issue(issue, "Fixed.", acting["vendor_manager"], NOW)
    IssuePart.objects.update(state="done", answer="Fixed.")
    close_issue(issue, "A new line.", acting["vendor_manager"], NOW)
    with pytest.raises(InvalidTransition, match=r"closed it: A new line\. Yours was not saved: Else"):
        close_issue(issue, "Else", acting["it_leader"], NOW)


def test_a_vendor_has_one_part_in_an_issue(acting: Cast) -> None:
    issue = an_issue(acting)
    a_part(issue, acting.orvane)
    with pytest.raises(IntegrityError, match="one_part"), transaction.atomic():
        a_part(issue, acting.orvane)


def test_the_pages_ask_as_much_for_ten_as_for_one(client: Client, cast: Cast) -> None:
    with acting_for(cast.organisation.pk):
        issue = an_issue(cast)
        a_part(issue, cast.orvane)
    visits = [
        (cast["vendor_manager"], reverse("vendors:issues")),
        (cast["vendor_manager"], issue.get_absolute_url()),
        (cast["provider"], reverse("vendors:issues")),
    ]

    def counts() -> list[int]:
        found = []
        for member, address in visits:
            client.force_login(member.person)
            client.get(address)
            found.append(queries_of(lambda address=address: client.get(address)))  # type: ignore[misc]
        return found

    before = counts()
    with acting_for(cast.organisation.pk):
        for number in range(9):
            a_part(an_issue(cast, f"Issue {number}"), cast.orvane)
            a_part(issue, Vendor.objects.create(organisation=cast.organisation, name=f"V{number}"))
    assert counts() == before
