"""Answering at the same moment, on connections of their own: two people, one person twice, and closing meanwhile."""

import threading
from itertools import count

import pytest
from django.db import connection, transaction

from assessments.campaigns.answering import Said, answer
from assessments.campaigns.closing import close
from assessments.campaigns.refusals import SheetClosed
from assessments.models import Campaign, Respondent
from portal.accounts.models import Membership
from portal.accounts.tenancy import acting_for
from tests.assessments.campaigns import NOW, a_campaign, sheet_for, stored
from tests.cast import Cast
from tests.threads import at_once


@pytest.fixture
def campaign(committed_cast: Cast) -> Campaign:
    with acting_for(committed_cast.organisation.pk):
        return a_campaign(committed_cast, "vendor_manager", "service_owner", "provider")


def sheet(cast: Cast, campaign: Campaign, role: str) -> Respondent:
    with acting_for(cast.organisation.pk):
        return sheet_for(campaign, cast[role])


def test_two_people_and_two_tabs_of_each_lose_nothing(committed_cast: Cast, campaign: Campaign) -> None:
    cast, turn = committed_cast, count()
    roles, codes = ("vendor_manager", "service_owner"), ("own-decisions", "own-escalation", "rhythm-reviews")
    sheets = {role: sheet(cast, campaign, role) for role in roles}
    tasks = [(role, code) for role in roles for code in codes]

    def act() -> None:
        role, code = tasks[next(turn)]
        with acting_for(cast.organisation.pk):
            answer(cast[role], sheets[role], code, Said(3), NOW)

    assert at_once(len(tasks), act) == []
    with acting_for(cast.organisation.pk):
        assert [stored(sheets[role]) for role in roles] == [dict.fromkeys(codes, 3)] * 2


def test_the_same_question_answered_twice_at_once_has_one_answer(committed_cast: Cast, campaign: Campaign) -> None:
    cast, turn = committed_cast, count(1)
    mine = sheet(cast, campaign, "vendor_manager")

    def act() -> None:
        with acting_for(cast.organisation.pk):
            answer(cast["vendor_manager"], mine, "own-decisions", Said(next(turn)), NOW)

    assert at_once(4, act) == []
    with acting_for(cast.organisation.pk):
        assert stored(mine)["own-decisions"] in (1, 2, 3, 4)


@pytest.mark.parametrize("role", ["vendor_manager", "provider"])
def test_closing_waits_for_an_answer_on_its_way(committed_cast: Cast, campaign: Campaign, role: str) -> None:
    """The answer is written and not committed; closing comes after it, and it counts."""
    cast, mine = committed_cast, sheet(committed_cast, campaign, role)
    closed = threading.Event()

    def closing() -> None:
        with acting_for(cast.organisation.pk):
            close(cast["it_leader"], campaign, NOW)
        closed.set()
        connection.close()

    other = threading.Thread(target=closing)
    with acting_for(cast.organisation.pk, cast[role].vendor_id):
        answer(cast[role], mine, "rhythm-reviews", Said(2), NOW)
        other.start()
        assert not closed.wait(0.5)
    other.join(10)
    with acting_for(cast.organisation.pk):
        mine.refresh_from_db()
        assert (stored(mine), mine.closed_at) == ({"rhythm-reviews": 2}, NOW)


@pytest.mark.parametrize("role", ["vendor_manager", "provider"])
def test_an_answer_that_comes_while_it_is_being_closed_is_refused(
    committed_cast: Cast, campaign: Campaign, role: str
) -> None:
    """Closing has locked the sheet and is not committed; the answer waits for it and is told so."""
    cast, mine, refused = committed_cast, sheet(committed_cast, campaign, role), list[Exception]()
    member: Membership = cast[role]

    def answering() -> None:
        try:
            with acting_for(cast.organisation.pk, member.vendor_id):
                answer(member, mine, "rhythm-reviews", Said(2), NOW)
        except Exception as error:
            refused.append(error)
        connection.close()

    other = threading.Thread(target=answering)
    with transaction.atomic(), acting_for(cast.organisation.pk):
        close(cast["it_leader"], campaign, NOW)
        other.start()
        other.join(0.5)
        assert other.is_alive()
    other.join(10)
    assert [type(one) for one in refused] == [SheetClosed]
    with acting_for(cast.organisation.pk):
        assert stored(mine) == {}
