"""Forms about decision rights: one per intent."""

from datetime import date
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError

from portal import formats
from portal.accounts.capabilities import Role
from portal.accounts.decisions import held_by_member, held_by_role, in_a_sentence
from portal.accounts.models import DecisionKind, DecisionRight, Letter, Membership, RightHolder
from portal.accounts.models.decisions import RETAINED
from portal.validity import DayInput, ValidityForm, last_day, refuse_what_the_database_would, validity

ALL_VENDORS = ("", "All vendors")
FIXED = "Fixed, for what was decided under it stays what it is about. For another, end this right and add one."


class RightForm(ValidityForm):
    """What is decided, for whom, while when. Kind and vendor are chosen once."""

    vendor = forms.TypedChoiceField(
        required=False,
        coerce=int,
        empty_value=None,
        help_text="A right for one vendor goes before the one for all vendors.",
    )

    class Meta:
        model = DecisionRight
        fields: ClassVar = ["kind", "title", "scope", "is_retained"]
        help_texts: ClassVar = {
            "title": "As people here call it. Left empty, it is called as its kind.",
            "scope": "What is covered, and up to which amount or impact. Read by the providers that it covers.",
            "is_retained": "Nobody of a provider can be accountable for it. The five retained decisions always stay.",
        }

    field_order = ["kind", "title", "vendor", "scope", "is_retained", "valid_from", "valid_to"]

    def __init__(self, *args: Any, vendors: dict[int, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        named = sorted(vendors.items(), key=lambda entry: entry[1].lower())
        self.fields["vendor"].choices = [ALL_VENDORS, *named]  # type: ignore[attr-defined]
        self.fields["title"].required = False
        if self.instance.pk:
            self.initial["vendor"] = self.instance.vendor_id
            for name in ("kind", "vendor"):
                self.fields[name].disabled, self.fields[name].help_text = True, FIXED

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        kind = cleaned.get("kind", "")
        cleaned["is_retained"] = cleaned.get("is_retained", False) or kind in RETAINED
        if kind == DecisionKind.OTHER and not cleaned.get("title"):
            self.add_error("title", "Say what is decided: no kind names it.")
        elif kind and not cleaned.get("title"):
            cleaned["title"] = DecisionKind(kind).label
        self.instance.vendor_id = cleaned.get("vendor")
        if cleaned["is_retained"] and self.instance.pk:
            self._refuse_to_keep_what_a_provider_holds()
        return cleaned

    def _refuse_to_keep_what_a_provider_holds(self) -> None:
        providers = RightHolder.objects.of_right(self.instance).accountable().of_providers()
        if providers:
            named = ", ".join(holder.named for holder in providers)
            self.add_error("is_retained", f"{named} is accountable, of a provider. Give that to one of ours first.")

    def save(self, commit: bool = True) -> DecisionRight:
        """Store the right, and what its holders repeat of it."""
        right: DecisionRight = super().save(commit)
        RightHolder.objects.of_right(right).exclude(is_retained=right.is_retained).update(is_retained=right.is_retained)
        return right


class EndRightForm(forms.ModelForm):  # type: ignore[type-arg]
    """The last day on which a right counts."""

    last_day = forms.DateField(label="Last day", widget=DayInput(), help_text="From the next day on it counts no more.")

    class Meta:
        model = DecisionRight
        fields: ClassVar[list[str]] = []

    def clean_last_day(self) -> date:
        last: date = self.cleaned_data["last_day"]
        first, ends = self.instance.valid.lower, last_day(self.instance.valid)
        if last < first:
            raise ValidationError(f"It counts from {formats.day(first)} on. Give that day or a later one.")
        if ends is not None and last > ends:
            raise ValidationError(f"It ends on {formats.day(ends)} already. To make it longer, edit it.")
        return last

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if "last_day" in cleaned:
            self.instance.valid = validity(self.instance.valid.lower, cleaned["last_day"])
        return cleaned

    def validate_unique(self) -> None:
        refuse_what_the_database_would(self)


class HolderForm(forms.ModelForm):  # type: ignore[type-arg]
    """A person or everyone of a role, and the letter they get."""

    holder = forms.ChoiceField(help_text="A role counts for everyone who has it, now and later.")

    class Meta:
        model = RightHolder
        fields: ClassVar = ["letter"]
        help_texts: ClassVar = {
            "letter": "The accountable decide, the responsible prepare it, the consulted are asked, the informed told."
        }

    field_order = ["holder", "letter"]

    def __init__(self, *args: Any, right: DecisionRight, members: list[Membership], vendors: dict[int, str]) -> None:
        super().__init__(*args)
        self.right = right
        self.members = {f"member:{m.pk}": m for m in members if m.vendor_id is None or self._is_of_its_vendor(m)}
        self.fields["holder"].choices = [("", "Choose"), *self._choices(vendors)]  # type: ignore[attr-defined]

    def _is_of_its_vendor(self, member: Membership) -> bool:
        return self.right.vendor_id in (None, member.vendor_id)

    def _choices(self, vendors: dict[int, str]) -> list[tuple[str, list[tuple[str, str]]]]:
        """Our people and roles, then the providers'."""
        ours = [(key, f"{m.person}, {m.get_role_display()}") for key, m in self.members.items() if m.vendor_id is None]
        theirs = [
            (key, f"{m.person}, {vendors.get(m.vendor_id, '')}") for key, m in self.members.items() if m.vendor_id
        ]
        roles = [(f"role:{role.value}", f"Every {in_a_sentence(role)}") for role in Role if role != Role.PROVIDER]
        provider = (f"role:{Role.PROVIDER.value}", "Every provider, each for its own matters")
        return [("Our roles", roles), ("Our people", ours), ("Providers", [provider, *theirs])]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if cleaned.get("holder") and cleaned.get("letter"):
            self.instance = self._held(cleaned["holder"], Letter(cleaned["letter"]))
        return cleaned

    def _held(self, holder: str, letter: Letter) -> RightHolder:
        if holder in self.members:
            return held_by_member(self.right, letter, self.members[holder])
        return held_by_role(self.right, letter, Role(holder.removeprefix("role:")))

    def validate_unique(self) -> None:
        refuse_what_the_database_would(self)
