"""Check an evidence file: `manage.py verify_evidence FILE [--fingerprint …]`. Asks no database."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from governance.evidence.verifying import verify


class Command(BaseCommand):
    help = "Check an evidence file and say what is wrong with it, and where."
    requires_system_checks = ()
    requires_migrations_checks = False

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--fingerprint", default="", help="of the key that it has to be signed with")

    def handle(self, *args: Any, **options: Any) -> None:
        """CommandError (exit status 1) when anything does not hold."""
        if not options["file"].is_file():
            raise CommandError(f"There is no file {options['file']}.")
        findings = verify(options["file"], options["fingerprint"])
        if not findings.holds:
            raise CommandError("\n".join(["The file was changed or damaged:", *findings.wrong]))
        rows = sum(findings.kinds.values())
        self.stdout.write(f"All holds: {findings.files} files, {rows} rows of {len(findings.kinds)} kinds.")
        self.stdout.write(f"Signed with the key {findings.fingerprint}.")
        if not options["fingerprint"]:
            self.stdout.write("Compare it with the fingerprint on the portal's page Evidence.")
