"""Packs on paper: what the page says, on pages that name themselves."""

import io
from datetime import date
from typing import Any

import pytest
from pypdf import PdfReader

from governance.packs.freezing import freeze
from governance.packs.paper import paper
from governance.packs.presented import presented
from tests.cast import Cast
from tests.governance.pack_world import NOW, a_full_october, a_notice, a_review, an_action


def read(data: bytes) -> PdfReader:
    return PdfReader(io.BytesIO(data))


def text_of(data: bytes) -> list[str]:
    return [" ".join(page.extract_text().split()) for page in read(data).pages]


def test_each_page_of_a_frozen_pack_names_the_pack_and_its_number(acting: Cast) -> None:
    a_full_october(acting)
    pack = freeze(a_review(acting, acting.orvane), "Vera", NOW)
    pages = text_of(bytes(pack.pdf))
    assert len(pages) > 1
    for number, page in enumerate(pages, start=1):
        assert f"Pack {pack.sha256[:4]} {pack.sha256[4:8]} · page {number} of {len(pages)}" in page
        assert "Draft" not in page
    assert "Orvane reports 3 of 3 levels met; the tickets confirm 1" in " ".join(pages)
    assert pack.sha256 in pages[-1].replace(" ", "")


def test_each_page_of_a_draft_says_that_it_is_one(acting: Cast) -> None:
    a_full_october(acting)
    shown = presented(a_review(acting, acting.orvane), acting["vendor_manager"], NOW)
    pages = text_of(shown.pdf())
    assert all("Draft" in page for page in pages)
    assert shown.file_name("pdf") == "pack-orvane-2026-11-12-draft.pdf"


def test_the_paper_is_tagged_and_has_its_title_and_language(acting: Cast) -> None:
    shown = presented(a_review(acting, acting.orvane), acting["vendor_manager"], NOW)
    root: Any = read(shown.pdf()).trailer["/Root"]
    assert root["/Lang"] == "en-GB"
    assert root["/MarkInfo"]["/Marked"]
    assert read(shown.pdf()).metadata.title == "Orvane, monthly review"  # type: ignore[union-attr]


def test_the_same_content_is_the_same_paper(acting: Cast) -> None:
    a_full_october(acting)
    content = presented(a_review(acting, acting.orvane), acting["vendor_manager"], NOW).content
    assert paper(content, "9" * 64) == paper(content, "9" * 64)


@pytest.mark.parametrize("cadence", ["weekly", "quarterly", "semi_annual", "once"])
def test_packs_of_every_cadence_go_on_paper(acting: Cast, cadence: str) -> None:
    a_full_october(acting)
    an_action(acting, acting.orvane, 'Typst #marks *and* "quotes" \\ <stay> as $typed$ _here_')
    a_notice(acting, acting.orvane, "Cologne opens", date(2026, 11, 1))
    for vendor in (acting.orvane, None):
        shown = presented(a_review(acting, vendor, cadence), acting["vendor_manager"], NOW)
        assert '#marks *and* "quotes"' in " ".join(text_of(shown.pdf()))
