"""Secrets and ports of one data folder, made once and kept in keys.json (readable by its owner only)."""

import json
import os
import secrets
import socket
from dataclasses import asdict, dataclass
from pathlib import Path


@dataclass
class Keys:
    """Random passwords, Django's secret key, and the loopback ports picked last time (0: none yet)."""

    secret_key: str
    superuser_password: str
    owner_password: str
    app_password: str
    broker_password: str
    postgres_port: int = 0
    valkey_port: int = 0

    def save(self, path: Path) -> None:
        """Write the file in one step, so that a crash leaves the old or the new one."""
        write_private(path, json.dumps(asdict(self), indent=2))


def load_keys(path: Path) -> Keys:
    """The keys of the folder; new random ones where there are none."""
    if path.is_file():
        return Keys(**json.loads(path.read_text()))
    a, b, c, d, e = (secrets.token_urlsafe(40) for _ in range(5))
    keys = Keys(a, b, c, d, e)
    keys.save(path)
    return keys


def write_private(path: Path, text: str) -> None:
    """Replace a file by one that only its owner can read."""
    draft = path.with_name(f"{path.name}.new")
    draft.unlink(missing_ok=True)
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path)


def free_port(remembered: int, other_than: int = 0) -> int:
    """The remembered loopback port while nobody else listens there, else one the system gives."""
    port = remembered
    while not port or port == other_than or not is_free(port):
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = int(probe.getsockname()[1])
    return port


def is_free(port: int) -> bool:
    """Whether a server could listen on this loopback port now."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True
