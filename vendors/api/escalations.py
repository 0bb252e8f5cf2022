"""Escalations with their steps and what the member may read of their thread; raising and ending them."""

from typing import Any, ClassVar

from django.db.models import QuerySet
from rest_framework import serializers

from portal.accounts.capabilities import Capability
from portal.accounts.models import Membership
from portal.accounts.visibility import Visibility
from portal.front.api import Rows, Story, checked, now
from vendors import forms
from vendors.api.register import Vendors
from vendors.escalations import escalating
from vendors.escalations.escalating import AlreadyEscalated, InvalidTransition
from vendors.models import Escalation, EscalationNote, ReachedStep, Vendor


class ReachedRow(serializers.ModelSerializer[ReachedStep]):
    class Meta:
        model = ReachedStep
        fields: ClassVar = ["position", "name", "client_owner", "provider_owner", "due_at", "reached_at"]


class NoteRow(serializers.ModelSerializer[EscalationNote]):
    class Meta:
        model = EscalationNote
        fields: ClassVar = ["id", "visibility", "text", "author", "written_at"]


class EscalationRow(serializers.ModelSerializer[Escalation]):
    class Meta:
        model = Escalation
        fields: ClassVar = [
            "id", "vendor", "path", "subject", "priority_rank", "ticket_number", "level", "month", "state",
            "step_position", "step_name",
            "client_owner", "provider_owner", "raised_by", "raised_at", "next_step_at", "acknowledged_by",
            "acknowledged_at", "closed_by", "closed_at", "resolution",
        ]  # fmt: skip


class WholeEscalation(EscalationRow):
    reached = ReachedRow(many=True)
    notes = NoteRow(many=True)

    class Meta(EscalationRow.Meta):
        fields: ClassVar = [*EscalationRow.Meta.fields, "reached", "notes"]


class Escalations(Rows):
    capability = Capability.VIEW_VENDORS
    serializer_class = EscalationRow
    one_class = WholeEscalation
    filters: ClassVar = {"vendor_id": "of_vendor", "state": "in_state", "q": "mentioning"}

    def rows(self, member: Membership) -> QuerySet[Any]:
        return Escalation.objects.visible_to(member).for_table().in_order("-raised")

    def whole(self, member: Membership) -> QuerySet[Any]:
        return Escalation.objects.visible_to(member).in_full(member)


class Raised(serializers.Serializer[Any]):
    """`step` is the key of the step to begin at; `note` is read by both sides."""

    subject = serializers.CharField(max_length=300)
    priority_rank = serializers.IntegerField(required=False, allow_null=True, min_value=1, max_value=5)
    step = serializers.IntegerField(required=False, allow_null=True)
    note = serializers.CharField(required=False, allow_blank=True)


class Raise(Story):
    """Escalates to a vendor, along its path, by the same form as the page."""

    capability = Capability.ESCALATE
    subject = Vendors
    answers = Escalations
    asks = Raised
    conflicts = (AlreadyEscalated,)
    done = 201

    def act(self, member: Membership, row: Vendor, said: dict[str, Any]) -> Escalation:
        escalation = Escalation(organisation=member.organisation, vendor=row)
        typed = checked(forms.RaiseForm(said, instance=escalation))
        escalating.raise_by_hand(escalation, typed["step"], member, now())
        if typed["note"]:
            escalating.add_note(escalation, typed["note"], Visibility.SHARED, member, now())
        return escalation


class Acknowledge(Story):
    capability = Capability.ANSWER
    subject = Escalations
    conflicts = (InvalidTransition,)

    def act(self, member: Membership, row: Escalation, said: dict[str, Any]) -> None:
        escalating.acknowledge(row, member, now())


class Note(serializers.Serializer[Any]):
    """`visibility`: "shared" is read by both sides, "client" and "vendor" by the own side alone."""

    text = serializers.CharField()
    visibility = serializers.ChoiceField(choices=Visibility.choices, default=Visibility.SHARED.value)


class AddNote(Story):
    capability = Capability.ANSWER
    subject = Escalations
    asks = Note

    def act(self, member: Membership, row: Escalation, said: dict[str, Any]) -> None:
        typed = checked(forms.NoteForm(said, member=member))
        escalating.add_note(row, typed["text"], typed["visibility"], member, now())


class Resolution(serializers.Serializer[Any]):
    resolution = serializers.CharField()


class Close(Story):
    capability = Capability.ESCALATE
    subject = Escalations
    asks = Resolution
    conflicts = (InvalidTransition,)

    def act(self, member: Membership, row: Escalation, said: dict[str, Any]) -> None:
        escalating.close(row, said["resolution"], member, now())
