"""The embedded Valkey: Celery's broker, with an append-only file, on one loopback port behind a password."""

import os
import signal
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path

import redis

from portal.runtime import child, leftovers
from portal.runtime.account import Account
from portal.runtime.console import Refused, last_lines
from portal.runtime.keys import Keys
from portal.runtime.programs import prepare_folder, valkey_program

STOPS_BY = ((signal.SIGTERM, 10.0),)


@dataclass
class Valkey:
    """A broker whose files are in `folder`; `durable` False (tests) writes none."""

    folder: Path
    log: Path
    keys: Keys
    account: Account | None
    durable: bool = True
    process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        """The URL that Celery connects to."""
        return f"redis://:{self.keys.broker_password}@127.0.0.1:{self.keys.valkey_port}/0"

    def prepare(self) -> None:
        """End what an earlier start may have left."""
        prepare_folder(self.folder, self.account)
        leftovers.clear(self.folder / "valkey.pid", f"valkey-server 127.0.0.1:{self.keys.valkey_port}")

    def start(self) -> None:
        """Start the server on keys.valkey_port and return once it answers."""
        command = [str(valkey_program(self.account)), "-"]
        environment = {"PATH": os.defpath, "LC_ALL": "C", "TZ": "UTC"}
        server = child.Program(
            "valkey", command, self.log, environment, self.folder, self.account, signal.SIGTERM, STOPS_BY
        )
        self.process = child.start(server, feed=self.configuration().encode())
        self.wait_until_it_answers(seconds=60)

    def configuration(self) -> str:
        """The configuration, fed through standard input: the password stands in no file or command line."""
        settings = {
            "bind": "127.0.0.1",
            "port": str(self.keys.valkey_port),
            "requirepass": self.keys.broker_password,
            "dir": f'"{self.folder}"',
            "pidfile": f'"{self.folder / "valkey.pid"}"',
            "daemonize": "no",
            "appendonly": "yes" if self.durable else "no",
            "appendfsync": "everysec",
            "save": '""',
            "maxmemory-policy": "noeviction",
        }
        return "".join(f"{name} {value}\n" for name, value in settings.items())

    def wait_until_it_answers(self, seconds: float) -> None:
        """Return once the broker answers a ping; Refused when it ended or the time is over."""
        deadline = time.monotonic() + seconds
        while self.process is not None and self.process.poll() is None and time.monotonic() < deadline:
            with redis.Redis.from_url(self.url) as client:
                try:
                    client.ping()
                except redis.ConnectionError:
                    time.sleep(0.05)
                else:
                    return
        raise Refused(f"Valkey does not start; its log {self.log} ends with:\n{last_lines(self.log)}")

    def stop(self) -> None:
        """Write what is pending, end."""
        if self.process is not None:
            child.stop(self.process, STOPS_BY)
