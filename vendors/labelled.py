"""Words that are stored as text and read by people under a label, for arithmetic that knows no Django."""

from enum import StrEnum
from typing import Self


class Labelled(StrEnum):
    """A member is its stored text and carries its label: `MONTH = "month", "Month"`.

    The label has a default for the sake of look-ups, `Window("month")`, which name the text alone.
    """

    label: str

    def __new__(cls, value: str, label: str = "") -> Self:
        member = str.__new__(cls, value)
        member._value_ = value
        member.label = label
        return member

    @classmethod
    def of(cls, text: str) -> Self:
        """The member that is stored as this text; ValueError when there is none."""
        found = next((member for member in cls if member.value == text), None)
        if found is None:
            raise ValueError(f"{text} is no {cls.__name__}.")
        return found

    @classmethod
    def choices(cls) -> list[tuple[str, str]]:
        """Stored text and label of every member in order, as a model's field wants them."""
        return [(member.value, member.label) for member in cls]

    @classmethod
    def values(cls) -> list[str]:
        """Stored text of every member in order."""
        return [member.value for member in cls]
