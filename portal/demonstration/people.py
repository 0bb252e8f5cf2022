"""People of the demonstration: 1,200 employees, technicians of the providers and one sign-in per role."""

import numpy as np

from portal.demonstration.catalogue import DEPARTMENTS, FIRST_NAMES, LAST_NAMES
from portal.demonstration.kinds import Contact, Requester, SignIn, Site

SIGN_INS = (
    SignIn("priya.nair@ashcombe.example", "Priya Nair", "it_leader", None),
    SignIn("jonas.feld@ashcombe.example", "Jonas Feld", "vendor_manager", None),
    SignIn("helen.ashcombe@ashcombe.example", "Helen Ashcombe", "executive", None),
    SignIn("marek.zielinski@ashcombe.example", "Marek Zielinski", "auditor", None),
    SignIn("ines.duarte@ashcombe.example", "Ines Duarte", "service_owner", None),
    SignIn("tomas.berg@ashcombe.example", "Tomas Berg", "administrator", None),
    SignIn("ruth.kamara@orvane.example", "Ruth Kamara", "provider", "orvane"),
    SignIn("sven.holt@tessel.example", "Sven Holt", "provider", "tessel"),
    SignIn("amira.haddad@lumenfold.example", "Amira Haddad", "provider", "lumenfold"),
)
"""One person per role, and one for each provider."""
PROVIDERS = {"Orvane": "Ruth Kamara", "Tessel": "Sven Holt", "Lumenfold": "Amira Haddad"}
"""Who speaks for each provider."""

CONTACTS = (
    Contact("orvane", "client", "Jonas Feld", "jonas.feld@ashcombe.example", "Vendor manager"),
    Contact("orvane", "client", "Priya Nair", "priya.nair@ashcombe.example", "Escalation, IT director"),
    Contact("orvane", "provider", "Ruth Kamara", "ruth.kamara@orvane.example", "Account manager"),
    Contact("orvane", "provider", "Dieter Voss", "dieter.voss@orvane.example", "Service delivery manager"),
    Contact("tessel", "client", "Jonas Feld", "jonas.feld@ashcombe.example", "Vendor manager"),
    Contact("tessel", "provider", "Sven Holt", "sven.holt@tessel.example", "Account manager"),
    Contact("tessel", "provider", "Lucia Marin", "lucia.marin@tessel.example", "Network operations lead"),
    Contact("lumenfold", "client", "Ines Duarte", "ines.duarte@ashcombe.example", "Service owner"),
    Contact("lumenfold", "client", "Jonas Feld", "jonas.feld@ashcombe.example", "Vendor manager"),
    Contact("lumenfold", "provider", "Amira Haddad", "amira.haddad@lumenfold.example", "Customer success"),
)
"""Contacts on both sides of every contract."""


def requesters(sites: tuple[Site, ...], rng: np.random.Generator) -> tuple[Requester, ...]:
    """Return one employee per head of every site, each with a name of their own."""
    homes = [site.name for site in sites for _ in range(site.people)]
    names = [f"{first} {last}" for last in LAST_NAMES for first in FIRST_NAMES]
    chosen = rng.permutation(len(names))[: len(homes)]
    departments = rng.integers(0, len(DEPARTMENTS), len(homes))
    return tuple(
        Requester(names[name], home, DEPARTMENTS[department])
        for name, home, department in zip(chosen.tolist(), homes, departments.tolist(), strict=True)
    )


def technicians(group: str, count: int) -> list[str]:
    """Return the names of a support group's people; the same group always has the same people."""
    start = sum(group.encode())
    return [
        f"{FIRST_NAMES[(start + 7 * seat) % 40]} {LAST_NAMES[(start * 3 + 11 * seat) % 40]}" for seat in range(count)
    ]
