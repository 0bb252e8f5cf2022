"""bin/test: the whole suite against a PostgreSQL and a Valkey of its own, in a folder that goes with it."""

import contextlib
import os
import sys
from collections.abc import Iterator

from portal.runtime import console, prepared
from portal.runtime.commands import ROOT, run_foreground
from portal.runtime.connections import Connections, given_connections
from portal.runtime.services import Services


def command(arguments: list[str]) -> int:
    """Run pytest with the arguments and return its exit code.

    PREPARED_DATABASE names a migrated database that the tests copy; servers of others have none.
    """
    with fresh_services() as connections:
        os.chdir(ROOT)
        copied = {"PREPARED_DATABASE": prepared.DATABASE} if connections.is_ours else {}
        return run_foreground([sys.executable, "-m", "pytest", *arguments], connections.environment() | copied)


@contextlib.contextmanager
def fresh_services() -> Iterator[Connections]:
    """Services with a migrated database on a temporary data folder; those of DATABASE_URL and REDIS_URL where set."""
    with prepared.temporary_folder() as data:
        given = given_connections(data, os.environ)
        if given is not None:
            yield given
        else:
            prepared.lay_out(data)
            with Services(data, durable=False) as services:
                yield services.connections


if __name__ == "__main__":
    console.run(command)
