"""A result as PDF and workbook, read back: marked as draft, or with its hash; numbers as numbers; no formulas."""

import io
import re
import zipfile
from dataclasses import replace
from typing import Any

import pytest
from pypdf import PdfReader
from python_calamine import CalamineWorkbook

from assessments.models import CampaignResult
from assessments.results.composing import compose
from assessments.results.paper import paper
from assessments.results.presenting import Presented, presented
from assessments.results.workbook import guarded, workbook
from tests.assessments.surveys import CLOSED, OPENED, a_campaign, a_survey, answered, asked, closed
from tests.cast import Cast

HOSTILE = '=HYPERLINK("http://evil.example","open")'


def text_of(pdf: bytes) -> str:
    return " ".join(" ".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages).split())


def sheet(book: bytes, name: str) -> list[list[Any]]:
    return CalamineWorkbook.from_filelike(io.BytesIO(book)).get_sheet_by_name(name).to_python()


def test_a_frozen_pdf_carries_title_language_and_hash(acting: Cast) -> None:
    shown = presented(closed(a_survey(acting)), CLOSED)
    reader = PdfReader(io.BytesIO(paper(shown)))
    assert reader.metadata is not None
    assert reader.metadata.title == "Readiness result: Before renewal"
    assert str(reader.root_object["/Lang"]) == "en-GB"
    said = text_of(paper(shown))
    assert shown.sha[:32] in said.replace(" ", "")
    assert "All two dimensions are at the level needed to outsource more" in said
    assert "Completed 30 Oct 2026" in said
    assert "Draft" not in said
    assert 2 <= len(reader.pages) <= 6


def test_a_draft_is_marked_on_each_page(acting: Cast) -> None:
    pdf = PdfReader(io.BytesIO(paper(presented(a_survey(acting), OPENED))))
    assert all("Draft" in page.extract_text() for page in pdf.pages)
    assert "As of now: 1 of 3 people finished" in text_of(
        paper(presented(a_survey(acting, title="B"), OPENED))
    ).replace("\u00a0", " ")


def test_the_same_frozen_result_is_the_same_pdf(acting: Cast) -> None:
    campaign = closed(a_survey(acting))
    assert paper(presented(campaign, CLOSED)) == paper(presented(campaign, OPENED))


def test_paper_stands_hostile_names_and_an_empty_campaign(acting: Cast) -> None:
    campaign = a_campaign(acting, title="#let x = 1 <script> \x07 $ \\")
    assert "#let x = 1" in text_of(paper(Presented(campaign, compose(campaign, OPENED), None)))


def test_the_workbook_has_its_sheets_with_numbers_as_numbers(acting: Cast) -> None:
    shown = presented(closed(a_survey(acting)), CLOSED)
    book = workbook(shown)
    names = CalamineWorkbook.from_filelike(io.BytesIO(book)).sheet_names
    assert names == [
        *("Summary", "Dimensions", "Questions", "Answers", "Findings", "Measured beside claimed", "Recommendations"),
    ]
    facts = {row[0]: row[1] for row in sheet(book, "Summary")}
    assert facts["SHA-256 of the result"] == CampaignResult.objects.get().sha256
    assert (facts["State"], facts["People asked"]) == ("Frozen", 3.0)
    head, ownership, _ = sheet(book, "Dimensions")
    assert dict(zip(head, ownership, strict=True))["Level"] == pytest.approx(3.0)
    assert dict(zip(head, ownership, strict=True))["Coverage"] == pytest.approx(6 / 6)


def test_no_data_is_an_empty_cell_and_never_a_zero(acting: Cast) -> None:
    campaign = a_campaign(acting)
    answered(asked(campaign, acting["it_leader"]), own_decisions=None)
    head, ownership, _ = sheet(workbook(presented(campaign, OPENED)), "Dimensions")
    said = dict(zip(head, ownership, strict=True))
    assert (said["Level"], said["Before"], said["Change"], said["Not known"]) == ("", "", "", 1.0)


def test_heads_stay_in_view_and_the_dimensions_have_a_chart(acting: Cast) -> None:
    with zipfile.ZipFile(io.BytesIO(workbook(presented(a_survey(acting), OPENED)))) as book:
        assert "xl/charts/chart1.xml" in book.namelist()
        pages = [book.read(f"xl/worksheets/sheet{number}.xml").decode() for number in range(1, 8)]
    assert all('state="frozen"' in page for page in pages)


def test_a_text_that_begins_like_a_formula_stays_a_text(acting: Cast) -> None:
    campaign = a_campaign(acting, title=HOSTILE)
    answered(asked(campaign, acting["it_leader"], name="@evil"), HOSTILE, own_decisions=2)
    book = workbook(presented(campaign, OPENED))
    assert {row[0]: row[1] for row in sheet(book, "Summary")}["Assessment"] == f"'{HOSTILE}"
    head, *rows = sheet(book, "Answers")
    row = dict(zip(head, rows[0], strict=True))
    assert (row["Name"], row["Comment"]) == ("'@evil", f"'{HOSTILE}")
    with zipfile.ZipFile(io.BytesIO(book)) as parts:
        everything = "".join(
            parts.read(name).decode() for name in parts.namelist() if name.startswith("xl/worksheets/")
        )
    assert not re.search(r"<f>|<hyperlink", everything)


@pytest.mark.parametrize("text", ["=1", "+1", "-1", "@x", "\t=1", "\r=1"])
def test_what_a_spreadsheet_could_run_is_guarded(text: str) -> None:
    assert guarded(text) == f"'{text}"


def test_a_draft_workbook_says_so(acting: Cast) -> None:
    facts = {row[0]: row[1] for row in sheet(workbook(presented(a_survey(acting), OPENED)), "Summary")}
    assert facts["State"] == "Draft: as of now"
    assert facts["SHA-256 of the result"] == "There is one once the assessment is closed"


def test_a_comment_longer_than_a_cell_is_cut_and_the_rest_of_the_workbook_stands(acting: Cast) -> None:
    shown = presented(a_survey(acting), OPENED)
    content = shown.content
    first = content.questions[0]
    long = replace(first, given=(replace(first.given[0], comment="x" * 40_000), *first.given[1:]))
    rows = sheet(
        workbook(replace(shown, content=replace(content, questions=(long, *content.questions[1:])))), "Answers"
    )
    assert max(len(str(cell)) for row in rows for cell in row) == 32_767
