"""A file that cannot be taken in is refused with a sentence that says what, where and what to do."""

import gzip
import io
import zipfile
from pathlib import Path

import pytest
import xlsxwriter

from tests.tickets.intake.files import HEADER, csv_text, taken_in, written
from tickets.intake.preview import preview_here
from tickets.intake.refusals import FileRefused, Limits

GOOD = csv_text([("INC1", "2026-01-05 10:00", "", "New", "Desk")] * 3)
TICKET = "INC1,2026-01-05 10:00,,New,Desk\n"
PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00"


def zipped(entries: dict[str, bytes]) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in entries.items():
            archive.writestr(name, content)
    return packed.getvalue()


def marked_encrypted(content: bytes) -> bytes:
    """The same archive with the flag of encryption set in its packing list."""
    at = content.index(b"PK\x01\x02") + 8
    return content[:at] + bytes([content[at] | 1]) + content[at + 1 :]


BOMB = zipped({"xl/workbook.xml": b"<workbook/>", "xl/worksheets/sheet1.xml": b"0" * 30_000_000})
CASES = {
    "an empty file": (b"", "is empty .0 bytes."),
    "only line ends": (b"\n\n\n", "only empty lines"),
    "a header alone": (b"Number,Opened,State\n", r"header \(row 1\) and no row below"),
    "a wrong delimiter": (b"Number^Opened^State\nINC1^2026-01-05^New\n", "Row 1 has one column only"),
    "no header": (TICKET.encode() * 3, "no header: row 1, column 2 holds '2026-01-05 10:00'"),
    "an image named .csv": (PNG, "is a PNG image, not a table of tickets"),
    "a PDF named .csv": (b"%PDF-1.7\n...", "is a PDF document"),
    "binary data": (bytes(range(256)) * 20, "holds no text"),
    "zero bytes amid text": (GOOD.encode() * 200 + b"\0", "binary data"),
    "a truncated gzip": (gzip.compress(GOOD.encode() * 500)[:60], "compressed file is cut off"),
    "a damaged gzip": (b"\x1f\x8b\x08\x00" + b"rubbish" * 9, "compressed file is damaged"),
    "a gzip of an image": (gzip.compress(PNG), "is a PNG image"),
    "an empty gzip": (gzip.compress(b""), "holds nothing"),
    "duplicate headers": (b"Number,Opened,State,Opened\n" + TICKET.encode(), r"'Opened' \(columns 2, 4\)"),
    "an encrypted workbook": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "encrypted with a password"),
    "an encrypted archive": (marked_encrypted(zipped({"xl/workbook.xml": b"<w/>"})), "encrypted"),
    "a zip bomb": (BOMB, "would unpack to 29 MB"),
    "an archive": (zipped({"tickets.csv": GOOD.encode()}), "zip archive, not a workbook"),
    "a truncated workbook": (BOMB[:300], "cut off or damaged"),
    "a hollow workbook": (zipped({"xl/workbook.xml": b"<workbook/>"}), "workbook cannot be read"),
    "an open quotation mark": (GOOD.encode() + b'INC9,"2026', "Row 5 cannot be divided into cells"),
    "no ticket number": (b"Opened,State\n2026-01-05 10:00,New\n", "expects columns .* Number"),
    "ambiguous dates": (csv_text([("A", "3/4/2026 1:00", "", "", "")]).encode(), "day first or month first"),
}


@pytest.mark.parametrize("case", CASES)
def test_a_file_that_cannot_be_read_is_refused_with_what_where_and_a_remedy(tmp_path: Path, case: str) -> None:
    content, message = CASES[case]
    with pytest.raises(FileRefused, match=message) as refusal:
        taken_in(written(tmp_path, content))
    assert str(refusal.value).endswith("."), "a full sentence"


@pytest.mark.parametrize("case", ["an empty file", "a header alone", "a wrong delimiter", "an image named .csv"])
def test_the_preview_refuses_what_the_import_refuses(tmp_path: Path, case: str) -> None:
    content, message = CASES[case]
    with pytest.raises(FileRefused, match=message):
        preview_here(written(tmp_path, content), Limits())


def test_a_file_above_the_limit_is_refused_by_its_size(tmp_path: Path) -> None:
    with pytest.raises(FileRefused, match="at most 1 MB"):
        taken_in(written(tmp_path, GOOD), limits=Limits(max_bytes=10))


def test_a_gzip_bomb_is_refused_before_it_is_unpacked(tmp_path: Path) -> None:
    bomb = written(tmp_path, gzip.compress(b"a,b\n" * 5_000_000))
    with pytest.raises(FileRefused, match="has more than 2 MB"):
        taken_in(bomb, limits=Limits(max_unpacked=2 * 1024 * 1024))


def test_an_empty_workbook_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "empty.xlsx"
    with xlsxwriter.Workbook(path) as book:
        book.add_worksheet()
    with pytest.raises(FileRefused, match="none of its sheets holds a cell"):
        taken_in(path)


def test_a_workbook_with_a_header_alone_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "header.xlsx"
    with xlsxwriter.Workbook(path) as book:
        book.add_worksheet().write_row(0, 0, HEADER)
    with pytest.raises(FileRefused, match="no row below it"):
        taken_in(path)


def test_an_unknown_mapping_is_refused_by_name(tmp_path: Path) -> None:
    with pytest.raises(FileRefused, match="no mapping 'remedy'. Built in are servicenow, "):
        taken_in(written(tmp_path, GOOD), "remedy")
