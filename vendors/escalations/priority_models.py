"""Priority models: a new version begins as a draft, is agreed by both sides on a day, and then stays."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Max

from vendors.models import ModelState, PriorityModel, Vendor

IMPACTS = {
    3: ("The whole organisation, or a site", "A department or several people", "One person"),
    4: ("The whole organisation", "A site", "A department or several people", "One person"),
}
URGENCIES = {
    3: ("Work stands still", "Work is hampered", "Work goes on"),
    4: ("Work stands still, harm grows", "Work stands still", "Work is hampered", "Work goes on"),
}

USUAL = {3: (1, 2, 3, 4, 4), 4: (1, 1, 2, 2, 3, 3, 4)}
"""The priority of a cell by its distance from the gravest and most urgent corner, for a matrix of that size."""


class NotAgreed(Exception):
    """The version could not be agreed. The message is a sentence for the reader."""


def sketch(size: int) -> tuple[list[str], list[str], list[list[dict[str, Any]]]]:
    """Words and cells to begin with: the graver and the more urgent, the higher the priority, from P1 to P4."""
    cells = [[{"rank": USUAL[size][i + j], "example": ""} for j in range(size)] for i in range(size)]
    return list(IMPACTS[size]), list(URGENCIES[size]), cells


@transaction.atomic
def draft_for(vendor: Vendor, size: int) -> PriorityModel:
    """The vendor's draft; a new one begins as a copy of its newest version, or as a sketch of that size."""
    Vendor.objects.select_for_update().get(pk=vendor.pk)
    versions = PriorityModel.objects.filter(vendor=vendor)
    existing = versions.drafts().select_related("vendor").first()
    if existing is not None:
        return existing
    newest = versions.order_by("-number").first()
    words = (newest.impacts, newest.urgencies, newest.cells) if newest else sketch(size)
    impacts, urgencies, cells = words
    number = (newest.number if newest else 0) + 1
    return PriorityModel.objects.create(
        organisation_id=vendor.organisation_id, vendor=vendor, number=number, impacts=impacts, urgencies=urgencies,
        cells=cells,
    )  # fmt: skip


@transaction.atomic
def agree(model: PriorityModel, client: str, provider: str, *, valid_from: date, today: date) -> None:
    """Both sides have agreed: from `valid_from` on it counts. NotAgreed when somebody was faster or it is too early."""
    Vendor.objects.select_for_update().get(pk=model.vendor_id)
    agreed = PriorityModel.objects.agreed().filter(vendor_id=model.vendor_id)
    newest = agreed.aggregate(newest=Max("valid_from"))["newest"]
    if newest is not None and valid_from <= newest:
        raise NotAgreed(f"An agreed version counts from {newest:%-d %b %Y}; a new one has to begin later.")
    said = {"agreed_client": client, "agreed_provider": provider, "agreed_on": today, "valid_from": valid_from}
    if not PriorityModel.objects.drafts().filter(pk=model.pk).update(state=ModelState.AGREED, **said):
        raise NotAgreed("Somebody else has agreed or removed this draft meanwhile.")


def until_when(models: Iterable[PriorityModel]) -> dict[int, date]:
    """The day on which each agreed version is followed by the next one; the last one of a vendor is not there."""
    ends: dict[int, date] = {}
    following: dict[int, date] = {}
    for model in sorted((one for one in models if one.valid_from), key=lambda one: one.number, reverse=True):
        if model.vendor_id in following:
            ends[model.pk] = following[model.vendor_id]
        if model.valid_from is not None:
            following[model.vendor_id] = model.valid_from
    return ends
