"""Programs on this terminal, above all manage.py: migrations as the owner, all else as the application."""

import contextlib
import hashlib
import os
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from types import FrameType

from portal.runtime.child import dies_with_parent
from portal.runtime.connections import Connections
from portal.runtime.console import ENDING, Ended, Refused, last_lines, say

ROOT = Path(__file__).parents[2]
OWNERS_COMMANDS = {"migrate", "pgtrigger"}


def manage(*arguments: str) -> list[str]:
    """The command line of one manage.py command."""
    return [sys.executable, str(ROOT / "manage.py"), *arguments]


def environment_for(command: str, connections: Connections) -> dict[str, str]:
    """The role a command works as: the owner for what changes tables, the application for all else."""
    return connections.owner_environment() if command in OWNERS_COMMANDS else connections.serving_environment()


def migrate(connections: Connections) -> None:
    """Bring the database up to date unless this folder's database already had these very migrations."""
    data = Path(connections.data)
    marker, wanted = data / "migrated", migrations_digest(connections.owner_url)
    if marker.is_file() and marker.read_text() == wanted:
        return
    say("Preparing the database …")
    log = data / "logs" / "migrate.log"
    log.parent.mkdir(parents=True, exist_ok=True)
    with log.open("wb") as output:
        code = run_foreground(manage("migrate", "--no-input"), connections.owner_environment(), output.fileno())
    if code:
        raise Refused(f"The database could not be migrated; {log} ends with:\n{last_lines(log, 30)}")
    marker.write_text(wanted)


def migrations_digest(database: str) -> str:
    """A digest over the database's address, the locked packages and every migration of the portal."""
    digest = hashlib.sha256(database.rsplit("@", 1)[-1].encode())
    for path in [
        ROOT / "uv.lock",
        *sorted(ROOT.glob("*/migrations/*.py")),
        *sorted(ROOT.glob("portal/*/migrations/*.py")),
    ]:
        digest.update(f"{path.relative_to(ROOT)}\0".encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()


def run_foreground(command: Sequence[str], environment: Mapping[str, str], output: int | None = None) -> int:
    """Run a command on this terminal until it ends; its exit code (128 + n when signal n ended it).

    A request to end is passed on to the command; when it has ended, Ended is raised here.
    """
    with passing_on_signals() as processes:
        process = subprocess.Popen(
            command,
            env=dict(environment),
            stdout=output,
            stderr=output,
            preexec_fn=dies_with_parent(signal.SIGTERM),
        )
        processes.append(process)
        code = process.wait()
    return code if code >= 0 else 128 - code


@contextlib.contextmanager
def passing_on_signals() -> Iterator[list[subprocess.Popen[bytes]]]:
    """While this holds, requests to end go to the processes in the list; afterwards they hold for us."""
    processes: list[subprocess.Popen[bytes]] = []
    asked: list[int] = []

    def pass_on(number: int, frame: FrameType | None) -> None:
        asked.append(number)
        if number == signal.SIGINT and terminal_tells_all():
            return
        for process in processes:
            process.send_signal(number)

    before = {number: signal.signal(number, pass_on) for number in ENDING}
    try:
        yield processes
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
    if asked:
        raise Ended(asked[0])


def terminal_tells_all() -> bool:
    """Whether Ctrl-C reaches our children by itself: so it does in the foreground of a terminal."""
    try:
        with Path("/dev/tty").open() as terminal:
            return os.tcgetpgrp(terminal.fileno()) == os.getpgrp()
    except OSError:
        return False
