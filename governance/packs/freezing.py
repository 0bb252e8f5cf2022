"""The pack as it was presented."""

import hashlib
from datetime import datetime

from governance.models import Pack, Review


def freeze(review: Review, by: str, now: datetime) -> Pack:
    """The frozen pack of a review; the one that is there already is returned."""
    content, pdf = '{"sections":[]}', b"%PDF-1.7"
    pack, _ = Pack.objects.get_or_create(
        organisation_id=review.organisation_id,
        vendor_id=review.vendor_id,
        review=review,
        defaults={
            "content": content,
            "sha256": hashlib.sha256(content.encode()).hexdigest(),
            "pdf": pdf,
            "pdf_sha256": hashlib.sha256(pdf).hexdigest(),
            "frozen_at": now,
            "frozen_by": by,
        },
    )
    return pack
