"""The embedded services of one data folder, as one thing to start and stop.

with Services(Path("var")) as services:
    subprocess.run([...], env=services.environment())
"""

import contextlib
import os
import time
from collections.abc import Iterator
from pathlib import Path

from portal.runtime.account import service_account
from portal.runtime.connections import FILE, Connections, given_connections, saved_connections
from portal.runtime.console import Refused, say
from portal.runtime.folder import FolderLock, GuestBook, make
from portal.runtime.keys import free_port, load_keys
from portal.runtime.postgres import Postgres
from portal.runtime.programs import make_home
from portal.runtime.valkey import Valkey


class Services:
    """PostgreSQL and Valkey of a data folder, locked against a second start; started by `start()` or `with`.

    `durable=False` is for tests: faster, a power failure may lose the data, the owner may create databases.
    """

    def __init__(self, data: Path, *, durable: bool = True) -> None:
        self.data = make(data.resolve())
        self.lock = FolderLock(self.data)
        self.durable = durable
        self.postgres: Postgres | None = None
        self.valkey: Valkey | None = None

    @property
    def connections(self) -> Connections:
        """How to reach the services; only once they run."""
        if self.postgres is None or self.valkey is None:
            raise RuntimeError("The services have not been started")
        keys = self.postgres.keys
        return Connections(
            app_url=self.postgres.url("retained_app", keys.app_password),
            owner_url=self.postgres.url("retained_owner", keys.owner_password),
            redis_url=self.valkey.url,
            secret_key=keys.secret_key,
            data=str(self.data),
        )

    @property
    def app_url(self) -> str:
        """The database as the application's role."""
        return self.connections.app_url

    @property
    def owner_url(self) -> str:
        """The database as the owner of its tables."""
        return self.connections.owner_url

    @property
    def redis_url(self) -> str:
        """The broker."""
        return self.connections.redis_url

    def environment(self) -> dict[str, str]:
        """Our environment with DATABASE_URL, DATABASE_OWNER_URL, REDIS_URL, SECRET_KEY and PORTAL_DATA."""
        return self.connections.environment()

    def start(self) -> None:
        """Start both services and return once they answer; Refused when the folder is in use."""
        self.lock.take_or_refuse()
        try:
            self.start_locked()
        except BaseException:
            self.stop()
            raise

    def start_locked(self) -> None:
        """Start both services in a folder that is ours, and leave their connections in it."""
        (self.data / FILE).unlink(missing_ok=True)
        account = service_account()
        keys = load_keys(self.data / "keys.json")
        home, logs = make_home(self.data, account), self.data / "logs"
        postgres = Postgres(home / "postgres", logs / "postgres.log", keys, account, self.durable)
        valkey = Valkey(home / "valkey", logs / "valkey.log", keys, account, self.durable)
        self.postgres, self.valkey = postgres, valkey
        postgres.prepare()
        valkey.prepare()
        keys.postgres_port = free_port(keys.postgres_port)
        keys.valkey_port = free_port(keys.valkey_port, other_than=keys.postgres_port)
        keys.save(self.data / "keys.json")
        postgres.start()
        valkey.start()
        postgres.apply_roles()
        self.connections.save()

    def restart_dead(self) -> list[str]:
        """Start again what has ended by itself; the names of what had."""
        dead: list[Postgres | Valkey] = [
            service
            for service in (self.postgres, self.valkey)
            if service is not None and service.process is not None and service.process.poll() is not None
        ]
        for service in dead:
            service.prepare()
            service.start()
        return [type(service).__name__ for service in dead]

    def stop(self) -> None:
        """Stop both services and give the folder back; safe to call twice."""
        if not self.lock.is_held:
            return
        (self.data / FILE).unlink(missing_ok=True)
        for service in (self.valkey, self.postgres):
            if service is not None:
                service.stop()
        self.lock.release()

    def __enter__(self) -> "Services":
        self.start()
        return self

    def __exit__(self, *error: object) -> None:
        self.stop()


@contextlib.contextmanager
def reach_services(data: Path) -> Iterator[Connections]:
    """The services of a folder for one command: given by URL, running already, or ours while it lasts."""
    given = given_connections(data, os.environ)
    if given is not None:
        yield given
        return
    services = Services(data)
    if services.lock.take():
        with host(services) as connections:
            yield connections
        return
    with visit(data) as connections:
        yield connections


@contextlib.contextmanager
def host(services: Services) -> Iterator[Connections]:
    """Services that this command starts; they stop after its last guest has left."""
    with services:
        try:
            yield services.connections
        finally:
            book = GuestBook(services.data)
            book.close_house()
            services.stop()
            book.leave()


@contextlib.contextmanager
def visit(data: Path, seconds: float = 90) -> Iterator[Connections]:
    """Services that another process runs; waits until they are ready."""
    deadline = time.monotonic() + seconds
    told = False
    while time.monotonic() < deadline:
        book = GuestBook(data)
        book.enter()
        connections = saved_connections(data)
        if connections is not None:
            try:
                yield connections
            finally:
                book.leave()
            return
        book.leave()
        if not told:
            say("Another command is starting the services of this folder; waiting for it.")
            told = True
        time.sleep(0.2)
    raise Refused(f"The services of {data} did not become ready within {seconds:.0f} seconds.")
