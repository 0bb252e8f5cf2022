"""Coming in: the first start, invitations, one's own page, changing the organisation."""

from typing import cast

from django.contrib import messages
from django.contrib.auth import login
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from portal.accounts import invitations
from portal.accounts.access import MemberRequest, open_to_anyone, requires
from portal.accounts.capabilities import Capability
from portal.accounts.forms import JoinForm, OrganisationForm, OwnNameForm, WelcomeForm
from portal.accounts.keeping import edition
from portal.accounts.memberships import AlreadyMember, HoldsRights
from portal.accounts.middleware import SESSION_KEY
from portal.accounts.models import Invitation, Organisation, Person
from portal.accounts.settings_pages import pages_for
from portal.accounts.setup import Administrator, create_first, has_no_organisation


@open_to_anyone("the first person of an empty installation; answers 404 as soon as there is an organisation")
@sensitive_post_parameters("password")
def welcome(request: HttpRequest) -> HttpResponse:
    if not has_no_organisation():
        raise Http404
    form = WelcomeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        entered = form.cleaned_data
        first = Administrator(entered["name"], entered["email"], entered["password"])
        try:
            membership = create_first(form.new_organisation(), first)
        except ValidationError as refusal:
            form.add_error(None, refusal.messages)
        else:
            if membership is None:
                raise Http404
            login(request, membership.person)
            return redirect("/")
    return render(request, "accounts/welcome.html", {"form": form})


@open_to_anyone("whoever holds an invitation link is not a member yet; the link itself is the proof")
@sensitive_post_parameters("password")
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """Join by a link. Used, revoked, expired and made-up links get one and the same answer."""
    found = invitations.find(token, timezone.now())
    if found is None:
        return render(request, "accounts/invitation_closed.html", status=404)
    known = Person.objects.at_address(found.email)
    form = JoinForm(request.POST or None, email=found.email)
    if request.method == "POST" and (known == request.user or (known is None and form.is_valid())):
        try:
            return _join(request, found, known, form)
        except (invitations.NotOpen, AlreadyMember, HoldsRights):
            return render(request, "accounts/invitation_closed.html", status=404)
    context = {"invitation": found, "form": form, "known": known, "is_me": known == request.user}
    return render(request, "accounts/invitation.html", context)


def _join(request: HttpRequest, found: Invitation, known: Person | None, form: JoinForm) -> HttpResponse:
    now = timezone.now()
    if known is not None:
        invitations.accept(found, known, now)
    else:
        entered = form.cleaned_data
        membership = invitations.join(found, entered["name"], entered["password"], now)
        login(request, membership.person)
    request.session[SESSION_KEY] = found.organisation_id
    messages.success(request, f"Welcome to {found.organisation.name}.")
    return redirect("/")


@requires(Capability.BELONG)
def person(request: MemberRequest) -> HttpResponse:
    """One's own page: name, password, memberships."""
    form = OwnNameForm(request.POST or None, instance=cast(Person, request.user))
    if request.method == "POST" and form.is_valid():
        form.save()
        messages.success(request, "Your name is changed.")
        return redirect("accounts:person")
    return render(request, "accounts/person.html", {"form": form})


@requires(Capability.BELONG)
@require_POST
def switch(request: MemberRequest) -> HttpResponse:
    """Act for another of one's organisations, from its first page: the page one was on may not exist there."""
    own = {str(m.organisation_id): m for m in request.memberships}
    chosen = own.get(request.POST.get("organisation", ""))
    if chosen is None:
        raise Http404
    request.session[SESSION_KEY] = chosen.organisation_id
    return redirect("/")


@requires(Capability.VIEW_SETTINGS)
def settings_index(request: MemberRequest) -> HttpResponse:
    return render(request, "accounts/settings.html", {"pages": pages_for(request.member)})


@requires(Capability.VIEW_SETTINGS)
def organisation(request: MemberRequest) -> HttpResponse:
    """The organisation's own name, zone and currency: a form for those who keep settings, facts for others."""
    if not request.member.can(Capability.EDIT_SETTINGS):
        return render(request, "accounts/organisation.html", {"form": None})
    # A copy: the page around the form shows what is stored, also while what was entered is wrong.
    stored = Organisation.objects.get(pk=request.member.organisation_id)
    form = OrganisationForm(request.POST or None, instance=stored)
    seen = edition(request, form, stored)
    if request.method == "POST" and form.is_valid():
        form.save()
        messages.success(request, "The organisation is changed.")
        return redirect("settings")
    return render(request, "accounts/organisation.html", {"form": form, **seen.context()})
