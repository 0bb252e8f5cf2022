"""What a review has to speak about, as an app found it."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Line:
    """One thing behind a point, with its page and its figure as a reader sees it; both may be empty."""

    text: str
    url: str = ""
    figure: str = ""

    def as_dict(self) -> dict[str, str]:
        return {"text": self.text, "url": self.url, "figure": self.figure}


@dataclass(frozen=True)
class Point:
    """Something for the agenda. `source` names it within its app and is the same each time ("vendors.disputes").

    `section` is the part of a pack that shows its figures; `internal`: for our side alone. `urgency` orders points of
    one section, the highest first. `minutes` is the time box that is proposed.
    """

    source: str
    section: str
    title: str
    summary: str = ""
    lines: tuple[Line, ...] = ()
    url: str = ""
    minutes: int = 10
    urgency: int = 0
    internal: bool = False
