"""Every request runs in one transaction, as the member who sent it."""

import uuid
from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse

from portal.accounts.models import Membership, Person
from portal.accounts.tenancy import Party, acting_as

SESSION_KEY = "organisation"


class ActingMember:
    """Sets `request.member` (None for strangers) and the context that row security reads."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.member = None  # type: ignore[attr-defined]
        request.memberships = []  # type: ignore[attr-defined]
        if not request.user.is_authenticated:
            return self.get_response(request)
        with acting_as(Party(person_id=request.user.pk)):
            memberships = _memberships(request.user)
        member = _chosen(memberships, request.session.get(SESSION_KEY))
        request.member, request.memberships = member, memberships  # type: ignore[attr-defined]
        with acting_as(_party(request, member)):
            return self.get_response(request)


def _memberships(person: Person) -> list[Membership]:
    return list(Membership.objects.of(person).current().select_related("organisation", "person").order_by("pk"))


def _chosen(memberships: list[Membership], organisation_id: Any) -> Membership | None:
    wanted = [m for m in memberships if m.organisation_id == organisation_id]
    return next(iter(wanted or memberships), None)


def _party(request: HttpRequest, member: Membership | None) -> Party:
    person = request.user
    cause = {"person": person.pk, "name": str(person)}
    if request.method not in ("GET", "HEAD"):
        cause |= {"request": uuid.uuid4().hex, "url": request.path}
    if member is None:
        return Party(person_id=person.pk, cause=cause)
    return Party(member.organisation_id, member.vendor_id, person.pk, cause=cause)
