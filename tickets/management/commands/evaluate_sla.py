"""evaluate_sla --organisation SLUG --contract REF --period 2026-10 [--vendor NAME] [--json]"""

import json
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from portal.accounts.models import Organisation
from portal.accounts.tenancy import acting_for, as_system
from tickets.levels.measuring import measure
from tickets.levels.told import LevelRow, as_table, level_rows
from vendors.levels.attainment import InvalidTerms
from vendors.models import Contract


class Command(BaseCommand):
    help = "Measure the service levels of a contract for a month, keep the figures, and print them."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--organisation", required=True, metavar="SLUG")
        parser.add_argument("--contract", required=True, metavar="REF", help="the contract's reference")
        parser.add_argument("--vendor", metavar="NAME", help="where two vendors use the same reference")
        parser.add_argument("--period", required=True, metavar="MONTH", help="such as 2026-10")
        parser.add_argument("--json", action="store_true", help="print a JSON list and nothing else")

    def handle(self, *args: Any, **options: Any) -> None:
        rows = _answer(options)
        if options["json"]:
            self.stdout.write(json.dumps(rows, indent=1, ensure_ascii=False))
        elif rows:
            self.stdout.write(as_table(rows))
        else:
            self.stdout.write("No service level of this contract is valid in this month.")


def _answer(options: dict[str, Any]) -> list[LevelRow]:
    month = _month(options["period"])
    organisation = _organisation(options["organisation"])
    with acting_for(organisation.pk, cause={"title": "evaluate_sla"}):
        contract = _contract(organisation, options["contract"], options["vendor"])
        try:
            period = measure(contract, month, timezone.now())
        except InvalidTerms as error:
            raise CommandError(f"{error} Correct the service level, then evaluate again.") from None
        return level_rows(period)


def _month(text: str) -> date:
    try:
        year, month = text.split("-")
        return date(int(year), int(month), 1)
    except ValueError:
        raise CommandError(f"“{text}” is not a month: write 2026-10.") from None


def _organisation(slug: str) -> Organisation:
    with as_system():
        try:
            return Organisation.objects.get(slug=slug)
        except Organisation.DoesNotExist:
            raise CommandError(f"There is no organisation {slug}.") from None


def _contract(organisation: Organisation, reference: str, vendor: str | None) -> Contract:
    contracts = Contract.objects.of_organisation(organisation).select_related("organisation", "vendor")
    known = [one for one in contracts if vendor is None or one.vendor.name.lower() == vendor.lower()]
    found = [one for one in known if one.reference.lower() == reference.lower()]
    if len(found) == 1:
        return found[0]
    if found:
        names = ", ".join(sorted(one.vendor.name for one in found))
        raise CommandError(f"Several vendors have a contract {reference}: {names}. Say which with --vendor.")
    there = ", ".join(sorted(one.reference for one in known)) or "none"
    whose = f" of {vendor}" if vendor else ""
    raise CommandError(f"There is no contract {reference}{whose} in {organisation.slug}. There are: {there}.")
