"""The key of evidence: made once, kept to its owner, given by the environment, changed without losing old files."""

import stat
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, generate_private_key
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from pytest_django import Settings

from governance.evidence import keys
from governance.evidence.verifying import verify
from tests.cast import Cast
from tests.governance.packing import built, ran, requested


def private_pem(key: Ed25519PrivateKey) -> str:
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode()


def test_many_at_once_make_one_key_that_only_its_owner_reads(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    with ThreadPoolExecutor(16) as together:
        made = set(together.map(lambda _: keys.public_pem(keys.signing_key(folder)), range(64)))
    assert len(made) == 1
    assert stat.S_IMODE((folder / keys.FILE).stat().st_mode) == 0o600
    assert [path.name for path in folder.iterdir()] == [keys.FILE]


def test_a_given_key_is_used_and_none_is_made(tmp_path: Path) -> None:
    key = Ed25519PrivateKey.generate()
    for given in (private_pem(key), private_pem(key).replace("\n", "\\n")):
        assert keys.public_pem(keys.signing_key(tmp_path, given)) == keys.public_pem(key)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "given", ["rubbish-secret", "-----BEGIN PRIVATE KEY-----\nc2VjcmV0\n-----END PRIVATE KEY-----"]
)
def test_a_key_that_is_none_is_refused_without_showing_it(tmp_path: Path, given: str) -> None:
    with pytest.raises(keys.KeyUnusable) as refused:
        keys.signing_key(tmp_path, given)
    assert "secret" not in str(refused.value)
    assert "c2VjcmV0" not in str(refused.value)


def test_a_key_of_another_kind_is_refused(tmp_path: Path) -> None:
    other = generate_private_key(SECP256R1())
    given = other.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode()
    with pytest.raises(keys.KeyUnusable, match="not an Ed25519 key"):
        keys.signing_key(tmp_path, given)


def test_after_a_change_of_keys_old_files_verify_with_the_key_they_carry(
    committed_cast: Cast, evidence_folder: Path, settings: Settings
) -> None:
    first = built(committed_cast)
    settings.EVIDENCE_KEY = private_pem(Ed25519PrivateKey.generate())
    second = built(committed_cast, purpose="After the change")
    assert first.pack.key_fingerprint != second.pack.key_fingerprint
    for evidence in (first, second):
        assert verify(evidence.path, evidence.pack.key_fingerprint).holds
        assert evidence.files["public-key.pem"].decode() == evidence.pack.public_key
    assert first.pack.content_sha256 == second.pack.content_sha256


def test_the_private_key_is_nowhere_in_the_file(committed_cast: Cast, evidence_folder: Path) -> None:
    evidence = built(committed_cast)
    secret = (evidence_folder / keys.FILE).read_text().splitlines()[1].encode()
    assert all(secret not in content and b"PRIVATE" not in content for content in evidence.files.values())
    assert secret not in evidence.path.read_bytes()


def test_a_key_that_cannot_be_used_fails_the_job_with_the_reason(
    committed_cast: Cast, evidence_folder: Path, settings: Settings
) -> None:
    settings.EVIDENCE_KEY = "rubbish"
    ended = ran(requested(committed_cast))
    assert ended.state == "failed"
    assert "The key for evidence cannot be read" in ended.reason


def test_checking_needs_no_django() -> None:
    asked = "import sys; import governance.evidence.verifying; print('django' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True)  # noqa: S603
    assert done.stdout.strip() == "False"
