"""Adapting an instrument: a draft begins as a copy of a version, is changed part by part, and becomes a version.

A draft may be wrong meanwhile, never unreadable. Whoever changes one has locked its row (`edition_of`, `locked`).
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import Any

from django.forms import BaseForm

from assessments.instruments.checking import problems
from assessments.instruments.known import KNOWN
from assessments.instruments.library import instrument_of, sha256_of
from assessments.instruments.problems import InstrumentRefused, told
from assessments.instruments.shape import Instrument
from assessments.instruments.shaping import as_data, canonical, from_canonical
from assessments.instruments.telling import differences
from assessments.models import InstrumentDraft, InstrumentVersion
from portal.accounts.access import MemberRequest
from portal.accounts.keeping import CONFLICT, DIGITS_OF_A_VERSION, Edition
from portal.accounts.models import Membership
from portal.ledger.history import Change, FieldChange, last_row, row_at, version_of


class InvalidTransition(Exception):
    """The draft or the version is no longer in the state that this needs; the message says which."""


def start(member: Membership, base: InstrumentVersion, code: str, title: str, now: datetime) -> InstrumentDraft:
    """A draft that is a copy of `base` under its own short name and title; asked for twice, it is the same one."""
    instrument = replace(instrument_of(base), code=code, title=title)
    draft = InstrumentDraft(
        organisation_id=member.organisation_id,
        code=code,
        title=title,
        content=canonical(instrument),
        based_on=base,
        saved_at=now,
        saved_by=str(member.person),
    )
    InstrumentDraft.objects.bulk_create([draft], ignore_conflicts=True)
    return InstrumentDraft.objects.visible_to(member).of_code(code).get()


def drafted(draft: InstrumentDraft) -> Instrument:
    return from_canonical(draft.content)


def save(member: Membership, draft: InstrumentDraft, instrument: Instrument, now: datetime) -> None:
    """Put an instrument into the draft; its short name stays the draft's."""
    instrument = replace(instrument, code=draft.code)
    draft.title, draft.content = instrument.title, canonical(instrument)
    draft.saved_at, draft.saved_by = now, str(member.person)
    draft.save(update_fields=["title", "content", "saved_at", "saved_by"])


def what_is_wrong(instrument: Instrument) -> tuple[str, ...]:
    """Everything, each with its place; empty when a version can be made of it."""
    return told(problems(instrument, KNOWN), as_data(instrument), {})


def make_version(member: Membership, draft: InstrumentDraft, note: str, now: datetime) -> InstrumentVersion:
    """Freeze the draft as the next version of its short name, and end it.

    Raises InstrumentRefused with what is wrong with it, InvalidTransition when someone else ended it or when it says
    the same as the version before.
    """
    instrument = drafted(draft)
    if found := what_is_wrong(instrument):
        raise InstrumentRefused(found)
    content = canonical(instrument)
    before = InstrumentVersion.objects.of_organisation(draft.organisation_id).of_code(draft.code).first()
    if before is not None and before.sha256 == sha256_of(content):
        raise InvalidTransition(f"Nothing is different from version {before.number}. Change something, or discard it.")
    discard(draft)
    return InstrumentVersion.objects.create(
        organisation_id=draft.organisation_id,
        code=draft.code,
        number=1 if before is None else before.number + 1,
        title=draft.title,
        content=content,
        sha256=sha256_of(content),
        based_on_id=draft.based_on_id,
        note=note,
        loaded_at=now,
        loaded_by=str(member.person),
    )


def discard(draft: InstrumentDraft) -> None:
    """Raises InvalidTransition when it is gone already."""
    removed, _ = InstrumentDraft.objects.of_key_alone(draft.pk).delete()
    if not removed:
        raise InvalidTransition("This draft was made a version or discarded by someone else meanwhile.")


def what_became_of(member: Membership, key: int) -> InstrumentVersion | None:
    """The newest version of the short name that a draft had which is no more; None where nothing is known of one."""
    last = last_row(InstrumentDraft, pgh_obj_id=key, organisation_id=member.organisation_id)
    return None if last is None else InstrumentVersion.objects.visible_to(member).of_code(last.code).first()


def edition_of(
    request: MemberRequest, form: BaseForm, draft: InstrumentDraft, part: Callable[[Instrument], Any]
) -> Edition:
    """Like `keeping.edition`, for one part of a draft: two people who change different parts do not disturb each other.

    The form is invalid where that part is no longer what the sender's page showed.
    """
    version = version_of(draft)
    seen = request.POST.get("row_version", "")
    if not seen.isdecimal() or len(seen) > DIGITS_OF_A_VERSION or int(seen) == version:
        return Edition(version, [])
    was, now = _part_at(draft, int(seen), part), part(drafted(draft))
    if was == now:
        return Edition(version, [])
    form.add_error(None, CONFLICT)
    fields = tuple(FieldChange(*one) for one in differences(was, now))
    return Edition(version, [Change(draft.saved_at, "Changed", draft.saved_by, "", fields)])


def _part_at(draft: InstrumentDraft, version: int, part: Callable[[Instrument], Any]) -> Any:
    """That part as it stood then; None where it was not there, or nothing is kept of that version."""
    content = row_at(draft, version)
    return None if content is None else part(from_canonical(content.content))
