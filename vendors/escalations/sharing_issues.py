"""Issues that touch several vendors: opening, renaming, closing them; a part is written by its vendor as well."""

from datetime import datetime

from django.db import transaction

from portal.accounts.models import Membership
from vendors.escalations.escalating import InvalidTransition
from vendors.models import Issue, IssuePart


def open_issue(issue: Issue, member: Membership, now: datetime) -> None:
    """Store a new issue, whose owner is named already."""
    issue.opened_by, issue.opened_at = str(member.person), now
    issue.save()


@transaction.atomic
def close_issue(issue: Issue, resolution: str, member: Membership, now: datetime) -> None:
    """End it with what solved it; InvalidTransition while a part is not done, or when somebody closed it meanwhile."""
    open_issues = Issue.objects.select_for_update().open()
    if not open_issues.filter(pk=issue.pk).exists():
        issue.refresh_from_db()
        raise InvalidTransition(f"{issue.closed_by} closed it: {issue.resolution} Yours was not saved: {resolution}")
    waiting = list(IssuePart.objects.unfinished().filter(issue=issue).select_related("vendor").order_by("vendor__name"))
    if waiting:
        names = ", ".join(part.vendor.name for part in waiting)
        raise InvalidTransition(f"Not every part is done: {names}. Close it when they are.")
    issue.closed_by, issue.closed_at, issue.resolution = str(member.person), now, resolution
    issue.save(update_fields=["closed_by", "closed_at", "resolution"])
