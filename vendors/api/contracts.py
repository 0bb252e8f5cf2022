"""Contracts: in a list, and one in full with everything that belongs to it."""

from typing import Any, ClassVar

from django.db.models import Prefetch, QuerySet
from django.urls import reverse
from rest_framework import serializers

from portal.accounts.capabilities import Capability
from portal.accounts.models import Membership
from portal.front.api import Rows
from vendors.api.fields import DaysField
from vendors.models import (
    Attestation,
    Contract,
    ContractFunction,
    ContractSite,
    Document,
    DocumentVersion,
    FeePeriod,
    Obligation,
)


class FunctionRow(serializers.ModelSerializer[ContractFunction]):
    class Meta:
        model = ContractFunction
        fields: ClassVar = ["id", "name", "delivery_model", "note"]


class SiteRow(serializers.ModelSerializer[ContractSite]):
    name = serializers.CharField(source="site.name")

    class Meta:
        model = ContractSite
        fields: ClassVar = ["id", "site", "name", "note"]


class FeeRow(serializers.ModelSerializer[FeePeriod]):
    valid = DaysField()

    class Meta:
        model = FeePeriod
        fields: ClassVar = ["id", "kind", "monthly_amount", "valid", "note"]


class ObligationRow(serializers.ModelSerializer[Obligation]):
    class Meta:
        model = Obligation
        fields: ClassVar = ["id", "side", "title", "clause", "due_on", "every_months", "done_on", "evidence"]


class VersionRow(serializers.ModelSerializer[DocumentVersion]):
    """`download` is the address of the file; its bytes have this SHA-256."""

    download = serializers.SerializerMethodField()

    class Meta:
        model = DocumentVersion
        fields: ClassVar = [
            "id", "number", "file_name", "size", "sha256", "note", "uploaded_by", "uploaded_at", "download",
        ]  # fmt: skip

    def get_download(self, version: DocumentVersion) -> str:
        return reverse("vendors:download", args=[version.pk])


class DocumentRow(serializers.ModelSerializer[Document]):
    versions = VersionRow(many=True)

    class Meta:
        model = Document
        fields: ClassVar = ["id", "title", "kind", "visibility", "versions"]


class AttestationRow(serializers.ModelSerializer[Attestation]):
    """`document` is empty too where the member may not read the one that is there."""

    document = serializers.SerializerMethodField()

    class Meta:
        model = Attestation
        fields: ClassVar = ["id", "vendor", "standard", "name", "required", "valid_from", "valid_to", "document"]

    def get_document(self, attestation: Attestation) -> int | None:
        return attestation.document.pk if attestation.document else None


class ContractRow(serializers.ModelSerializer[Contract]):
    class Meta:
        model = Contract
        fields: ClassVar = [
            "id", "vendor", "parent", "kind", "reference", "title", "delivery_model", "starts_on", "ends_on",
            "notice_period", "notice_unit", "notice_on", "renews_automatically", "renewal_months", "currency",
            "yearly_fee",
        ]  # fmt: skip


class WholeContract(ContractRow):
    """With the attestations of its vendor, which stand for all of the vendor's contracts."""

    functions = FunctionRow(many=True)
    sites = SiteRow(many=True, source="contract_sites")
    fees = FeeRow(many=True)
    obligations = ObligationRow(many=True)
    documents = DocumentRow(many=True)
    attestations = AttestationRow(many=True, source="vendor.attestations")

    class Meta(ContractRow.Meta):
        fields: ClassVar = [
            *ContractRow.Meta.fields, "functions", "sites", "fees", "obligations", "documents", "attestations",
        ]  # fmt: skip


class Contracts(Rows):
    capability = Capability.VIEW_VENDORS
    serializer_class = ContractRow
    one_class = WholeContract
    filters: ClassVar = {"vendor_id": "of_vendor"}

    def rows(self, member: Membership) -> QuerySet[Any]:
        return Contract.objects.visible_to(member).in_order()

    def whole(self, member: Membership) -> QuerySet[Any]:
        versions = Prefetch("versions", DocumentVersion.objects.visible_to(member))
        documents = Document.objects.visible_to(member).order_by("title", "pk").prefetch_related(versions)
        attestations = Attestation.objects.visible_to(member).with_documents(member).for_table()
        return (
            self.rows(member)
            .select_related("vendor", "organisation")
            .prefetch_related(
                "functions",
                "fees",
                Prefetch("contract_sites", ContractSite.objects.visible_to(member).select_related("site")),
                Prefetch("obligations", Obligation.objects.visible_to(member).for_table()),
                Prefetch("documents", documents),
                Prefetch("vendor__attestations", attestations),
            )
        )
