"""First look at a file: what it is by its content (not by its name), unpacked, hashed and turned into UTF-8."""

import codecs
import gzip
import hashlib
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tickets.intake.refusals import FileRefused, Limits, in_megabytes

CHUNK = 1 << 20
UNPACKED, RECODED, NOTHING = SCRATCH = ("unpacked.csv", "recoded.csv", "nothing.tmp")
GZIP_RATIO = 1100  # deflate cannot do better than 1032 : 1; more is a chain of bombs
MAGIC = (
    (b"\x1f\x8b", "gzip"),
    (b"PK\x03\x04", "zip"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "ole"),
    (b"\x89PNG", "a PNG image"),
    (b"\xff\xd8\xff", "a JPEG image"),
    (b"GIF8", "a GIF image"),
    (b"%PDF", "a PDF document"),
    (b"7z\xbc\xaf\x27\x1c", "a 7-Zip archive"),
    (b"Rar!", "a RAR archive"),
    (b"SQLite format 3", "an SQLite database"),
)
SAVE_AS = "Export the tickets as CSV, CSV.GZ or XLSX and upload that file."


@dataclass(frozen=True)
class TextFile:
    """A delimited text file, ready to be read: UTF-8 (a BOM is allowed) at `path`."""

    path: Path
    encoding: str
    file_sha256: str
    unpacked_sha256: str
    size: int


def kind_of(path: Path, limits: Limits) -> str:
    """`text`, `gzip` or `zip` by the first bytes; FileRefused for everything that cannot hold a table."""
    size = path.stat().st_size
    if size == 0:
        raise FileRefused("The file is empty (0 bytes). Export it again and check that the filter finds tickets.")
    if size > limits.max_bytes:
        raise FileRefused(
            f"The file has {in_megabytes(size)}; at most {in_megabytes(limits.max_bytes)} are taken in at once. "
            "Split the export by period, or pack it as CSV.GZ."
        )
    with path.open("rb") as file:
        return _kind(file.read(4096))


def _kind(head: bytes) -> str:
    kind = next((name for magic, name in MAGIC if head.startswith(magic)), "text")
    if kind == "ole":
        raise FileRefused(
            "The workbook is encrypted with a password or in the old .xls format, which cannot be read. "
            "Save it as .xlsx without a password."
        )
    if kind.startswith(("a ", "an ")):
        raise FileRefused(f"The file is {kind}, not a table of tickets, whatever its name says. {SAVE_AS}")
    if kind == "text" and _is_binary(head):
        raise FileRefused(f"The file holds no text: its first bytes are binary data. {SAVE_AS}")
    return kind


def _is_binary(head: bytes) -> bool:
    if guess_utf16(head):
        return False
    control = sum(byte < 32 and byte not in b"\t\n\r\f\x1a" for byte in head)
    return b"\0" in head or control > len(head) // 20


def guess_utf16(head: bytes) -> str | None:
    """The UTF-16 flavour of these first bytes, or None; without a BOM by the position of the zero bytes."""
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    odd, even = head[1::2], head[0::2]
    if len(head) < 4 or b"\0" not in head:
        return None
    if odd.count(0) > 0.7 * len(odd) and even.count(0) == 0:
        return "utf-16-le"
    if even.count(0) > 0.7 * len(even) and odd.count(0) == 0:
        return "utf-16-be"
    return None


