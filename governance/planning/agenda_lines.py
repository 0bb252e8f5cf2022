"""The agenda template of a series as people write it: a line per item, "Service levels, 15". No Django."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

_LINE = re.compile(r"^(?P<title>.+?)[\s,|;:]+(?P<minutes>\d{1,3})\s*(?:min|minutes)?\.?$")
MOST, LONGEST_TITLE, LONGEST = 30, 200, 240


def read(text: str, sections: Mapping[str, str]) -> list[dict[str, Any]] | None:
    """The items; None for no line. A title that is a section's is its item. ValueError with a sentence otherwise."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    if len(lines) > MOST:
        raise ValueError(f"An agenda has at most {MOST} items.")
    by_title = {title.lower(): section for section, title in sections.items()}
    return [_item(line, by_title) for line in lines] or None


def _item(line: str, by_title: Mapping[str, str]) -> dict[str, Any]:
    found = _LINE.match(line)
    if found is None:
        raise ValueError(f"“{line[:80]}” names no minutes. Write a line such as “Service levels, 15”.")
    title, minutes = found["title"].strip(), int(found["minutes"])
    if not 1 <= minutes <= LONGEST or len(title) > LONGEST_TITLE:
        raise ValueError(f"“{line[:80]}”: an item takes 1 to {LONGEST} minutes, its title {LONGEST_TITLE} letters.")
    return {"section": by_title.get(title.lower(), ""), "title": title, "minutes": minutes}


def write(items: Sequence[Mapping[str, Any]] | None) -> str:
    """The text that `read` reads back."""
    return "\n".join(f"{one['title']}, {one['minutes']}" for one in items or ())
