"""Programs that live no longer than the process that started them.

On Linux the kernel tells a child when its parent is gone (PR_SET_PDEATHSIG), so even kill -9 of the
supervisor leaves nothing behind. macOS has no such call: there a killed supervisor's services are found and
stopped at the next start (portal/runtime/leftovers.py).
"""

import contextlib
import ctypes
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from portal.runtime.account import Account

PR_SET_PDEATHSIG = 1
LIBC = ctypes.CDLL(None, use_errno=True) if sys.platform == "linux" else None


@dataclass(frozen=True)
class Program:
    """What to run: the command, where its output goes, and which signal it gets when its parent dies."""

    name: str
    command: Sequence[str]
    log: Path
    environment: Mapping[str, str]
    folder: Path
    account: Account | None = None
    dies_by: signal.Signals = signal.SIGTERM
    stops_by: Sequence[tuple[signal.Signals, float]] = field(default=((signal.SIGTERM, 10.0),))


def start(program: Program, feed: bytes | None = None) -> subprocess.Popen[bytes]:
    """Start a program in its own session; `feed` is written to its standard input.

    Its process group holds all it starts, so that stop() can end every one of them.
    """
    program.log.parent.mkdir(parents=True, exist_ok=True)
    account = program.account
    with program.log.open("ab") as log:
        process = subprocess.Popen(
            program.command,
            stdin=subprocess.DEVNULL if feed is None else subprocess.PIPE,
            stdout=log,
            stderr=subprocess.STDOUT,
            cwd=program.folder,
            env=dict(program.environment),
            start_new_session=True,
            preexec_fn=dies_with_parent(program.dies_by),
            user=account.uid if account else None,
            group=account.gid if account else None,
            extra_groups=[] if account else None,
        )
    if feed is not None and process.stdin is not None:
        process.stdin.write(feed)
        process.stdin.close()
    return process


def dies_with_parent(deadly: signal.Signals) -> Callable[[], None]:
    """What a child runs between fork and exec, after it changed its user (a change would clear the wish)."""
    parent = os.getpid()

    def bind() -> None:
        if LIBC is not None:
            LIBC.prctl(PR_SET_PDEATHSIG, int(deadly), 0, 0, 0)
            if os.getppid() != parent:
                os._exit(1)

    return bind


def stop(process: subprocess.Popen[bytes], steps: Sequence[tuple[signal.Signals, float]]) -> None:
    """Ask a program to end, more firmly with every step (signal, seconds to wait), then kill what is left."""
    for asked, seconds in steps:
        if process.poll() is None:
            process.send_signal(asked)
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(seconds)
            break
    kill_group(process)


def kill_group(process: subprocess.Popen[bytes]) -> None:
    """Kill whatever still lives in the program's process group, and collect the program itself."""
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()
