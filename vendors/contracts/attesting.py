"""Which required attestations a vendor lacks on a day. Plain values: no Django."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta


@dataclass(frozen=True)
class Proof:
    """One attestation as registered: valid from its first to its last day; without a first day it is awaited."""

    key: int
    vendor_id: int
    label: str
    required: bool
    valid_from: date | None
    valid_to: date | None
    entered_on: date

    def is_valid_on(self, day: date) -> bool:
        return (
            self.valid_from is not None and self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)
        )


@dataclass(frozen=True)
class Lack:
    """A required attestation that is not valid: since when, and whether one had been there before."""

    key: int
    vendor_id: int
    label: str
    since: date
    expired: bool

    @property
    def word(self) -> str:
        return "expired" if self.expired else "missing"


def lacking(proofs: Iterable[Proof], day: date) -> list[Lack]:
    """What is required and not valid on `day`, by vendor and label; the label counts in any case of its letters."""
    found = (_lack(group, day) for group in by_label(proofs) if _is_lacking(group, day))
    return sorted(found, key=lambda lack: (lack.since, lack.label, lack.key))


def by_label(proofs: Iterable[Proof]) -> list[list[Proof]]:
    """Attestations of the same vendor and label together, the one that ends last at the end."""
    groups: dict[tuple[int, str], list[Proof]] = {}
    for proof in proofs:
        groups.setdefault((proof.vendor_id, proof.label.casefold()), []).append(proof)
    return [sorted(group, key=_end) for group in groups.values()]


def _is_lacking(group: list[Proof], day: date) -> bool:
    return any(proof.required for proof in group) and not any(proof.is_valid_on(day) for proof in group)


def _end(proof: Proof) -> tuple[bool, date, int]:
    """Awaited ones first, those without a last day at the end."""
    last = date.min if proof.valid_from is None else proof.valid_to or date.max
    return (proof.valid_from is not None, last, proof.key)


def _lack(group: list[Proof], day: date) -> Lack:
    ended = [proof for proof in group if proof.valid_to is not None and proof.valid_to < day]
    if ended:
        last = max(ended, key=_end)
        return Lack(last.key, last.vendor_id, last.label, (last.valid_to or day) + timedelta(days=1), expired=True)
    first = min((proof for proof in group if proof.required), key=lambda proof: (proof.entered_on, proof.key))
    return Lack(first.key, first.vendor_id, first.label, first.entered_on, expired=False)
