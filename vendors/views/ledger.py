"""The ledger of service credits: of a contract and of all, as a page and as a file; claiming several at once."""

import csv
from datetime import date
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from portal import formats
from portal.accounts.access import MemberRequest, requires
from portal.accounts.capabilities import Capability
from portal.front.addresses import key_of
from vendors.credits.listing import LATE, Asked
from vendors.credits.showing import row_of, sums_of, told
from vendors.credits.steps import claim_all
from vendors.models import Contract, Credit, Vendor
from vendors.models.credits import CreditQuerySet, CreditState
from vendors.views.rooms import rooms

PAGE_SIZE = 50
COLUMNS = (
    ("level", "Service level", ""),
    ("vendor", "Contract", ""),
    ("month", "Month", ""),
    ("state", "State", ""),
    ("claim", "Claim by", ""),
    ("amount", "Amount", "rt-number"),
)
RISING_FIRST = ("level", "vendor", "state", "claim")
FILE_HEAD = ("Vendor", "Contract", "Month", "Service", "Service level", "State", "Claim by", "Amount", "Currency")
FORMULA = ("=", "+", "-", "@", "\t", "\r")


@requires(Capability.VIEW_VENDORS)
def ledger(request: MemberRequest) -> HttpResponse:
    """All credits that the member may see, narrowed by what stands in the address."""
    return _ledger(request, None)


@requires(Capability.VIEW_VENDORS)
def contract_ledger(request: MemberRequest, pk: int) -> HttpResponse:
    contract = get_object_or_404(Contract.objects.visible_to(request.member).select_related("vendor"), pk=pk)
    return _ledger(request, contract)


def _ledger(request: MemberRequest, contract: Contract | None) -> HttpResponse:
    today = _today(request)
    asked, unclear = _asked(request, contract)
    among = asked.among(Credit.objects.visible_to(request.member))
    sums = sums_of(among, today)
    context = {
        "tabs": rooms(request.member, "credits"),
        "contract": contract,
        "terms": contract.credit_terms.valid_on(today).first() if contract else None,
        "asked": asked,
        "unclear": unclear,
        "sums": sums,
        "tags": _tags(asked, sums.states, sums.late_count),
        "late_url": asked.but(state=LATE).address(),
        "columns": [_column(asked, *column) for column in COLUMNS],
        "choices": _choices(request, asked, contract),
        "clear_url": Asked(contract=asked.contract).address(),
        "file_url": reverse("vendors:credits-file") + asked.address(),
        "may_claim": request.member.vendor_id is None and request.member.can(Capability.ANSWER),
        "may_edit": request.member.can(Capability.EDIT_VENDORS),
        **_page(request, asked, asked.within(among, today), today),
    }
    return render(request, "vendors/credits/ledger.html", context)


@requires(Capability.VIEW_VENDORS)
def ledger_file(request: MemberRequest) -> HttpResponse:
    """The same list as CSV, all of its rows, amounts as plain numbers."""
    today = _today(request)
    asked, _ = _asked(request, None)
    rows = asked.within(asked.among(Credit.objects.visible_to(request.member)), today).for_table()
    disposition = {"Content-Disposition": 'attachment; filename="service-credits.csv"'}
    answer = HttpResponse(content_type="text/csv; charset=utf-8", headers=disposition)
    writer = csv.writer(answer)
    writer.writerow(FILE_HEAD)
    writer.writerows(_file_row(credit) for credit in rows)
    return answer


def _file_row(credit: Credit) -> list[str]:
    texts = [
        credit.contract.vendor.name,
        credit.contract.reference,
        f"{credit.month:%Y-%m}",
        credit.level.service.name,
        credit.level.code,
        credit.get_state_display(),
        credit.claim_by.isoformat() if credit.claim_by else "",
        str(credit.amount),
        credit.currency,
    ]
    return [f"'{text}" if text.startswith(FORMULA) else text for text in texts]


