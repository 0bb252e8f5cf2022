"""Forms of agendas: one item, and the template of a series."""

from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError

from governance.agenda.templates import LONGEST, SECTIONS, entries
from governance.models import AgendaItem, Participant, ReviewSeries, Side
from portal.accounts.models import Membership
from portal.accounts.visibility import Visibility
from portal.front.addresses import key_of

NO_SECTION = "Nothing of these"
NOBODY = "Nobody in particular"


class ItemForm(forms.ModelForm):  # type: ignore[type-arg]
    """An item in the words of the side that raised it. Our side may keep one of its own to itself."""

    section = forms.ChoiceField(
        label="about", required=False, help_text="Its figures in the pack stand beside it in the meeting."
    )
    presenter = forms.ChoiceField(label="who presents it", required=False)
    internal = forms.BooleanField(
        label="For our side alone", required=False, help_text="The provider sees neither the item nor what is noted."
    )

    class Meta:
        model = AgendaItem
        fields: ClassVar = ["title", "summary", "section", "minutes", "presenter"]
        widgets: ClassVar = {"summary": forms.Textarea(attrs={"rows": 3})}
        labels: ClassVar = {"summary": "what it is about", "minutes": "time box in minutes"}

    def __init__(self, *args: Any, member: Membership, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        item: AgendaItem = self.instance
        _choose(self, "section", [("", NO_SECTION), *SECTIONS.items()])
        _choose(self, "presenter", _presenters(item, member))
        if not _may_be_kept(item, member):
            del self.fields["internal"]
        else:
            self.initial["internal"] = item.is_internal

    def save(self, commit: bool = True) -> Any:
        if "internal" in self.fields:
            internal = self.cleaned_data["internal"]
            self.instance.visibility = Visibility.CLIENT if internal else Visibility.SHARED
        return super().save(commit)


class TimeBoxForm(forms.ModelForm):  # type: ignore[type-arg]
    """What our side sets about an item of the provider's: its words are the provider's own."""

    presenter = forms.ChoiceField(label="who presents it", required=False)

    class Meta:
        model = AgendaItem
        fields: ClassVar = ["minutes", "presenter"]
        labels: ClassVar = {"minutes": "time box in minutes"}

    def __init__(self, *args: Any, member: Membership, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _choose(self, "presenter", _presenters(self.instance, member))


def _choose(form: forms.BaseForm, name: str, choices: list[tuple[str, str]]) -> None:
    field: Any = form.fields[name]
    field.choices = choices


def _presenters(item: AgendaItem, member: Membership) -> list[tuple[str, str]]:
    """Who takes part in the series, and whoever stands there now."""
    people = Participant.objects.visible_to(member).of_series(item.review.series_id).for_table()
    names = dict.fromkeys([*([item.presenter] if item.presenter else []), *people.values_list("name", flat=True)])
    return [("", NOBODY), *((name, name) for name in names)]


def _may_be_kept(item: AgendaItem, member: Membership) -> bool:
    """Only our side keeps something to itself; what was found for our side alone stays so: it follows our data."""
    if member.vendor_id is not None or item.vendor_id is None or item.raised_side == Side.PROVIDER:
        return False
    return not (item.is_found and item.is_internal)


_number_input = forms.NumberInput(attrs={"class": "form-control"})


class EntryForm(forms.Form):
    """One row of a template; without a title it is none."""

    place = forms.IntegerField(label="place", required=False, min_value=1, max_value=99, widget=_number_input)
    title = forms.CharField(
        label="item", required=False, max_length=200, widget=forms.TextInput(attrs={"class": "form-control"})
    )
    section = forms.ChoiceField(
        label="about",
        required=False,
        choices=[("", NO_SECTION), *SECTIONS.items()],
        widget=forms.Select(attrs={"class": "form-select"}),
    )
    minutes = forms.IntegerField(label="minutes", required=False, min_value=1, max_value=240, widget=_number_input)

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if said.get("title") and "minutes" not in self.errors and said.get("minutes") is None:
            self.add_error("minutes", "Say how many minutes.")
        return said


EntryFormSet: Any = forms.formset_factory(EntryForm, extra=3, max_num=LONGEST, absolute_max=LONGEST + 3)


class TemplateForm(forms.Form):
    """The template of a series, row by row: an empty title takes a row out, places order them."""

    def __init__(self, data: Any = None, *, series: ReviewSeries) -> None:
        super().__init__(data)
        self.series = series
        rows = [
            entry.as_dict() | {"place": place}
            for place, entry in enumerate(entries(series.cadence, series.agenda), start=1)
        ]
        self.rows = EntryFormSet(data, initial=rows, prefix="row")

    def clean(self) -> dict[str, Any]:
        if not self.rows.is_valid():
            raise ValidationError("Something in the rows below is not right. Nothing is saved yet.")
        if not self.entries():
            raise ValidationError("An agenda has at least one item. Give one a title.")
        return super().clean() or {}

    def entries(self) -> list[dict[str, Any]]:
        """In the order of their places; rows of one place stay as they are, those without one come last."""
        said = [row.cleaned_data for row in self.rows if row.cleaned_data.get("title")]
        ordered = sorted(said, key=lambda row: row.get("place") or 99)
        return [{"section": row["section"], "title": row["title"], "minutes": row["minutes"]} for row in ordered]

    @property
    def minutes(self) -> int:
        """What the rows add up to, as they stand on the page."""
        return sum(_number(row["minutes"].value()) for row in self.rows if row["title"].value())

    @property
    def over(self) -> int:
        """How many minutes more than the meeting has."""
        return max(self.minutes - self.series.minutes, 0)


def _number(text: Any) -> int:
    return key_of(str(text or "")) or 0
