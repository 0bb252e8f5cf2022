"""A migrated database, kept beside the code, from which the tests' services start.

Running all migrations takes minutes of processor time, copying what they made a second. It is made anew whenever a
migration or a locked package is another.
"""

import contextlib
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

from portal.runtime.account import service_account
from portal.runtime.commands import ROOT, migrate, migrations_digest
from portal.runtime.programs import make_home
from portal.runtime.services import Services

SHELF = ROOT / ".boot" / "prepared"
DATABASE = "retained"


def lay_out(data: Path) -> None:
    """Put a migrated database into an empty data folder, with the keys that open it."""
    kept = SHELF / migrations_digest("")[:20]
    if not kept.is_dir():
        _make(kept)
    _copy(kept / "keys.json", data)
    _copy(kept / "postgres", make_home(data, service_account()))


@contextlib.contextmanager
def temporary_folder() -> Iterator[Path]:
    """A data folder that goes with all that its services left in it."""
    data = Path(tempfile.mkdtemp(prefix="retained-"))
    data.chmod(0o711)
    try:
        yield data
    finally:
        for folder in ((data / "services").resolve(), data):
            shutil.rmtree(folder, ignore_errors=True)


def _make(kept: Path) -> None:
    """Migrate an empty database and keep it; those of other migrations go. Whoever is second leaves the first's."""
    with temporary_folder() as data:
        with Services(data, durable=False) as services:
            migrate(services.connections)
        unfinished = kept.with_name(f"{kept.name}.{os.getpid()}")
        unfinished.mkdir(parents=True)
        _copy(data / "keys.json", unfinished)
        _copy(make_home(data, service_account()) / "postgres", unfinished)
    for old in SHELF.iterdir():
        if not old.name.startswith(kept.name):
            shutil.rmtree(old, ignore_errors=True)
    try:
        unfinished.rename(kept)
    except OSError:
        shutil.rmtree(unfinished)


def _copy(what: Path, into: Path) -> None:
    """With owners and modes, on which PostgreSQL insists."""
    subprocess.run(["cp", "-a", str(what), str(into)], check=True)
