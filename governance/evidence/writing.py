"""One evidence file, from the rows of all apps to the signature at its end."""

import hashlib
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from governance.evidence import keys, manifest, tables
from governance.evidence.archive import Archive
from governance.evidence.manifest import KindWritten
from portal.contributions.evidence import Collection, EvidenceFile

PIECE = 1 << 16

Progress = Callable[[int, int, str], None]
Pages = Callable[["Written"], Mapping[str, str]]


class CountsDiffer(Exception):
    """What was written and what the database counts by itself do not agree. The message names the kind."""


@dataclass
class Written:
    """What a file holds. `problems` are kept files that are gone or changed, each in a sentence."""

    kinds: list[KindWritten] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    content_sha256: str = ""

    @property
    def counts(self) -> dict[str, int]:
        return {kind.kind: kind.rows for kind in self.kinds}


def write(
    path: Path, collections: list[Collection], explained: Pages, signed_by: Ed25519PrivateKey, progress: Progress
) -> Written:
    """Write the file at `path`, which must not exist. CountsDiffer or TooLarge leave it unfinished: remove it."""
    archive, written = Archive(path), Written()
    try:
        for number, collection in enumerate(collections):
            progress(number, len(collections), collection.title)
            written.kinds.append(_kind(archive, collection, written.problems))
        written.content_sha256 = manifest.content_sha256(archive.entries)
        for name, text in explained(written).items():
            archive.add(name, [text.encode()])
        _manifest(archive, written, signed_by)
        archive.seal(signed_by)
    finally:
        archive.close()
    return written


def _kind(archive: Archive, collection: Collection, problems: list[str]) -> KindWritten:
    name = collection.kind
    with tempfile.TemporaryFile("w+", encoding="utf-8", newline="") as aside:
        counter = _Counter(aside, tables.CsvLines(collection.columns))
        rows = tables.teed(collection.rows(), counter.take)
        archive.add(f"data/{name}.json", _encoded(tables.as_json(name, collection.columns, rows)))
        counted = collection.count()
        if counted != counter.rows:
            raise CountsDiffer(
                f"{collection.title}: {counter.rows} rows were read and an independent count says {counted}."
            )
        aside.seek(0)
        archive.add(f"data/{name}.csv", _encoded(iter(lambda: aside.read(PIECE), "")))
    files = tuple(_files(archive, collection, problems))
    texts = (collection.title, collection.about, collection.query)
    return KindWritten(name, *texts, tuple(collection.columns), counter.rows, files)


class _Counter:
    """Writes each row as CSV on its way and counts it."""

    def __init__(self, file: IO[str], lines: tables.CsvLines) -> None:
        self.rows, self._file, self._lines = 0, file, lines
        file.write(lines.head())

    def take(self, row: Mapping[str, Any]) -> None:
        self.rows += 1
        self._file.write(self._lines.line(row))


def _encoded(texts: Iterable[str]) -> Iterator[bytes]:
    return (text.encode() for text in texts)


def _files(archive: Archive, collection: Collection, problems: list[str]) -> Iterator[str]:
    """Names of the files written. One that is gone is told and left out; one that has changed is told and written."""
    for file in collection.files():
        name = f"files/{manifest.safe_name(file.name)}"
        try:
            content = file.read()
        except FileNotFoundError:
            problems.append(f"{name} is gone from the data folder; its SHA-256 was {file.sha256}.")
            continue
        archive.add(name, [content])
        problems.extend(_changed(file, name, content))
        yield name


def _changed(file: EvidenceFile, name: str, content: bytes) -> Iterator[str]:
    found = hashlib.sha256(content).hexdigest()
    if file.sha256 and found != file.sha256:
        yield f"{name} is not what was kept: its SHA-256 is {found}, the one noted is {file.sha256}."


def _manifest(archive: Archive, written: Written, key: Ed25519PrivateKey) -> None:
    """The manifest over all files before it, its lines for sha256sum, and the signature over those."""
    public = keys.public_pem(key)
    archive.add("public-key.pem", [public.encode()])
    files = [{"name": e.name, "size": e.size, "sha256": e.sha256} for e in archive.entries]
    told = {
        "format": manifest.FORMAT,
        "content_sha256": written.content_sha256,
        "signed_with": keys.fingerprint(public),
        "problems": written.problems,
        "kinds": [kind.told() for kind in written.kinds],
        "files": sorted(files, key=lambda file: str(file["name"])),
    }
    archive.add("manifest.json", [tables.indented(told).encode()])
    lines = manifest.lines(archive.entries).encode()
    archive.add("manifest.sha256", [lines])
    archive.add("manifest.sig", [key.sign(lines)])
