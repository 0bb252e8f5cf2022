"""Which system account the services run as.

PostgreSQL refuses to run as root. Started by root, the services drop to an unprivileged account; started by
anybody else they run as that person.
"""

import os
import pwd
from dataclasses import dataclass
from pathlib import Path

from portal.runtime.console import Refused

PREFERRED = ("retained", "nobody")


@dataclass(frozen=True)
class Account:
    """An unprivileged account with an entry in the password database (PostgreSQL looks its name up)."""

    name: str
    uid: int
    gid: int

    def may_enter(self, folder: Path) -> bool:
        """Whether this account may pass through a folder, by its owner, group and mode."""
        status = folder.stat()
        if status.st_uid == self.uid:
            return bool(status.st_mode & 0o100)
        if status.st_gid == self.gid:
            return bool(status.st_mode & 0o010)
        return bool(status.st_mode & 0o001)

    def reaches(self, path: Path) -> bool:
        """Whether every folder above an absolute path lets this account through."""
        return all(self.may_enter(folder) for folder in path.parents)


def service_account() -> Account | None:
    """The account to drop to; None when this process is not root and need not drop anything."""
    if os.geteuid() != 0:
        return None
    for name in PREFERRED:
        try:
            entry = pwd.getpwnam(name)
        except KeyError:
            continue
        return Account(name, entry.pw_uid, entry.pw_gid)
    raise Refused(
        f"PostgreSQL does not run as root, and there is no account {' or '.join(PREFERRED)} to run it as: "
        "create one (useradd --system retained) or start the portal as an ordinary user."
    )
