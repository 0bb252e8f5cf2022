"""Programs that die are started again, up to a limit; and they die with us."""

import os
import signal
import sys
from functools import partial
from pathlib import Path

import pytest

from portal.runtime import child
from portal.runtime.console import Refused
from portal.runtime.processes import Crew
from portal.runtime.undertaker import Undertaker
from tests.runtime.supervision import is_running, within, without_servers


def program(data: Path, script: str) -> child.Program:
    """A program that runs a Python script."""
    return child.Program("sample", [sys.executable, "-c", script], data / "sample.log", os.environ, data)


def no_services() -> list[str]:
    """Servers of somebody else, which we need not restart."""
    return []


def test_a_program_that_keeps_dying_stops_the_portal_and_its_log_is_quoted(data: Path) -> None:
    crew = Crew()
    crew.start([program(data, "print('no luck'); raise SystemExit(3)")])
    try:
        with pytest.raises(Refused, match=r"(?s)sample process ended 6 times within a minute.*no luck"):
            crew.watch(no_services)
    finally:
        crew.stop()
    assert (data / "sample.log").read_text().count("no luck") == 6


def test_stopping_ends_a_program_that_will_not_listen_and_all_it_started(data: Path) -> None:
    script = (
        "import os, signal, time\n"
        "signal.signal(signal.SIGTERM, signal.SIG_IGN)\n"
        "print(os.fork() or os.getpid(), flush=True)\n"
        "time.sleep(60)\n"
    )
    process = child.start(program(data, script))
    log = data / "sample.log"
    assert within(10, lambda: log.read_text().count("\n") == 2)
    child.stop(process, [(signal.SIGTERM, 0.2)])
    assert within(5, lambda: not any(is_running(int(pid)) for pid in log.read_text().split()))


def test_when_the_supervisor_is_gone_its_groups_are_ended_by_force(data: Path) -> None:
    script = "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print(1, flush=True); time.sleep(60)"
    process = child.start(program(data, script))
    assert within(10, lambda: (data / "sample.log").read_text() == "1\n")
    undertaker = Undertaker()
    undertaker.expect(process.pid)
    undertaker.process.communicate()
    assert process.wait(5) == -signal.SIGKILL


def is_at_work(log: Path) -> bool:
    """Whether a command said in its log that it works."""
    return "at work" in log.read_text()


def test_a_request_to_end_reaches_the_command_at_work_and_then_us(data: Path) -> None:
    script = (
        "import sys\n"
        "from portal.runtime import console\n"
        "from portal.runtime.commands import run_foreground\n"
        "child = 'import time; print(\"at work\", flush=True); time.sleep(60)'\n"
        "console.run(lambda _: run_foreground([sys.executable, '-c', child], {}) and 0)\n"
    )
    for asked in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        log = data / f"{asked.name}.log"
        ours = child.Program(asked.name, [sys.executable, "-c", script], log, without_servers(), data)
        process = child.start(ours)
        assert within(10, partial(is_at_work, log))
        process.send_signal(asked)
        assert process.wait(10) == 128 + asked
