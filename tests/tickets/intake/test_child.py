"""The child that reads files is bounded: by memory, by time, by its parent's wish and by its parent's life."""

import subprocess
import sys
import time
from pathlib import Path

import polars as pl
import pytest

from tests.tickets.intake.files import TICKETS_MAPPING, csv_text, written
from tickets.intake import parse
from tickets.intake.parse import parse_file, preview
from tickets.intake.refusals import MEGABYTE, FileRefused, Limits, ParseStopped


@pytest.fixture
def small(tmp_path: Path) -> Path:
    return written(tmp_path, csv_text([("A", "2026-01-05 10:00", "", "New", "Desk")]))


@pytest.fixture
def large(tmp_path: Path) -> Path:
    rows = [(f"INC{n}", "2026-01-05 10:00", "", "New", f"Group {n}" * 50) for n in range(200_000)]
    return written(tmp_path, csv_text(rows))


def test_a_file_comes_back_as_frames_and_a_summary_with_progress_on_the_way(small: Path, tmp_path: Path) -> None:
    steps: list[tuple[str, int, int]] = []
    parsed = parse_file(small, TICKETS_MAPPING, "UTC", tmp_path / "out", progress=lambda *step: steps.append(step))
    assert pl.read_ipc(parsed.tickets)["number"].to_list() == ["A"]
    assert pl.read_ipc(parsed.rejects).is_empty()
    assert parsed.summary.rows_read == 1
    assert [step for step, _, _ in steps] == ["Read", "Check", "Fold", "Write", "Write"]


def test_a_refusal_in_the_child_is_a_refusal_here(tmp_path: Path) -> None:
    empty = written(tmp_path, "")
    for attempt in (lambda: parse_file(empty, "generic", "UTC", tmp_path / "out"), lambda: preview(empty)):
        with pytest.raises(FileRefused, match="The file is empty"):
            attempt()
    assert not (tmp_path / "out" / "tickets.arrow").exists()


def test_a_zone_that_does_not_exist_is_refused(small: Path, tmp_path: Path) -> None:
    with pytest.raises(FileRefused, match="'Mars/Base' is not a time zone"):
        parse_file(small, TICKETS_MAPPING, "Mars/Base", tmp_path / "out")


def test_a_file_that_needs_too_much_memory_takes_only_the_child_down(large: Path, tmp_path: Path) -> None:
    with pytest.raises(FileRefused, match="more memory than the 150 MB that are allowed"):
        parse_file(large, TICKETS_MAPPING, "UTC", tmp_path / "out", Limits(memory_bytes=150 * MEGABYTE))


def test_a_file_that_takes_too_long_is_ended(small: Path, tmp_path: Path) -> None:
    with pytest.raises(FileRefused, match="longer than 0 seconds"):
        parse_file(small, TICKETS_MAPPING, "UTC", tmp_path / "out", Limits(seconds=0))


def test_a_wish_to_stop_ends_the_child(large: Path, tmp_path: Path) -> None:
    with pytest.raises(ParseStopped):
        parse_file(large, TICKETS_MAPPING, "UTC", tmp_path / "out", should_stop=lambda: True)


def test_a_fault_of_the_program_is_not_blamed_on_the_file(
    small: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(parse, "ROOT", tmp_path)
    with pytest.raises(RuntimeError, match="No module named"):
        parse_file(small, TICKETS_MAPPING, "UTC", tmp_path / "out")


def test_the_child_gets_none_of_our_secrets(small: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SECRET_KEY", "do not tell")
    seen: list[dict[str, str]] = []
    start = subprocess.Popen

    def spying(*arguments: object, **options: object) -> object:
        seen.append(options["env"])  # type: ignore[arg-type]
        return start(*arguments, **options)  # type: ignore[call-overload]

    monkeypatch.setattr(subprocess, "Popen", spying)
    parse_file(small, TICKETS_MAPPING, "UTC", tmp_path / "out")
    assert "SECRET_KEY" not in seen[0]
    assert "DATABASE_URL" not in seen[0]


def test_the_child_dies_with_its_parent() -> None:
    code = "import time; from tickets.intake.child import _die_with_parent; _die_with_parent(); time.sleep(60)"
    child = subprocess.Popen([sys.executable, "-c", code], stdin=subprocess.PIPE, cwd=parse.ROOT)
    assert child.stdin
    time.sleep(0.3)
    child.stdin.close()
    assert child.wait(timeout=10) == 4
