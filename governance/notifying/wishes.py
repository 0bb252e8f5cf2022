"""How a member wishes to be told of each kind."""

from collections.abc import Iterable, Mapping

from django.db import transaction

from governance.models import Preference
from governance.notifying.kinds import wishes_of
from portal.accounts.models import Membership
from portal.contributions.notices import NoticeKind


@transaction.atomic
def keep_wishes(member: Membership, kinds: Iterable[NoticeKind], chosen: Mapping[str, str]) -> None:
    """What is a kind's own default anyway needs no wish, unless it takes the place of another one."""
    set_before = wishes_of(member.pk)
    party = {"organisation_id": member.organisation_id, "vendor_id": member.vendor_id}
    for kind in kinds:
        channel = chosen.get(kind.code, kind.channel)
        if set_before.get(kind.code, kind.channel) != channel:
            whose = {"membership": member, "kind": kind.code}
            with_party = party | {"channel": channel}
            Preference.objects.update_or_create(**whose, defaults={"channel": channel}, create_defaults=with_party)
