"""Whether openings and moves of offices were ready on their day. No Django.

A judgement goes before everything else: an office that every provider was judged ready for was ready, however late
notice was given. Where nobody judged, the checklist and the notice tell.
"""

from dataclasses import dataclass
from datetime import date

FEWEST = 2
WITHIN_DAYS = 730


@dataclass(frozen=True)
class NoticeFacts:
    """What is known of a notice. `unfinished`: lines of its checklist that were still open when the day was over."""

    ready: bool | None
    unfinished: int
    days_late: int


@dataclass(frozen=True)
class Opening:
    """An opening or a move that took effect, with the notices of it that stand."""

    key: int
    title: str
    day: date
    notices: tuple[NoticeFacts, ...]

    @property
    def is_known(self) -> bool:
        """Without a notice nothing is known of it."""
        return bool(self.notices)

    @property
    def reasons(self) -> tuple[str, ...]:
        """Why it was not ready on its day, in words; none: it was."""
        judged = [one.ready for one in self.notices if one.ready is not None]
        if judged:
            return () if all(judged) else ("a provider was not ready",)
        found = []
        if lines := sum(one.unfinished for one in self.notices):
            found.append(f"{lines} {'line' if lines == 1 else 'lines'} of the checklist open")
        if days := max((one.days_late for one in self.notices), default=0):
            found.append(f"notice {days} {'day' if days == 1 else 'days'} late")
        return tuple(found)

    @property
    def is_late(self) -> bool:
        return bool(self.reasons)
