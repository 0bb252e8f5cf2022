"""What reporting has for the pack of a review."""

from collections.abc import Iterator

from portal.contributions.asked import Asked
from portal.contributions.pack import KEYS, Section
from reporting.packs.cost import cost
from reporting.packs.figures import scene
from reporting.packs.performance import performance
from reporting.packs.trends import trends
from reporting.packs.volumes import quality, volumes
from reporting.periods import Grain


def sections(asked: Asked, cadence: str) -> Iterator[Section]:
    """Of the whole vendor, also where a contract is asked for: rollups know no contract.

    All providers side by side are governance's, which knows their actions too.
    """
    keys, shown = KEYS[cadence], scene(asked)
    months = shown if shown.period.grain is Grain.MONTH else scene(asked, Grain.MONTH)
    if "performance" in keys and asked.vendor_id is not None:
        yield performance(shown, months)
    if "volumes" in keys:
        yield volumes(shown)
    if "quality" in keys:
        yield quality(shown)
    if "trends" in keys:
        yield trends(months)
    if "cost" in keys:
        yield cost(shown, months)
