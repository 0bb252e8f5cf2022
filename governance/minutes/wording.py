"""Minutes as a reader sees them: the plain content in words, for the page, the paper and the comparison."""

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from governance.models import ItemState, Part, Presence, Side
from portal import formats

Content = dict[str, Any]

_NOT_MARKED = "Invited, not marked as present"
_STATES = {ItemState.CARRIED: "Carried forward", ItemState.OPEN: "Open", ItemState.DROPPED: "Taken off"}


def worded(content: Content) -> Content:
    """The same parts in words, in the zone of the series."""
    review = content["review"]
    zone = ZoneInfo(review["zone"])
    return {
        "title": review["title"],
        "facts": list(_facts(content, zone)),
        "attendance": [(side, list(_people(content, side, zone))) for side in _sides(content)],
        "items": [_item(item) for item in content["items"]],
        "decisions": [_decision(one, zone) for one in content["decisions"]],
        "actions": [_action(one, review) for one in content["actions"]],
        "carried": [item["title"] for item in content["items"] if item["state"] == ItemState.CARRIED],
    }


def _facts(content: Content, zone: ZoneInfo) -> Iterator[tuple[str, str]]:
    review = content["review"]
    named = review["cadence"].lower() in review["series"].lower()
    yield "Review", review["series"] if named else f"{review['series']}, {review['cadence'].lower()}"
    yield "Between", " and ".join(filter(None, (review["organisation"], review["vendor"])))
    yield "Period", formats.day_range(*(date.fromisoformat(day) for day in review["period"]))
    yield "Held", _held(review, zone)
    if review["place"]:
        yield "Place", review["place"]
    if pack := content["pack"]:
        yield "Pack", f"{pack['sha256'][:4]} {pack['sha256'][4:8]}, frozen {_at(pack['frozen_at'], zone)}"


def _held(review: Content, zone: ZoneInfo) -> str:
    if not review["started_at"]:
        return "Not yet"
    end = review["ended_at"]
    until = f" to {datetime.fromisoformat(end).astimezone(zone):%H:%M}" if end else ", in session"
    return f"{_at(review['started_at'], zone)}{until}"


def _at(moment: str, zone: ZoneInfo) -> str:
    return formats.instant(datetime.fromisoformat(moment), zone)


def side_name(content: Content, side: str) -> str:
    return str(content["review"]["organisation" if side == Side.CLIENT else "vendor"])


def _sides(content: Content) -> list[str]:
    there = {row["side"] for row in content["attendance"]}
    return [side_name(content, side) for side in Side.values if side in there]


def _people(content: Content, name: str, zone: ZoneInfo) -> Iterator[Content]:
    for row in content["attendance"]:
        if side_name(content, row["side"]) == name:
            yield {"name": row["name"], "part": _part(row["part"]), "presence": _presence(row, zone)}


def _part(part: str) -> str:
    return str(Part(part).label) if part in (Part.CHAIR, Part.MINUTES) else ""


def _presence(row: Content, zone: ZoneInfo) -> str:
    if row["presence"] == Presence.INVITED:
        return _NOT_MARKED
    if row["since"]:
        return f"From {datetime.fromisoformat(row['since']).astimezone(zone):%H:%M}"
    return str(Presence(row["presence"]).label)


def _item(item: Content) -> Content:
    state = _STATES.get(item["state"], "")
    since = f"raised first on {formats.day(date.fromisoformat(item['first_on']))}" if item["first_on"] else ""
    return {
        "number": str(item["number"]),
        "title": item["title"],
        "presenter": item["presenter"],
        "took": _took(item),
        "state": state,
        "since": since,
        "note": item["note"],
    }


def _took(item: Content) -> str:
    """The time taken, one minute at least, and its box; empty where only a note was written."""
    if not item["seconds"]:
        return "" if item["note"] else "not spoken about"
    return f"{formats.duration(max(60, item['seconds']))} of {item['minutes']}{formats.NO_BREAK}min"


def _decision(one: Content, zone: ZoneInfo) -> Content:
    return {
        "subject": one["subject"],
        "outcome": one["outcome"],
        "reason": one["reason"],
        "who": f"{one['by']}, right: {one['right']}",
        "basis": one["basis"],
        "at": _at(one["at"], zone),
    }


def _action(one: Content, review: Content) -> Content:
    side = review["organisation" if one["side"] == Side.CLIENT else "vendor"]
    target = f" to {one['target']}" if one["target"] else ""
    return {
        "title": one["title"],
        "owner": f"{one['owner']}, {side}",
        "due": formats.day(date.fromisoformat(one["due_on"])),
        "kpi": f"{one['kpi']}{target}" if one["kpi"] else "",
    }
