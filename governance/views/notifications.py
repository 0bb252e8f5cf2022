"""What a member was told of, and how each kind is to be told. Everybody sees their own and nobody else's."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST, require_safe

from governance.forms.notifications import PreferencesForm
from governance.models import Notification
from governance.models.notifications import NotificationQuerySet
from governance.notifying.kinds import all_kinds, kinds_for, wishes_of
from governance.notifying.listing import Asked
from governance.notifying.wishes import keep_wishes
from portal import formats
from portal.accounts.access import MemberRequest, requires
from portal.accounts.capabilities import Capability
from portal.front.paging import paging

PAGE_SIZE = 25
ROOMS = (
    ("list", "Notifications", "governance:notifications", Capability.BELONG),
    ("settings", "How you are told", "governance:notification-settings", Capability.BELONG),
    ("mail", "Mail sent", "governance:mails", Capability.VIEW_MAIL),
    ("folder", "Mail folder", "governance:mail-folder", Capability.VIEW_MAIL),
)


def rooms(request: MemberRequest, current: str) -> list[dict[str, Any]]:
    """The pages beside each other that the member may enter."""
    return [
        {"label": label, "url": reverse(url_name), "current": key == current}
        for key, label, url_name, capability in ROOMS
        if request.member.can(capability)
    ]


def _mine(request: MemberRequest) -> NotificationQuerySet:
    return Notification.objects.visible_to(request.member).of_member(request.member.pk)


@requires(Capability.BELONG)
@require_safe
def notification_list(request: MemberRequest) -> HttpResponse:
    asked = Asked.understood(request.GET.dict())
    page = Paginator(asked.find(_mine(request)), PAGE_SIZE).get_page(request.GET.get("page"))
    unread, total = _mine(request).of_kind(asked.kind).counted()
    kinds = all_kinds()
    context = {
        "tabs": rooms(request, "list"),
        "asked": asked,
        "tags": [
            {"label": "Unread", "count": unread, "url": asked.but(everything=False).address(),
             "current": not asked.everything},
            {"label": "All", "count": total, "url": asked.but(everything=True).address(), "current": asked.everything},
        ],
        "kinds": kinds_for(request.member),
        "rows": [{"row": row, "kind": kinds[row.kind].label if row.kind in kinds else ""} for row in page],
        "any": bool(total or asked.kind),
        "unread": unread,
        **paging(page, asked),
    }  # fmt: skip
    return render(request, "governance/notifications/list.html", context)


@requires(Capability.BELONG)
@require_safe
def open_notification(request: MemberRequest, pk: int) -> HttpResponse:
    """The way to the thing itself, in mails too: on it the notification is marked as read."""
    notification = get_object_or_404(_mine(request), pk=pk)
    _mine(request).marked(pk, timezone.now())
    is_ours = url_has_allowed_host_and_scheme(notification.url, allowed_hosts=None)
    return redirect(notification.url if is_ours else "governance:notifications")


@requires(Capability.BELONG)
@require_POST
def mark_read(request: MemberRequest, pk: int) -> HttpResponse:
    get_object_or_404(_mine(request), pk=pk)
    _mine(request).marked(pk, timezone.now())
    return redirect(_back(request))


@requires(Capability.BELONG)
@require_POST
def mark_all_read(request: MemberRequest) -> HttpResponse:
    """Those that the sender's list showed or had further pages of: one kind, or all."""
    asked = Asked.understood(request.POST.dict())
    marked = _mine(request).of_kind(asked.kind).mark_read(timezone.now())
    messages.success(request, f"{formats.counted(marked, 'notification')} marked as read.")
    return redirect(_back(request))


def _back(request: MemberRequest) -> str:
    return reverse("governance:notifications") + Asked.understood(request.POST.dict()).address()


@requires(Capability.BELONG)
def notification_settings(request: MemberRequest) -> HttpResponse:
    kinds, wishes = kinds_for(request.member), wishes_of(request.member.pk)
    form = PreferencesForm(request.POST or None, kinds=kinds, wishes=wishes)
    if request.method == "POST" and form.is_valid():
        keep_wishes(request.member, kinds, form.chosen())
        messages.success(request, "Saved. It holds for everything that comes from now on.")
        return redirect("governance:notification-settings")
    context = {"tabs": rooms(request, "settings"), "form": form, "rows": form.rows()}
    return render(request, "governance/notifications/settings.html", context, status=422 if form.errors else 200)
