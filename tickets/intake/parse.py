"""The parent's side: run the bounded child on a file, pass its progress on, and turn its end into words."""

import json
import os
import queue
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import IO, Any

from tickets.intake.mappings import Mapping, is_timezone
from tickets.intake.preview import Preview
from tickets.intake.refusals import FileRefused, Limits, ParseStopped, in_megabytes
from tickets.intake.steps import REJECTS, SUMMARY, TICKETS, Progress, Summary

ROOT = Path(__file__).resolve().parents[2]
PREVIEW_SECONDS = 30
REFUSED = 3
KEPT_ENVIRONMENT = ("PATH", "LANG", "LC_ALL", "TMPDIR", "HOME", "PYTHONDONTWRITEBYTECODE", "LD_LIBRARY_PATH")
NO_MEMORY = (
    "MemoryError",
    "memory allocation",
    "Cannot allocate memory",
    "out of memory",
    "failed to spawn thread",
    "Resource temporarily unavailable",
)


@dataclass(frozen=True)
class Parsed:
    """Where the results of a file lie (Arrow IPC: polars' `read_ipc` or `scan_ipc`), and their summary."""

    tickets: Path
    rejects: Path
    summary: Summary


def parse_file(  # noqa: PLR0913 - the one door to intake; what it needs is a file, its meaning and its bounds
    path: Path,
    mapping: Mapping | str,
    timezone: str,
    folder: Path,
    limits: Limits | None = None,
    progress: Progress | None = None,
    should_stop: Callable[[], bool] | None = None,
) -> Parsed:
    """Parse a file in a child process of bounded memory and time.

    `mapping` is a Mapping or the name of a built-in one; `timezone` (IANA) is that of times without an offset.
    `progress(step, done, total)` is called now and then; `should_stop()` true ends the child and raises ParseStopped.
    FileRefused carries a sentence for the person; RuntimeError means a fault of the program.
    """
    if not is_timezone(timezone):
        raise FileRefused(f"'{timezone}' is not a time zone. Name one like Europe/Berlin or America/New_York.")
    folder.mkdir(parents=True, exist_ok=True)
    bounds = limits or Limits()
    request = _write_request(folder, bounds, path, mapping, mode="parse", timezone=timezone)
    _run(request, bounds, progress, should_stop)
    summary = Summary(**json.loads((folder / SUMMARY).read_text(encoding="utf-8")))
    return Parsed(folder / TICKETS, folder / REJECTS, summary)


def preview(path: Path, limits: Limits | None = None, mapping: Mapping | str | None = None) -> Preview:
    """The first rows of a file and its recognition, made in a bounded child; FileRefused as for `parse_file`."""
    bounds = limits or Limits()
    bounds = replace(bounds, seconds=min(bounds.seconds, PREVIEW_SECONDS))
    with TemporaryDirectory(prefix="preview-") as name:
        folder = Path(name)
        _run(_write_request(folder, bounds, path, mapping, mode="preview"), bounds, None, None)
        return Preview.from_dict(json.loads((folder / "preview.json").read_text(encoding="utf-8")))


def _write_request(folder: Path, limits: Limits, path: Path, mapping: Mapping | str | None, **more: str) -> Path:
    plain = mapping.to_dict() if isinstance(mapping, Mapping) else mapping
    content: dict[str, Any] = {
        "path": str(path.resolve()), "folder": str(folder.resolve()), "mapping": plain, "limits": limits.to_json(),
    }  # fmt: skip
    target = folder / "request.json"
    target.write_text(json.dumps(content | more), encoding="utf-8")
    return target


def _run(
    request: Path, limits: Limits, progress: Progress | None, should_stop: Callable[[], bool] | None
) -> None:  # fmt: skip
    errors = request.with_name("child.err")
    with errors.open("wb") as error_file, _start(request, limits, error_file) as child:
        try:
            refused = _follow(child, limits, progress, should_stop)
        finally:
            child.kill()
    _judge(child.returncode, refused, errors.read_text(encoding="utf-8", errors="replace"), limits)


def _start(request: Path, limits: Limits, errors: IO[bytes]) -> subprocess.Popen[str]:
    """Start the child with an environment that holds no secrets of ours."""
    environment = {key: os.environ[key] for key in KEPT_ENVIRONMENT if key in os.environ}
    environment |= {"POLARS_MAX_THREADS": str(limits.threads), "PYTHONUTF8": "1"}
    return subprocess.Popen(  # noqa: S603 - our own interpreter on our own module
        [sys.executable, "-m", "tickets.intake.child", str(request)],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=errors, cwd=ROOT, env=environment, text=True,
    )  # fmt: skip


def _follow(
    child: subprocess.Popen[str],
    limits: Limits,
    progress: Progress | None,
    should_stop: Callable[[], bool] | None,
) -> str | None:
    """Pass the child's lines on until it ends; returns its refusal. FileRefused at the time limit."""
    lines: queue.Queue[str | None] = queue.Queue()
    threading.Thread(target=_pump, args=(child, lines), daemon=True).start()
    deadline, refused = time.monotonic() + limits.seconds, None
    while True:
        if should_stop and should_stop():
            raise ParseStopped("The reading of the file was stopped.")
        if time.monotonic() > deadline:
            raise FileRefused(_too_slow(limits))
        try:
            line = lines.get(timeout=0.2)
        except queue.Empty:
            continue
        if line is None:
            child.wait()
            return refused
        said = json.loads(line)
        refused = said.get("refused", refused)
        if progress and "step" in said:
            progress(said["step"], said["done"], said["total"])


def _pump(child: subprocess.Popen[str], lines: queue.Queue[str | None]) -> None:
    for line in child.stdout or ():
        lines.put(line)
    lines.put(None)


def _too_slow(limits: Limits) -> str:
    return (
        f"Reading the file takes longer than {limits.seconds:,} seconds, which is the limit. "
        "Split the export by period and upload the parts."
    )


def _judge(code: int, refused: str | None, errors: str, limits: Limits) -> None:
    if code == 0:
        return
    if code == REFUSED and refused:
        raise FileRefused(refused)
    if code == -signal.SIGXCPU:
        raise FileRefused(_too_slow(limits))
    if code == -signal.SIGKILL or any(word in errors for word in NO_MEMORY):
        raise FileRefused(
            f"Reading the file takes more memory than the {in_megabytes(limits.memory_bytes)} that are allowed. "
            "Split the export by period, or leave out columns of long text."
        )
    raise RuntimeError(f"The child that reads files ended with {code}: {errors[-2000:]}")
