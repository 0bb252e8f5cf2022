"""The embedded PostgreSQL: one cluster in one folder, listening on one loopback port.

There is no Unix socket (a long path would fail) and no trust: every role signs in with its random password.
"""

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import psycopg2

from portal.runtime import child, leftovers
from portal.runtime.account import Account
from portal.runtime.console import Refused, last_lines
from portal.runtime.keys import Keys, write_private
from portal.runtime.programs import postgres_programs, prepare_folder

ROLES = Path(__file__).with_name("roles.sql")
LOCALE = ("--encoding=UTF8", "--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C.UTF-8")
SETTINGS = {
    "listen_addresses": "127.0.0.1",
    "unix_socket_directories": "",
    "timezone": "UTC",
    "shared_buffers": "256MB",
    "work_mem": "32MB",
    "maintenance_work_mem": "256MB",
    "max_wal_size": "4GB",
    "random_page_cost": "1.1",
    "jit": "off",
}
FORGETFUL = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}
STOPS_BY = ((signal.SIGINT, 20.0), (signal.SIGQUIT, 5.0))


@dataclass
class Postgres:
    """A cluster below `folder`, its log in `log`.

    `durable` False is for tests: a power failure may lose the cluster, and the owner may create databases.
    """

    folder: Path
    log: Path
    keys: Keys
    account: Account | None
    durable: bool = True
    process: subprocess.Popen[bytes] | None = None

    @property
    def cluster(self) -> Path:
        """PostgreSQL's data directory."""
        return self.folder / "cluster"

    def url(self, role: str, password: str) -> str:
        """The URL of the portal's database for one role."""
        return f"postgres://{role}:{password}@127.0.0.1:{self.keys.postgres_port}/retained"

    def prepare(self) -> None:
        """Create the cluster the first time; end what an earlier start may have left."""
        prepare_folder(self.folder, self.account)
        leftovers.clear(self.cluster / "postmaster.pid", str(self.cluster))
        if not self.cluster.is_dir():
            self.create()

    def create(self) -> None:
        """initdb into a draft that becomes the cluster only when it is whole."""
        draft, password = self.folder / "cluster.new", self.folder / "password"
        shutil.rmtree(draft, ignore_errors=True)
        write_private(password, self.keys.superuser_password)
        if self.account is not None:
            shutil.chown(password, self.account.uid, self.account.gid)
        initdb = self.program(
            "initdb",
            ["-D", str(draft), "-U", "postgres", "--auth=scram-sha-256", f"--pwfile={password}", *LOCALE],
        )
        code = child.start(initdb).wait()
        password.unlink()
        if code:
            raise Refused(f"PostgreSQL could not create its files:\n{last_lines(self.log)}")
        draft.rename(self.cluster)

    def start(self) -> None:
        """Start the server on keys.postgres_port and return once it answers."""
        settings = SETTINGS | shared_memory() | ({} if self.durable else FORGETFUL)
        options = [word for name, value in settings.items() for word in ("-c", f"{name}={value}")]
        port = str(self.keys.postgres_port)
        server = self.program("postgres", ["-D", str(self.cluster), "-p", port, *options])
        self.process = child.start(server)
        self.wait_until_it_answers(seconds=60)

    def program(self, name: str, arguments: Sequence[str]) -> child.Program:
        """One of PostgreSQL's programs, ended by SIGINT (a fast, clean shutdown) when its parent dies."""
        command = [str(postgres_programs(self.account) / name), *arguments]
        environment = {"PATH": os.defpath, "LC_ALL": "C", "TZ": "UTC"}
        return child.Program(name, command, self.log, environment, self.folder, self.account, signal.SIGINT, STOPS_BY)

    def wait_until_it_answers(self, seconds: float) -> None:
        """Return once the superuser can sign in; Refused when the server ended or the time is over."""
        deadline = time.monotonic() + seconds
        while self.process is not None and self.process.poll() is None and time.monotonic() < deadline:
            try:
                psycopg2.connect(self.url("postgres", self.keys.superuser_password), dbname="postgres").close()
            except psycopg2.OperationalError:
                time.sleep(0.05)
            else:
                return
        raise Refused(f"PostgreSQL does not start; its log {self.log} ends with:\n{last_lines(self.log)}")

    def apply_roles(self) -> None:
        """Create or correct the two roles, the database and the grants (roles.sql)."""
        environment = {
            "PATH": os.defpath,
            "PGHOST": "127.0.0.1",
            "PGPORT": str(self.keys.postgres_port),
            "PGUSER": "postgres",
            "PGDATABASE": "postgres",
            "PGPASSWORD": self.keys.superuser_password,
            "RETAINED_OWNER_PASSWORD": self.keys.owner_password,
            "RETAINED_APP_PASSWORD": self.keys.app_password,
            "RETAINED_TESTS": "0" if self.durable else "1",
        }
        psql = [str(postgres_programs(self.account) / "psql"), "-X", "-q", "-f", str(ROLES)]
        done = subprocess.run(psql, env=environment, capture_output=True, text=True)
        if done.returncode:
            raise Refused(f"The database roles could not be created:\n{done.stderr}")

    def stop(self) -> None:
        """Shut down cleanly: roll back what runs, write a checkpoint, end."""
        if self.process is not None:
            child.stop(self.process, STOPS_BY)


def shared_memory() -> dict[str, str]:
    """Parallel queries need shared memory; containers often give /dev/shm too little, then files serve."""
    if sys.platform == "linux":
        shm = Path("/dev/shm")  # noqa: S108 (it is asked for its size, nothing is written)
        if not shm.is_dir() or shutil.disk_usage(shm).total < 256 * 2**20:
            return {"dynamic_shared_memory_type": "mmap"}
    return {}
