"""The key that evidence is signed with: Ed25519, given by the environment or made once in the data folder."""

import hashlib
import os
from contextlib import suppress
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
    load_pem_public_key,
)

FILE = "evidence-key.pem"


class KeyUnusable(Exception):
    """The key that is given is none for Ed25519. The message never shows any of it."""


def signing_key(folder: Path, given: str = "") -> Ed25519PrivateKey:
    """The given key (PEM; line ends may be written as \\n), or the one of the folder, made there when it is missing."""
    pem = given.replace("\\n", "\n").encode() if given else _kept(folder)
    try:
        key = load_pem_private_key(pem, password=None)
    except (ValueError, TypeError):
        raise KeyUnusable(
            "The key for evidence cannot be read. It is a PEM file as openssl genpkey writes it."
        ) from None
    if not isinstance(key, Ed25519PrivateKey):
        raise KeyUnusable(
            "The key for evidence is not an Ed25519 key. Make one with: openssl genpkey -algorithm ed25519"
        )
    return key


def _kept(folder: Path) -> bytes:
    """The folder's key. Of several processes that find none, one makes it and all of them use that one."""
    place = folder / FILE
    if not place.exists():
        folder.mkdir(parents=True, exist_ok=True)
        made = folder / f".{FILE}-{os.getpid()}-{os.urandom(6).hex()}"
        try:
            _write(made, Ed25519PrivateKey.generate())
            with suppress(FileExistsError):
                place.hardlink_to(made)
        finally:
            made.unlink(missing_ok=True)
    return place.read_bytes()


def _write(place: Path, key: Ed25519PrivateKey) -> None:
    descriptor = os.open(place, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
        file.flush()
        os.fsync(file.fileno())


def public_pem(key: Ed25519PrivateKey) -> str:
    return key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode()


def fingerprint(pem: str | bytes) -> str:
    """SHA-256 of the public key's DER, as `openssl pkey -pubin -outform DER | sha256sum` says. ValueError: no key."""
    key = read_public(pem)
    return hashlib.sha256(key.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)).hexdigest()


def read_public(pem: str | bytes) -> Ed25519PublicKey:
    """ValueError when it is no public Ed25519 key."""
    key = load_pem_public_key(pem.encode() if isinstance(pem, str) else pem)
    if not isinstance(key, Ed25519PublicKey):
        raise TypeError("not an Ed25519 key")
    return key
