"""bin/up: the whole portal on one machine, until Ctrl-C."""

import argparse
import contextlib
import os
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

from portal.runtime import console
from portal.runtime.commands import manage, migrate, run_foreground
from portal.runtime.connections import Connections, given_connections
from portal.runtime.console import Refused, last_lines, say
from portal.runtime.folder import FolderLock, data_folder
from portal.runtime.keys import is_free
from portal.runtime.processes import Crew, programs
from portal.runtime.services import Services

START_SECONDS = 60


def command(arguments: list[str]) -> int:
    """Start everything, say where it is, watch it; Refused when the port or the data folder is in use."""
    options = parse(arguments)
    if not is_free(options.port):
        raise Refused(
            f"Port {options.port} is in use by another program. Choose another: bin/up --port {options.port + 1}"
        )
    with services_of(data_folder()) as (connections, restart_dead):
        migrate(connections)
        if not options.empty:
            demonstrate(connections)
        serve(connections, restart_dead, options)
    return 0


def parse(arguments: list[str]) -> argparse.Namespace:
    """The options of bin/up."""
    parser = argparse.ArgumentParser(
        prog="bin/up",
        description="Start the portal on this machine. PORTAL_DATA names its data folder (var/).",
    )
    parser.add_argument("--empty", action="store_true", help="start without the demonstration organisation")
    parser.add_argument("--port", type=port_number, default=8000, help="the web server's port (8000)")
    return parser.parse_args(arguments)


def port_number(text: str) -> int:
    """A TCP port that an ordinary program may choose."""
    if not text.isdecimal() or not 1 <= int(text) <= 65535:
        raise argparse.ArgumentTypeError(f"{text} is not a number between 1 and 65535")
    return int(text)


@contextlib.contextmanager
def services_of(data: Path) -> Iterator[tuple[Connections, Callable[[], list[str]]]]:
    """The services of a folder and what restarts them: those of the environment, else our own."""
    given = given_connections(data, os.environ)
    if given is None:
        services = Services(data)
        services.lock.take_or_refuse()
        say("Starting PostgreSQL and Valkey …")
        with services:
            yield services.connections, services.restart_dead
        return
    lock = FolderLock(data)
    lock.take_or_refuse()
    try:
        yield given, list
    finally:
        lock.release()


def demonstrate(connections: Connections) -> None:
    """Create the demonstration organisation; the command does nothing when it is there."""
    if run_foreground(manage("create_demonstration"), connections.serving_environment()):
        raise Refused("The demonstration could not be created; bin/up --empty starts without it.")


def serve(connections: Connections, restart_dead: Callable[[], list[str]], options: argparse.Namespace) -> None:
    """Run web server, worker and scheduler until asked to end."""
    crew = Crew()
    try:
        crew.start(programs(connections, options.port))
        address = f"http://127.0.0.1:{options.port}"
        (Path(connections.data) / "address").write_text(address)
        wait_for(address, crew)
        welcome(connections, address, options.empty)
        crew.watch(restart_dead)
    finally:
        say("Stopping …")
        crew.stop()


def wait_for(address: str, crew: Crew) -> None:
    """Return once the web server is healthy; Refused when it ended or takes longer than a minute."""
    web = crew.members[0]
    deadline = time.monotonic() + START_SECONDS
    while web.process.poll() is None and time.monotonic() < deadline:
        if is_healthy(f"{address}/health/"):
            return
        time.sleep(0.1)
    log = web.program.log
    raise Refused(f"The web server does not work; its log {log} ends with:\n{last_lines(log)}")


def is_healthy(address: str) -> bool:
    """Whether the web server answers and nothing behind it is broken (a host name it does not know is none of that)."""
    try:
        urllib.request.urlopen(address, timeout=10).close()  # noqa: S310 (our own address)
    except urllib.error.HTTPError as answer:
        return answer.code < 500
    except OSError:
        return False
    return True


def answers(address: str) -> bool:
    """Whether there is a page (the one that creates the first organisation is gone with it)."""
    try:
        urllib.request.urlopen(address, timeout=10).close()  # noqa: S310 (our own address)
    except OSError:
        return False
    return True


def welcome(connections: Connections, address: str, empty: bool) -> None:
    """Say where the portal is and who can sign in."""
    if empty and answers(f"{address}/welcome/"):
        say(f"\nThe portal is ready. Create your organisation at {address}/welcome/")
    else:
        say(f"\nThe portal is ready: {address}\n")
        run_foreground(manage("print_signins"), connections.serving_environment())
    say("\nCtrl-C stops it.")


if __name__ == "__main__":
    console.run(command)
