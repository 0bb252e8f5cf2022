"""Checking an evidence file without the portal: what is wrong with it, and where. Needs no database and no Django.

What README.txt in the file does with openssl, unzip and sha256sum, and more: sizes, and rows counted again.
"""

import hashlib
import json
import lzma
import mmap
import struct
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from governance.evidence.archive import SIGNATURE
from governance.evidence.keys import fingerprint, read_public

UNLISTED = {"manifest.sha256", "manifest.sig"}
UNREADABLE = (
    *(zipfile.BadZipFile, zlib.error, lzma.LZMAError, struct.error),
    *(LookupError, ValueError, TypeError, AttributeError, OSError, EOFError, RuntimeError, OverflowError),
)
"""What a damaged ZIP and a damaged JSON make their readers raise."""


@dataclass
class Findings:
    """`wrong` says what does not hold, each with its place; empty: everything holds."""

    wrong: list[str] = field(default_factory=list)
    fingerprint: str = ""
    kinds: dict[str, int] = field(default_factory=dict)
    files: int = 0

    @property
    def holds(self) -> bool:
        return not self.wrong


def verify(path: Path, expected_fingerprint: str = "") -> Findings:
    """Check a file; with a fingerprint, also that it was signed with that key. Never raises for what is in the file."""
    findings = Findings()
    try:
        _check(path, expected_fingerprint.replace(" ", "").lower(), findings)
    except UNREADABLE as error:
        findings.wrong.append(f"The file cannot be read to its end as evidence: {error}")
    return findings


def _check(path: Path, expected: str, findings: Findings) -> None:
    with zipfile.ZipFile(path) as archive:
        pem = archive.read("public-key.pem")
        findings.fingerprint = fingerprint(pem)
        if expected and findings.fingerprint != expected:
            findings.wrong.append(f"It was signed with another key: {findings.fingerprint}")
        key = read_public(pem)
        if not _whole_is_signed(path, key):
            findings.wrong.append("The signature over the whole file (its last 64 bytes) does not hold")
        if not _holds(key, archive.read("manifest.sig"), archive.read("manifest.sha256")):
            findings.wrong.append("manifest.sig does not sign manifest.sha256")
        findings.wrong += _files(archive, findings)
        findings.wrong += _manifest(archive, findings)


def _whole_is_signed(path: Path, key: Ed25519PublicKey) -> bool:
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as whole:
        view = memoryview(whole)
        signed, signature = view[:-SIGNATURE], bytes(view[-SIGNATURE:])
        try:
            return _holds(key, signature, signed)
        finally:
            signed.release()
            view.release()


def _holds(key: Ed25519PublicKey, signature: bytes, signed: Any) -> bool:
    try:
        key.verify(signature, signed)
    except InvalidSignature:
        return False
    return True


def _files(archive: zipfile.ZipFile, findings: Findings) -> Iterator[str]:
    """Each file against its line, and files without one."""
    listed = dict(_line(line) for line in archive.read("manifest.sha256").decode().splitlines())
    names = archive.namelist()
    findings.files = len(listed)
    for name in sorted(listed.keys() - set(names)):
        yield f"{name} is missing"
    for name in sorted(set(names) - listed.keys() - UNLISTED):
        yield f"{name} is in the file and not in manifest.sha256"
    for name in sorted(name for name in set(names) if names.count(name) > 1):
        yield f"{name} is in the file more than once"
    for name in sorted(listed.keys() & set(names)):
        yield from _file(archive, name, listed[name])


def _line(line: str) -> tuple[str, str]:
    digest, _, name = line.partition("  ")
    return name, digest


def _file(archive: zipfile.ZipFile, name: str, sha256: str) -> Iterator[str]:
    try:
        with archive.open(name) as entry:
            found = hashlib.file_digest(entry, "sha256").hexdigest()  # type: ignore[arg-type]
    except UNREADABLE as error:
        place = archive.getinfo(name).header_offset
        yield f"{name} (from byte {place}) cannot be unpacked: {error}"
        return
    if found != sha256:
        yield f"{name} has changed: its SHA-256 is {found}, manifest.sha256 says {sha256}"


def _manifest(archive: zipfile.ZipFile, findings: Findings) -> Iterator[str]:
    """The counts that manifest.json tells, against the rows in the files."""
    manifest = json.loads(archive.read("manifest.json"))
    for kind in manifest["kinds"]:
        findings.kinds[kind["kind"]] = kind["rows"]
        rows = len(json.loads(archive.read(kind["json"]))["rows"])
        if rows != kind["rows"]:
            yield f"{kind['json']} has {rows} rows, manifest.json says {kind['rows']}"
    for told in manifest["files"]:
        size = archive.getinfo(told["name"]).file_size
        if size != told["size"]:
            yield f"{told['name']} has {size} bytes, manifest.json says {told['size']}"
