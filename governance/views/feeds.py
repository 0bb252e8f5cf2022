"""A person's own calendar address, and what a calendar program reads there."""

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseNotFound
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.http import http_date
from django.views.decorators.http import require_POST, require_safe

from governance.models import CalendarFeed
from governance.planning import feeds
from governance.views.rooms import rooms
from portal.accounts.access import MemberRequest, open_to_anyone, requires
from portal.accounts.capabilities import Capability


@requires(Capability.VIEW_REVIEWS)
def feed_address(request: MemberRequest) -> HttpResponse:
    """Whether there is an address; the address itself was shown when it was made."""
    return _page(request)


def _page(request: MemberRequest, secret: str = "") -> HttpResponse:
    feed = CalendarFeed.objects.visible_to(request.member).of_member(request.member.pk).current().first()
    address = f"{settings.PORTAL_ADDRESS}{reverse('governance:feed', args=[secret])}" if secret else ""
    context = {"tabs": rooms(request.member, "feed"), "feed": feed, "address": address}
    return render(request, "governance/planning/feed.html", context)


@requires(Capability.VIEW_REVIEWS)
@require_POST
def open_feed(request: MemberRequest) -> HttpResponse:
    """Shown in the answer itself and nowhere else: an address in a message or a session would be kept."""
    return _page(request, feeds.open_feed(request.member, timezone.now()))


@requires(Capability.VIEW_REVIEWS)
@require_POST
def close_feed(request: MemberRequest) -> HttpResponse:
    if feeds.close_feed(request.member, timezone.now()):
        messages.success(request, "The address is revoked. Calendar programs that read it get nothing any more.")
    return redirect("governance:feed-address")


@open_to_anyone("A calendar program has no account; the secret in the address is its proof.")
@require_safe
def feed(request: HttpRequest, secret: str) -> HttpResponse:
    found = feeds.read_feed(secret, request.GET.get("show") == "all", timezone.now())
    if found is None:
        return HttpResponseNotFound("There is no calendar at this address.", content_type="text/plain; charset=utf-8")
    response = HttpResponse(found.text, content_type="text/calendar; charset=utf-8")
    response.headers["ETag"], response.headers["Cache-Control"] = found.etag, "private, no-cache"
    changed = None if found.changed_at is None else int(found.changed_at.timestamp())
    if changed is not None:
        response.headers["Last-Modified"] = http_date(changed)
    return get_conditional_response(request, found.etag, changed, response) or response
