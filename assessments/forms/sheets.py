"""What is said at one question of a sheet. What a form does not carry is left as it stands."""

from collections.abc import Mapping
from hashlib import sha256
from typing import Any

from django import forms

from assessments.campaigns.answering import Said
from assessments.models import Answer

UNKNOWN = "unknown"
LONGEST_COMMENT = 4000
CHOICES = [*((str(level), str(level)) for level in range(1, 6)), (UNKNOWN, "Don't know")]


def prefix_of(code: str) -> str:
    return f"q-{code}"


class AnswerForm(forms.Form):
    """The level, or that it is not known; a comment; a file. `seen` is what the sender's page showed of them."""

    choice = forms.ChoiceField(
        choices=CHOICES,
        required=False,
        error_messages={"invalid_choice": "Choose one of the five levels, or “Don't know”."},
    )
    comment = forms.CharField(
        required=False,
        max_length=LONGEST_COMMENT,
        error_messages={"max_length": f"Keep the comment to {LONGEST_COMMENT:,} characters; attach a file for more."},
    )
    file = forms.FileField(required=False, allow_empty_file=True)

    def __init__(self, data: Mapping[str, Any], files: Any, code: str) -> None:
        super().__init__(data, files, prefix=prefix_of(code))
        self.code = code

    def clean_comment(self) -> str:
        return str(self.cleaned_data["comment"]).replace("\r\n", "\n")

    def says(self, name: str) -> bool:
        """Whether a field was sent, is valid, and is not what the page showed already."""
        if self.add_prefix(name) not in self.data or name not in self.cleaned_data:
            return False
        shown = str(self.data.get(self.add_prefix("seen"), ""))
        if not shown:
            return name == "comment" or bool(self.cleaned_data[name])
        choice, _, comment = shown.partition(" ")
        value = str(self.cleaned_data[name])
        return bool(value) and value != choice if name == "choice" else _digest(value) != comment

    def said(self) -> Said:
        """The choice; a comment stays as it is."""
        return said_by(str(self.cleaned_data["choice"]))

    def typed(self, name: str) -> str:
        return str(self.data.get(self.add_prefix(name), ""))


def said_by(choice: str) -> Said:
    """ "3", "unknown", or "" for nothing."""
    return Said(level=int(choice) if choice.isdigit() else None, unknown=choice == UNKNOWN)


def choice_of(answer: Answer | None) -> str:
    """The value of the radio button that an answer stands for; "" for none."""
    if answer is None:
        return ""
    return UNKNOWN if answer.unknown else str(answer.level or "")


def seen_of(answer: Answer | None) -> str:
    """What a page shows of an answer, so that sending the page back writes only what was changed on it."""
    return f"{choice_of(answer)} {_digest(answer.comment if answer else '')}"


def _digest(text: str) -> str:
    return sha256(text.encode()).hexdigest()[:16]
