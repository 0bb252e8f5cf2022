"""Access to pages and API: every view declares what it takes, or why it is open to anyone."""

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from rest_framework.permissions import BasePermission

from portal.accounts.capabilities import Capability
from portal.accounts.models import Membership

ViewT = TypeVar("ViewT", bound=Callable[..., Any])


class MemberRequest(HttpRequest):
    """A request behind `requires`: `member` is the acting membership."""

    member: Membership


def requires(capability: Capability) -> Callable[[Callable[..., HttpResponse]], Callable[..., HttpResponse]]:
    """Let a view be used by members whose role has `capability`; others get 403, strangers the sign-in page."""

    def declare(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            member = getattr(request, "member", None)
            if member is None:
                return (
                    redirect_to_login(request.get_full_path())
                    if not request.user.is_authenticated
                    else _deny(None)
                )
            if not member.can(capability):
                return _deny(capability)
            return view(request, *args, **kwargs)

        guarded.capability = capability  # type: ignore[attr-defined]
        return guarded

    return declare


def _deny(capability: Capability | None) -> HttpResponse:
    raise PermissionDenied(
        "You belong to no organisation here. Ask an administrator for an invitation."
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
