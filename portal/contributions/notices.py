"""Of what people have to be told, as an app found it."""

from dataclasses import dataclass
from datetime import datetime, timedelta

WINDOW = timedelta(days=30)
"""How far back a round looks for what happened: as long may the scheduler have been down and nothing is lost."""


@dataclass(frozen=True)
class NoticeKind:
    """A kind that people set their wish for. `channel` is what holds without one: at_once, digest or portal.

    `sides` are those who are told of it at all: client, provider.
    """

    code: str
    label: str
    explanation: str
    channel: str = "at_once"
    sides: tuple[str, ...] = ("client", "provider")


@dataclass(frozen=True)
class Notice:
    """One thing that is due to be told. `key` names the thing and the occasion: the same is told a person once.

    Told are the `members` by key of their membership and everyone of our side in one of the `roles`. What is found
    acting for a provider is told its people alone, the `members` among them, or all of them where none is named.
    `at` is when it happened, for those who became members later do not hear of it; None: it stands, whoever asks.
    """

    kind: str
    key: str
    title: str
    url: str
    text: str = ""
    members: tuple[int, ...] = ()
    roles: tuple[str, ...] = ()
    at: datetime | None = None
