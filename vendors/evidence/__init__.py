"""What vendors has for an auditor: what was agreed, what was reported and measured, what came of it."""

from collections.abc import Iterator

from portal.contributions.asked import Asked
from portal.contributions.evidence import Collection
from portal.ledger import laying_out
from vendors.evidence import agreed, consequences, reported


def collections(asked: Asked) -> Iterator[Collection]:
    """Agreements first, then the months, then credits, disputes and escalations; the change history last."""
    kinds = (*agreed.kinds(asked), *reported.kinds(asked), *consequences.kinds(asked))
    return laying_out.collections(asked, kinds, "vendors")
