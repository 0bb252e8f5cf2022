"""Who and what a ticket belongs to: vendor, service, site, task type, levels, policy. Columns in, columns out.

A rule counts for a ticket when it was valid on the day the ticket was opened, in the organisation's zone. Of several
levels that fit the most specific one is the ticket's own target: one for its site before one for all sites, then one
for its priority before one for all priorities.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np
import polars as pl

from tickets.rules import LevelRule, Rulebook, TypeRule

DAY = "opened_on"
ASSIGNED = (
    "vendor_id", "service_id", "site_id", "task_type_id", "response_level_id", "resolution_level_id", "policy_id",
)  # fmt: skip


def assigned(frame: pl.DataFrame, rules: Rulebook) -> pl.DataFrame:
    """The canonical frame with the ASSIGNED columns (Int64, null where no rule applies) and the day of opening."""
    frame = served(frame.drop(ASSIGNED, strict=False), rules)
    frame = frame.with_columns(task_types(frame, rules.types))
    for metric in ("response", "resolution"):
        frame = _with_level(frame, [level for level in rules.levels if level.metric == metric], f"{metric}_level_id")
    return _with_valid(frame, _policies(rules), [])


def served(frame: pl.DataFrame, rules: Rulebook) -> pl.DataFrame:
    """The frame with vendor, service, site and the day of opening."""
    day = pl.col("opened_at").dt.convert_time_zone(rules.zone).dt.date().alias(DAY)
    frame = _with_valid(frame.with_columns(day), _groups(rules), ["group"])
    return frame.with_columns(_site(frame, rules))


def _groups(rules: Rulebook) -> pl.DataFrame:
    schema = {"group": pl.String, "vendor_id": pl.Int64, "service_id": pl.Int64}
    return _table(schema, [(r.name, r.vendor_id, r.service_id, r.since, r.until) for r in rules.groups])


def _with_level(frame: pl.DataFrame, levels: Sequence[LevelRule], name: str) -> pl.DataFrame:
    """Join the key of each ticket's own level; the sites of tickets are only looked at when a level names one."""
    scope = ["service_id", "priority_rank", *(["site_id"] if any(level.site_id for level in levels) else [])]
    combinations = frame.lazy().select(*scope, DAY).unique()
    paired = combinations.join(_levels(levels, name).lazy(), on="service_id", how="inner", suffix="_wanted")
    fitting = paired.filter(_is_valid(), *(_fits(f"{one}_wanted", one) for one in scope[1:]))
    chosen = fitting.sort("order").unique([*scope, DAY], keep="first", maintain_order=True).select(*scope, DAY, name)
    return frame.join(chosen.collect(), on=[*scope, DAY], how="left", nulls_equal=True, maintain_order="left")


def _levels(levels: Sequence[LevelRule], name: str) -> pl.DataFrame:
    """The levels in the order in which they are preferred."""
    schema = {
        "service_id": pl.Int64, "priority_rank_wanted": pl.Int16, "site_id_wanted": pl.Int64, name: pl.Int64,
        "order": pl.Int64,
    }  # fmt: skip
    preferred = sorted(levels, key=lambda level: (level.site_id is None, level.rank is None, level.id))
    rows = [(r.service_id, r.rank, r.site_id, r.id, place, r.since, r.until) for place, r in enumerate(preferred)]
    return _table(schema, rows)


def _fits(wanted: str, actual: str) -> pl.Expr:
    return pl.col(wanted).is_null() | (pl.col(wanted) == pl.col(actual))


def _policies(rules: Rulebook) -> pl.DataFrame:
    return _table({"policy_id": pl.Int64}, [(r.id, r.since, r.until) for r in rules.policies])


def _table(schema: Mapping[str, type[pl.DataType]], rows: Sequence[tuple[Any, ...]]) -> pl.DataFrame:
    return pl.DataFrame(rows, schema={**schema, "since": pl.Date, "until": pl.Date}, orient="row")


def _with_valid(frame: pl.DataFrame, table: pl.DataFrame, keys: list[str]) -> pl.DataFrame:
    """Join what was valid on the ticket's day; periods of one key do not overlap (the database sees to it)."""
    combinations = frame.lazy().select(*keys, DAY).unique()
    if keys:
        paired = combinations.join(table.lazy(), on=keys, how="inner")
    else:
        paired = combinations.join(table.lazy(), how="cross")
    valid = paired.filter(_is_valid()).drop("since", "until").collect()
    return frame.join(valid, on=[*keys, DAY], how="left", maintain_order="left")


def _is_valid() -> pl.Expr:
    """Whether the rule beside the ticket was valid on its day."""
    begun = pl.col("since").is_null() | (pl.col(DAY) >= pl.col("since"))
    return begun & (pl.col("until").is_null() | (pl.col(DAY) < pl.col("until")))


def _site(frame: pl.DataFrame, rules: Rulebook) -> pl.Series:
    names = frame["site"].unique().drop_nulls().to_list()
    known = {name: rules.sites[name.strip().lower()] for name in names if name.strip().lower() in rules.sites}
    if not known:
        return pl.Series("site_id", [None], dtype=pl.Int64).new_from_index(0, frame.height)
    return frame["site"].replace_strict(known, default=None, return_dtype=pl.Int64).alias("site_id")


def task_types(frame: pl.DataFrame, rules: Iterable[TypeRule]) -> pl.Series:
    """The task type of each ticket by the first rule that fits.

    Category and subcategory are compared without regard to case; every word of a rule begins a word of the title.
    """
    keys = ["category", "subcategory", "title"]
    texts = frame.lazy().select(keys).unique().collect()
    lower = texts.select(pl.col(key).fill_null("").str.strip_chars().str.to_lowercase() for key in keys)
    found = np.full(texts.height, -1, np.int64)
    for rule in rules:
        fits = _in_category(lower, rule) & (found < 0)
        places = np.flatnonzero(fits)
        if rule.words and places.size:
            places = places[_has_words(lower["title"].gather(places), rule.words)]
        found[places] = rule.task_type_id
    types = texts.with_columns(pl.Series("task_type_id", found)).filter(pl.col("task_type_id") >= 0)
    joined = frame.select(keys).join(types, on=keys, how="left", nulls_equal=True, maintain_order="left")
    return joined["task_type_id"]


def _in_category(texts: pl.DataFrame, rule: TypeRule) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    fits = np.ones(texts.height, np.bool_)
    for name, wanted in (("category", rule.category), ("subcategory", rule.subcategory)):
        if wanted:
            fits &= (texts[name] == wanted).to_numpy()
    return fits


def _has_words(titles: pl.Series, words: Sequence[str]) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    frame = pl.DataFrame({"title": titles})
    each = [pl.col("title").str.contains(rf"\b{_escaped(word)}") for word in words]
    return frame.select(pl.all_horizontal(each)).to_series().to_numpy()


def _escaped(word: str) -> str:
    """For the regular expressions of polars, in which only ASCII punctuation may carry a backslash."""
    return "".join(rf"\{c}" if c.isascii() and not c.isalnum() and c != "_" else c for c in word)
