"""What vendors, services and sites are called: all names a page or an export needs, in one query."""

from collections import Counter
from dataclasses import dataclass, field
from functools import cached_property

from django.db import connection

_QUERY = """
SELECT 'vendor', id, name, NULL::bigint FROM vendors_vendor WHERE organisation_id = %s
UNION ALL SELECT 'service', id, name, vendor_id FROM vendors_service WHERE organisation_id = %s
UNION ALL SELECT 'site', id, name, NULL FROM vendors_site WHERE organisation_id = %s
"""


@dataclass
class Names:
    """Names by key; a key that is not known (any more) is called by its number."""

    vendors: dict[int, str] = field(default_factory=dict)
    services: dict[int, str] = field(default_factory=dict)
    sites: dict[int, str] = field(default_factory=dict)
    vendor_of: dict[int, int] = field(default_factory=dict)

    def vendor(self, key: int) -> str:
        return self.vendors.get(key, f"Vendor {key}")

    def service(self, key: int) -> str:
        return self.services.get(key, f"Service {key}")

    def site(self, key: int) -> str:
        return self.sites.get(key, f"Site {key}")

    def distinct_service(self, key: int) -> str:
        """The service's name, with its vendor in brackets where two services share it."""
        name = self.service(key)
        return f"{name} ({self.vendor(self.vendor_of[key])})" if self._uses[name] > 1 else name

    @cached_property
    def _uses(self) -> Counter[str]:
        return Counter(self.services.values())


def names_of(organisation_id: int) -> Names:
    """The names of an organisation, as far as the transaction's party may see them."""
    names = Names()
    by_kind = {"vendor": names.vendors, "service": names.services, "site": names.sites}
    with connection.cursor() as cursor:
        cursor.execute(_QUERY, [organisation_id] * 3)
        for kind, key, name, vendor_id in cursor.fetchall():
            by_kind[kind][key] = name
            if vendor_id is not None:
                names.vendor_of[key] = vendor_id
    return names
