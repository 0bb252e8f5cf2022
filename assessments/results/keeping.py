"""A result as bytes: canonical JSON known by its SHA-256, and read back only where both still fit."""

import json
from functools import lru_cache
from hashlib import sha256

from pydantic import TypeAdapter

from assessments.models import Campaign, CampaignResult
from assessments.results.content import Content
from vendors.levels.canonical import canonical

FORMAT = 1
"""Of the JSON. A result that was frozen in another form is read by its own number."""
_CONTENT = TypeAdapter(Content)


class Altered(Exception):
    """The stored result is not what was frozen: its content does not fit its SHA-256."""


def written(content: Content) -> bytes:
    """The same content is the same bytes."""
    return canonical({"format": FORMAT, "content": _CONTENT.dump_python(content, mode="json")})


def digest(data: bytes) -> str:
    return sha256(data).hexdigest()


def content_of(result: CampaignResult) -> Content:
    """What was frozen. Altered where it is not that any more."""
    return _read(result.content, result.sha256)


@lru_cache(maxsize=32)
def _read(text: str, sha: str) -> Content:
    if digest(text.encode()) != sha:
        raise Altered("The stored result does not fit its SHA-256: it was altered after it was frozen.")
    stored = json.loads(text)
    if stored["format"] != FORMAT:
        raise ValueError(f"A result of format {stored['format']} is not known here.")
    return _CONTENT.validate_python(stored["content"])


def frozen_before(campaign: Campaign) -> Content | None:
    """The frozen result of the campaign before; None without one, and while that one is not closed."""
    if campaign.previous_id is None:
        return None
    result = CampaignResult.objects.of_campaign(campaign.previous_id).first()
    return content_of(result) if result else None
