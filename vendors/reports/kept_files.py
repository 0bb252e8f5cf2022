"""Files that came with a report or a message: kept under their SHA-256, handed out as they came."""

import hashlib
import os
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Protocol

from django.conf import settings
from django.utils.text import get_valid_filename

MOST_BYTES = 20_000_000


class FileRefused(Exception):
    """The file is not kept. The message says why and what to do."""


class Upload(Protocol):
    """An uploaded file, as Django hands it over."""

    name: str | None

    def chunks(self) -> Iterator[bytes]: ...


@dataclass(frozen=True, slots=True)
class KeptFile:
    """A kept file: `file` is its place in the data folder, `name` what its sender called it."""

    file: str
    name: str
    size: int
    sha256: str
    is_source: bool = False

    def to_dict(self) -> dict[str, Any]:
        return asdict(self)

    @property
    def path(self) -> Path:
        return path_of(self.file)


def path_of(relative: str) -> Path:
    """Where a kept file lies; `relative` is what its row says."""
    return Path(settings.PORTAL_DATA) / relative


def keep(upload: Upload, organisation_id: int, *, is_source: bool = False) -> KeptFile:
    """Keep an upload whole or not at all; FileRefused when it is empty or too large. The same bytes lie there once."""
    folder = Path(settings.MEDIA_ROOT) / "reports" / str(organisation_id)
    folder.mkdir(parents=True, exist_ok=True)
    name = Path(upload.name or "file").name[-120:]
    arriving = folder / f"arriving-{os.getpid()}-{os.urandom(6).hex()}"
    try:
        digest, size = _write(upload, arriving, name)
        kept = folder / f"{digest}-{_safe_ending(name)}"
        arriving.replace(kept)
    finally:
        arriving.unlink(missing_ok=True)
    return KeptFile(str(kept.relative_to(settings.PORTAL_DATA)), name, size, digest, is_source)


def _write(upload: Upload, target: Path, name: str) -> tuple[str, int]:
    digest, size = hashlib.sha256(), 0
    with target.open("wb") as file:
        for piece in upload.chunks():
            size += len(piece)
            if size > MOST_BYTES:
                raise FileRefused(f"{name} is larger than {MOST_BYTES // 1_000_000} MB. Send a part of it.")
            digest.update(piece)
            file.write(piece)
        file.flush()
        os.fsync(file.fileno())
    if not size:
        raise FileRefused(f"{name} is empty (0 bytes). Choose it again.")
    return digest.hexdigest(), size


def _safe_ending(name: str) -> str:
    """The end of a file's name, in characters and of a length that every file system takes."""
    return get_valid_filename(f"x{name}").encode()[-60:].decode(errors="ignore")
