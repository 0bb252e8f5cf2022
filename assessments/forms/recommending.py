"""Forms of the recommended model: what is known of a function, and a decision for another model."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.http import QueryDict

from assessments.instruments.shape import Factor
from assessments.recommending.shape import Recommendation

NOT_KNOWN = "Not known"
LONGEST_REASON = 2_000
DIGITS_OF_A_KEY = 18


class ProfileForm(forms.Form):
    """One field per factor that the rules ask of a function: a described level, or not known."""

    def __init__(self, *args: Any, factors: Mapping[str, Factor], levels: Mapping[str, Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for code, factor in factors.items():
            described = [(str(level), words) for level, words in enumerate(factor.levels or (), 1)]
            self.fields[code] = forms.ChoiceField(
                label=factor.title,
                help_text=factor.help,
                required=False,
                choices=[*described, ("", NOT_KNOWN)],
                widget=forms.RadioSelect,
                initial=str(levels.get(code, "")),
                error_messages={"invalid_choice": "Choose one of the five levels, or that it is not known."},
            )

    @property
    def levels(self) -> dict[str, int]:
        """Of a valid form: the levels given, without those that are not known."""
        return {code: int(value) for code, value in self.cleaned_data.items() if value}


class OverrideForm(forms.Form):
    """`seen` is the newest decision that the sender's page showed."""

    question = forms.CharField(widget=forms.HiddenInput)
    seen = forms.CharField(widget=forms.HiddenInput, required=False)
    chosen = forms.ChoiceField(label="Decide for")
    reason = forms.CharField(
        label="Why",
        max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="It stands beside the recommendation, with your name and the day.",
    )

    def __init__(self, data: QueryDict | None = None, *, one: Recommendation, seen: int = 0) -> None:
        initial = {"question": one.question, "seen": str(seen)}
        super().__init__(data, initial=initial, auto_id=f"id_{one.question}_%s")
        self.about = one.question
        field: Any = self.fields["chosen"]
        field.choices = [("", "Choose"), *((option.code, self._label(one, option.code)) for option in one.options)]

    @staticmethod
    def _label(one: Recommendation, code: str) -> str:
        label = next(option.label for option in one.options if option.code == code)
        return f"{label} (as recommended)" if code == one.first.code else label

    @property
    def seen_key(self) -> int:
        """Of a valid form; 0 where it does not say, or says what is no key."""
        seen: str = self.cleaned_data["seen"]
        return int(seen) if seen.isdecimal() and len(seen) <= DIGITS_OF_A_KEY else 0

    def now_saw(self, key: int) -> None:
        """The page that is shown next tells of this decision, so sending it again comes after that one."""
        self.data = {name: self.data.get(name) for name in self.fields} | {"seen": str(key)}
