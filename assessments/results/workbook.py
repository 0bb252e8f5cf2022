"""A result as a workbook: numbers as numbers, and a chart of the dimensions.

Texts are written as texts, whatever they begin with: none becomes a formula or a link. One that a spreadsheet program
could still take for a formula once it is saved as CSV (it begins with = + - @) carries an apostrophe before it.
"""

from io import BytesIO
from typing import Any

import xlsxwriter

from assessments.results.presenting import Presented
from assessments.results.sheets import Sheet, Value, sheets

OPTIONS = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
LOOKS = {"text": "@", "count": "General", "level": "0.0", "change": "+0.0;−0.0;0.0", "share": "0 %"}
RISKY = ("=", "+", "-", "@", "\t", "\r")
LONGEST = 32_767
"""Characters that a cell holds."""


def workbook(shown: Presented) -> bytes:
    into = BytesIO()
    content, campaign = shown.content, shown.campaign
    with xlsxwriter.Workbook(into, OPTIONS) as book:
        told = {"title": f"Readiness result: {content.campaign}", "created": content.composed_at.replace(tzinfo=None)}
        book.set_properties(told)
        looks = {look: book.add_format({"num_format": code, "valign": "top"}) for look, code in LOOKS.items()}
        looks["text"].set_text_wrap()
        looks["head"] = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
        for sheet in sheets(content, shown.sha, campaign.organisation.timezone):
            page = book.add_worksheet(sheet.name)
            _write(page, sheet, looks)
            if sheet.name == "Dimensions" and sheet.rows:
                _chart(book, page, len(sheet.rows))
    return into.getvalue()


def _write(page: Any, sheet: Sheet, looks: dict[str, Any]) -> None:
    page.freeze_panes(1, 1)
    page.set_landscape()
    page.repeat_rows(0)
    page.fit_to_pages(1, 0)
    for place, column in enumerate(sheet.columns):
        page.set_column(place, place, column.width)
        page.write_string(0, place, column.head, looks["head"])
    for number, row in enumerate(sheet.rows, start=1):
        for place, value in enumerate(row):
            _cell(page, (number, place), value, looks[sheet.columns[place].look])
    if sheet.rows:
        page.autofilter(0, 0, len(sheet.rows), len(sheet.columns) - 1)


def _cell(page: Any, at: tuple[int, int], value: Value, look: Any) -> None:
    if value is None or value == "":
        page.write_blank(*at, None, look)
    elif isinstance(value, str):
        page.write_string(*at, guarded(value), look)
    else:
        page.write_number(*at, value, look)


def guarded(text: str) -> str:
    """A text that begins like a formula, with an apostrophe before it; cut where a cell ends."""
    return (f"'{text}" if text.startswith(RISKY) else text)[:LONGEST]


def _chart(book: Any, page: Any, count: int) -> None:
    """Levels as bars from zero, what is needed as marks beside them."""
    chart = book.add_chart({"type": "bar"})
    names = ["Dimensions", 1, 0, count, 0]
    blue, grey = {"color": "#2150b8"}, {"color": "#aab2bb"}
    for place, name, colour in ((1, "Level", blue), (2, "Needed", grey)):
        values = ["Dimensions", 1, place, count, place]
        chart.add_series({"name": name, "categories": names, "values": values, "fill": colour})
    chart.set_title({"name": "Level of each dimension, and the level needed"})
    chart.set_x_axis({"min": 0, "max": 5, "major_unit": 1, "name": "Level, 1 to 5"})
    chart.set_y_axis({"reverse": True})
    chart.set_legend({"position": "bottom"})
    chart.set_size({"width": 760, "height": 60 + 46 * count})
    page.insert_chart(
        count + 2, 0, chart, {"description": "Bars: the level of each dimension beside the level needed."}
    )
