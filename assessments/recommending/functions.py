"""Recommendations for the functions of the scope map."""

from collections.abc import Mapping
from datetime import datetime

from assessments.instruments.shape import Instrument
from assessments.measured.shape import Measurement
from assessments.models import Campaign
from assessments.recommending.shape import Recommendation


def recommend_all(
    campaign: Campaign,
    instrument: Instrument,
    answers: Mapping[str, float],
    measured: Mapping[str, Measurement],
    now: datetime,
) -> tuple[Recommendation, ...]:
    return ()
