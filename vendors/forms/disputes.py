"""Forms of a dispute: a message, its settlement line by line, its withdrawal."""

from collections.abc import Iterator, Sequence
from typing import Any

from django import forms

from portal.accounts.visibility import Visibility
from vendors.levels.level_figures import is_share
from vendors.models import DisputeLine
from vendors.models.disputes import Outcome
from vendors.reports.disputing import Ending
from vendors.reports.figures import Unreadable, read_value


class MessageForm(forms.Form):
    """A message to both sides, or a note to the own one."""

    body = forms.CharField(
        label="Message",
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": "The message is empty. Write what you want to say."},
    )
    visibility = forms.ChoiceField(label="Who reads it", widget=forms.RadioSelect)
    evidence = forms.FileField(label="A file with it", required=False)

    def __init__(self, *args: Any, own: Visibility, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        note = "Our side only" if own == Visibility.CLIENT else "Our own people only"
        self.fields["visibility"].choices = [(Visibility.SHARED.value, "Both sides"), (own.value, note)]  # type: ignore[attr-defined]
        self.fields["visibility"].initial = Visibility.SHARED.value


class SettleForm(forms.Form):
    """How each disputed line ends, and why."""

    reason = forms.CharField(
        label="Why it ends so",
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Both sides read it.",
        error_messages={"required": "Say why it ends so: the reason is kept with the decision."},
    )

    def __init__(self, *args: Any, lines: Sequence[DisputeLine], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.lines = lines
        for line in lines:
            code = line.line.level.code
            self.fields[f"outcome-{line.pk}"] = forms.ChoiceField(
                label=f"How {code} ends",
                choices=[("", "Choose"), *Outcome.choices],
                error_messages={"required": f"Say how {code} ends. A dispute is settled with all of its lines."},
            )
            self.fields[f"value-{line.pk}"] = forms.CharField(
                label=f"Agreed figure of {code}", required=False, widget=forms.TextInput(attrs={"inputmode": "decimal"})
            )

    def rows(self) -> Iterator[tuple[DisputeLine, forms.BoundField, forms.BoundField]]:
        for line in self.lines:
            yield line, self[f"outcome-{line.pk}"], self[f"value-{line.pk}"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        for line in self.lines:
            name = f"value-{line.pk}"
            try:
                cleaned[name] = read_value(str(cleaned.get(name) or ""), is_share(line.line.level))
            except Unreadable as refusal:
                self.add_error(name, str(refusal))
        return cleaned

    def endings(self) -> dict[int, Ending]:
        said = self.cleaned_data
        return {line.pk: Ending(Outcome(said[f"outcome-{line.pk}"]), said[f"value-{line.pk}"]) for line in self.lines}


class WithdrawForm(forms.Form):
    """Giving a dispute up."""

    reason = forms.CharField(
        label="Why it is withdrawn",
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": "Say why the dispute is withdrawn: the provider reads it."},
    )
