"""The commands of bin/, run as a person runs them: from another folder, by a path with a space in it."""

import json
import os
import signal
import socket
import subprocess
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from portal.runtime.keys import free_port
from portal.runtime.up import parse
from tests.runtime.conftest import open_folder
from tests.runtime.supervision import ROOT, descendants, is_running, within, without_servers

START_SECONDS = 120


@pytest.fixture(scope="module")
def place() -> Iterator[Path]:
    """A folder with a link to the project and a data folder whose database is migrated."""
    folder = open_folder()
    (folder / "the project").symlink_to(ROOT)
    done = manage(folder, "migrate", "--no-input")
    assert done.returncode == 0, done.stderr
    yield folder
    subprocess.run(["rm", "-rf", str(folder)], check=True)


def environment(place: Path) -> dict[str, str]:
    """The environment of somebody who keeps the portal's data in this place."""
    return without_servers() | {"PORTAL_DATA": str(place / "data")}


def manage(place: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run bin/manage from the place."""
    command = [str(place / "the project" / "bin" / "manage"), *arguments]
    return subprocess.run(command, env=environment(place), cwd=place, capture_output=True, text=True)


def up(place: Path, port: int) -> subprocess.Popen[str]:
    """Start bin/up --empty; its messages go to up.log."""
    command = [str(place / "the project" / "bin" / "up"), "--empty", "--port", str(port)]
    with (place / "up.log").open("w") as log:
        return subprocess.Popen(command, env=environment(place), cwd="/", stderr=log, text=True)


def is_ready(place: Path) -> bool:
    """Whether bin/up said that the portal is ready."""
    return "The portal is ready" in (place / "up.log").read_text()


def test_what_a_command_prints_is_all_there_is_on_standard_output(place: Path) -> None:
    script = (
        "import json; from django.db import connection; print(json.dumps({'role': connection.settings_dict['USER']}))"
    )
    done = manage(place, "shell", "--no-imports", "-c", script)
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout) == {"role": "retained_app"}


def test_a_busy_port_is_told_before_anything_is_started(data: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        command = [str(ROOT / "bin" / "up"), "--port", str(port)]
        given = without_servers() | {"PORTAL_DATA": str(data)}
        done = subprocess.run(command, env=given, capture_output=True, text=True)
    assert done.returncode == 1
    assert f"Port {port} is in use by another program. Choose another: bin/up --port {port + 1}" in done.stderr
    assert list(data.iterdir()) == []


@pytest.mark.parametrize("port", ["eighty", "0", "99999", "-1"])
def test_a_port_that_is_none_is_refused_in_words(port: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        parse([f"--port={port}"])
    assert f"{port} is not a number between 1 and 65535" in capsys.readouterr().err


@pytest.mark.parametrize("ending", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGKILL])
def test_however_the_portal_ends_no_process_stays_behind(place: Path, ending: signal.Signals) -> None:
    port = free_port(0)
    portal = up(place, port)
    try:
        assert within(START_SECONDS, lambda: is_ready(place) or portal.poll() is not None)
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/health/", timeout=10) as answer:
            assert json.load(answer)["status"] == "ok"
        processes = descendants(portal.pid)
        assert len(processes) > 8
    finally:
        portal.send_signal(ending)
    assert portal.wait(60) == (-9 if ending == signal.SIGKILL else 128 + ending), (place / "up.log").read_text()
    assert within(20, lambda: not any(is_running(pid) for pid in processes))


def test_a_running_portal_keeps_its_folder_serves_other_commands_and_revives_its_worker(place: Path) -> None:
    portal = up(place, free_port(0))
    try:
        assert within(START_SECONDS, lambda: is_ready(place) or portal.poll() is not None)
        second = subprocess.run(
            [str(ROOT / "bin" / "up"), "--port", str(free_port(0))],
            env=environment(place),
            capture_output=True,
            text=True,
        )
        assert second.returncode == 1
        assert f"already runs on the data folder {place / 'data'} (process {portal.pid})" in second.stderr
        assert manage(place, "migrate", "--check").returncode == 0
        first = worker_of(portal)
        assert first is not None
        os.kill(first, signal.SIGKILL)
        assert within(20, lambda: "The worker process ended with code -9" in (place / "up.log").read_text())
        assert within(20, lambda: worker_of(portal) not in {None, first})
    finally:
        portal.send_signal(signal.SIGTERM)
        portal.wait(60)


def test_the_second_start_takes_seconds(place: Path) -> None:
    started = time.monotonic()
    portal = up(place, free_port(0))
    try:
        assert within(START_SECONDS, lambda: is_ready(place) or portal.poll() is not None)
        assert time.monotonic() - started < 20
    finally:
        portal.send_signal(signal.SIGTERM)
        portal.wait(60)


def worker_of(portal: subprocess.Popen[str]) -> int | None:
    """Celery's main process, which leads a group that its pool belongs to; None while there is none."""
    found = (pid for pid in descendants(portal.pid) if "worker --concurrency" in command_line(pid))
    return next((pid for pid in found if os.getpgid(pid) == pid), None)


def command_line(pid: int) -> str:
    """The command line of a process; empty when it has ended."""
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode()
    except OSError:
        return ""
