"""Which required attestations a vendor lacks."""

from datetime import date
from typing import Any

from vendors.contracts.attesting import Proof, lacking

TODAY = date(2026, 11, 20)


def proof(key: int, label: str = "SOC 2", **changes: Any) -> Proof:
    said: dict[str, Any] = {"vendor_id": 1, "required": True, "valid_from": None, "valid_to": None}
    return Proof(key=key, label=label, entered_on=date(2026, 10, 1), **said | changes)


def test_an_awaited_attestation_is_missing_since_it_was_asked_for() -> None:
    (lack,) = lacking([proof(1)], TODAY)
    assert (lack.label, lack.word, lack.since) == ("SOC 2", "missing", date(2026, 10, 1))


def test_an_expired_one_is_lacking_from_the_day_after_its_last() -> None:
    ended = proof(1, valid_from=date(2025, 1, 1), valid_to=date(2026, 11, 19))
    (lack,) = lacking([ended, proof(2)], TODAY)
    assert (lack.key, lack.word, lack.since) == (1, "expired", TODAY)


def test_it_is_valid_on_its_first_and_on_its_last_day() -> None:
    for day in (date(2026, 11, 20), date(2026, 12, 31)):
        assert lacking([proof(1, valid_from=date(2026, 11, 20), valid_to=date(2026, 12, 31))], day) == []


def test_a_later_one_of_the_same_name_closes_the_gap_and_one_of_another_vendor_does_not() -> None:
    ended = proof(1, valid_from=date(2025, 1, 1), valid_to=date(2025, 12, 31))
    assert lacking([ended, proof(2, label="soc 2", required=False, valid_from=date(2026, 1, 1))], TODAY) == []
    assert len(lacking([ended, proof(2, vendor_id=2, valid_from=date(2026, 1, 1))], TODAY)) == 1


def test_what_nobody_requires_is_not_lacking() -> None:
    assert lacking([proof(1, required=False)], TODAY) == []


def test_one_without_a_last_day_does_not_end() -> None:
    assert lacking([proof(1, valid_from=date(2020, 1, 1))], TODAY) == []
