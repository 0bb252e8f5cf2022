"""create_organisation SLUG --name … --timezone … --currency …"""

from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser

from portal.accounts.setup import create_organisation


class Command(BaseCommand):
    help = "Create an organisation with what every app needs to start."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("slug", help="its short name in commands, such as ashcombe")
        parser.add_argument("--name", help="the full name; the short one when left out")
        parser.add_argument("--timezone", default="Europe/Amsterdam", help="an IANA name")
        parser.add_argument("--currency", default="EUR", help="three capital letters")

    def handle(self, *args: Any, **options: Any) -> None:
        slug = options["slug"]
        try:
            create_organisation(slug, options["name"] or slug, options["timezone"], options["currency"])
        except ValidationError as refusal:
            raise CommandError(_in_words(refusal)) from None
        self.stdout.write(f"Created the organisation {slug}.")


def _in_words(refusal: ValidationError) -> str:
    """What is wrong, each sentence with the name of the argument it is about."""
    if not hasattr(refusal, "error_dict"):
        return " ".join(refusal.messages)
    return " ".join(f"{name}: {' '.join(said)}" for name, said in refusal.message_dict.items())
