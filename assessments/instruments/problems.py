"""What is wrong with an instrument: where, what it is, and what to do about it. Plain values."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

Path = tuple[str | int, ...]
"""Field names and positions, as they lead from the whole to the place: ("questions", 3, "levels", 0)."""

MOST_TOLD = 100


@dataclass(frozen=True)
class Problem:
    """`said` is one or two sentences: what is wrong, and what to do."""

    path: Path
    said: str


class InstrumentRefused(Exception):
    """A text that is no instrument. `problems` are all that were found, each with its place."""

    def __init__(self, problems: tuple[str, ...]) -> None:
        super().__init__(" ".join(problems))
        self.problems = problems


def place(path: Path, data: Any) -> str:
    """With the codes of the items on the way: "questions, own-decisions, level 2"; "the file" for the whole."""
    words, here, above = [], data, ""
    for step in path:
        here = _below(here, step)
        words.append(_word(step, here, above))
        above = str(step)
    joined = ", ".join(words).replace("levels, level", "level")
    return joined or "the file"


def _below(data: Any, step: str | int) -> Any:
    if isinstance(data, Mapping):
        return data.get(step)
    return data[step] if isinstance(data, list) and isinstance(step, int) and step < len(data) else None


def _word(step: str | int, item: Any, above: str) -> str:
    if isinstance(step, str):
        return step[:60]
    if above == "levels":
        return f"level {step + 1}"
    code = item.get("code") if isinstance(item, Mapping) else None
    return code[:60] if isinstance(code, str) and code else f"no. {step + 1}"


def told(problems: Iterable[Problem], data: Any, lines: Mapping[Path, int]) -> tuple[str, ...]:
    """Each as a sentence with its place, in the order of the file where lines are known; the same only once."""
    ordered = sorted(problems, key=lambda one: _line_of(one.path, lines) or 0)
    said = list(dict.fromkeys(_sentence(one, data, lines) for one in ordered))
    more = len(said) - MOST_TOLD
    return (*said[:MOST_TOLD], f"There are {more} more. Correct these first.") if more > 0 else tuple(said)


def _sentence(problem: Problem, data: Any, lines: Mapping[Path, int]) -> str:
    line = _line_of(problem.path, lines)
    at = f" (line {line})" if line else ""
    return f"{place(problem.path, data)}{at}: {problem.said}"


def _line_of(path: Path, lines: Mapping[Path, int]) -> int | None:
    """The line of the place, or of the nearest one around it."""
    for length in range(len(path), -1, -1):
        if path[:length] in lines:
            return lines[path[:length]]
    return None
