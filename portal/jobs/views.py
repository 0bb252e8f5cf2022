"""Background jobs: the list, one job with its live progress, retry and cancel."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from portal.accounts.access import MemberRequest, requires
from portal.accounts.capabilities import Capability
from portal.jobs import showing, steering
from portal.jobs.clock import database_now
from portal.jobs.models import Job, State

PAGE_SIZE = 25


@requires(Capability.VIEW_JOBS)
def job_list(request: MemberRequest) -> HttpResponse:
    """All jobs, newest first, filtered by state; the filter stands in the address."""
    chosen = request.GET.get("state", "")
    jobs = Job.objects.visible_to(request.member)
    page = Paginator(jobs.in_state(chosen).for_table(), PAGE_SIZE).get_page(request.GET.get("page"))
    now = timezone.now()
    context = {
        "page": page,
        "jobs": [_row(job, now) for job in page],
        "tags": _tags(jobs.count_by_state(), chosen),
        "chosen": chosen,
    }
    return render(request, "jobs/list.html", context)


def _row(job: Job, now: Any) -> dict[str, Any]:
    state = State(job.state)
    return {
        "job": job,
        "finding": showing.finding(job),
        "took": showing.took(job, now),
        "tone": showing.TONES.get(state, ""),
        "icon": showing.ICONS.get(state, ""),
    }


def _tags(counts: dict[str, int], chosen: str) -> list[dict[str, Any]]:
    every = {"label": "All", "url": "?", "count": sum(counts.values()), "current": chosen not in State.values}
    return [every] + [
        {"label": label, "url": f"?state={state}", "count": counts.get(state, 0), "current": chosen == state}
        for state, label in State.choices
    ]


def _job_or_404(request: MemberRequest, pk: int) -> Job:
    return get_object_or_404(Job.objects.visible_to(request.member), pk=pk)


def _shown(request: MemberRequest, pk: int) -> dict[str, Any]:
    job, now = _job_or_404(request, pk), timezone.now()
    return {
        "job": job,
        "progress": showing.progress_of(job, now),
        "took": showing.took(job, now),
        "may_run": request.member.can(Capability.RUN_JOBS),
    }


@requires(Capability.VIEW_JOBS)
def detail(request: MemberRequest, pk: int) -> HttpResponse:
    return render(request, "jobs/detail.html", _shown(request, pk))


@requires(Capability.VIEW_JOBS)
def progress(request: MemberRequest, pk: int) -> HttpResponse:
    """The part of the page that is fetched every two seconds until the job has ended."""
    return render(request, "jobs/progress.html", _shown(request, pk))


@requires(Capability.VIEW_JOBS)
def indicator(request: MemberRequest) -> HttpResponse:
    """The top bar's part, fetched every five seconds while a job runs."""
    return render(request, "jobs/indicator.html")


@requires(Capability.RUN_JOBS)
@require_POST
def retry(request: MemberRequest, pk: int) -> HttpResponse:
    try:
        steering.retry(_job_or_404(request, pk), database_now())
    except steering.NotNow as refusal:
        messages.warning(request, str(refusal))
    return redirect("jobs:detail", pk=pk)


@requires(Capability.RUN_JOBS)
@require_POST
def cancel(request: MemberRequest, pk: int) -> HttpResponse:
    try:
        steering.cancel(_job_or_404(request, pk), timezone.now())
    except steering.NotNow as refusal:
        messages.warning(request, str(refusal))
    return redirect("jobs:detail", pk=pk)
