"""Evidence for auditors: what is collected, how it becomes one signed file, and how that file is checked."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from portal.contributions.asked import Asked
    from portal.contributions.evidence import Collection


def collections(asked: "Asked") -> "Iterator[Collection]":
    """What governance itself has for an auditor."""
    from governance.evidence import contributed  # noqa: PLC0415  (verifying.py is used where there is no Django)

    return contributed.collections(asked)
