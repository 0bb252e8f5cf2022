"""Reads the task types, the words of their tickets and the names of people from catalogue.toml."""

import tomllib
from pathlib import Path
from typing import Any

from portal.demonstration.kinds import TaskType

_CATALOGUE: dict[str, Any] = tomllib.loads(Path(__file__).with_name("catalogue.toml").read_text("utf-8"))

FIRST_NAMES: tuple[str, ...] = tuple(_CATALOGUE["first_names"])
LAST_NAMES: tuple[str, ...] = tuple(_CATALOGUE["last_names"])
DEPARTMENTS: tuple[str, ...] = tuple(_CATALOGUE["departments"])
VAGUE_TITLES: tuple[str, ...] = tuple(
    f"{opening} {matter}" for opening in _CATALOGUE["vague_openings"] for matter in _CATALOGUE["vague_matters"]
)
"""Titles of tickets that no rule can classify."""


def _task_type(entry: dict[str, Any]) -> TaskType:
    return TaskType(
        name=entry["name"],
        service=entry["service"],
        routine=entry["routine"],
        category=entry["category"],
        subcategory=entry["subcategory"],
        keywords=tuple(entry["keywords"]),
        norm=(entry["norm"][0], entry["norm"][1]),
        share=entry["share"],
        titles=_titles(entry),
    )


def _titles(entry: dict[str, Any]) -> tuple[str, ...]:
    occasions = _CATALOGUE["occasions"] if entry["occasional"] else [""]
    composed = (
        f"{subject} {symptom} {occasion}".replace("  ", " ").replace(" :", ":").strip()
        for subject in entry["subjects"]
        for symptom in entry["symptoms"]
        for occasion in occasions
    )
    return tuple(composed)


TASK_TYPES: tuple[TaskType, ...] = tuple(_task_type(entry) for entry in _CATALOGUE["task_types"])
"""In the order in which they are offered; shares are percentages of their service."""
