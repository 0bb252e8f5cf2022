"""How somebody wishes to be told of each kind of thing."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms

from governance.models import Channel
from portal.contributions.notices import NoticeKind

DEFAULTS = "defaults"


class PreferencesForm(forms.Form):
    """One choice per kind. `all`, from a button, takes the place of them: a channel, or what is the usual one."""

    all = forms.ChoiceField(choices=[*Channel.choices, (DEFAULTS, "As usual")], required=False)

    def __init__(
        self, data: Mapping[str, Any] | None, *, kinds: Sequence[NoticeKind], wishes: Mapping[str, str]
    ) -> None:
        super().__init__(data)
        self.kinds = kinds
        for kind in kinds:
            self.fields[kind.code] = forms.ChoiceField(
                label=kind.label,
                choices=Channel.choices,
                initial=wishes.get(kind.code, kind.channel),
                required=False,
                widget=forms.Select(attrs={"class": "form-select", "aria-describedby": f"about-{kind.code}"}),
            )

    def rows(self) -> list[dict[str, Any]]:
        usual = dict(Channel.choices)
        return [{"kind": kind, "field": self[kind.code], "usual": usual[kind.channel]} for kind in self.kinds]

    def chosen(self) -> dict[str, str]:
        """The channel by kind. What was not sent is as usual."""
        everything = self.cleaned_data["all"]
        if everything:
            return {kind.code: kind.channel if everything == DEFAULTS else everything for kind in self.kinds}
        return {kind.code: self.cleaned_data[kind.code] or kind.channel for kind in self.kinds}