def sha256_of(path: Path) -> str:
    """SHA-256 of the file as it came, hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def unpacked_chunks(path: Path, limits: Limits) -> Iterator[bytes]:
    """The content of a plain or gzipped file in chunks; FileRefused when truncated, damaged or too large."""
    done = 0
    try:
        with gzip.open(path) if _starts_with(path, b"\x1f\x8b") else path.open("rb") as file:
            while chunk := file.read(CHUNK):
                done += len(chunk)
                _check_size(done, path.stat().st_size, limits)
                yield chunk
    except EOFError as error:
        raise FileRefused(
            f"The compressed file is cut off: it ends after {done:,} unpacked bytes in the middle of the data. "
            "Upload it again; if that does not help, export it again."
        ) from error
    except (gzip.BadGzipFile, zlib.error) as error:
        raise FileRefused(
            f"The compressed file is damaged after {done:,} unpacked bytes ({error}). Export it again."
        ) from error


def _starts_with(path: Path, magic: bytes) -> bool:
    with path.open("rb") as file:
        return file.read(len(magic)) == magic


def _check_size(done: int, packed: int, limits: Limits) -> None:
    if done > limits.max_unpacked or done > GZIP_RATIO * max(packed, CHUNK):
        raise FileRefused(
            f"Unpacked, the file has more than {in_megabytes(min(done, limits.max_unpacked))}; "
            f"at most {in_megabytes(limits.max_unpacked)} are taken in at once. Split the export by period."
        )


def prepare_text(path: Path, folder: Path, limits: Limits) -> TextFile:
    """Unpack and recode into `folder` where needed; a plain UTF-8 file is used where it lies.

    The encoding is decided on the whole content: UTF-16 by its BOM or zero bytes, else UTF-8 if every byte
    fits it, else Windows-1252, else Latin-1 (which fits always).
    """
    plain = folder / UNPACKED if _starts_with(path, b"\x1f\x8b") else None
    digest, survey, size = hashlib.sha256(), _Survey(), 0
    with (plain or folder / NOTHING).open("wb") as copy:
        for chunk in unpacked_chunks(path, limits):
            digest.update(chunk)
            survey.look_at(chunk)
            size += len(chunk)
            if plain:
                copy.write(chunk)
    if size == 0:
        raise FileRefused("The compressed file holds nothing. Export it again.")
    source, encoding = plain or path, survey.encoding()
    if encoding != "utf-8":
        source = _recode(source, folder / RECODED, encoding)
    file_sha = sha256_of(path) if plain else digest.hexdigest()
    return TextFile(source, encoding, file_sha, digest.hexdigest(), size)


class _Survey:
    """Watches the chunks go by and knows at the end how they are encoded."""

    def __init__(self) -> None:
        self._utf8: codecs.IncrementalDecoder | None = codecs.getincrementaldecoder("utf-8")()
        self._utf16: str | None = None
        self._cp1252 = True
        self._first = True

    def look_at(self, chunk: bytes) -> None:
        if self._first:
            if _kind(chunk[:4096]) != "text":
                raise FileRefused(f"The compressed file holds another packed file, not text. {SAVE_AS}")
            self._utf16, self._first = guess_utf16(chunk[:4096]), False
        if self._utf16 is None and b"\0" in chunk:
            raise FileRefused(f"The file holds binary data (zero bytes) amid its text. {SAVE_AS}")
        self._cp1252 = self._cp1252 and not any(byte in chunk for byte in (0x81, 0x8D, 0x8F, 0x90, 0x9D))
        if self._utf8 and not (chunk.isascii() and self._utf8.getstate()[0] == b""):
            self._decode(chunk)

    def _decode(self, chunk: bytes, *, final: bool = False) -> None:
        try:
            if self._utf8:
                self._utf8.decode(chunk, final)
        except UnicodeDecodeError:
            self._utf8 = None

    def encoding(self) -> str:
        if self._utf16:
            return self._utf16
        self._decode(b"", final=True)
        if self._utf8:
            return "utf-8"
        return "cp1252" if self._cp1252 else "latin-1"


def _recode(source: Path, target: Path, encoding: str) -> Path:
    decoder = codecs.getincrementaldecoder(encoding)()
    try:
        with source.open("rb") as read, target.open("wb") as write:
            while chunk := read.read(CHUNK):
                write.write(decoder.decode(chunk).encode())
            write.write(decoder.decode(b"", True).encode())
    except UnicodeError as error:
        raise FileRefused(
            f"The file begins as {encoding} text and ends as something else ({error}). {SAVE_AS}"
        ) from error
    return target
