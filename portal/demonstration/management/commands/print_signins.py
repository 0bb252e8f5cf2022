"""Prints who can sign in to the demonstration."""

from typing import Any

from django.core.management.base import BaseCommand

from portal.accounts.capabilities import Role
from portal.accounts.models import Organisation
from portal.accounts.tenancy import as_system
from portal.demonstration.people import SIGN_INS
from portal.demonstration.register import PASSWORD
from portal.demonstration.world import SLUG


class Command(BaseCommand):
    help = "Print the sign-ins of the demonstration organisation; nothing when there is none."

    def handle(self, *args: Any, **options: Any) -> None:
        with as_system():
            organisation = Organisation.objects.filter(slug=SLUG).first()
        if organisation is None:
            return
        self.stdout.write(f"{organisation.name} is a demonstration. Sign in as")
        for sign_in in SIGN_INS:
            of_vendor = f", {sign_in.vendor.capitalize()}" if sign_in.vendor else ""
            self.stdout.write(f"  {Role(sign_in.role).label + of_vendor:<22}{sign_in.email}")
        self.stdout.write(f"with the password: {PASSWORD}")
