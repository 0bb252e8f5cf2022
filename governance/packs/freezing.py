"""Freezing: what both sides see when a review starts, kept as bytes and never composed again."""

import json
from datetime import datetime

from governance.models import Pack, Review
from governance.packs.composing import compose
from governance.packs.content import Content, digest, read, written
from governance.packs.paper import paper
from portal.accounts.tenancy import acting_for


def freeze(review: Review, by: str, now: datetime) -> Pack:
    """The review's pack: the one that is there, or one that is composed now by `by` and kept.

    Composed as the vendor reads it, kept by the organisation. Of two that freeze at once the first one counts, for
    both. Runs within the caller's transaction where there is one.
    """
    frozen = frozen_of(review)
    if frozen is not None:
        return frozen
    content = compose(review, now, by)
    data = written(content)
    sha = digest(data)
    pdf = paper(content, sha)
    pack = Pack(
        organisation_id=review.organisation_id,
        vendor_id=review.vendor_id,
        review=review,
        content=data.decode(),
        sha256=sha,
        versions=list(content.versions),
        pdf=pdf,
        pdf_sha256=digest(pdf),
        frozen_at=now,
        frozen_by=by,
    )
    with acting_for(review.organisation_id):
        Pack.objects.bulk_create([pack], ignore_conflicts=True)
        return Pack.objects.of_review(review.pk).get()


def frozen_of(review: Review) -> Pack | None:
    """None while the pack is a draft."""
    with acting_for(review.organisation_id):
        return Pack.objects.of_review(review.pk).first()


def content_of(pack: Pack) -> Content:
    """What was presented."""
    return read(json.loads(pack.content))
