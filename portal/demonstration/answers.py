"""What people of the demonstration answered, question by question. Plain data."""

from collections.abc import Mapping

NOT_KNOWN = 0
ASKED = ("Priya Nair", "Jonas Feld", "Ines Duarte", "Ruth Kamara")
"""The columns of both tables: leader, vendor manager, service owner, Orvane for its own view. None: not asked."""

FIRST: Mapping[str, tuple[int | None, ...]] = {
    "own-decisions": (3, 2, 2, None),
    "own-escalation": (3, 3, 2, 4),
    "scope-map": (2, 2, 1, None),
    "scope-capacity": (2, 2, None, None),
    "flow-defined": (3, 3, 2, 4),
    "flow-classified": (3, 3, None, 4),
    "flow-predictable": (3, 3, None, 3),
    "sign-offices": (3, None, 2, None),
    "measure-checked": (2, 2, None, None),
    "measure-norms": (2, 1, None, 3),
    "sign-sites": (3, 3, 2, None),
    "outcomes-goals": (3, 2, 2, None),
    "sign-projects": (3, None, 2, None),
    "sign-budget": (4, None, None, None),
    "rhythm-reviews": (3, 2, 2, 4),
    "integration-tools": (3, 3, 3, 4),
    "knowledge-inside": (2, 2, 2, 3),
    "knowledge-reviewed": (3, 2, None, 4),
    "sign-turnover": (3, 3, NOT_KNOWN, None),
    "security-evidence": (3, 3, NOT_KNOWN, 4),
    "sign-audit": (4, 4, None, None),
    "auto-repetitive": (1, 2, 2, 3),
}
"""Half a year ago: modest, and of one mind."""

SECOND: Mapping[str, tuple[int | None, ...]] = {
    "own-decisions": (5, 5, 2, None),
    "own-escalation": (5, 5, 3, 5),
    "scope-map": (4, 3, 2, None),
    "scope-capacity": (3, 2, None, None),
    "flow-defined": (4, 3, 2, 5),
    "flow-classified": (4, 3, None, 4),
    "flow-predictable": (4, 3, None, 3),
    "sign-offices": (3, None, 1, None),
    "measure-checked": (4, 4, None, None),
    "measure-norms": (3, 4, None, 3),
    "sign-sites": (4, 3, 2, None),
    "outcomes-goals": (4, 4, 2, None),
    "sign-projects": (4, None, 2, None),
    "sign-budget": (4, None, None, None),
    "rhythm-reviews": (4, 4, 3, 5),
    "integration-tools": (3, 3, 2, 5),
    "knowledge-inside": (2, 1, 2, 3),
    "knowledge-reviewed": (3, 2, None, 4),
    "sign-turnover": (3, 2, NOT_KNOWN, None),
    "security-evidence": (4, 3, NOT_KNOWN, 5),
    "sign-audit": (4, 4, None, None),
    "auto-repetitive": (2, 3, 2, 4),
}
"""A few weeks ago: the register is new, and people believe more of it than it holds."""

COMMENTS = {
    (
        "Ines Duarte",
        "own-decisions",
    ): "I asked three people who may grant access to the finance share. I got three answers.",
    ("Priya Nair", "own-decisions"): "Entered in the portal in summer.",
    ("Ruth Kamara", "integration-tools"): "One queue, and our people see what they need.",
    ("Ines Duarte", "integration-tools"): "My people still write mails to two addresses.",
    ("Jonas Feld", "knowledge-inside"): "How Rotterdam's printers are wired is known to one man at Orvane.",
    ("Priya Nair", "sign-audit"): "As far as I remember it was the same as every year.",
    ("Ines Duarte", "sign-offices"): "Finance moved upstairs and the phones rang downstairs until Wednesday.",
}
"""What they wrote beside their answer to the second one."""

BEGUN = {"own-decisions": 4, "own-deputy": 2, "own-access": 3, "own-changes": 2, "own-escalation": 4, "own-several": 2}
"""How far Priya has come with the full assessment, which is open."""

PROFILES: Mapping[str, Mapping[str, int]] = {
    "service_desk": {
        "fn-differentiating": 2,
        "fn-critical": 3,
        "fn-standard": 4,
        "fn-steady": 3,
        "fn-often": 5,
        "fn-lasting": 5,
    },
    "field_support": {
        "fn-differentiating": 1,
        "fn-critical": 3,
        "fn-standard": 3,
        "fn-steady": 3,
        "fn-often": 5,
        "fn-lasting": 5,
    },
    "network": {
        "fn-differentiating": 2,
        "fn-critical": 4,
        "fn-standard": 4,
        "fn-steady": 4,
        "fn-often": 4,
        "fn-lasting": 5,
    },
    "security": {
        "fn-differentiating": 3,
        "fn-critical": 5,
        "fn-standard": 2,
        "fn-steady": 3,
        "fn-often": 5,
        "fn-lasting": 5,
    },
    "projects": {
        "fn-differentiating": 4,
        "fn-critical": 3,
        "fn-standard": 1,
        "fn-steady": 1,
        "fn-often": 3,
        "fn-lasting": 2,
    },
    "advisory": {
        "fn-differentiating": 4,
        "fn-critical": 3,
        "fn-standard": 1,
        "fn-steady": 2,
        "fn-often": 2,
        "fn-lasting": 4,
    },
}
"""What the second assessment says of functions; of the others nobody has said anything."""
