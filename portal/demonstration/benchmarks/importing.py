"""An import from the kept file to the figures, against a bare COPY of the same file into columns of text."""

import os
import statistics
from contextlib import closing
from pathlib import Path
from typing import Any

import dj_database_url
import psycopg2
from django.db import connection

from portal.demonstration.benchmarks.ground import Ground, fresh_ground
from portal.demonstration.benchmarks.measure import Bench, Ratio, seconds_of
from portal.demonstration.bulk import generated_million, with_changes
from portal.demonstration.layouts import BULK_COLUMNS

BASE = "COPY of the file into a regular table of text columns"
COPIES = 3
REPEATED = 3


def run(bench: Bench) -> list[Ratio]:
    """First load, the identical file, its tickets in another file, one per cent changed; each with its roll-up.

    RuntimeError when an account of rows is not what the files hold.
    """
    bench.say(f"Generating {bench.rows:,} tickets")
    file = generated_million(bench.folder / "generated.csv", bench.rows)
    changed = with_changes(file)
    ground, copies = fresh_ground(), [_copy_seconds(file) for _ in range(COPIES)]
    bench.say("First load")
    first = _load(ground, file, new=bench.rows)
    copies.append(_copy_seconds(file))
    bench.say("The identical file again")
    again = [_load(ground, file, unchanged=bench.rows) for _ in range(REPEATED)]
    copies.append(_copy_seconds(file))
    bench.say("The same tickets in another file")
    other = _load(ground, _in_another_order(file), unchanged=bench.rows)
    bench.say("The file with one per cent changed")
    one_per_cent = _load(ground, changed, rows=bench.rows)
    copies.append(_copy_seconds(file))
    base = statistics.median(copies)
    same = sorted(again, key=sum)[REPEATED // 2]
    return [
        _ratio("First load", first, base, 3.5),
        _ratio("Identical file again", same, base, 1.5),
        _ratio("Same tickets in another file", other, base, 1.5),
        _ratio("One per cent changed", one_per_cent, base, 2.0),
    ]


def _in_another_order(file: Path) -> Path:
    """The same rows in a file of other bytes: it has to be read and compared, where the identical one need not."""
    header, rows = file.read_bytes().split(b"\n", 1)
    before, last = rows.rstrip(b"\n").rsplit(b"\n", 1)
    other = file.with_stem(f"{file.stem}-again")
    other.write_bytes(b"\n".join((header, last, before, b"")))
    return other


def _ratio(name: str, times: tuple[float, float], base: float, goal: float) -> Ratio:
    taken, rolled = times
    parts = {"import": taken / base, "roll-up": rolled / base}
    return Ratio(f"Import: {name.lower()}", (taken + rolled) / base, BASE, goal, parts=parts)


def _load(ground: Ground, file: Path, **expected: int) -> tuple[float, float]:
    """Seconds of an import and of its roll-up."""
    counts: dict[str, int] = {}
    taken = seconds_of(lambda: counts.update(ground.take_in(file)))
    rolled = seconds_of(ground.roll_up)
    rows = expected.pop("rows", None)
    if rows is not None:
        expected = {"read": rows, "new": 0, "rejected": 0}
    if any(counts[name] != value for name, value in expected.items()):
        raise RuntimeError(f"The import counted {counts} where {expected} was expected.")
    return taken, rolled


def _copy_seconds(file: Path) -> float:
    """Seconds of a bare COPY by the role that owns the tables: the application may not create any."""
    columns = ", ".join(f"{name} text" for name in BULK_COLUMNS)
    owner: dict[str, Any] = dict(dj_database_url.parse(os.environ["DATABASE_OWNER_URL"]))
    keys = {"user": "USER", "password": "PASSWORD", "host": "HOST", "port": "PORT"}
    connected = psycopg2.connect(
        dbname=connection.settings_dict["NAME"], **{key: owner[name] or None for key, name in keys.items()}
    )
    with closing(connected) as database, database.cursor() as cursor, file.open("rb") as content:

        def copy() -> None:
            cursor.execute(f"CREATE TABLE bare ({columns})")
            cursor.copy_expert("COPY bare FROM STDIN (FORMAT csv, HEADER)", content)
            database.commit()

        seconds = seconds_of(copy)
        cursor.execute("DROP TABLE bare")
        database.commit()
    return seconds
