"""Files that people hand in: kept as they came, whole or not at all, under their SHA-256."""

import hashlib
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Protocol

from django.conf import settings
from django.utils.text import get_valid_filename

PIECE = 1 << 20


class FileEmpty(Exception):
    """There is nothing in it."""


class FileTooLarge(Exception):
    """It is larger than the limit."""


class Upload(Protocol):
    """An uploaded file, as Django hands it over."""

    def chunks(self) -> Iterator[bytes]: ...


@dataclass(frozen=True)
class KeptFile:
    """Where a file lies, relative to the data folder, and what it is."""

    path: str
    size: int
    sha256: str


def path_of(relative: str) -> Path:
    """The place of a kept file, which is named relative to the data folder."""
    return Path(settings.PORTAL_DATA) / relative


def keep(file: Path | BinaryIO | Upload, file_name: str, folder: Path, limit: int) -> KeptFile:
    """Copy a file into a folder of the data folder; FileEmpty or FileTooLarge (in bytes) leaves nothing behind.

    The same content under the same name is the same file.
    """
    folder.mkdir(parents=True, exist_ok=True)
    arriving = folder / f"arriving-{os.getpid()}-{os.urandom(6).hex()}"
    try:
        digest, size = _copy(file, arriving, limit)
        kept = folder / f"{digest}-{_safe_ending(file_name)}"
        arriving.replace(kept)
    finally:
        arriving.unlink(missing_ok=True)
    return KeptFile(str(kept.relative_to(settings.PORTAL_DATA)), size, digest)


def _safe_ending(file_name: str) -> str:
    """The end of a file's name, in characters and of a length that every file system takes."""
    safe = get_valid_filename(f"x{Path(file_name).name}")
    return safe.encode()[-80:].decode(errors="ignore")


def _copy(file: Path | BinaryIO | Upload, target: Path, limit: int) -> tuple[str, int]:
    digest, size = hashlib.sha256(), 0
    with target.open("wb") as kept:
        for piece in _pieces(file):
            size += len(piece)
            if size > limit:
                raise FileTooLarge
            digest.update(piece)
            kept.write(piece)
        kept.flush()
        os.fsync(kept.fileno())
    if not size:
        raise FileEmpty
    return digest.hexdigest(), size


def _pieces(file: Path | BinaryIO | Upload) -> Iterator[bytes]:
    if isinstance(file, Path):
        with file.open("rb") as opened:
            yield from iter(lambda: opened.read(PIECE), b"")
    elif hasattr(file, "chunks"):
        yield from file.chunks()
    else:
        yield from iter(lambda: file.read(PIECE), b"")
