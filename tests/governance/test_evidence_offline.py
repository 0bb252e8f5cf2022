"""An evidence file verifies offline by its own instructions, and no flipped bit in it stays unnoticed."""

import hashlib
import os
import random
import shutil
import subprocess
from io import StringIO
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.core.management import CommandError, call_command

from governance.evidence import explaining, keys
from governance.evidence.archive import SIGNATURE, Archive
from governance.evidence.verifying import verify
from governance.evidence.writing import Written, write
from portal.contributions.evidence import Collection, EvidenceFile
from tests.cast import Cast
from tests.governance.packing import built, everything_of

MISSING = [program for program in ("openssl", "unzip", "sha256sum") if shutil.which(program) is None]
# With CI=true they run all the same, and fail: a skip would hide that nothing was proved.
needs_programs = pytest.mark.skipif(
    bool(MISSING) and os.environ.get("CI") != "true",
    reason=f"NOT PROVED that evidence verifies offline: install {', '.join(MISSING)}.",
)
KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))


def follow(instructions: str, folder: Path) -> subprocess.CompletedProcess[str]:
    """Run the lines in a folder, stopping at the first that fails."""
    return subprocess.run(  # noqa: S603 - the lines of the README, as an auditor types them
        ["/bin/sh", "-e", "-c", instructions], cwd=folder, capture_output=True, text=True, check=False, timeout=60
    )


def commands_of(readme: str) -> str:
    """The block of commands in a README.txt."""
    after = readme.split("line by line:\n\n")[1]
    return after.split("\n\n")[0] + "\n"


