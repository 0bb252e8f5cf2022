"""The portal's own processes on one machine: web server, worker, scheduler; restarted when they die."""

import signal
import subprocess
import sys
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from portal.runtime import child
from portal.runtime.commands import ROOT
from portal.runtime.connections import Connections
from portal.runtime.console import Refused, last_lines, say
from portal.runtime.undertaker import Undertaker

LIMIT, WINDOW_SECONDS = 5, 60.0
CELERY_STOPS_BY = ((signal.SIGTERM, 8.0), (signal.SIGQUIT, 4.0))


def programs(connections: Connections, port: int) -> list[child.Program]:
    """Web server, worker and scheduler of one data folder."""
    data = Path(connections.data)
    environment = {"PORTAL_ADDRESS": f"http://127.0.0.1:{port}"} | connections.serving_environment()
    environment["PORTAL_SERVES"] = "1"

    def program(name: str, *command: str) -> child.Program:
        is_celery = command[0] == "celery"
        return child.Program(
            name,
            [sys.executable, "-m", *command],
            data / "logs" / f"{name}.log",
            environment,
            ROOT,
            stops_by=CELERY_STOPS_BY if is_celery else ((signal.SIGTERM, 8.0),),
        )

    celery = ("celery", "-A", "portal.celery")
    schedule = str(data / "scheduler")
    return [
        program("web", "gunicorn", *gunicorn_options(port), "portal.wsgi:application"),
        program("worker", *celery, "worker", "--concurrency", "2", "--loglevel", "INFO"),
        program("scheduler", *celery, "beat", "--schedule", schedule, "--pidfile=", "--loglevel", "INFO"),
    ]


def gunicorn_options(port: int) -> list[str]:
    """Two processes on the loopback interface; an upload may take five minutes."""
    options = {"bind": f"127.0.0.1:{port}", "workers": "2", "timeout": "300", "graceful-timeout": "5"}
    return [*(f"--{name}={value}" for name, value in options.items()), "--no-control-socket"]


@dataclass
class Watched:
    """One program with the times of its recent restarts (monotonic seconds)."""

    program: child.Program
    process: subprocess.Popen[bytes]
    restarts: deque[float] = field(default_factory=lambda: deque(maxlen=LIMIT))

    def note_restart(self, now: float) -> None:
        """Count a restart; Refused when the program ended for the sixth time within a minute."""
        name, log = self.program.name, self.program.log
        if len(self.restarts) == LIMIT and now - self.restarts[0] < WINDOW_SECONDS:
            raise Refused(
                f"The {name} process ended {LIMIT + 1} times within a minute; the portal stops. "
                f"Its log {log} ends with:\n{last_lines(log)}"
            )
        say(f"The {name} process ended with code {self.process.returncode}; starting it again.")
        self.restarts.append(now)


class Crew:
    """All processes of one start, and the watcher that ends them should this process be killed."""

    def __init__(self) -> None:
        self.members: list[Watched] = []
        self.undertaker = Undertaker()

    def start(self, wanted: list[child.Program]) -> None:
        """Start every program, in order."""
        for program in wanted:
            self.members.append(Watched(program, self.launch(program)))

    def launch(self, program: child.Program) -> subprocess.Popen[bytes]:
        """Start one program under the eyes of the watcher."""
        process = child.start(program)
        self.undertaker.expect(process.pid)
        return process

    def watch(self, restart_services: Callable[[], list[str]]) -> None:
        """Restart what dies, until somebody asks us to end."""
        while True:
            for name in restart_services():
                say(f"{name} had ended; it runs again.")
            for member in self.members:
                if member.process.poll() is not None:
                    self.restart(member)
            time.sleep(0.5)

    def restart(self, member: Watched) -> None:
        """End what is left of a program that died, and start it again."""
        child.kill_group(member.process)
        self.undertaker.forget(member.process.pid)
        member.note_restart(time.monotonic())
        member.process = self.launch(member.program)

    def stop(self) -> None:
        """Ask all to end at once, then wait for each, firmer by and by."""
        for member in self.members:
            if member.process.poll() is None:
                member.process.send_signal(member.program.stops_by[0][0])
        for member in self.members:
            child.stop(member.process, member.program.stops_by)
        self.undertaker.dismiss()
