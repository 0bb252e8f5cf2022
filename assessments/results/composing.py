"""A campaign's result as of now: answers, scores, what is measured beside them, findings, recommendations."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from django.db.models import Count

from assessments.instruments.library import instrument_of
from assessments.instruments.shape import Instrument
from assessments.measured.measuring import measure_all
from assessments.models import Answer, Campaign, Respondent, View
from assessments.recommending.functions import recommend_all
from assessments.results import finding, scoring, standing
from assessments.results.content import Asked, Content, DimensionScore, Given
from assessments.results.evidence import Evidence, levels_of
from assessments.results.keeping import frozen_before

OUR_SIDE = "Our side"


def compose(campaign: Campaign, now: datetime) -> Content:
    """Needs the context of our side: a provider's sees its own answers only. Writes nothing."""
    instrument = instrument_of(campaign.instrument)
    people = list(Respondent.objects.of_campaign(campaign.pk).select_related("vendor"))
    given = given_in(campaign, instrument, people)
    dimensions, questions = scoring.score(instrument, given)
    before = frozen_before(campaign)
    evidence = Evidence(
        instrument=instrument,
        dimensions=_compared(dimensions, before),
        questions=questions,
        measured=measure_all(campaign.organisation_id, now),
        respondents=_asked(people, scoring.asked_of_each(instrument, given)),
    )
    levels = levels_of(questions)
    recommendations = recommend_all(campaign, instrument, levels, evidence.measured, now)
    pairs = standing.beside(evidence)
    signs = standing.signs(pairs)
    return Content(
        **_head(campaign, before, now),
        respondents=evidence.respondents,
        dimensions=evidence.dimensions,
        questions=questions,
        findings=finding.findings(evidence, pairs, signs),
        beside=pairs,
        signs=signs,
        fit=standing.fit(evidence),
        recommendations=recommendations,
    )


def _head(campaign: Campaign, before: Content | None, now: datetime) -> dict[str, Any]:
    version = campaign.instrument
    return {
        "campaign": campaign.title,
        "instrument": version.title,
        "instrument_code": version.code,
        "instrument_version": version.number,
        "instrument_sha256": version.sha256,
        "currency": campaign.organisation.currency,
        "composed_on": now.astimezone(campaign.organisation.zone).date(),
        "composed_at": now,
        "closed_at": campaign.closed_at,
        "previous": _named(before, version.code) if before else "",
    }


def _named(before: Content, code: str) -> str:
    """With its instrument where that is another one: then not everything can be compared."""
    return before.campaign if before.instrument_code == code else f"{before.campaign} ({before.instrument})"


def given_in(campaign: Campaign, instrument: Instrument, people: Iterable[Respondent]) -> list[Given]:
    """What each respondent said to each question of their view; carried over and not confirmed counts as nothing."""
    answers = Answer.objects.of_campaign(campaign.pk).confirmed().annotate(file_count=Count("files"))
    said = {(one.respondent_id, one.question): one for one in answers}
    return [
        _given(person, question.code, said.get((person.pk, question.code)))
        for person in people
        for question in instrument.seen_as(person.view)
    ]


def _given(person: Respondent, code: str, answer: Answer | None) -> Given:
    nothing = Given(code, person.pk, person.name, person.view, None)
    if answer is None:
        return nothing
    files: int = answer.file_count  # type: ignore[attr-defined]  # annotated
    return replace(nothing, level=answer.level, unknown=answer.unknown, comment=answer.comment, files=files)


def _asked(people: Sequence[Respondent], laid_out: Sequence[Given]) -> tuple[Asked, ...]:
    mine: dict[int, list[Given]] = {person.pk: [] for person in people}
    for one in laid_out:
        if not one.implied:
            mine[one.respondent].append(one)
    views = [str(value) for value in View.values]
    ordered = sorted(people, key=lambda person: (views.index(person.view), person.name, person.pk))
    return tuple(
        Asked(
            respondent=person.pk,
            name=person.name,
            view=person.view,
            side=person.vendor.name if person.vendor else OUR_SIDE,
            asked=len(mine[person.pk]),
            answered=sum(one.level is not None for one in mine[person.pk]),
            unknown=sum(one.unknown for one in mine[person.pk]),
            finished_at=person.finished_at,
        )
        for person in ordered
    )


def _compared(dimensions: Sequence[DimensionScore], before: Content | None) -> tuple[DimensionScore, ...]:
    """With the level of the campaign before, for dimensions that both have."""
    levels: Mapping[str, float | None] = {one.code: one.level for one in before.dimensions} if before else {}
    return tuple(replace(one, previous=levels.get(one.code)) for one in dimensions)
