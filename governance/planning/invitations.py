"""Reviews as events of people's calendars (RFC 5545), and invitations to them (RFC 5546).

An event keeps its UID for life; each change that people have to know raises SEQUENCE, a cancellation too. What stands
in an event both sides may read: it is built from the review and its participants alone.
"""

import re
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from email.utils import parseaddr

from django.conf import settings
from icalendar import Alarm, Calendar, Event, vCalAddress, vText

from governance.models import Part, Participant, Review, ReviewState
from governance.planning import periods
from governance.planning.cadences import REMINDED
from portal import formats

REQUEST, CANCEL, PUBLISH = "REQUEST", "CANCEL", "PUBLISH"
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]")
ROLES = {Part.CHAIR: "CHAIR", Part.OPTIONAL: "OPT-PARTICIPANT"}


def invitation(review: Review, people: Iterable[Participant], now: datetime) -> str:
    """An invitation to the review, or to its next version; `people` are those invited."""
    event = event_of(review, now)
    _add_people(event, list(people))
    return _text(REQUEST, [event])


def cancellation(review: Review, people: Iterable[Participant], now: datetime) -> str:
    """That the review is off for these people: all of them, or one who does not take part any more."""
    event = event_of(review, now)
    event["STATUS"] = vText("CANCELLED")
    event.subcomponents.clear()
    _add_people(event, list(people))
    return _text(CANCEL, [event])


def published(reviews: Iterable[tuple[Review, datetime]], name: str) -> str:
    """A calendar to subscribe to: reviews, each with the time of its last change. Cancelled ones say that they are."""
    return _text(PUBLISH, [event_of(review, changed_at) for review, changed_at in reviews], name)


def event_of(review: Review, stamp: datetime) -> Event:
    """The event without people. Its times are in UTC: programs disagree on how they read zones that are written out."""
    event = Event()
    event.add("uid", uid_of(review))
    event.add("dtstamp", stamp.replace(microsecond=0))
    event.add("sequence", review.sequence)
    event.add("dtstart", review.starts_at.astimezone(UTC))
    event.add("dtend", review.ends_at.astimezone(UTC))
    event.add("summary", _line(review.title))
    event.add("description", description_of(review))
    event.add("url", link_to(review))
    event.add("status", "CANCELLED" if review.state == ReviewState.CANCELLED else "CONFIRMED")
    if review.place:
        event.add("location", _line(review.place))
    if review.state != ReviewState.CANCELLED:
        event.add_component(_alarm(review))
    return event


def _alarm(review: Review) -> Alarm:
    """As many days before as the portal reminds of it by mail."""
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", _line(review.title))
    alarm.add("trigger", -timedelta(days=REMINDED[review.cadence]))
    return alarm


def uid_of(review: Review) -> str:
    return f"{review.uid}@retained"


def link_to(review: Review) -> str:
    return f"{settings.PORTAL_ADDRESS}{review.get_absolute_url()}"


def description_of(review: Review) -> str:
    about = f"Looks back on {periods.in_days(review.period_start, review.period_end)}."
    why = review.cancelled_reason or review.moved_reason
    return "\n".join([about, *([f"Why it was changed: {_line(why)}"] if why else []), f"Agenda: {link_to(review)}"])


def when(review: Review) -> str:
    """The time in the zone of the series, with its end: "12 Nov 2026, 14:00 CET, 60 min"."""
    minutes = int((review.ends_at - review.starts_at) / timedelta(minutes=1))
    return f"{formats.instant(review.starts_at, review.series.timezone)}, {minutes}{formats.NO_BREAK}min"


def _add_people(event: Event, people: list[Participant]) -> None:
    chair = next((one.name for one in people if one.part == Part.CHAIR), "")
    event.add("organizer", _address(parseaddr(settings.DEFAULT_FROM_EMAIL)[1], chair))
    for one in people:
        address = _address(one.email, one.name)
        address.params["ROLE"] = ROLES.get(Part(one.part), "REQ-PARTICIPANT")
        address.params["PARTSTAT"] = "NEEDS-ACTION"
        address.params["RSVP"] = "TRUE"
        event.add("attendee", address, encode=False)


def _address(email: str, name: str) -> vCalAddress:
    address = vCalAddress(f"mailto:{email}")
    if name:
        address.params["CN"] = _line(name)
    return address


def _line(text: str) -> str:
    """Text in one line, without the signs that a calendar's parameters cannot hold."""
    return " ".join(_CONTROL.sub(" ", text).replace('"', "'").split())


def _text(method: str, events: list[Event], name: str = "") -> str:
    calendar = Calendar()
    calendar.add("prodid", "-//Retained//Reviews//EN")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", method)
    if name:
        calendar.add("x-wr-calname", _line(name))
        calendar.add("refresh-interval", timedelta(hours=1), parameters={"VALUE": "DURATION"})
    for event in events:
        calendar.add_component(event)
    return str(calendar.to_ical().decode())
