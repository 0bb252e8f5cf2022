"""Services that outlived their supervisor: found by their pid file, verified by their command line, stopped.

On Linux the kernel ends them within seconds (child.py), so this waits; on macOS it has to end them.
A pid file may also name an innocent process that got the number later: then only the file goes.
"""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

from portal.runtime.console import Refused


def clear(pid_file: Path, sign: str) -> None:
    """Make sure that the server of a pid file is gone, and the file with it.

    `sign` is what its command line must contain for the process to be ours.
    Raises Refused when the server does not end within 30 seconds.
    """
    pid = pid_in(pid_file)
    if pid is not None and is_ours(pid, sign):
        end(pid, sign)
    pid_file.unlink(missing_ok=True)


def pid_in(pid_file: Path) -> int | None:
    """The first line of a pid file as a number; None when there is no such file or number."""
    try:
        return int(pid_file.read_text().split("\n", 1)[0])
    except (OSError, ValueError):
        return None


def is_ours(pid: int, sign: str) -> bool:
    """Whether a process lives under this number whose command line contains the sign."""
    return sign in command_line(pid)


def command_line(pid: int) -> str:
    """The command line of a process; empty when there is none."""
    listed = Path(f"/proc/{pid}/cmdline")
    if listed.is_file():
        return listed.read_bytes().replace(b"\0", b" ").decode(errors="replace")
    if Path("/proc/self").exists():
        return ""
    asked = subprocess.run(["ps", "-o", "command=", "-p", str(pid)], capture_output=True, text=True)
    return asked.stdout


def end(pid: int, sign: str) -> None:
    """Let a server of ours end by itself for ten seconds, then ask it to; give up after 30."""
    started = time.monotonic()
    asked = False
    while is_ours(pid, sign):
        waited = time.monotonic() - started
        if waited > 30:
            raise Refused(f"A server of an earlier start (process {pid}) does not end; end it and start again.")
        if not asked and (waited > 10 or sys.platform != "linux"):
            os.kill(pid, signal.SIGINT)
            asked = True
        time.sleep(0.1)
