"""kpis --organisation SLUG --grain GRAIN [--from PERIOD] [--to PERIOD] [--by DIMENSION] [--kpi CODE …] [--json]"""

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from portal.accounts.models import Organisation
from portal.accounts.tenancy import acting_for, as_system
from portal.formats import ABSENT, thousands
from reporting.engine import BY
from reporting.figure_rows import FigureRow, Question, figure_rows, span_of
from reporting.kpis import CATALOGUE
from reporting.periods import Grain, UnknownPeriodError
from reporting.rolling import roll_up_changes


class Command(BaseCommand):
    help = "Print the figures of the KPI catalogue. Periods whose tickets changed are computed first."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--organisation", required=True, metavar="SLUG")
        parser.add_argument(
            "--grain", choices=[grain.value for grain in Grain], default="month", help="all: one figure over the range"
        )
        parser.add_argument("--from", dest="first", default="", metavar="PERIOD", help="2016-02, 2016-W09 or 2016-Q1")
        parser.add_argument(
            "--to", dest="last", default="", metavar="PERIOD", help="included; the last month if left out"
        )
        parser.add_argument("--by", choices=list(BY), help="one figure per vendor, service, site, priority or group")
        parser.add_argument(
            "--kpi", action="extend", nargs="+", choices=list(CATALOGUE), metavar="CODE", help="all if left out"
        )
        parser.add_argument("--json", action="store_true", help="print a JSON list and nothing else")

    def handle(self, *args: Any, **options: Any) -> None:
        rows = _answer(options)
        if options["json"]:
            self.stdout.write(json.dumps(rows, indent=1, ensure_ascii=False))
        elif rows:
            self.stdout.write(as_table(rows, options["by"]))
        else:
            self.stdout.write("There are no figures for these periods.")


def _answer(options: dict[str, Any]) -> list[FigureRow]:
    organisation = _organisation(options["organisation"])
    with acting_for(organisation.pk, cause={"title": "kpis"}):
        roll_up_changes(organisation, timezone.now())
        try:
            span = span_of(organisation, options["first"], options["last"])
        except UnknownPeriodError as error:
            raise CommandError(f"{error}.") from None
        if span is None:
            return []
        codes = options["kpi"] or list(CATALOGUE)
        return figure_rows(organisation, Question(Grain(options["grain"]), *span, options["by"], codes))


def _organisation(slug: str) -> Organisation:
    with as_system():
        try:
            return Organisation.objects.get(slug=slug)
        except Organisation.DoesNotExist:
            raise CommandError(f"There is no organisation {slug}.") from None


def as_table(rows: list[FigureRow], by: str | None) -> str:
    """The rows as lines of aligned columns; values with the decimals of the catalogue."""
    heads = ["period", *([by] if by else []), "kpi", "value", "unit", "numerator", "denominator", "count"]
    lines = [heads, *([_cell(row, head) for head in heads] for row in rows)]
    widths = [max(len(line[column]) for line in lines) for column in range(len(heads))]
    numbers = {"value", "numerator", "denominator", "count"}
    return "\n".join(
        "  ".join(
            text.rjust(width) if head in numbers else text.ljust(width)
            for head, text, width in zip(heads, line, widths, strict=True)
        ).rstrip()
        for line in lines
    )


def _cell(row: FigureRow, head: str) -> str:
    kpi = CATALOGUE[row["kpi"]]
    if head == "unit":
        return kpi.unit
    if head == "value":
        return thousands(row["value"], max(kpi.decimals, 1) if kpi.unit != "tickets" else 0)
    if head in ("numerator", "denominator", "count"):
        return thousands(row[head])
    return ABSENT if row[head] is None else str(row[head])
