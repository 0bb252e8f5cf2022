"""The ZIP file: the same content gives the same bytes, and its last 64 bytes sign all that come before them.

Times, order, permissions and compression of the entries are fixed. The archive's comment is an Ed25519 signature over
every byte before it, headers and directory included: no bit of the file can change unnoticed.
"""

import hashlib
import mmap
import os
import zipfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

SIGNATURE = 64
LIMIT = 2_000_000_000
"""Bytes. What is larger cannot be verified with openssl, which takes the file as one piece of less than 2 GiB."""

FIXED_TIME = (1980, 1, 1, 0, 0, 0)


class TooLarge(Exception):
    """It would be larger than LIMIT."""


@dataclass(frozen=True)
class Entry:
    """A file within: its name, its size in bytes, its SHA-256."""

    name: str
    size: int
    sha256: str


class Archive:
    """Written entry by entry, in pieces, so that memory does not grow with the content."""

    def __init__(self, path: Path) -> None:
        self.entries: list[Entry] = []
        self._path = path
        self._zip = zipfile.ZipFile(path, "x", zipfile.ZIP_DEFLATED, compresslevel=6)

    def add(self, name: str, pieces: Iterable[bytes]) -> Entry:
        """Write one entry. TooLarge as soon as the file is."""
        about = zipfile.ZipInfo(name, FIXED_TIME)
        about.compress_type = zipfile.ZIP_DEFLATED
        about.create_system = 3
        about.external_attr = 0o100644 << 16
        digest, size = hashlib.sha256(), 0
        with self._zip.open(about, "w") as entry:
            for piece in pieces:
                size += len(piece)
                if size > LIMIT or self._path.stat().st_size > LIMIT:
                    raise TooLarge
                digest.update(piece)
                entry.write(piece)
        self.entries.append(Entry(name, size, digest.hexdigest()))
        return self.entries[-1]

    def close(self) -> None:
        self._zip.close()

    def seal(self, key: Ed25519PrivateKey) -> None:
        """Close it and sign the whole file in its comment."""
        self._zip.comment = bytes(SIGNATURE)
        self._zip.close()
        with self._path.open("r+b") as file:
            signature = key.sign(_all_but_the_signature(file.fileno()))
            file.seek(-SIGNATURE, os.SEEK_END)
            file.write(signature)
            file.flush()
            os.fsync(file.fileno())


def _all_but_the_signature(descriptor: int) -> memoryview:
    return memoryview(mmap.mmap(descriptor, 0, access=mmap.ACCESS_READ))[:-SIGNATURE]


@contextmanager
def arriving(folder: Path, name: str) -> Iterator[Path]:
    """A place to write a file at; whatever lies there at the end is removed, and so is what an earlier try left."""
    folder.mkdir(parents=True, exist_ok=True)
    for left in folder.glob(f"arriving-{name}-*"):
        left.unlink(missing_ok=True)
    place = folder / f"arriving-{name}-{os.getpid()}-{os.urandom(6).hex()}"
    try:
        yield place
    finally:
        place.unlink(missing_ok=True)


def digest_of(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
