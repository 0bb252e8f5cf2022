"""Closed assessments with findings, as the tests of plans need them."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

from assessments.models import Campaign, CampaignResult, InstrumentVersion
from assessments.results.content import Because, Content, DimensionScore, Finding, QuestionScore
from assessments.results.keeping import digest, written
from tests.cast import Cast

NOW = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)

OWNER = Finding(
    key="rule:no-owner",
    kind="rule",
    title="Nobody owns access decisions",
    text="Access is granted by whoever is asked.",
    dimension="ownership",
    rule="own-decisions is at most 2",
    because=(Because("Two of three people answered 1", "#own-decisions"),),
    action="Name one person for each retained decision",
    wave=30,
    stage="plan",
)
CHECKED = Finding(
    key="contradiction:reports-checked",
    kind="contradiction",
    title="Reports are said to be checked, and are not",
    text="Claimed 4, measured 1.",
    dimension="measurement",
    rule="claimed two levels above what is measured",
    because=(),
    action="Check the provider's figures every month",
    wave=60,
    stage="implement",
    kpi="first_time_right",
)
SPREAD = Finding(
    key="disagreement:rhythm",
    kind="disagreement",
    title="Leader and service owners see reviews differently",
    text="5 and 1.",
    dimension="rhythm",
    rule="two levels apart or more",
    because=(),
)
FINDINGS = (OWNER, CHECKED, SPREAD)


def a_dimension(code: str, level: float | None, previous: float | None = None) -> DimensionScore:
    return DimensionScore(code, code.title(), "", 3, level, (), 4, 4, 0, previous)


LEVELS = (a_dimension("ownership", 1.5), a_dimension("measurement", 2.4), a_dimension("rhythm", 3.0))


def a_content(title: str, **more: Any) -> Content:
    standard: dict[str, Any] = dict.fromkeys(("respondents", "questions", "beside", "signs", "fit"), ())
    told = {
        "campaign": title,
        "instrument": "Quick",
        "instrument_code": "quick",
        "instrument_version": 1,
        "instrument_sha256": "0" * 64,
        "currency": "EUR",
        "composed_on": date(2026, 11, 20),
        "composed_at": NOW,
        "closed_at": NOW,
        "previous": "",
        "dimensions": LEVELS,
        "findings": FINDINGS,
        "recommendations": (),
    }
    return Content(**standard | told | more)


def a_closed_campaign(cast: Cast, title: str = "Autumn", previous: Campaign | None = None, **more: Any) -> Campaign:
    """With a frozen result of these findings and dimensions."""
    campaign = an_open_campaign(cast, title)
    Campaign.objects.filter(pk=campaign.pk).update(closed_at=NOW, closed_by="Vera", previous=previous)
    content = written(a_content(title, **more)).decode()
    frozen = {"content": content, "sha256": digest(content.encode()), "frozen_at": NOW, "frozen_by": "Vera"}
    CampaignResult.objects.create(organisation=cast.organisation, campaign=campaign, **frozen)
    campaign.refresh_from_db()
    return campaign


def an_open_campaign(cast: Cast, title: str = "Autumn") -> Campaign:
    of = {"organisation": cast.organisation}
    number = InstrumentVersion.objects.count() + 1
    told = {"title": "Quick", "note": "", "content": "{}", "sha256": "0" * 64, "loaded_at": NOW, "loaded_by": "Vera"}
    version = InstrumentVersion.objects.create(**of, code="quick", number=number, **told)
    return Campaign.objects.create(**of, instrument=version, title=title, opened_at=NOW, opened_by="Vera")


def many_findings(count: int) -> Sequence[Finding]:
    return tuple(replace(OWNER, key=f"rule:no-owner-{place}", title=f"Gap {place}") for place in range(count))


def a_question(code: str, level: float) -> QuestionScore:
    seen = ("nothing", "little", "half", "nearly all", "all of it")
    return QuestionScore(code, "automation", f"Asked of {code}", level, 1, 5, 0, (), seen)
