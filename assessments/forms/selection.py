"""Forms of provider selections: one per intent."""

from collections.abc import Sequence
from typing import Any, ClassVar

from django import forms

from assessments.models import Candidate, CandidateScore, Criterion, Selection
from assessments.selection.choosing import Weight
from assessments.selection.ranking import HEAVIEST
from assessments.selection.scoring import Given
from governance.models import BusinessFunction
from vendors.models import Vendor

NOT_SCORED = ""
SCORES = (*((str(score), str(score)) for score in range(1, 6)), (NOT_SCORED, "Not scored"))
LONGEST_EVIDENCE = 2_000


class SelectionForm(forms.ModelForm):  # type: ignore[type-arg]
    class Meta:
        model = Selection
        fields: ClassVar = ["title", "purpose", "function", "currency"]
        widgets: ClassVar = {"purpose": forms.Textarea(attrs={"rows": 4})}
        labels: ClassVar = {"title": "What is chosen", "function": "Function of the scope map"}
        help_texts: ClassVar = {
            "title": "Such as: service desk for the northern offices.",
            "purpose": "For how many people and sites, from when, and what has to be better than today.",
            "currency": "Three letters. Costs of all candidates are given in it.",
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        function: Any = self.fields["function"]
        function.queryset = BusinessFunction.objects.of_organisation(self.instance.organisation_id).current()
        function.empty_label = "None in particular"

    def clean_currency(self) -> str:
        code: str = self.cleaned_data["currency"].strip().upper()
        if not (len(code) == 3 and code.isascii() and code.isalpha()):
            raise forms.ValidationError("Give the currency by its three letters, such as EUR.")
        return code


class CandidateForm(forms.ModelForm):  # type: ignore[type-arg]
    """Names that stand twice are the story's to refuse: the same form sent twice is no error."""

    yearly_cost = forms.DecimalField(required=False, min_value=0, max_digits=14, decimal_places=2)

    class Meta:
        model = Candidate
        fields: ClassVar = ["vendor", "name", "yearly_cost", "note"]
        widgets: ClassVar = {"note": forms.Textarea(attrs={"rows": 4})}
        labels: ClassVar = {"vendor": "Vendor of the register"}
        help_texts: ClassVar = {
            "name": "May stay empty for a vendor of the register.",
            "note": "What everybody who scores should know: who was met, what was offered, what is still open.",
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        vendor: Any = self.fields["vendor"]
        vendor.queryset = Vendor.objects.active().filter(organisation_id=self.instance.organisation_id).order_by("name")
        vendor.empty_label = "Not in the register"
        self.fields["name"].required = False
        self.fields["yearly_cost"].label = f"Cost per year, {self.instance.selection.currency}"
        self.fields["yearly_cost"].help_text = "Stands beside the scores and is not part of them. Empty: not known yet."

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or self.cleaned_data
        vendor = said.get("vendor")
        said["name"] = said.get("name") or (vendor.name if vendor else "")
        if not said["name"] and "name" not in self.errors:
            self.add_error("name", "Give the candidate a name, or choose a vendor of the register.")
        return said

    def validate_unique(self) -> None:
        """See the class."""


class WithdrawForm(forms.Form):
    reason = forms.CharField(label="Why it is out", max_length=300)


class DecideForm(forms.Form):
    """A candidate that stands, or NOBODY: ended without a choice. Nothing is chosen beforehand."""

    NOBODY = "nobody"

    candidate = forms.ChoiceField(
        label="What is decided",
        widget=forms.RadioSelect,
        error_messages={
            "required": "Choose a candidate, or end the selection without one.",
            "invalid_choice": "This candidate is out, or not of this selection. Choose one of these.",
        },
    )
    reason = forms.CharField(
        label="Why",
        max_length=4_000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text="Where the choice is not the first of the ranking, say what weighed more. It can be read for good.",
        error_messages={"required": "Say why: it is what the next selection and an auditor will ask for."},
    )

    def __init__(self, *args: Any, standing: Sequence[Candidate], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.standing = {str(one.pk): one for one in standing}
        field: Any = self.fields["candidate"]
        field.choices = [(key, one.name) for key, one in self.standing.items()] + [
            (self.NOBODY, "End without choosing one")
        ]

    @property
    def chosen(self) -> Candidate | None:
        return self.standing.get(self.cleaned_data["candidate"])


class WeightsForm(forms.Form):
    """Name, explanation and weight of each criterion, and of one more that may be added."""

    def __init__(self, *args: Any, criteria: Sequence[Criterion], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.criteria = criteria
        for one in criteria:
            self._ask(str(one.pk), one)
        self._ask("new", None)

    def _ask(self, key: str, one: Criterion | None) -> None:
        name, explanation, weight = (one.name, one.explanation, one.weight) if one else ("", "", None)
        area = forms.Textarea(attrs={"rows": 2})
        said = f": {name}" if one else " of another criterion"
        self.fields[f"name-{key}"] = forms.CharField(
            label=f"Name{said}", max_length=120, initial=name, required=one is not None
        )
        self.fields[f"explanation-{key}"] = forms.CharField(
            label=f"Five points{said}", max_length=300, initial=explanation, required=False, widget=area
        )
        self.fields[f"weight-{key}"] = forms.IntegerField(
            label=f"Weight{said}", min_value=0, max_value=HEAVIEST, initial=weight, required=one is not None
        )

    def rows(self) -> list[dict[str, Any]]:
        """For the template: the bound fields of each criterion, the new one last."""
        keys = [*(str(one.pk) for one in self.criteria), "new"]
        parts = ("name", "explanation", "weight")
        return [{"is_new": key == "new", **{part: self[f"{part}-{key}"] for part in parts}} for key in keys]

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or self.cleaned_data
        wanted = self.wanted()
        self._refuse_doubles(wanted)
        if not self.errors and not any(one.weight for one in wanted):
            raise forms.ValidationError("Give at least one criterion a weight above 0.")
        return said

    def _refuse_doubles(self, wanted: Sequence[Weight]) -> None:
        seen: set[str] = set()
        for one in wanted:
            if one.name.casefold() in seen:
                self.add_error(f"name-{one.pk or 'new'}", "There is a criterion of this name already.")
            seen.add(one.name.casefold())

    def wanted(self) -> list[Weight]:
        said = self.cleaned_data
        keys: list[int | str] = [one.pk for one in self.criteria]
        if said.get("name-new"):
            keys.append("new")
        return [
            Weight(
                key if isinstance(key, int) else None,
                said.get(f"name-{key}", ""),
                said.get(f"explanation-{key}", ""),
                said.get(f"weight-{key}") or 0,
            )
            for key in keys
        ]


class ScoreForm(forms.Form):
    """A score and its evidence per criterion."""

    def __init__(
        self, *args: Any, criteria: Sequence[Criterion], own: dict[int, CandidateScore], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.criteria, self.own = criteria, own
        for one in criteria:
            there = own.get(one.pk)
            self.fields[f"score-{one.pk}"] = forms.ChoiceField(
                label=one.name,
                choices=SCORES,
                required=False,
                widget=forms.RadioSelect,
                initial=str(there.score) if there else NOT_SCORED,
            )
            self.fields[f"evidence-{one.pk}"] = forms.CharField(
                label="What it rests on",
                required=False,
                max_length=LONGEST_EVIDENCE,
                initial=there.evidence if there else "",
                widget=forms.Textarea(attrs={"rows": 2}),
            )

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or self.cleaned_data
        for one in self.criteria:
            if said.get(f"evidence-{one.pk}") and not said.get(f"score-{one.pk}"):
                self.add_error(f"score-{one.pk}", "Give a score with it, or clear what it rests on.")
        return said

    def given(self) -> dict[int, Given]:
        said = self.cleaned_data
        return {
            one.pk: Given(int(said[f"score-{one.pk}"]) if said[f"score-{one.pk}"] else None, said[f"evidence-{one.pk}"])
            for one in self.criteria
        }
