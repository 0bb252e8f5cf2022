"""What readiness has for an auditor: who was asked what, what they answered, and what came of it."""

from collections.abc import Iterator
from typing import Any

from django.db import models
from django.db.models import Q

from assessments.models import (
    Answer,
    AnswerFile,
    Campaign,
    CampaignResult,
    InstrumentVersion,
    Override,
    PlannedFinding,
    Respondent,
)
from portal.contributions.asked import Asked
from portal.contributions.evidence import Collection
from portal.ledger import laying_out
from portal.ledger.laying_out import OWN, Kind, open_in, party
from vendors.evidence.files import kept

_OPEN = (
    "FROM assessments_campaign {t} WHERE {t}.organisation_id = :organisation "
    "AND {t}.opened_at < :until AND coalesce({t}.closed_at, 'infinity') >= :since"
)
_OURS = f"{_OPEN} AND :vendor IS NULL"
_OF_OURS = f"t.campaign_id IN (SELECT c.id {_OURS.format(t='c')})"
_SHEETS = f"SELECT r.id FROM assessments_respondent r WHERE r.campaign_id IN (SELECT c.id {_OPEN.format(t='c')})"  # noqa: S608 - text of the house
_ANSWERS = f"SELECT a.id FROM assessments_answer a WHERE a.respondent_id IN ({_SHEETS})"  # noqa: S608 - text of the house

_OF_EACH_CAMPAIGN: tuple[tuple[str, str, str, type[models.Model]], ...] = (
    (
        "assessment-results",
        "Results of assessments",
        "As they were frozen when an assessment was closed.",
        CampaignResult,
    ),
    (
        "model-overrides",
        "Overrides of recommended models",
        "Which model was chosen instead, by whom and why.",
        Override,
    ),
    (
        "planned-findings",
        "Planned findings",
        "Which findings became actions, and which were set aside.",
        PlannedFinding,
    ),
)
"""Tables that hang on a campaign: kind, title, what it is, model."""


def collections(asked: Asked) -> Iterator[Collection]:
    return laying_out.collections(asked, (*_campaigns(asked), *_sheets(asked)), "assessments")


def _open(asked: Asked) -> "models.QuerySet[Campaign]":
    """Open on a day of the period."""
    return Campaign.objects.filter(Q(organisation_id=asked.organisation_id) & open_in(asked, "opened_at", "closed_at"))


def _campaigns(asked: Asked) -> Iterator[Kind]:
    """The organisation's own: where one vendor is asked about there are none."""
    campaigns = _open(asked) if asked.vendor_id is None else Campaign.objects.none()
    yield Kind(
        "instruments",
        "Instruments",
        "The versions with which those assessments were held, whole.",
        InstrumentVersion.objects.filter(pk__in=campaigns.order_by().values("instrument_id")),
        f"FROM assessments_instrumentversion t WHERE t.id IN (SELECT c.instrument_id {_OURS.format(t='c')})",
    )
    yield Kind(
        "assessments",
        "Assessments",
        "Assessments that were open on a day of the period.",
        campaigns,
        _OURS.format(t="t"),
        names={"instrument": "instrument__title"},
        without=frozenset({"form_key"}),
    )
    for kind, title, about, model in _OF_EACH_CAMPAIGN:
        rows: models.QuerySet[Any] = model._default_manager.filter(campaign__in=campaigns)
        yield Kind(kind, title, about, rows, f"FROM {model._meta.db_table} t WHERE {_OF_OURS}")


def _sheets(asked: Asked) -> Iterator[Kind]:
    """Of everyone asked in those assessments, or of the people of the vendor asked about."""
    sheets = Respondent.objects.filter(party(asked), campaign__in=_open(asked))
    files = AnswerFile.objects.filter(party(asked), answer__respondent__in=sheets)
    yield Kind(
        "respondents",
        "People asked in assessments",
        "Who was asked, as what, and whether they finished. Their questions stand in the instruments.",
        sheets,
        f"FROM assessments_respondent t WHERE {OWN} AND t.campaign_id IN (SELECT c.id {_OPEN.format(t='c')})",
        without=frozenset({"sheet"}),
    )
    yield Kind(
        "answers",
        "Answers",
        "What each of them answered. “prefilled”: from the assessment before and not confirmed, which does not count.",
        Answer.objects.filter(party(asked), respondent__in=sheets),
        f"FROM assessments_answer t WHERE {OWN} AND t.respondent_id IN ({_SHEETS})",
        names={"respondent": "respondent__name"},
    )
    yield Kind(
        "answer-files",
        "Files beside answers",
        "What was attached to show why an answer was given.",
        files,
        f"FROM assessments_answerfile t WHERE {OWN} AND t.answer_id IN ({_ANSWERS})",
        names={"question": "answer__question"},
        files=lambda: kept(files, "answer-files", "file_name", "sha256"),
    )
