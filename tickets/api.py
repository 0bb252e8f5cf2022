"""What stands in tickets: the lists behind a measured figure, measuring a month, closing and restating it."""

from typing import Any

from django.db.models import QuerySet
from django.http import Http404
from rest_framework import serializers

from portal.accounts.capabilities import Capability
from portal.accounts.models import Membership
from portal.front.api import Listed, MonthField, Story, now
from portal.jobs.models import Job
from tickets.levels import queueing
from tickets.levels.closing import close_as_seen
from tickets.levels.lists import kept_list
from tickets.listing import NEWEST_FIRST
from tickets.models import Ticket
from vendors.api.contracts import Contracts
from vendors.api.periods import Periods
from vendors.levels.measured_periods import NotToBeClosed
from vendors.models import Contract, MeasuredPeriod


class TicketRow(serializers.ModelSerializer[Ticket]):
    class Meta:
        model = Ticket
        fields = ("id", "vendor", "number", "priority", "state", "opened_at", "responded_at", "resolved_at")


class LevelTickets(Listed):
    """The tickets of one list of a measurement (counted, missed, excluded, differing) that the member may see."""

    capability = Capability.VIEW_TICKETS
    serializer_class = TicketRow

    def items(self, member: Membership) -> QuerySet[Any]:
        kept = kept_list(member, self.kwargs["pk"], self.kwargs["which"])
        if kept is None:
            raise Http404
        return kept.tickets.in_order(NEWEST_FIRST).for_table()


class Month(serializers.Serializer[Any]):
    month = MonthField()


class JobRow(serializers.ModelSerializer[Job]):
    class Meta:
        model = Job
        fields = ("id", "title", "state")


class MeasurePeriod(Story):
    """Asks for the month to be measured; answers the job that does it. Asked again while it waits, it is the same."""

    capability = Capability.RUN_JOBS
    subject = Contracts
    asks = Month
    shows = JobRow
    done = 202

    def act(self, member: Membership, row: Contract, said: dict[str, Any]) -> Job:
        return queueing.ask(row, said["month"], member)

    def answer(self, member: Membership, row: Any) -> Any:
        return JobRow(row).data


class Closing(serializers.Serializer[Any]):
    """`reason` may stay empty when a month is closed for the first time; a restatement says why."""

    reason = serializers.CharField(allow_blank=True)


class ClosePeriod(Story):
    """Freezes these figures; where the month was closed before they become its restatement, a new version."""

    capability = Capability.DECIDE
    subject = Periods
    asks = Closing
    conflicts = (NotToBeClosed,)

    def act(self, member: Membership, row: MeasuredPeriod, said: dict[str, Any]) -> MeasuredPeriod:
        seen = row.computed_at.isoformat()
        return close_as_seen(member, (row.contract, row.month), seen, said["reason"].strip(), now())
