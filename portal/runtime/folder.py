"""The data folder: one owner at a time, and guests who make that owner wait.

`lock` is held by whoever started the services. `guests` is held, shared, by every command that uses services
it did not start; a `bin/manage` that started them waits for its guests before it stops them.
Locks are the kernel's (flock): they vanish with the process, however it ends.
"""

import fcntl
import os
from pathlib import Path
from typing import IO

from portal.runtime.console import Refused


def data_folder() -> Path:
    """The folder of PORTAL_DATA, or var/ beside the code; made when it is missing."""
    data = Path(os.environ.get("PORTAL_DATA") or Path(__file__).parents[2] / "var").expanduser().resolve()
    return make(data)


def make(data: Path) -> Path:
    """Create a data folder that others may pass through but not list; Refused when that is impossible."""
    try:
        if not data.is_dir():
            data.mkdir(parents=True)
            data.chmod(0o711)
        if not os.access(data, os.W_OK | os.X_OK):
            raise PermissionError(13, "no permission to write there")
    except OSError as problem:
        raise Refused(f"The data folder {data} cannot be used: {problem.strerror}.") from problem
    return data


class FolderLock:
    """The right to run the services of one data folder."""

    def __init__(self, data: Path) -> None:
        self.data = data
        self.file: IO[str] | None = None

    @property
    def is_held(self) -> bool:
        """Whether this object holds the lock."""
        return self.file is not None

    def take(self) -> bool:
        """Take the lock without waiting; False when somebody else has it. Taking it twice is no harm."""
        if self.file is not None:
            return True
        file = (self.data / "lock").open("a+")
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            file.close()
            return False
        file.truncate(0)
        file.write(f"{os.getpid()}\n")
        file.flush()
        self.file = file
        return True

    def take_or_refuse(self) -> None:
        """Take the lock; Refused, with the number of the process that has it, when it is taken."""
        if not self.take():
            holder = (self.data / "lock").read_text().strip() or "unknown"
            raise Refused(
                f"The portal already runs on the data folder {self.data} (process {holder}). Stop it first, "
                "or name another folder: PORTAL_DATA=/path/to/folder bin/up --port 8001"
            )

    def release(self) -> None:
        """Give the folder back."""
        if self.file is not None:
            self.file.close()
            self.file = None


class GuestBook:
    """Who uses the services of a data folder besides the process that runs them."""

    def __init__(self, data: Path) -> None:
        self.file = (data / "guests").open("a")

    def enter(self) -> None:
        """Be a guest; waits while the services are being stopped."""
        fcntl.flock(self.file, fcntl.LOCK_SH)

    def close_house(self) -> None:
        """Wait until no guest is left, and let none in any more."""
        fcntl.flock(self.file, fcntl.LOCK_EX)

    def leave(self) -> None:
        """End the visit."""
        self.file.close()
