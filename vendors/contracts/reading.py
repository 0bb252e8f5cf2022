"""Who reads which contract: what the cards of its page have in common, fetched once."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from django.db.models import Count
from django.urls import reverse

from portal.accounts.models import Membership
from vendors.models import Attestation, Contract, Document, Obligation, Service

Facts = dict[str, Any]


@dataclass(frozen=True)
class Reading:
    """Who reads which contract on which day, with what several cards share."""

    contract: Contract
    member: Membership
    today: date
    may_edit: bool

    @cached_property
    def services(self) -> list[Service]:
        return list(self.contract.services.annotate(level_count=Count("levels")))

    @cached_property
    def documents(self) -> list[Document]:
        return list(Document.objects.visible_to(self.member).of_contract(self.contract).for_table())

    @cached_property
    def obligations(self) -> list[Obligation]:
        return list(self.contract.obligations.for_table())

    @cached_property
    def attestations(self) -> list[Attestation]:
        return list(self.contract.vendor.attestations.with_documents(self.member).for_table())

    @property
    def is_ours(self) -> bool:
        return self.member.vendor_id is None

    def add_url(self, what: str) -> str:
        return reverse("vendors:add-part", args=[self.contract.pk, what]) if self.may_edit else ""
