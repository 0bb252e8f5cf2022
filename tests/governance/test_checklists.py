"""Checklists of notices: open while the notice is, and no longer than somebody reads."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from governance.changes import answering, giving
from governance.changes.giving import InvalidTransition
from governance.models import ChangeNotice, Consequence
from portal.accounts.tenancy import acting_for
from tests.cast import Cast
from tests.governance.changes import NOW, a_notice
from tests.governance.test_changes import ON_THE_DAY


def withdrawn(notice: ChangeNotice, cast: Cast) -> None:
    giving.withdraw(notice, "Not theirs.", NOW)


def judged(notice: ChangeNotice, cast: Cast) -> None:
    answering.judge(notice, True, "", cast["service_owner"], ON_THE_DAY)


@pytest.mark.parametrize(
    ("settle", "words"),
    [(withdrawn, "withdrawn: Not theirs."), (judged, "Serviceowner Person has judged readiness")],
)
def test_the_checklist_of_a_settled_notice_stays_as_it_was(
    acting: Cast, settle: Callable[[Any, Cast], None], words: str
) -> None:
    notice = a_notice(acting)
    ours = Consequence.objects.of_notice(notice.pk).get(side="client")
    settle(notice, acting)
    for is_done in (True, False):
        with pytest.raises(InvalidTransition, match=words):
            answering.tick(ours, is_done, acting["service_owner"], ON_THE_DAY)
    with pytest.raises(InvalidTransition, match=words):
        answering.add_line(notice, "Badges", "client")
    assert list(Consequence.objects.values_list("text", "done_at")) == [("Laptops", None), ("List of starters", None)]


def test_a_checklist_has_forty_lines_at_most(acting: Cast) -> None:
    notice = a_notice(acting)
    for number in range(38):
        answering.add_line(notice, f"Line {number}", "client")
    with pytest.raises(InvalidTransition, match="at most 40 lines"):
        answering.add_line(notice, "One more", "client")
    assert Consequence.objects.of_notice(notice.pk).count() == 40


def test_the_page_says_why_a_line_is_not_taken(client: Client, cast: Cast) -> None:
    with acting_for(cast.organisation.pk):
        notice = a_notice(cast)
        ours, theirs = Consequence.objects.of_notice(notice.pk).order_by("side")
        withdrawn(notice, cast)
    client.force_login(cast["service_owner"].person)
    address = reverse("governance:add-consequence", args=[notice.pk])
    page = client.post(address, {"text": "Badges", "side": "client"}, follow=True).content.decode()
    assert "The notice was withdrawn: Not theirs." in page
    assert "Badges" not in page
    client.force_login(cast["provider"].person)
    refused = client.post(reverse("governance:tick-consequence", args=[theirs.pk]), {"done": "yes"}, follow=True)
    assert "The notice was withdrawn: Not theirs." in refused.content.decode()
    assert ours.done_at is None
