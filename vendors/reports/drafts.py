"""Filling a draft: from the provider's file, from the report that is corrected, from what was typed."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from portal.accounts.models import Membership
from vendors.levels.level_figures import is_share
from vendors.models import Contract, ReportDraft, ReportLine, ServiceLevel, SlaReport
from vendors.reports.figures import Figure, read_figure
from vendors.reports.files import FileUnreadable, Found, Problem, Reading, read_report
from vendors.reports.kept_files import KeptFile
from vendors.reports.reporting_period import draft_of, levels_of, save_draft


@dataclass(frozen=True)
class Preview:
    """A file held against the levels of a month: rows that were matched, and what could not be taken."""

    kept: KeptFile
    reading: Reading
    matched: list[tuple[ServiceLevel, Found, list[Problem]]]
    unnamed: list[ServiceLevel]

    @property
    def level_count(self) -> int:
        return len(self.matched) + len(self.unnamed)

    @property
    def problems(self) -> list[Problem]:
        """Everything to look at, by row."""
        of_cells = [problem for _, _, problems in self.matched for problem in problems]
        return sorted([*self.reading.problems, *of_cells], key=lambda problem: (problem.row, problem.column))


def look_into(kept: KeptFile, contract: Contract, month: date) -> Preview:
    """What a kept file says about the month's levels. FileUnreadable when it is no table of figures, or gone.

    Where a reference was promised anew within the month its row is that of the later promise.
    """
    if not kept.path.is_file():
        raise FileUnreadable(f"{kept.name} is gone from the data folder. Upload it again.")
    levels = levels_of(contract, month)
    by_code = {level.code: level for level in levels}
    reading = read_report(kept.path.read_bytes(), {code: is_share(level) for code, level in by_code.items()})
    matched = [
        (by_code[found.code], found, _wrong_cells(by_code[found.code], found, reading)) for found in reading.found
    ]
    named = {found.code for found in reading.found}
    return Preview(kept, reading, matched, [level for level in levels if level.code not in named])


def _wrong_cells(level: ServiceLevel, found: Found, reading: Reading) -> list[Problem]:
    _, wrong = read_figure(found.typed, is_share(level))
    return [Problem(found.row, reading.columns.get(name, ""), said) for name, said in wrong.items()]


def take_into_draft(
    preview: Preview, contract: Contract, month: date, member: Membership, now: datetime
) -> ReportDraft:
    """Put the matched rows into the side's draft, over what stood there for these levels, and keep the file with it."""
    draft = draft_of(contract, month, member)
    entries = {**(draft.entries if draft else {}), **{str(level.pk): row.typed for level, row, _ in preview.matched}}
    others = [file for file in (draft.files if draft else []) if file["sha256"] != preview.kept.sha256]
    typed = {"entries": entries, "note": draft.note if draft else "", "files": [*others, preview.kept.to_dict()]}
    return save_draft(contract, month, typed, member, now)


def start_from(draft: ReportDraft | None, report: SlaReport | None) -> tuple[Mapping[str, Any], str]:
    """The entries and the note that a form begins with: the draft's, those of the report it corrects, or none."""
    if draft is not None:
        return draft.entries, draft.note
    if report is None:
        return {}, ""
    return {str(line.level_id): _as_typed(line) for line in ReportLine.objects.of_report(report)}, report.note


def _as_typed(line: ReportLine) -> dict[str, str]:
    reported = "" if line.reported is None else f"{line.reported.normalize():f}"
    counts = {"counted": line.counted, "met": line.met}
    return {"reported": reported, "note": line.note} | {
        name: "" if count is None else str(count) for name, count in counts.items()
    }


def files_of(draft: ReportDraft | None) -> list[KeptFile]:
    return [KeptFile(**file) for file in draft.files] if draft else []


class WrongFigures(Exception):
    """Some figures cannot be taken: `by_line` says for each, in their order, what is wrong with which of its parts."""

    def __init__(self, by_line: list[dict[str, str]]) -> None:
        super().__init__("Some figures cannot be taken.")
        self.by_line = by_line


def figures_by_code(levels: Iterable[ServiceLevel], lines: Iterable[Mapping[str, Any]]) -> dict[int, Figure]:
    """Figures that name their level by its reference, in "level", by the level's key. WrongFigures if one is wrong.

    Where a reference was promised anew within the month its figure is that of the later promise.
    """
    by_code = {level.code: level for level in levels}
    figures: dict[int, Figure] = {}
    wrong: list[dict[str, str]] = []
    for line in lines:
        level = by_code.get(line["level"])
        if level is None or level.pk in figures:
            known = ", ".join(sorted(by_code)) or "none"
            wrong.append({"level": f"Give every level of the month at most once; there are: {known}."})
            continue
        figures[level.pk], said = read_figure(_texts(line), is_share(level))
        wrong.append(said)
    if any(wrong):
        raise WrongFigures(wrong)
    return figures


def _texts(line: Mapping[str, Any]) -> dict[str, str]:
    return {name: str(value) for name, value in line.items() if value is not None}
