"""A large ticket table for benchmarks: ServiceNow's layout, one row per ticket, written quickly.

Nothing in it is meant to be found; only its size, its spread and its columns are like a real one's.
"""

from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import polars as pl

from portal.demonstration.catalogue import TASK_TYPES
from portal.demonstration.layouts import BULK_COLUMNS
from portal.demonstration.world import world

MONTHS = 24
BEGIN = datetime(2024, 11, 1, tzinfo=UTC)
CHUNK = 250_000
_TIME = "%Y-%m-%d %H:%M:%S"
_PRIORITIES = ["1 - Critical", "2 - High", "3 - Moderate", "4 - Low", "5 - Planning"]
_PRIORITY_SHARES = (0.01, 0.07, 0.70, 0.17, 0.05)
_PEOPLE = 20_000
_OPEN_SHARE = 0.01


def generated_million(path: Path, rows: int = 1_000_000, seed: int = 1) -> Path:
    """Write `rows` tickets opened evenly over 24 months to a CSV file; one seed, one sequence of bytes."""
    with path.open("wb") as file:
        for chunk, first in enumerate(range(0, rows, CHUNK)):
            rng = np.random.default_rng([seed, chunk])
            frame = _tickets(first, min(CHUNK, rows - first), rows, rng)
            frame.write_csv(file, include_header=first == 0)
    return path


def with_changes(path: Path, share: float = 0.01, seed: int = 2) -> Path:
    """Write a copy of a generated file beside it in which `share` of the tickets were handled again."""
    frame = pl.read_csv(path, infer_schema=False)
    changed = pl.Series(np.random.default_rng(seed).random(len(frame)) < share)
    again = pl.col("reassignment_count").cast(pl.Int64) + 1
    copy = frame.with_columns(
        pl.when(changed).then(again.cast(pl.String)).otherwise("reassignment_count").alias("reassignment_count"),
        pl.when(changed).then(pl.lit("Resolver 0")).otherwise("assigned_to").alias("assigned_to"),
    )
    target = path.with_name(f"{path.stem}-changed{path.suffix}")
    copy.write_csv(target)
    return target


def _picked(values: list[str], count: int, rng: np.random.Generator) -> pl.Series:
    return pl.Series(values).gather(rng.integers(0, len(values), count))


def _tickets(first: int, count: int, rows: int, rng: np.random.Generator) -> pl.DataFrame:
    seconds = MONTHS * 30 * 86_400
    place = np.arange(first, first + count)
    opened = int(BEGIN.timestamp()) + place * seconds // rows + rng.integers(0, 600, count)
    respond = np.rint(np.exp(rng.normal(6.5, 1.0, count))).astype(np.int64)
    resolve = respond + np.rint(np.exp(rng.normal(10.0, 1.6, count))).astype(np.int64)
    task = rng.integers(0, len(TASK_TYPES), count)
    frame = pl.DataFrame(
        {
            "number": pl.Series(place + 1).cast(pl.String).str.zfill(7),
            "opened": opened,
            "responded": opened + respond,
            "resolved": pl.Series(opened + np.minimum(resolve, 90 * 86_400)),
            "is_open": rng.random(count) < _OPEN_SHARE,
            "made_sla": rng.random(count) < 0.92,
            "reassignment_count": np.minimum(rng.poisson(0.9, count), 9),
            "reopen_count": (rng.random(count) < 0.02).astype(np.int64),
            "worked": np.rint(np.exp(rng.normal(3.2, 0.6, count))).astype(np.int64) * 60,
            "priority": pl.Series(_PRIORITIES).gather(rng.choice(5, size=count, p=_PRIORITY_SHARES)),
            "caller": rng.integers(0, _PEOPLE, count),
            "resolver": rng.integers(1, 400, count),
        }
    )
    return _named(frame.hstack(_words(task, rng)))


def _words(task: np.ndarray[tuple[int], np.dtype[np.int64]], rng: np.random.Generator) -> pl.DataFrame:
    here = world(BEGIN.date())
    count = len(task)
    category = [task_type.category for task_type in TASK_TYPES]
    titles = [title for task_type in TASK_TYPES for title in task_type.titles]
    sizes = np.array([len(task_type.titles) for task_type in TASK_TYPES])
    begins = np.cumsum(sizes) - sizes
    title = begins[task] + rng.integers(0, 1 << 30, count) % sizes[task]
    return pl.DataFrame(
        {
            "short_description": pl.Series(titles).gather(title),
            "category": pl.Series(category).gather(task),
            "assignment_group": _picked([group.name for group in here.groups], count, rng),
            "location": _picked([site.name for site in here.sites], count, rng),
        }
    )


def _named(frame: pl.DataFrame) -> pl.DataFrame:
    def text(column: str) -> pl.Expr:
        return pl.from_epoch(column, time_unit="s").dt.strftime(_TIME)

    done = ~pl.col("is_open")
    named = frame.with_columns(
        ("INC" + pl.col("number")).alias("number"),
        pl.when(done).then(pl.lit("Closed")).otherwise(pl.lit("Active")).alias("state"),
        ("Caller " + pl.col("caller").cast(pl.String)).alias("caller_id"),
        ("Resolver " + pl.col("resolver").cast(pl.String)).alias("assigned_to"),
        text("opened").alias("opened_at"),
        text("responded").alias("first_response_time"),
        pl.when(done).then(text("resolved")).alias("resolved_at"),
        text("worked").alias("time_worked"),
    )
    return named.select(BULK_COLUMNS)
