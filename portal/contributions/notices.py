"""Of what people have to be told, as an app found it."""

from dataclasses import dataclass


@dataclass(frozen=True)
class NoticeKind:
    """A kind that people set their wish for. `channel` is what holds without one: at_once, digest or portal."""

    code: str
    label: str
    explanation: str
    channel: str = "at_once"


@dataclass(frozen=True)
class Notice:
    """One thing that is due to be told. `key` names the thing and the occasion: the same is told a person once.

    Told are the `members` by key of their membership, everyone of our side in one of the `roles`, and, where
    `vendor_id` is given, everyone who acts for that provider: what is said to them it may read.
    """

    kind: str
    key: str
    title: str
    url: str
    text: str = ""
    members: tuple[int, ...] = ()
    roles: tuple[str, ...] = ()
    vendor_id: int | None = None
