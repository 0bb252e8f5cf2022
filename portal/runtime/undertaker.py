"""A watcher that ends the portal's processes when their supervisor was killed.

Celery, its broker gone, neither ends on a signal nor takes its pool with it; only somebody who outlives the
supervisor can end the whole group. The watcher reads numbers of process groups from a pipe; the pipe's end
means that the supervisor is gone. It runs as a script of its own and imports nothing of the portal.
"""

import contextlib
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

GRACE_SECONDS = 4.0


class Undertaker:
    """The supervisor's side: tell which groups to end should we die."""

    def __init__(self) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-I", "-S", str(Path(__file__))],
            stdin=subprocess.PIPE,
            start_new_session=True,
            cwd="/",
        )

    def expect(self, group: int) -> None:
        """End this process group when we die."""
        self.tell(f"+{group}\n")

    def forget(self, group: int) -> None:
        """This group has ended; its number may come to mean somebody else."""
        self.tell(f"-{group}\n")

    def dismiss(self) -> None:
        """All groups have ended: nothing is left to watch."""
        self.process.kill()
        self.process.communicate()

    def tell(self, line: str) -> None:
        """Write one line; a watcher that was killed is no reason to stop the portal."""
        if self.process.stdin is not None:
            with contextlib.suppress(BrokenPipeError):
                self.process.stdin.write(line.encode())
                self.process.stdin.flush()


def watch() -> None:
    """Read groups until the pipe ends; then ask them to end, wait, and kill what is left."""
    groups: set[int] = set()
    for line in sys.stdin:
        change = groups.add if line[0] == "+" else groups.discard
        change(int(line[1:]))
    signal_all(groups, signal.SIGTERM)
    deadline = time.monotonic() + GRACE_SECONDS
    while time.monotonic() < deadline and signal_all(groups, 0):
        time.sleep(0.1)
    signal_all(groups, signal.SIGKILL)


def signal_all(groups: set[int], number: int) -> bool:
    """Send a signal to every group (0 only asks); whether any of them was there."""
    found = False
    for group in groups:
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(group, number)
            found = True
    return found


if __name__ == "__main__":
    watch()
