"""How each provider works in the demonstration: the few numbers from which every pattern follows."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Behaviour:
    """Shares are between 0 and 1; delays in working minutes.

    `in_time` is the share whose counted time meets the target before anything is reopened. `hidden` is the
    share of the late ones that are set to wait for the user shortly before the breach: late by the contract,
    in time by the provider's clock. `spread` is the deviation of the logarithm of the counted time: the smaller,
    the closer all tickets come to their target. `first_close` says that the provider's claim ends at the first closing.
    """

    per_month: int
    in_time: float
    spread: float
    hidden: float
    handoffs: float
    reopened: float
    repeated: float
    effort: float
    waits_for_parts: float
    waits_for_user: float
    first_close: bool
    route: tuple[str, ...]


BEHAVIOUR = {
    "service-desk": Behaviour(955, 0.90, 0.65, 0.78, 1.8, 0.16, 0.32, 1.25, 0.02, 0.14, True,
                              ("Orvane Service Desk", "Orvane Second Line")),
    "device-support": Behaviour(282, 0.88, 0.65, 0.74, 1.8, 0.14, 0.24, 1.20, 0.16, 0.10, True,
                                ("Orvane Desktop", "Orvane Depot", "Orvane Desktop", "Orvane Field Utrecht")),
    "joiners-leavers": Behaviour(54, 0.86, 0.75, 1.0, 1.35, 0.11, 0.1, 1.15, 0.10, 0.08, True,
                                 ("Orvane Joiners and Leavers", "Orvane Accounts")),
    "office-network": Behaviour(178, 0.945, 0.7, 0.0, 0.85, 0.06, 0.12, 1.05, 0.0, 0.0, False,
                                ("Tessel Network NL", "Tessel Network EU")),
    "voice-meetings": Behaviour(111, 0.945, 0.7, 0.0, 0.62, 0.045, 0.10, 1.00, 0.0, 0.0, False,
                                ("Tessel Voice", "Tessel Rooms")),
    "identity-access": Behaviour(236, 0.986, 0.9, 0.0, 0.22, 0.012, 0.03, 0.95, 0.01, 0.06, False,
                                 ("Lumenfold Identity", "Lumenfold Directory")),
    "collaboration-platform": Behaviour(200, 0.983, 0.9, 0.0, 0.12, 0.012, 0.02, 0.95, 0.01, 0.06, False,
                                        ("Lumenfold Collaboration", "Lumenfold Files")),
    "backup-restore": Behaviour(9, 1.0, 0.9, 0.0, 0.10, 0.0, 0.0, 1.0, 0.0, 0.0, False, ("Lumenfold Backup",)),
}  # fmt: skip
"""By service, in the order of the world's services."""

UNMAPPED_GROUPS = ("Orvane Field Benelux", "Kardo Print Care")
"""Groups that tickets of the service desk end in and that nobody has mapped to a service."""

UNMAPPED_SHARE = 0.016
"""Of Orvane's tickets: about one in a hundred of all."""

UNCLASSIFIABLE_SHARE = 0.08
NO_SUBCATEGORY_SHARE = 0.06
UNCOUNTED_HANDOFF_SHARE = 0.03
"""Handoffs that the counter knows and the log does not show."""

COSTLY_TASK = "Dock and peripherals"
COSTLY_EFFORT_MINUTES = 95

DECLINING_SITE = "Rotterdam"
DECLINING_SERVICES = {"service-desk": 0.7, "device-support": 1.0, "office-network": 1.0, "voice-meetings": 0.4}
"""How much of the site's decline each service shows; what is delivered from afar does not suffer from it."""
DECLINING_DAYS = 120
"""The site gets worse over its last days, evenly, up to today."""

IMPROVED_SERVICE = "identity-access"
IMPROVED_MONTHS = 5
"""Since the first of the month so many months ago two of three of its tickets stay where they arrive."""

WEEKDAYS = (1.36, 1.10, 1.0, 0.97, 0.84, 0.07, 0.04)
MONTHS = (1.08, 1.02, 1.0, 0.97, 0.95, 1.0, 0.80, 0.78, 1.12, 1.05, 1.02, 0.82)
HOLIDAY = 0.12
HOURS = (
    0.2, 0.1, 0.1, 0.1, 0.1, 0.3, 1.2, 5.0, 12.0, 14.5, 12.5, 10.0,
    6.5, 9.5, 11.0, 9.0, 6.5, 3.0, 1.2, 0.8, 0.7, 0.6, 0.4, 0.3,
)  # fmt: skip
PRIORITIES = (0.01, 0.08, 0.76, 0.15)
"""Of priorities 1 to 4."""
