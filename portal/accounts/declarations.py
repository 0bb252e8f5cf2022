"""What upper apps declare in a module of an agreed name, found as Django's admin finds `admin.py`.

The ground floor reads it without importing upwards. Agreed names so far:

- ``new_organisation``: ``prepare(organisation)`` gives a new organisation what the app needs to start with.
- ``parties``: ``vendor_names(organisation_id)`` names the vendors that a provider's person can belong to.
"""

from collections.abc import Iterator
from importlib import import_module
from types import ModuleType

from django.apps import apps
from django.utils.module_loading import module_has_submodule

from portal.accounts.models import Organisation


def declared(name: str) -> Iterator[ModuleType]:
    """The module `name` of every app that has one, in the order of INSTALLED_APPS."""
    for config in apps.get_app_configs():
        if config.module is not None and module_has_submodule(config.module, name):
            yield import_module(f"{config.name}.{name}")


def prepare_new(organisation: Organisation) -> None:
    """Let every app lay out what a new organisation needs. Acts for that organisation already."""
    for module in declared("new_organisation"):
        module.prepare(organisation)


def vendor_names(organisation_id: int) -> dict[int, str]:
    """The names of an organisation's vendors by id, for those who may see all of them."""
    return {key: name for m in declared("parties") for key, name in m.vendor_names(organisation_id).items()}