@requires(Capability.ANSWER)
@require_POST
def claim_several(request: MemberRequest) -> HttpResponse:
    """Claim the chosen credits; what someone else moved meanwhile is told and left alone."""
    keys = [key for text in request.POST.getlist("credit") if (key := key_of(text))]
    chosen = list(Credit.objects.visible_to(request.member).of_keys(keys).select_related("level"))
    claimed, refusals = claim_all(chosen, request.member, timezone.now())
    if claimed:
        totals = Credit.objects.of_keys([credit.pk for credit in claimed]).totals()
        messages.success(request, f"{formats.counted(len(claimed), 'credit')} claimed: {told(totals)}.")
    for refusal in refusals:
        messages.error(request, refusal)
    if not chosen:
        messages.warning(request, "No credit was chosen. Tick those that are to be claimed.")
    return redirect(_back(request))


def _back(request: MemberRequest) -> str:
    """The list that the choice was made on."""
    back = request.POST.get("back", "")
    is_ours = url_has_allowed_host_and_scheme(back, allowed_hosts={request.get_host()})
    return back if is_ours and back.startswith("/") else reverse("vendors:credits")


def _today(request: MemberRequest) -> date:
    return timezone.localdate(timezone=request.member.organisation.zone)


def _asked(request: MemberRequest, contract: Contract | None) -> tuple[Asked, list[str]]:
    asked, unclear = Asked.understood(request.GET.dict())
    return (asked.but(contract=contract.pk) if contract else asked), unclear


def _page(request: MemberRequest, asked: Asked, found: CreditQuerySet, today: date) -> dict[str, Any]:
    paginator = Paginator(found.for_table(), PAGE_SIZE)
    page = paginator.get_page(request.GET.get("page"))
    counted = formats.counted(paginator.count, "credit")
    return {
        "rows": [row_of(credit, today) for credit in page],
        "count_text": counted,
        "total": told(found.totals()),
        "rows_text": f"{page.start_index():,}–{page.end_index():,} of {counted}",
        "previous_url": asked.address(page.previous_page_number()) if page.has_previous() else "",
        "next_url": asked.address(page.next_page_number()) if page.has_next() else "",
    }


def _tags(asked: Asked, states: list[dict[str, Any]], late: int) -> list[dict[str, Any]]:
    """All, the states that occur, and what was never claimed in time."""
    counts: dict[str, int] = {}
    for row in states:
        counts[row["state"]] = counts.get(row["state"], 0) + row["count"]
    labels = {"": ("All", sum(counts.values()))}
    labels |= {LATE: ("Not claimed in time", late)} if late or asked.state == LATE else {}
    labels |= {str(state): (str(state.label), counts.get(state, 0)) for state in CreditState}
    return [
        {"label": label, "count": count, "url": asked.but(state=state).address(), "current": asked.state == state}
        for state, (label, count) in labels.items()
        if count or not state or state == asked.state
    ]


def _column(asked: Asked, key: str, label: str, kind: str) -> dict[str, str]:
    now = {key: "ascending", f"-{key}": "descending"}.get(asked.sort, "")
    falling = (not now and key not in RISING_FIRST) or now == "ascending"
    return {
        "label": label,
        "class": kind,
        "url": asked.but(sort=f"-{key}" if falling else key).address(),
        "sorted": now,
    }


def _choices(request: MemberRequest, asked: Asked, contract: Contract | None) -> list[dict[str, Any]]:
    """The fields of "More filters"."""
    visible = Credit.objects.visible_to(request.member)
    months = [(f"{month:%Y-%m}", f"{month:%B %Y}") for month in visible.months()]
    fields = [_field("month", months, asked.month and f"{asked.month:%Y-%m}")]
    if contract is None:
        vendors = [(str(row.pk), row.name) for row in Vendor.objects.visible_to(request.member)]
        contracts = [(str(row.pk), row.reference) for row in Contract.objects.visible_to(request.member)]
        fields += [_field("vendor", vendors, asked.vendor), _field("contract", contracts, asked.contract)]
    return fields


def _field(name: str, options: list[tuple[str, str]], chosen: object) -> dict[str, Any]:
    return {"name": name, "label": name.capitalize(), "options": options, "chosen": str(chosen or "")}
