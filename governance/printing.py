"""Documents on paper: a typst template of governance/typst/ and plain data make a PDF.

The same data, template and version of typst give the same bytes: the only time in a document is the one that is given.
What has to last is kept as bytes (packs, minutes), for the next version may set it otherwise.
"""

import json
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

import typst

TEMPLATES = Path(__file__).parent / "typst"


def pdf(template: str, data: Mapping[str, Any], at: datetime) -> bytes:
    """Set `template` (a name without ending); it reads `data` as JSON from the input of that name.

    `at` is the document's date (UTC, to the second). typst.TypstError when the template and the data do not fit.
    """
    made: bytes = typst.compile(
        str(TEMPLATES / f"{template}.typ"),
        root=str(TEMPLATES),
        font_paths=[str(TEMPLATES / "fonts")],
        ignore_system_fonts=True,
        sys_inputs={"data": json.dumps(data, ensure_ascii=False)},
        timestamp=int(at.timestamp()),
        format="pdf",
    )
    return made
