"""The portal as `bin/up` runs it, on a data folder of its own: web server, worker, scheduler, database, broker."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from portal.runtime.keys import free_port
from tests.runtime.supervision import ROOT, descendants, without_servers

READY_SECONDS = 900


@dataclass(frozen=True)
class Portal:
    """A running portal: where it answers, and where its data lies, and the process
    that looks after the others."""

    address: str
    data: Path
    supervisor: int

    def manage(self, *arguments: str) -> str:
        """What a command of manage.py prints, run beside the portal on its services."""
        command = [sys.executable, "-m", "portal.runtime.manage", *arguments]
        done = subprocess.run(
            command, env=environment_of(self.data), cwd=ROOT, capture_output=True, text=True, check=False, timeout=120
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    @contextmanager
    def worker_asleep(self) -> Iterator[None]:
        """While this holds the worker does nothing: what is queued waits."""
        group = next(pid for pid in descendants(self.supervisor) if is_worker(pid))
        os.killpg(group, signal.SIGSTOP)
        try:
            yield
        finally:
            os.killpg(group, signal.SIGCONT)


def is_worker(pid: int) -> bool:
    """Whether this process is the worker itself, and not one of its children."""
    command = Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0")
    return b"worker" in command and b"portal.celery" in command and os.getpgid(pid) == pid


def environment_of(data: Path) -> dict[str, str]:
    return without_servers() | {"PORTAL_DATA": str(data)}


@contextmanager
def running_portal(data: Path) -> Iterator[Portal]:
    """Start the portal with its demonstration, and stop all of it afterwards."""
    port = free_port(0)
    command = [sys.executable, "-m", "portal.runtime.up", "--port", str(port)]
    log = data.parent / "up.log"
    with log.open("wb") as output:
        process = subprocess.Popen(command, env=environment_of(data), cwd=ROOT, stdout=output, stderr=output)
    try:
        _wait_until_ready(process, log)
        yield Portal(f"http://127.0.0.1:{port}", data, process.pid)
    finally:
        process.terminate()
        try:
            process.wait(timeout=40)
        except subprocess.TimeoutExpired:
            process.kill()  # its watcher ends the others
            process.wait()


def _wait_until_ready(process: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + READY_SECONDS
    while "The portal is ready" not in log.read_text():
        assert process.poll() is None, log.read_text()
        assert time.monotonic() < deadline, log.read_text()
        time.sleep(0.2)
