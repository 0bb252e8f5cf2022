"""The benchmarks run and give their ratios; how fast the machine is at this moment is no test."""

import json
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from pytest_django import Settings

from portal.demonstration.benchmarks.measure import Ratio
from tests.cast import Cast

RATIOS = {
    "import": [
        "Import: first load",
        "Import: identical file again",
        "Import: same tickets in another file",
        "Import: one per cent changed",
    ],
    "clocks": ["Clock: intervals per second"],
    "rollup": ["Roll-up: one changed month"],
    "pages": [
        *("Overview: server time at 2,000 tickets", "Overview: server time"),
        *("Vendor: server time at 2,000 tickets", "Vendor: server time"),
    ],
}


@pytest.mark.parametrize("name", RATIOS)
def test_a_benchmark_gives_its_ratios_to_a_base_of_the_same_run(
    name: str, transactional_db: None, settings: Settings, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    settings.PORTAL_DATA = settings.MEDIA_ROOT = tmp_path
    call_command("bench", name, rows=2_000, json=True)
    found = json.loads(capsys.readouterr().out)
    assert [ratio["name"] for ratio in found] == RATIOS[name]
    assert all(ratio["ratio"] > 0 and ratio["base"] and ratio["goal"] for ratio in found)
    assert not list(tmp_path.glob("bench-*"))


def test_benchmarks_keep_away_from_a_database_in_use(cast: Cast) -> None:
    with pytest.raises(CommandError, match="holds organisations"):
        call_command("bench", "clocks", rows=10)


def test_an_unknown_benchmark_is_refused_with_the_names_of_those_there_are() -> None:
    with pytest.raises(CommandError, match=r"no benchmark speed\. There are import, clocks, rollup, pages"):
        call_command("bench", "speed")


def test_a_goal_is_a_ceiling_or_a_floor() -> None:
    assert Ratio("Load", 3.5, "COPY", 3.5).is_reached
    assert not Ratio("Load", 3.6, "COPY", 3.5).is_reached
    assert Ratio("Clock", 1_200, "theirs", 1_000, at_least=True).is_reached
    assert not Ratio("Clock", 999, "theirs", 1_000, at_least=True).is_reached
    assert str(Ratio("Load", 3.6444, "COPY", 3.5)) == "Load: 3.64 × COPY (goal at most 3.5: NOT reached)"
