"""Setting up: an organisation with what every app needs to start, and its first administrator."""

from dataclasses import dataclass

from django.db import connection, transaction

from portal.accounts.capabilities import Role
from portal.accounts.declarations import prepare_new
from portal.accounts.memberships import admit
from portal.accounts.models import Membership, Organisation, Person
from portal.accounts.tenancy import acting_for, as_system


@dataclass(frozen=True)
class Administrator:
    """Who keeps a new organisation's people and settings."""

    name: str
    email: str
    password: str


def has_no_organisation() -> bool:
    """Whether nobody has set up anything in this installation yet."""
    with as_system():
        return not Organisation.objects.exists()


@transaction.atomic
def create_organisation(slug: str, name: str, timezone: str, currency: str) -> Organisation:
    """Create an organisation and let every app prepare it. ValidationError names what cannot be."""
    organisation = Organisation(slug=slug, name=name, timezone=timezone, currency=currency)
    with as_system({"title": "Set-up"}):
        organisation.full_clean()
        organisation.save()
    with acting_for(organisation.pk, cause={"title": "Set-up"}):
        prepare_new(organisation)
    return organisation


@transaction.atomic
def create_first(organisation: dict[str, str], administrator: Administrator) -> Membership | None:
    """Create the installation's first organisation and its administrator; None when someone was faster."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('retained.first_organisation'))")
    if not has_no_organisation():
        return None
    created = create_organisation(**organisation)
    person = Person.objects.create_user(administrator.email, administrator.password, name=administrator.name)
    with acting_for(created.pk, cause={"person": person.pk, "name": str(person), "title": "Set-up"}):
        return admit(created.pk, person, Role.ADMINISTRATOR, None)
