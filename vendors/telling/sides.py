"""Who of a side hears of something, and which side is the other."""

from portal.accounts.capabilities import Role
from vendors.models.registry import Side

MANAGERS = (str(Role.VENDOR_MANAGER),)
OTHER = {Side.CLIENT: Side.PROVIDER, Side.PROVIDER: Side.CLIENT}


def roles_of(side: Side) -> tuple[str, ...]:
    """Whom a side's notices reach: the vendor managers of ours, everyone of a provider's."""
    return MANAGERS if side == Side.CLIENT else ()
