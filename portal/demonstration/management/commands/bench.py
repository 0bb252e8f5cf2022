"""Runs the benchmarks of docs/benchmarks.md; `bin/bench` gives them services of their own."""

import json
import shutil
import tempfile
from argparse import ArgumentParser
from importlib import import_module
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from portal.accounts.models import Organisation
from portal.accounts.tenancy import as_system
from portal.demonstration.benchmarks.measure import Bench, Ratio

NAMES = ("import", "clocks", "rollup", "pages")
MODULES = {"import": "importing"}
OURS = "benchmark-"


class Command(BaseCommand):
    help = "Run benchmarks and print ratios to a base measured in the same run. Needs a database of its own."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("names", nargs="*", metavar="NAME", help=f"of {', '.join(NAMES)}; all without one")
        parser.add_argument("--rows", type=int, default=1_000_000, help="tickets or intervals (1,000,000)")
        parser.add_argument("--json", action="store_true", help="print the ratios as a list of objects")

    def handle(self, *args: Any, **options: Any) -> None:
        names = options["names"] or NAMES
        unknown = sorted(set(names) - set(NAMES))
        if unknown:
            raise CommandError(f"There is no benchmark {', '.join(unknown)}. There are {', '.join(NAMES)}.")
        _refuse_a_database_in_use()
        ratios: list[Ratio] = []
        for name in names:
            ratios += self._run(name, options["rows"], quiet=options["json"])
        if options["json"]:
            self.stdout.write(json.dumps([ratio.as_dict() for ratio in ratios], indent=2))

    def _run(self, name: str, rows: int, *, quiet: bool) -> list[Ratio]:
        folder = Path(tempfile.mkdtemp(prefix="bench-", dir=_room()))
        try:
            bench = Bench(rows, folder, lambda text: self.stderr.write(f"{name}: {text} …"))
            ratios: list[Ratio] = import_module(f"portal.demonstration.benchmarks.{MODULES.get(name, name)}").run(bench)
        finally:
            shutil.rmtree(folder, ignore_errors=True)
        if not quiet:
            for ratio in ratios:
                self.stdout.write(str(ratio))
        return ratios


def _room() -> Path:
    settings.PORTAL_DATA.mkdir(parents=True, exist_ok=True)
    return Path(settings.PORTAL_DATA)


def _refuse_a_database_in_use() -> None:
    """Benchmarks leave organisations behind, which go with the database."""
    with as_system():
        others = Organisation.objects.exclude(slug__startswith=OURS)
        if others.exists():
            raise CommandError("This database holds organisations. Run bin/bench, which brings one of its own.")
