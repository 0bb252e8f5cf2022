"""What stands in the top bar of every page: how many notifications a member has not read."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import SimpleLazyObject

from governance.models import Notification


def unread(request: HttpRequest) -> dict[str, Any]:
    """Counted once, and only where the top bar is drawn; empty for strangers."""
    member = getattr(request, "member", None)
    if member is None:
        return {"notifications_url": ""}

    def count() -> int:
        return Notification.objects.of_member(member.pk).unread().count()

    return {"notifications_url": reverse("governance:notifications"), "unread_notifications": SimpleLazyObject(count)}
