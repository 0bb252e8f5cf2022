"""The pack of a review as somebody sees it now: frozen, or a draft."""

from dataclasses import dataclass
from datetime import datetime

from governance.models import Pack, Review
from governance.packs.composing import compose
from governance.packs.content import Content, digest, known_as, written
from governance.packs.freezing import content_of
from governance.packs.paper import paper
from portal.accounts.models import Membership


@dataclass(frozen=True)
class Presented:
    """`pack` None: a draft."""

    review: Review
    content: Content
    pack: Pack | None

    @property
    def sha(self) -> str:
        return self.pack.sha256 if self.pack else ""

    @property
    def name(self) -> str:
        return f"Pack {known_as(self.sha)}" if self.pack else "Draft pack"

    def json(self) -> bytes:
        """The bytes that the hash is of."""
        return self.pack.content.encode() if self.pack else written(self.content)

    def pdf(self) -> bytes:
        """As kept; of a draft a paper that says so on each page."""
        return bytes(self.pack.pdf) if self.pack else paper(self.content)

    def file_name(self, ending: str) -> str:
        """ "pack-orvane-2026-11-12-9f2c41d8.pdf"."""
        who = "".join(
            letter if letter.isalnum() else "-" for letter in (self.content.cover.vendor or "portfolio").lower()
        )
        day = self.content.cover.starts_at.astimezone(self.content.cover.tz).date()
        return f"pack-{who}-{day}-{self.sha[:8] or 'draft'}.{ending}"

    def is_intact(self) -> bool:
        """Whether what is kept still has the hashes that were kept with it; True of a draft."""
        if self.pack is None:
            return True
        kept = digest(self.pack.content.encode()), digest(bytes(self.pack.pdf))
        return kept == (self.pack.sha256, self.pack.pdf_sha256)


def presented(review: Review, member: Membership, now: datetime) -> Presented:
    pack = Pack.objects.visible_to(member).of_review(review.pk).first()
    return Presented(review, content_of(pack) if pack else compose(review, now), pack)
