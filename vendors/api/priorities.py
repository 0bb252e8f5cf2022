"""Priority models, and agreeing on one."""

from typing import Any, ClassVar

from django.db.models import QuerySet
from django.utils import timezone
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from portal.accounts.capabilities import Capability
from portal.accounts.models import Membership
from portal.front.api import Rows, Story, checked
from vendors import forms
from vendors.escalations.priority_models import NotAgreed, agree
from vendors.models import PriorityModel


class CellRow(serializers.Serializer[Any]):
    rank = serializers.IntegerField()
    example = serializers.CharField()


@extend_schema_field(CellRow(many=True))
class CellsField(serializers.ListField):
    """A row of cells, as they are kept."""


class ModelRow(serializers.ModelSerializer[PriorityModel]):
    """`cells` has a row for each impact, with a cell for each urgency."""

    cells = serializers.ListField(child=CellsField())

    class Meta:
        model = PriorityModel
        fields: ClassVar = [
            "id", "vendor", "number", "state", "impacts", "urgencies", "cells", "valid_from", "agreed_on",
            "agreed_client", "agreed_provider",
        ]  # fmt: skip


class Models(Rows):
    capability = Capability.BELONG
    serializer_class = ModelRow
    filters: ClassVar = {"vendor_id": "of_vendor", "state": "in_state"}

    def rows(self, member: Membership) -> QuerySet[Any]:
        return PriorityModel.objects.visible_to(member).for_list()


class Agreement(serializers.Serializer[Any]):
    """Who agreed on each side, and from which day on the model counts."""

    client = serializers.CharField(max_length=200)
    provider = serializers.CharField(max_length=200)
    valid_from = serializers.DateField()


class Agree(Story):
    capability = Capability.EDIT_VENDORS
    subject = Models
    asks = Agreement
    conflicts = (NotAgreed,)

    def act(self, member: Membership, row: PriorityModel, said: dict[str, Any]) -> None:
        typed = checked(forms.AgreeForm(said))
        today = timezone.localdate(timezone=member.organisation.zone)
        agree(row, typed["client"], typed["provider"], valid_from=typed["valid_from"], today=today)
