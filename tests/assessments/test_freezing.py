"""A closed result stays byte for byte what it was; an open one is composed of what there is now."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import ProgrammingError, transaction

from assessments.models import Answer, CampaignResult
from assessments.results import composing
from assessments.results.composing import compose
from assessments.results.content import Content
from assessments.results.freezing import freeze, result_of
from assessments.results.keeping import Altered, content_of, digest, written
from governance.models import BusinessFunction
from tests.assessments.instruments import small_instrument
from tests.assessments.surveys import CLOSED, OPENED, a_campaign, a_survey, a_version, answered, asked, closed
from tests.cast import Cast

LATER = CLOSED + timedelta(days=30)


def dimension(content: Content, code: str) -> float | None:
    return next(one.level for one in content.dimensions if one.code == code)


def test_a_result_is_composed_of_everybody_s_answers(acting: Cast) -> None:
    content = compose(a_survey(acting), OPENED)
    assert dimension(content, "ownership") == pytest.approx((3 * 3 + 2 * 2.5 + 1 * 4) / 6)
    assert [(one.view, one.side, one.answered, one.unknown, one.asked) for one in content.respondents] == [
        ("leader", "Our side", 5, 0, 5),
        ("vendor_manager", "Our side", 3, 1, 4),
        ("provider", "Orvane", 3, 0, 3),
    ]
    assert (content.closed_at, content.instrument_version, content.currency) == (None, 1, "EUR")


def test_an_answer_carried_over_counts_once_it_is_confirmed(acting: Cast) -> None:
    campaign = a_campaign(acting)
    answered(asked(campaign, acting["it_leader"]), own_decisions=4)
    Answer.objects.update(prefilled=True)
    assert dimension(compose(campaign, OPENED), "ownership") is None
    Answer.objects.update(prefilled=False)
    assert dimension(compose(campaign, OPENED), "ownership") == 4


def test_what_is_written_is_read_back_the_same(acting: Cast) -> None:
    content = compose(a_survey(acting), OPENED)
    data = written(content)
    assert written(content) == data
    result = CampaignResult(content=data.decode(), sha256=digest(data))
    assert content_of(result) == content


def test_closing_freezes_once_and_who_is_second_finds_the_first(acting: Cast) -> None:
    campaign = closed(a_survey(acting))
    first = CampaignResult.objects.get()
    again = freeze(campaign, "Somebody else", LATER)
    assert (again.pk, again.frozen_by, CampaignResult.objects.count()) == (first.pk, "Vera", 1)
    assert result_of(campaign, LATER).closed_at == CLOSED


def test_a_closed_result_stays_byte_for_byte_whatever_changes(acting: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    """A new version of the instrument, another scope map, other figures."""
    campaign = closed(a_survey(acting))
    before = CampaignResult.objects.get().content
    heavier = [replace(one, weight=9) for one in small_instrument().questions]
    a_version(acting, small_instrument(questions=tuple(heavier)), number=2)
    BusinessFunction.objects.create(organisation=acting.organisation, name="Desk", kind="service_desk")
    monkeypatch.setattr(composing, "measure_all", lambda organisation_id, now: {})
    frozen = CampaignResult.objects.get()
    assert frozen.content == before
    assert written(result_of(campaign, LATER)) == before.encode()
    assert written(replace(compose(campaign, LATER), composed_at=CLOSED)) != before.encode()


def test_a_result_that_was_altered_is_not_shown_as_if_it_were_not(acting: Cast) -> None:
    closed(a_survey(acting))
    result = CampaignResult.objects.get()
    result.content = result.content.replace('"currency":"EUR"', '"currency":"GBP"')
    with pytest.raises(Altered, match="it was altered after it was frozen"):
        content_of(result)


def test_the_application_cannot_change_a_frozen_result(acting: Cast) -> None:
    closed(a_survey(acting))
    with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
        CampaignResult.objects.update(content="{}")


def test_a_new_campaign_is_compared_with_the_frozen_one_before(acting: Cast) -> None:
    first = closed(a_survey(acting))
    second = a_campaign(acting, previous=first, title="After renewal")
    answered(asked(second, acting["it_leader"]), own_decisions=5, own_known=5, own_escalation=5)
    content = compose(second, LATER)
    assert content.previous == "Before renewal"
    assert [one.previous for one in content.dimensions] == [
        pytest.approx(3.0),
        pytest.approx((2 * 4 + 1 * 4) / 3),
    ]
