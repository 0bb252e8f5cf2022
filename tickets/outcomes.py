"""What became of tickets: clocks, handoffs, repeat contacts, lost hours and scores, over columns.

Takes the canonical frame with keys (`id`) and the assigned columns, gives one row of OUTCOME per ticket.
"""

from collections.abc import Callable
from datetime import datetime

import numpy as np
import numpy.typing as npt
import polars as pl

from tickets.assigning import assigned
from tickets.measuring import measured
from tickets.policies import policy_of
from tickets.rules import PolicyRule, Rulebook
from tickets.scoring import ScorePolicy, lost_hours_many, repeat_contacts, score_many

OUTCOME = (
    "ticket_id", "organisation_id", "vendor_id", "task_type_id", "response_level_id", "resolution_level_id",
    "policy_id", "calendar_version_id", "response_seconds", "resolution_seconds", "response_due_at",
    "resolution_due_at", "response_met", "resolution_met", "handoffs", "reopens", "repeat_contact",
    "first_time_right", "lost_hours", "score",
)  # fmt: skip
UNFINISHED = ("new", "active", "paused")
Numbers = npt.NDArray[np.float64]


def judged(frame: pl.DataFrame, rules: Rulebook, now: datetime) -> pl.DataFrame:
    """The frame, which has `repeat_contact`, with everything the portal works out about its tickets.

    Assigned columns and OUTCOME, but for `ticket_id`. `now` decides which open ticket is past its due time.
    A ticket that is not finished has no score yet; what it scores by grows with it.
    """
    if frame.is_empty():
        return frame.clear()
    frame = measured(assigned(frame, rules), rules, now)
    frame = frame.with_columns(
        pl.lit(rules.organisation_id, pl.Int64).alias("organisation_id"),
        pl.max_horizontal("handoffs_counted", "handoffs_seen").alias("handoffs"),
        pl.max_horizontal("reopens_counted", "reopens_seen").alias("reopens"),
    )
    frame = frame.with_columns(_first_time_right())
    frame = frame.with_columns(_by_policy(frame, rules, "lost_hours", _lost_hours))
    return frame.with_columns(_by_policy(_with_targets(frame, rules), rules, "score", _scores))


def outcome_rows(frame: pl.DataFrame) -> pl.DataFrame:
    """The OUTCOME columns of a judged frame."""
    return frame.rename({"id": "ticket_id"}).select(OUTCOME)


def with_repeat_contacts(frame: pl.DataFrame, rules: Rulebook) -> pl.DataFrame:
    """Flag every ticket after which its requester came back; needs the whole of each requester's tickets.

    How many days count is said by the policy of the day on which the ticket was opened.
    """
    people, matters = (_codes(frame[name]) for name in ("requester", "category"))
    opened = frame["opened_at"].dt.epoch("s").to_numpy()
    flags = {
        days: pl.lit(pl.Series(repeat_contacts(people, matters, opened, days)).fill_nan(None)).cast(pl.Boolean)
        for days in {_policy(rule).repeat_days for rule in rules.policies}
    }
    day = pl.col("opened_at").dt.convert_time_zone(rules.zone).dt.date()
    chosen = pl.lit(None, pl.Boolean)
    for rule in rules.policies:
        fits = pl.lit(value=True) if rule.since is None else day >= rule.since
        fits &= pl.lit(value=True) if rule.until is None else day < rule.until
        chosen = pl.when(fits).then(flags[_policy(rule).repeat_days]).otherwise(chosen)
    return frame.with_columns(chosen.alias("repeat_contact"))


def _first_time_right() -> pl.Expr:
    """No handoff and no reopening; null when the source tells neither."""
    known = pl.any_horizontal(pl.col("handoffs", "reopens").is_not_null())
    right = (pl.col("handoffs").fill_null(0) == 0) & (pl.col("reopens").fill_null(0) == 0)
    return pl.when(known).then(right).alias("first_time_right")


def _with_targets(frame: pl.DataFrame, rules: Rulebook) -> pl.DataFrame:
    """Add what scores are measured by: the resolution target and the effort norm of the task type."""
    targets = {level.id: level.allowed for level in rules.levels}
    lows = {norm.task_type_id: norm.low for norm in rules.norms}
    highs = {norm.task_type_id: norm.high for norm in rules.norms}
    return frame.with_columns(
        _looked_up("resolution_level_id", targets).alias("target_seconds"),
        _looked_up("task_type_id", lows).alias("norm_low_minutes"),
        _looked_up("task_type_id", highs).alias("norm_high_minutes"),
    )


def _looked_up(column: str, table: dict[int, int]) -> pl.Expr:
    if not table:
        return pl.lit(None, pl.Int64)
    return pl.col(column).replace_strict(table, default=None, return_dtype=pl.Int64)


def _by_policy(
    frame: pl.DataFrame, rules: Rulebook, name: str, compute: Callable[[pl.DataFrame, ScorePolicy], Numbers]
) -> pl.Series:
    """A figure of each ticket by the policy of its day; null without a policy or without the figure."""
    figures = np.full(frame.height, np.nan)
    policies = frame["policy_id"].fill_null(-1).to_numpy()
    for rule in rules.policies:
        rows = np.flatnonzero(policies == rule.id)
        if rows.size:
            part = frame if rows.size == frame.height else frame[rows]
            figures[rows] = compute(part, _policy(rule))
    return pl.Series(name, figures).fill_nan(None)


def _lost_hours(frame: pl.DataFrame, policy: ScorePolicy) -> Numbers:
    names = ("resolution_seconds", "priority_rank", "handoffs", "reopens")
    seconds, ranks, handoffs, reopens = (_floats(frame[name]) for name in names)
    return lost_hours_many(seconds, ranks, handoffs, reopens, policy)


def _scores(frame: pl.DataFrame, policy: ScorePolicy) -> Numbers:
    names = (
        "first_time_right", "handoffs", "reopens", "repeat_contact", "effort_minutes", "norm_low_minutes",
        "norm_high_minutes", "resolution_seconds", "target_seconds", "lost_hours",
    )  # fmt: skip
    scores = score_many({name: _floats(frame[name]) for name in names}, policy)
    return np.where(frame["state"].is_in(UNFINISHED).to_numpy(), np.nan, scores)


def _policy(rule: PolicyRule) -> ScorePolicy:
    return policy_of(rule.rules, valid_from=rule.since)


def _floats(column: pl.Series) -> Numbers:
    return column.cast(pl.Float64).to_numpy()


def _codes(names: pl.Series) -> npt.NDArray[np.int64]:
    """A number per distinct name, -1 where there is none."""
    codes = names.cast(pl.Categorical).to_physical().cast(pl.Int64)
    return codes.set(names == "", -1).fill_null(-1).to_numpy()
