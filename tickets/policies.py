"""Score policies between the database's JSON and the arithmetic."""

from collections.abc import Mapping
from dataclasses import asdict
from datetime import date
from typing import Any

from tickets.scoring import ScorePolicy


def policy_of(rules: Mapping[str, Any], label: str = "", valid_from: date | None = None) -> ScorePolicy:
    """The policy that stored rules describe; InvalidPolicy when they contradict themselves.

    What the rules do not mention is as in the standard policy. No date means from the beginning.
    """
    plain: dict[str, Any] = {key: tuple(value) if isinstance(value, list) else value for key, value in rules.items()}
    return ScorePolicy(label=label, valid_from=valid_from or date.min, **plain)


def rules_of(policy: ScorePolicy) -> dict[str, Any]:
    """The rules as they are stored: all but label and date, in plain values."""
    plain = asdict(policy)
    plain["weights"] = dict(policy.weights)
    plain["disruption_shares"] = list(policy.disruption_shares)
    return {key: value for key, value in plain.items() if key not in ("label", "valid_from")}
