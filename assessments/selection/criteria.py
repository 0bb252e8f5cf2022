"""The criteria with which a selection begins: those of requirement R10, each with what five points would look like."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Standard:
    """`weight` in points; those of STANDARDS add up to 100."""

    name: str
    explanation: str
    weight: int


STANDARDS = (
    Standard(
        "Integration depth",
        "Works in our ticket tool and signs in through our directory, or exchanges every update by itself; "
        "shown running with a client, not on slides.",
        15,
    ),
    Standard(
        "SLA transparency",
        "Hands over every ticket with its times and pauses, explains how its figures are counted, and lets us "
        "compute them ourselves.",
        15,
    ),
    Standard(
        "Flexibility to scale",
        "Has added and reduced people and sites for a client within weeks, at prices that were agreed "
        "beforehand, in both directions.",
        10,
    ),
    Standard(
        "Security and compliance",
        "Current attestations without open exceptions for the services we buy, and evidence of access "
        "reviews, patching and restores on dates.",
        15,
    ),
    Standard(
        "Similar experience",
        "Two clients of our size and trade with services like ours, whose people we spoke with alone, and who "
        "would choose it again.",
        10,
    ),
    Standard(
        "Escalation ownership",
        "Names a person for each step who may decide, joins faults that touch other providers, and shows a "
        "past escalation from start to end.",
        15,
    ),
    Standard(
        "Documentation standards",
        "Shows real documents of a running client with owner and date of review, and agrees in writing that "
        "ours stay with us.",
        10,
    ),
    Standard(
        "Review cadence",
        "Offers weekly, monthly and quarterly reviews with named people, brings a pack that begins with what "
        "went wrong, and follows up its actions.",
        10,
    ),
)
