"""What governance has for the pack of a review."""

from collections.abc import Iterator

from governance.packs.actions import actions
from governance.packs.changes import changes
from governance.packs.decisions import decisions, not_held
from governance.packs.goals import goals
from governance.packs.portfolio import side_by_side
from portal.contributions.asked import Asked
from portal.contributions.pack import KEYS, Section


def sections(asked: Asked, cadence: str) -> Iterator[Section]:
    keys = KEYS[cadence]
    if asked.vendor_id is None:
        yield side_by_side(asked, cadence)
    if "changes" in keys:
        yield changes(asked)
    if "actions" in keys:
        yield actions(asked)
    if "decisions" in keys:
        yield decisions(asked)
    if "goals" in keys:
        yield goals(asked) if asked.vendor_id is None else not_held()