@needs_programs
def test_its_own_instructions_find_it_whole(
    committed_cast: Cast, evidence_folder: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    everything_of(committed_cast)
    evidence = built(committed_cast)
    place = tmp_path_factory.mktemp("auditor")
    shutil.copy(evidence.path, place / "evidence.zip")
    commands = commands_of(evidence.files["README.txt"].decode())
    assert commands == explaining.COMMANDS
    done = follow(commands, place)
    assert done.returncode == 0, done.stderr
    assert done.stdout.count("Signature Verified Successfully") == 2
    assert done.stdout.startswith(evidence.pack.key_fingerprint)
    content = follow("grep -E '  (data|files)/' evidence/manifest.sha256 | sha256sum", place).stdout
    assert content.startswith(evidence.pack.content_sha256)
    assert not (evidence_folder / "evidence").joinpath("evidence").exists()


def a_small_file(place: Path) -> Path:
    """A file with rows, an enclosed file and explanations; no database is needed for it."""
    rows = [{"id": n, "title": f"Review {n}"} for n in range(40)]
    reviews = Collection(
        "reviews",
        "Reviews",
        "All of them.",
        "SELECT count(*) FROM governance_review",
        ("id", "title"),
        lambda: iter(rows),
        lambda: len(rows),
        lambda: iter([EvidenceFile("packs/one.pdf", lambda: bytes(range(256)) * 4)]),
    )

    def explained(_: Written) -> dict[str, str]:
        return {"README.txt": "Read me", "request.json": "{}"}

    write(place, [reviews], explained, KEY, lambda *_: None)
    return place


def with_bit_flipped(content: bytes, bit: int) -> bytes:
    flipped = bytearray(content)
    flipped[bit // 8] ^= 1 << (bit % 8)
    return bytes(flipped)


def chosen_bits(size: int, many: int) -> list[int]:
    """Bits at both ends, in the directory before the signature, and all over the file; the same in every run."""
    chance = random.Random(2026)  # noqa: S311 - which places are tried is no secret
    ends = [0, 7, 8 * (size - 1) + 7, 8 * (size - SIGNATURE), 8 * (size - SIGNATURE) - 1, 8 * (size - SIGNATURE - 2)]
    directory = [chance.randrange(8 * (size - 700), 8 * size) for _ in range(many // 3)]
    return [*ends, *directory, *(chance.randrange(8 * size) for _ in range(many))]


@needs_programs
def test_openssl_unzip_and_sha256sum_find_every_flipped_bit(tmp_path: Path) -> None:
    content = a_small_file(tmp_path / "whole.zip").read_bytes()
    (tmp_path / "evidence.zip").write_bytes(content)
    assert follow(explaining.COMMANDS, tmp_path).returncode == 0
    unnoticed = []
    for bit in chosen_bits(len(content), int(os.environ.get("FLIPPED_BITS", "60"))):
        place = tmp_path / f"bit-{bit}"
        place.mkdir(exist_ok=True)
        (place / "evidence.zip").write_bytes(with_bit_flipped(content, bit))
        if follow(explaining.COMMANDS, place).returncode == 0:
            unnoticed.append(bit)
    assert unnoticed == []


def test_the_portal_finds_flipped_bits_all_over_the_file(tmp_path: Path) -> None:
    content = a_small_file(tmp_path / "whole.zip").read_bytes()
    place = tmp_path / "flipped.zip"
    unnoticed = []
    for bit in chosen_bits(len(content), 400):
        place.write_bytes(with_bit_flipped(content, bit))
        if verify(place, keys.fingerprint(keys.public_pem(KEY))).holds:
            unnoticed.append(bit)
    assert unnoticed == []


def test_a_changed_file_is_named_with_its_sums(tmp_path: Path) -> None:
    whole = a_small_file(tmp_path / "whole.zip")
    assert verify(whole).wrong == []
    content = whole.read_bytes()
    # The rows are compressed, so that a flipped bit in them breaks the entry or its sum.
    at = content.index(b"data/reviews.csv") + len("data/reviews.csv") + 20
    whole.write_bytes(with_bit_flipped(content, 8 * at))
    findings = verify(whole)
    assert "The signature over the whole file (its last 64 bytes) does not hold" in findings.wrong
    assert any(wrong.startswith("data/reviews.csv") for wrong in findings.wrong)


def test_a_file_signed_again_with_another_key_is_found_by_the_fingerprint(tmp_path: Path) -> None:
    whole = a_small_file(tmp_path / "whole.zip")
    other = keys.fingerprint(keys.public_pem(Ed25519PrivateKey.generate()))
    assert verify(whole, other).wrong == [f"It was signed with another key: {keys.fingerprint(keys.public_pem(KEY))}"]


def test_a_file_that_was_added_or_left_out_is_named(tmp_path: Path) -> None:
    whole = tmp_path / "forged.zip"
    archive = Archive(whole)
    archive.add("public-key.pem", [keys.public_pem(KEY).encode()])
    archive.add("smuggled.txt", [b"x"])
    archive.add("manifest.json", [b'{"kinds":[],"files":[]}'])
    lines = f"{hashlib.sha256(b'x').hexdigest()}  data/lost.json\n".encode()
    archive.add("manifest.sha256", [lines])
    archive.add("manifest.sig", [KEY.sign(lines)])
    archive.seal(KEY)
    wrong = verify(whole).wrong
    assert "data/lost.json is missing" in wrong
    assert "smuggled.txt is in the file and not in manifest.sha256" in wrong


@pytest.mark.parametrize("content", [b"", b"PK", b"\x00" * 300, b"PK\x05\x06" + bytes(18)])
def test_what_is_no_evidence_at_all_is_said_to_be_none(tmp_path: Path, content: bytes) -> None:
    place = tmp_path / "other.zip"
    place.write_bytes(content)
    assert verify(place).wrong


def test_the_command_says_what_holds_and_what_does_not(tmp_path: Path) -> None:
    whole, said = a_small_file(tmp_path / "whole.zip"), StringIO()
    call_command("verify_evidence", str(whole), stdout=said)
    assert "40 rows of 1 kinds" in said.getvalue()
    whole.write_bytes(with_bit_flipped(whole.read_bytes(), 8000))
    with pytest.raises(CommandError, match="changed or damaged"):
        call_command("verify_evidence", str(whole))
    with pytest.raises(CommandError, match="no file"):
        call_command("verify_evidence", str(tmp_path / "nowhere.zip"))


def test_the_same_content_gives_the_same_bytes(tmp_path: Path) -> None:
    assert a_small_file(tmp_path / "a.zip").read_bytes() == a_small_file(tmp_path / "b.zip").read_bytes()
