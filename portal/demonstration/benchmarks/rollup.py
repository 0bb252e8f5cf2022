"""Rolling up the month that changed, with its weeks and its quarter, against all months from scratch."""

import statistics
from datetime import date

from django.utils import timezone

from portal.accounts.tenancy import acting_for
from portal.demonstration.benchmarks.ground import Ground, loaded_ground
from portal.demonstration.benchmarks.measure import Bench, Ratio, seconds_of
from reporting.rolling import roll_up_changes, start_over
from tickets.touching import touch

DIRTY = date(2025, 8, 1)
BASE = "roll-up of all 24 months"
REPEATED = 3


def run(bench: Bench) -> list[Ratio]:
    """Reading, computing and replacing rows, all of it in one transaction each."""
    bench.say(f"Loading {bench.rows:,} tickets")
    ground = loaded_ground(bench.rows, bench.folder)
    bench.say("Rolling up one month and all months")
    pairs = [(_one_month(ground), _everything(ground)) for _ in range(REPEATED)]
    one, everything = (statistics.median(times) for times in zip(*pairs, strict=True))
    return [Ratio("Roll-up: one changed month", one / everything, BASE, 1 / 7)]


def _one_month(ground: Ground) -> float:
    with acting_for(ground.organisation.pk):
        touch(ground.organisation.pk, [DIRTY])
    return _rolled(ground)


def _everything(ground: Ground) -> float:
    with acting_for(ground.organisation.pk):
        start_over(ground.organisation)
    return _rolled(ground)


def _rolled(ground: Ground) -> float:
    def roll_up() -> None:
        with acting_for(ground.organisation.pk):
            roll_up_changes(ground.organisation, timezone.now())

    return seconds_of(roll_up)
