"""bin/test: the whole suite against a PostgreSQL and a Valkey of its own, in a folder that goes with it."""

import contextlib
import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from portal.runtime import console
from portal.runtime.commands import ROOT, run_foreground
from portal.runtime.connections import Connections, given_connections
from portal.runtime.services import Services


def command(arguments: list[str]) -> int:
    """Run pytest with the arguments and return its exit code."""
    with fresh_services() as connections:
        os.chdir(ROOT)
        return run_foreground([sys.executable, "-m", "pytest", *arguments], connections.environment())


@contextlib.contextmanager
def fresh_services() -> Iterator[Connections]:
    """Services on a temporary data folder; those of DATABASE_URL and REDIS_URL where these are set."""
    data = Path(tempfile.mkdtemp(prefix="retained-"))
    data.chmod(0o711)
    try:
        given = given_connections(data, os.environ)
        if given is not None:
            yield given
        else:
            with Services(data, durable=False) as services:
                yield services.connections
    finally:
        for folder in ((data / "services").resolve(), data):
            shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    console.run(command)
