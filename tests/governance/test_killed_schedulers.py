"""Processes that are killed for real in the middle of a round, and what the next ones make of it."""

import os
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import psycopg2
import pytest
from django.db import connection
from django.utils import timezone

from governance.models import Mail, MailState, Notification
from governance.notifying import outbox
from portal.accounts.tenancy import acting_for
from tests.cast import Cast
from tests.governance.telling import long_members
from tests.jobs.test_survival import wait_until, worker_environment
from vendors.models import Reminder

ROOT = Path(__file__).parents[2]
A_ROUND = "from governance.tasks import notify; notify()"


class SlowServer:
    """A mail server that takes connections, and says nothing until it is asked to."""

    def __init__(self, *, speaks: bool = False) -> None:
        self.socket = socket.create_server(("127.0.0.1", 0))
        self.port = self.socket.getsockname()[1]
        self.speaks = speaks
        self.connections = 0
        self.taken: list[bytes] = []
        threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self) -> None:
        while True:
            try:
                caller, _ = self.socket.accept()
            except OSError:
                return
            self.connections += 1
            if self.speaks:
                threading.Thread(target=self._talk, args=(caller,), daemon=True).start()

    def _talk(self, caller: socket.socket) -> None:
        """As much SMTP as it takes to hand over a message."""
        with caller, caller.makefile("rwb") as line:
            self._say(line, b"220 ready")
            while command := line.readline():
                if command.upper().startswith(b"DATA"):
                    self._say(line, b"354 go on")
                    self.taken.append(b"".join(iter(line.readline, b".\r\n")))
                self._say(line, b"221 bye" if command.upper().startswith(b"QUIT") else b"250 taken")

    @staticmethod
    def _say(line: "object", words: bytes) -> None:
        line.write(words + b"\r\n")  # type: ignore[attr-defined]
        line.flush()  # type: ignore[attr-defined]


@contextmanager
def a_scheduler(port: int) -> Iterator["subprocess.Popen[bytes]"]:
    """A process that makes one round, with the tests' own database; killed at the end."""
    environment = worker_environment() | {"EMAIL_URL": f"smtp://127.0.0.1:{port}"}
    command = [sys.executable, "manage.py", "shell", "-v", "0", "-c", A_ROUND]
    process = subprocess.Popen(command, cwd=ROOT, env=environment, start_new_session=True)
    try:
        yield process
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def a_date_is_near(cast: Cast) -> None:
    long_members(cast)
    with acting_for(cast.organisation.pk):
        today = timezone.now().date()
        Reminder.objects.create(
            organisation=cast.organisation,
            vendor=cast.orvane,
            subject="contract:1",
            kind="notice",
            day=today,
            due_on=today,
            title="Notice date",
            url="/vendors/",
            created_at=timezone.now(),
        )


def state_of(cast: Cast) -> list[tuple[str, int]]:
    with acting_for(cast.organisation.pk):
        return list(Mail.objects.values_list("state", "attempts"))


@pytest.mark.slow
def test_a_scheduler_killed_while_it_sends_has_told_once_and_is_not_followed_by_a_second_mail(
    committed_cast: Cast,
) -> None:
    a_date_is_near(committed_cast)
    server = SlowServer()
    with a_scheduler(server.port) as process:
        wait_until(lambda: server.connections == 1, "the scheduler to stand in the middle of sending")
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
    assert state_of(committed_cast) == [(MailState.SENDING, 1)]
    speaking = SlowServer(speaks=True)
    with a_scheduler(speaking.port) as next_one:
        assert next_one.wait(90) == 0
    assert (speaking.connections, state_of(committed_cast)) == (0, [(MailState.SENDING, 1)])
    outbox.deliver(committed_cast.organisation.pk, timezone.now() + timedelta(minutes=31))
    assert state_of(committed_cast) == [(MailState.FAILED, 1)]


@pytest.mark.slow
def test_a_scheduler_killed_before_its_commit_leaves_nothing_and_two_at_once_send_one_mail(
    committed_cast: Cast,
) -> None:
    a_date_is_near(committed_cast)
    server = SlowServer(speaks=True)
    with notifications_held_back(), a_scheduler(server.port) as process:
        wait_until(someone_waits_to_write, "the scheduler to stand in the middle of its transaction")
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
    with acting_for(committed_cast.organisation.pk):
        assert (Notification.objects.count(), Mail.objects.count()) == (0, 0)
    with a_scheduler(server.port) as one, a_scheduler(server.port) as another:
        assert (one.wait(90), another.wait(90)) == (0, 0)
    assert state_of(committed_cast) == [(MailState.SENT, 1)]
    (message,) = server.taken
    assert b"Notice date" in message
    with acting_for(committed_cast.organisation.pk):
        assert Notification.objects.count() == 1


def someone_waits_to_write() -> bool:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT EXISTS (SELECT FROM pg_locks WHERE NOT granted AND relation = 'governance_notification'::regclass)"
        )
        return bool(cursor.fetchone()[0])


@contextmanager
def notifications_held_back() -> Iterator[None]:
    """Nobody can write notifications inside this block; reading them goes on."""
    login = connection.get_connection_params()
    keys = ("dbname", "user", "password", "host", "port")
    holder = psycopg2.connect(**{key: value for key, value in login.items() if key in keys})
    with holder.cursor() as cursor:
        cursor.execute("LOCK TABLE governance_notification IN SHARE MODE")
    try:
        yield
    finally:
        holder.rollback()
        holder.close()
