"""create_member EMAIL --organisation SLUG --role ROLE [--vendor NAME] [--password … | --password-stdin]"""

import sys
from typing import Any

from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.core.validators import validate_email
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from portal.accounts.capabilities import Role
from portal.accounts.declarations import vendor_names
from portal.accounts.invitations import Invitee, invite
from portal.accounts.memberships import AlreadyMember, HoldsRights, admit
from portal.accounts.models import Organisation, Person
from portal.accounts.tenancy import acting_for, as_system


class Command(BaseCommand):
    help = "Invite a person to an organisation, or make them a member at once when a password is given."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email")
        parser.add_argument("--organisation", required=True, metavar="SLUG")
        parser.add_argument("--role", required=True, choices=Role.values)
        parser.add_argument("--vendor", metavar="NAME", help="for the role provider: the vendor they belong to")
        parser.add_argument("--name", default="", help="their name; without a password they give it themselves")
        parser.add_argument("--origin", help="where the portal is reached, such as https://portal.example.com")
        password = parser.add_mutually_exclusive_group()
        password.add_argument("--password", help="others on this machine may see it; --password-stdin hides it")
        password.add_argument("--password-stdin", action="store_true", help="read the password's line from input")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["password_stdin"]:
            options["password"] = sys.stdin.readline().rstrip("\n")
        try:
            validate_email(options["email"])
            self.stdout.write(_carry_out(options))
        except ValidationError as refusal:
            raise CommandError(" ".join(refusal.messages)) from None
        except (AlreadyMember, HoldsRights) as known:
            raise CommandError(str(known)) from None


@transaction.atomic
def _carry_out(options: dict[str, Any]) -> str:
    organisation = _organisation(options["organisation"])
    with acting_for(organisation.pk, cause={"title": "create_member"}):
        vendor_id = _vendor(organisation, options["role"], options["vendor"])
        if options["password"] is None:
            invitee = Invitee(options["email"], options["role"], vendor_id)
            token = invite(organisation.pk, invitee, None, timezone.now())
            link = f"{_origin(options['origin'])}{reverse('accounts:invitation', args=[token])}"
            return f"{options['email']} can join by this link within 14 days:\n{link}"
        person = _new_person(options)
        admit(organisation.pk, person, options["role"], vendor_id)
    return f"{person.email} is a member of {organisation.slug} now."


def _organisation(slug: str) -> Organisation:
    with as_system():
        found = Organisation.objects.filter(slug=slug).first()
        if found is None:
            known = ", ".join(Organisation.objects.order_by("slug").values_list("slug", flat=True)) or "none yet"
            raise CommandError(f"There is no organisation {slug}. There are: {known}.")
        return found


def _vendor(organisation: Organisation, role: str, name: str | None) -> int | None:
    if (role == Role.PROVIDER) != bool(name):
        raise CommandError("The role provider needs --vendor NAME, and no other role takes it.")
    if not name:
        return None
    vendors = {label.lower(): key for key, label in vendor_names(organisation.pk).items()}
    try:
        return vendors[name.lower()]
    except KeyError:
        raise CommandError(f"{organisation.name} has no vendor {name}.") from None


def _new_person(options: dict[str, Any]) -> Person:
    email = options["email"].lower()
    if Person.objects.filter(email__iexact=email).exists():
        raise CommandError(f"{email} is known already. Leave the password out and send them the link.")
    name = options["name"] or email.partition("@")[0].replace(".", " ").title()
    validate_password(options["password"], Person(email=email, name=name))
    return Person.objects.create_user(email, options["password"], name=name)


def _origin(given: str | None) -> str:
    """Where the portal is reached: as told, as configured, or where bin/up last served this data folder."""
    origins: list[str] = settings.CSRF_TRUSTED_ORIGINS
    address = settings.PORTAL_DATA / "address"
    served = address.read_text() if address.is_file() else "http://localhost:8000"
    return (given or next(iter(origins), served)).rstrip("/")
