"""The watermelon matrix: per vendor and service what is reported beside what is experienced."""

from collections.abc import Sequence
from typing import Any

from django.urls import reverse

from portal.formats import ABSENT, counted, percent, thousands
from reporting.charts.mirror import Verdict as Drawn
from reporting.charts.mirror import mirror
from reporting.names import Names
from reporting.presenting import Linked, Place, drawn
from reporting.reading import Board, Group
from reporting.verdicts import State, Tone, distance, distance_tone

GROUPING = "vendor_service"
MEASURED_TITLE = "SLA as reported beside outcome as experienced"


def matrix(board: Board, names: Names) -> list[dict[str, Any]]:
    """Rows as templates/components/matrix.html shows them: widest distance first, unknown distances last."""
    places = sorted((Place(board, GROUPING, group) for group in board.groups(GROUPING)), key=_order)
    return [_row(place, names) for place in places if _has_tickets(place)]


def finding(rows: Sequence[dict[str, Any]]) -> str:
    """The title: the widest distance of a provider where it is worth a sentence, the measure otherwise."""
    widest = next((row for row in rows if row["vendor_known"]), None)
    if widest is None or widest["distance_tone"] not in (Tone.BAD, Tone.WATCH):
        return MEASURED_TITLE
    return (
        f"{widest['provider']} reports {widest['reported']} on {widest['service']}; "
        f"the business scores it {widest['outcome']}"
    )


def _has_tickets(place: Place) -> bool:
    volume = place.figure("volume")
    return volume is not None and bool(volume.value)


def _order(place: Place) -> tuple[bool, bool, float, float]:
    """Providers before nobody's tickets, known distances before unknown, wide before narrow, many before few."""
    points = _distance(place)
    volume = place.figure("volume")
    return place.group[0] is None, points is None, -(points or 0.0), -((volume.value if volume else 0.0) or 0.0)


def _distance(place: Place) -> float | None:
    return distance(place.figure("sla_claimed"), place.figure("outcome_score"))


def _row(place: Place, names: Names) -> dict[str, Any]:
    service, provider = called(place.group, names)
    claimed, lived = place.verdict("sla_claimed"), place.verdict("outcome_score")
    points = _distance(place)
    scored = lived.state not in (State.TOO_FEW, State.NO_DATA)
    return {
        "service": service,
        "provider": provider,
        "vendor_known": place.group[0] is not None,
        "url": _page(place),
        **_named("tickets", _volume(place)),
        "volume": place.linked("volume").text,
        **_named("reported", place.linked("sla_claimed", "%")),
        "reported_tone": drawn(claimed.tone),
        "reported_word": claimed.word,
        **_named("confirmed", place.linked("sla_measured", "%")),
        **_named("outcome", place.linked("outcome_score") if scored else Linked(ABSENT)),
        "outcome_tone": drawn(lived.tone),
        "outcome_word": lived.word,
        **_named("lost", place.linked("lost_hours")),
        "distance": thousands(points),
        "distance_tone": distance_tone(points),
        "mirror": _mirror(place, scored=scored),
        "label": _in_words(place, scored=scored),
    }


def called(group: Group, names: Names) -> tuple[str, str]:
    """The service and the provider of a row, also where tickets have none."""
    vendor, service = group
    if not isinstance(vendor, int):
        return "No vendor", "Support group not mapped"
    return names.service(service) if isinstance(service, int) else "No service", names.vendor(vendor)


def _named(name: str, linked: Linked) -> dict[str, str]:
    return {name: linked.text, f"{name}_url": linked.url, f"{name}_title": linked.title}


def _page(place: Place) -> str:
    """The vendor's page in the same period."""
    vendor = place.group[0]
    return "" if vendor is None else f"{reverse('reporting:vendor', args=[vendor])}?period={place.board.shown.key}"


def _volume(place: Place) -> Linked:
    volume = place.linked("volume")
    return Linked(volume.title, volume.url, volume.title)


def _value(place: Place, code: str) -> float | None:
    figure = place.figure(code)
    return figure.value if figure else None


def _mirror(place: Place, *, scored: bool) -> object:
    reported = Drawn(_value(place, "sla_claimed"), drawn(place.verdict("sla_claimed").tone))
    lived = Drawn(_value(place, "outcome_score") if scored else None, drawn(place.verdict("outcome_score").tone))
    return mirror(reported, _value(place, "sla_measured"), lived, drawn(distance_tone(_distance(place))))


def _in_words(place: Place, *, scored: bool) -> str:
    outcome = counted_points(_value(place, "outcome_score")) if scored else "not known"
    reported, confirmed = (percent(_value(place, code)) for code in ("sla_claimed", "sla_measured"))
    return f"Reported {reported}, from tickets {confirmed}, outcome {outcome}"


def counted_points(value: float | None) -> str:
    """ "41 points"."""
    return ABSENT if value is None else counted(round(value), "point")
