"""How the commands speak: progress and refusals on standard error, one sentence each.

Standard output belongs to the command that was asked for (it may be JSON).
"""

import signal
import sys
from collections.abc import Callable
from pathlib import Path
from types import FrameType
from typing import NoReturn

ENDING = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class Ended(BaseException):
    """Somebody asked this process to end: Ctrl-C, SIGTERM, a closed terminal."""


class Refused(Exception):
    """The command cannot go on; its text is a sentence for the person at the keyboard."""


def say(text: str) -> None:
    """One line of progress."""
    sys.stderr.write(f"{text}\n")
    sys.stderr.flush()


def run(command: Callable[[list[str]], int]) -> NoReturn:
    """Run a command on the arguments and leave with its exit code; a refusal is printed and exits 1.

    A request to end raises Ended, so that `with` and `finally` tidy up; the code is 128 + the signal then.
    """
    for number in ENDING:
        signal.signal(number, raise_ended)
    try:
        code = command(sys.argv[1:])
    except Refused as refusal:
        say(str(refusal))
        code = 1
    except Ended as end:
        code = 128 + int(end.args[0])
    sys.exit(code)


def raise_ended(number: int, frame: FrameType | None) -> None:
    """Signal handler: end, and ignore further requests, so that tidying up completes."""
    for other in ENDING:
        signal.signal(other, signal.SIG_IGN)
    raise Ended(number)


def last_lines(log: Path, count: int = 12) -> str:
    """The end of a log, indented, for a message about a program that failed; empty when there is none."""
    if not log.is_file():
        return ""
    lines = log.read_text(errors="replace").splitlines()[-count:]
    return "\n".join(f"    {line}" for line in lines)
