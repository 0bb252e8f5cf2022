"""The outbox as administrators see it, and the folder that mails go to where there is no mail server."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from governance.models import Mail, MailState
from governance.notifying import folder, outbox
from governance.notifying.mail_listing import AskedMails
from governance.views.notifications import PAGE_SIZE, rooms
from portal.accounts.access import MemberRequest, requires
from portal.accounts.capabilities import Capability
from portal.front.paging import paging

TONES = {
    MailState.WAITING: "unknown",
    MailState.SENDING: "unknown",
    MailState.SENT: "good",
    MailState.FAILED: "bad",
    MailState.DROPPED: "unknown",
}


def _badge(mail: Mail) -> dict[str, str]:
    return {"tone": TONES[MailState(mail.state)], "word": mail.get_state_display()}


@requires(Capability.VIEW_MAIL)
@require_safe
def mail_list(request: MemberRequest) -> HttpResponse:
    visible = Mail.objects.visible_to(request.member)
    asked, counts = AskedMails.understood(request.GET.dict()), visible.count_by_state()
    page = Paginator(visible.in_state(asked.state).for_table(), PAGE_SIZE).get_page(request.GET.get("page"))
    tags: list[dict[str, Any]] = [{"label": "All", "count": sum(counts.values()), "url": AskedMails().address()}]
    for state, label in MailState.choices:
        tags.append({"label": label, "count": counts.get(state, 0), "url": AskedMails(state).address(), "state": state})
    context = {
        "tabs": rooms(request, "mail"),
        "tags": [tag | {"current": tag.get("state", "") == asked.state} for tag in tags],
        "rows": [{"mail": mail, "badge": _badge(mail)} for mail in page],
        "any": bool(counts),
        "folder": folder.mail_folder(),
        **paging(page, asked),
    }
    return render(request, "governance/notifications/mails.html", context)


def _mail(request: MemberRequest, pk: int) -> Mail:
    return get_object_or_404(Mail.objects.visible_to(request.member), pk=pk)


@requires(Capability.VIEW_MAIL)
@require_safe
def mail_page(request: MemberRequest, pk: int) -> HttpResponse:
    mail = _mail(request, pk)
    context = {"tabs": rooms(request, "mail"), "mail": mail, "badge": _badge(mail), "may_retry": mail.has_failed}
    return render(request, "governance/notifications/mail.html", context)


@requires(Capability.VIEW_MAIL)
@require_POST
def send_again(request: MemberRequest, pk: int) -> HttpResponse:
    mail = _mail(request, pk)
    if outbox.send_again(mail, timezone.now()):
        messages.success(request, f"“{mail.subject}” is on its way to {mail.to} again.")
    else:
        messages.info(request, "Only a mail that failed is sent again. This one is not, or not any more.")
    return redirect("governance:mail", pk)


@requires(Capability.VIEW_MAIL)
@require_safe
def mail_invitation(request: MemberRequest, pk: int) -> HttpResponse:
    """The invitation that went with a mail, as a file."""
    mail = _mail(request, pk)
    answer = HttpResponse(mail.invitation, content_type="text/calendar; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="invite.ics"'
    return answer


@requires(Capability.VIEW_MAIL)
@require_safe
def mail_folder(request: MemberRequest) -> HttpResponse:
    """Mails as they were written into the folder; nothing to see where they go to a server."""
    path = folder.mail_folder()
    found = None if path is None else folder.look(path, request.member.organisation_id)
    return render(request, "governance/notifications/folder.html", {"tabs": rooms(request, "folder"), "found": found})
