"""The bounded child: `python -m tickets.intake.child REQUEST.json` reads one hostile file and nothing else.

It sets its own limits before it touches the file, reports progress as JSON lines on standard output, and ends with
0 (done), 3 (refused; the last line says why) or whatever the limits did to it. When its parent dies, so does it.
"""

import contextlib
import json
import os
import resource
import sys
import threading
from pathlib import Path
from typing import Any

from tickets.intake.mappings import Mapping
from tickets.intake.preview import preview_here
from tickets.intake.refusals import FileRefused, Limits
from tickets.intake.steps import parse_here

REFUSED = 3


def _own_memory() -> int:
    """The address space in bytes that the program takes before it has seen the file; 0 where nobody tells."""
    statm = Path("/proc/self/statm")
    return int(statm.read_text().split()[0]) * resource.getpagesize() if statm.exists() else 0


def _bound(limits: Limits) -> None:
    cpu, memory = limits.seconds * limits.threads, _own_memory() + limits.memory_bytes
    wanted = (
        (resource.RLIMIT_AS, memory),
        (resource.RLIMIT_CPU, cpu),
        (resource.RLIMIT_CORE, 0),
    )
    for kind, value in wanted:
        with contextlib.suppress(ValueError, OSError):  # macOS refuses some of them
            resource.setrlimit(kind, (value, value))


def _die_with_parent() -> None:
    """The parent holds our standard input open; its end is the parent's end."""

    def wait() -> None:
        os.read(0, 1)
        os._exit(4)

    threading.Thread(target=wait, daemon=True).start()


def say(**line: object) -> None:
    """One JSON line to the parent."""
    sys.stdout.write(json.dumps(line) + "\n")
    sys.stdout.flush()


def progress(step: str, done: int, total: int) -> None:
    """One line of progress to the parent."""
    say(step=step, done=done, total=total)


def work(request: dict[str, Any]) -> None:
    """Do what the request says; the results are files in its folder."""
    path, folder, limits = Path(request["path"]), Path(request["folder"]), Limits.from_json(request["limits"])
    mapping = request["mapping"]
    if isinstance(mapping, dict):
        mapping = Mapping.from_dict(mapping)
    if request["mode"] == "preview":
        seen = preview_here(path, limits, mapping).to_dict()
        (folder / "preview.json").write_text(json.dumps(seen), encoding="utf-8")
    else:
        parse_here(path, mapping, request["timezone"], folder, (limits, progress))


def main(argument: str) -> int:
    """Run one request; returns the exit code."""
    request = json.loads(Path(argument).read_text(encoding="utf-8"))
    _bound(Limits.from_json(request["limits"]))
    _die_with_parent()
    try:
        work(request)
    except FileRefused as refusal:
        say(refused=str(refusal))
        return REFUSED
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
