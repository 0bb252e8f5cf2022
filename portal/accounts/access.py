"""Access to pages and API: every view declares what it takes, or why it is open to anyone."""

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from rest_framework.permissions import BasePermission

from portal.accounts.capabilities import Capability
from portal.accounts.models import Membership
from portal.accounts.setup import has_no_organisation

# The lower page links to the upper one by URL name.
_FRONT_DOORS = (
    (Capability.VIEW_VENDORS, "vendors:list"),
    (Capability.VIEW_TICKETS, "tickets:list"),
    (Capability.BELONG, "accounts:person"),
)

ViewT = TypeVar("ViewT", bound=Callable[..., Any])


class MemberRequest(HttpRequest):
    """A request behind `requires`: `member` is the acting one of the person's current `memberships`."""

    member: Membership
    memberships: list[Membership]


def requires(capability: Capability) -> Callable[[Callable[..., HttpResponse]], Callable[..., HttpResponse]]:
    """Let a view be used by members whose role has `capability`; others get 403, strangers the sign-in page."""

    def declare(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            member = getattr(request, "member", None)
            if member is None:
                return _deny(None) if request.user.is_authenticated else _show_the_way_in(request)
            if not member.can(capability):
                return redirect(front_door(member)) if request.path == "/" else _deny(capability)
            return view(request, *args, **kwargs)

        guarded.capability = capability  # type: ignore[attr-defined]
        return guarded

    return declare


def front_door(member: Membership) -> str:
    """The first page a member may enter, for those who may not enter the one at "/"; a provider's is its own."""
    if member.vendor_id is not None:
        return reverse("reporting:vendor", args=[member.vendor_id])
    return next(url_name for capability, url_name in _FRONT_DOORS if member.can(capability))


def _show_the_way_in(request: HttpRequest) -> HttpResponse:
    if has_no_organisation():
        return redirect("accounts:welcome")
    return redirect_to_login(request.get_full_path())


def _deny(capability: Capability | None) -> HttpResponse:
    raise PermissionDenied(
        "You belong to no organisation here, so there is nothing to show."
        if capability is None
        else f"Your role does not include: {capability.label.lower()}."
    )


def open_to_anyone(reason: str) -> Callable[[ViewT], ViewT]:
    """Declare that a view needs no member, and why."""

    def declare(view: ViewT) -> ViewT:
        view.open_because = reason  # type: ignore[attr-defined]
        return view

    return declare


class HasDeclaredCapability(BasePermission):
    """The API's side of the same declaration: a view class names its `capability`."""

    def has_permission(self, request: Any, view: Any) -> bool:
        member = getattr(request, "member", None)
        capability = getattr(view, "capability", None)
        return member is not None and capability is not None and member.can(capability)
