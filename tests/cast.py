"""The fixed cast: who is who in the tests."""

from dataclasses import dataclass, field
from functools import cache

from django.contrib.auth.hashers import make_password

from portal.accounts.capabilities import Role
from portal.accounts.models import Membership, Organisation, Person
from portal.accounts.tenancy import acting_for, as_system
from vendors.models import Service, Vendor

PASSWORD = "correct horse battery staple"


@dataclass
class Cast:
    """An organisation with two vendors and one member per role, and another organisation with its own."""

    organisation: Organisation
    elsewhere: Organisation
    orvane: Vendor
    tessel: Vendor
    desk: Service
    network: Service
    foreign_vendor: Vendor
    members: dict[str, Membership] = field(default_factory=dict)
    rival: Membership = field(init=False)
    outsider: Membership = field(init=False)
    stranger: Person = field(init=False)

    def __getitem__(self, role: str) -> Membership:
        return self.members[role]


@cache
def _hashed() -> str:
    """Hashing is slow on purpose; once is enough for a cast."""
    return make_password(PASSWORD)


def make_person(name: str, host: str = "ashcombe.example") -> Person:
    """A person who signs in with PASSWORD; their address is first.last@host."""
    person = Person(email=f"{name.lower().replace(' ', '.')}@{host}", name=name)
    person.password = _hashed()
    person.save()
    return person


def make_cast() -> Cast:
    with as_system():
        ours = Organisation.objects.create(slug="ashcombe", name="Ashcombe Group", timezone="Europe/Amsterdam")
        theirs = Organisation.objects.create(slug="brackwater", name="Brackwater", timezone="Europe/Berlin")
    with acting_for(ours.pk):
        orvane = Vendor.objects.create(organisation=ours, name="Orvane")
        tessel = Vendor.objects.create(organisation=ours, name="Tessel")
        desk = Service.objects.create(organisation=ours, vendor=orvane, name="Service desk")
        network = Service.objects.create(organisation=ours, vendor=tessel, name="Office network")
        members = {str(role): _member(ours, role, orvane) for role in Role}
        rival = Membership.objects.create(
            organisation=ours,
            person=make_person("Rita Rival", "tessel.example"),
            role=Role.PROVIDER,
            vendor_id=tessel.pk,
        )
    with acting_for(theirs.pk):
        foreign = Vendor.objects.create(organisation=theirs, name="Orvane")
        outsider = Membership.objects.create(
            organisation=theirs,
            person=make_person("Otto Outside", "brackwater.example"),
            role=Role.ADMINISTRATOR,
        )
    cast = Cast(ours, theirs, orvane, tessel, desk, network, foreign, members)
    cast.rival, cast.outsider = rival, outsider
    cast.stranger = make_person("Sam Stranger", "nowhere.example")
    return cast


def _member(organisation: Organisation, role: Role, orvane: Vendor) -> Membership:
    provider = role == Role.PROVIDER
    person = make_person(role.label.replace(" ", "") + " Person", "orvane.example" if provider else "ashcombe.example")
    vendor_id = orvane.pk if provider else None
    return Membership.objects.create(organisation=organisation, person=person, role=role, vendor_id=vendor_id)
