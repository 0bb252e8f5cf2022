"""Creates the demonstration organisation, once."""

from typing import Any
from zoneinfo import ZoneInfo

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from portal.demonstration.create import DemonstrationFailed, create, is_wanted
from portal.demonstration.world import ZONE


class Command(BaseCommand):
    help = "Create the demonstration organisation with a year of tickets; does nothing when it is there."

    def handle(self, *args: Any, **options: Any) -> None:
        if not is_wanted():
            return
        self.stdout.write("Creating the demonstration …")
        try:
            create(timezone.now().astimezone(ZoneInfo(ZONE)).date(), self.stdout.write)
        except DemonstrationFailed as failure:
            raise CommandError(str(failure)) from failure
