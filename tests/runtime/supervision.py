"""Services run by another process, so that a test may kill it."""

import contextlib
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

ROOT = Path(__file__).parents[2]
HOLD = """
import sys, time
from pathlib import Path
from portal.runtime.services import Services
with Services(Path(sys.argv[1])) as services:
    print("ready", services.postgres.process.pid, services.valkey.process.pid, flush=True)
    time.sleep(600)
"""


def without_servers() -> dict[str, str]:
    """The environment of somebody who named no servers."""
    named = {"DATABASE_URL", "DATABASE_OWNER_URL", "REDIS_URL", "SECRET_KEY", "PORTAL_DATA"}
    return {name: value for name, value in os.environ.items() if name not in named} | {"PYTHONPATH": str(ROOT)}


@contextlib.contextmanager
def supervisor_of(data: Path) -> Iterator[tuple[subprocess.Popen[str], list[int]]]:
    """Another process that runs the services of a folder, and the process numbers of the two servers."""
    process = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(data)], stdout=subprocess.PIPE, text=True, env=without_servers()
    )
    assert process.stdout is not None
    with process:
        try:
            word, *numbers = process.stdout.readline().split()
            assert word == "ready"
            yield process, [int(number) for number in numbers]
        finally:
            process.kill()


def within(seconds: float, holds: Callable[[], bool]) -> bool:
    """Whether something becomes true in time."""
    deadline = time.monotonic() + seconds
    while not holds() and time.monotonic() < deadline:
        time.sleep(0.05)
    return holds()


def is_running(pid: int) -> bool:
    """Whether a process lives; one that ended and was not collected does not."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except OSError:
        return False


def descendants(pid: int) -> set[int]:
    """All living processes that a process started, and those that they started."""
    parents: dict[int, int] = {}
    for status in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):
            parents[int(status.parent.name)] = int(status.read_text().rsplit(")", 1)[1].split()[1])
    found: set[int] = set()
    level = {pid}
    while level:
        level = {child for child, parent in parents.items() if parent in level}
        found |= level
    return found
