"""Forms about people and organisations: one per intent."""

from typing import Any

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.utils.text import slugify

from portal.accounts.capabilities import Role
from portal.accounts.invitations import Invitee
from portal.accounts.models import Organisation, Person, validate_timezone


def password_field(label: str) -> forms.CharField:
    return forms.CharField(
        label=label,
        strip=False,
        help_text="At least 12 characters. A few words you will remember are better than one with signs.",
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )


class RoleForm(forms.Form):
    """A role and, for a provider's people, the vendor they belong to."""

    role = forms.ChoiceField(choices=Role.choices)
    vendor = forms.TypedChoiceField(
        required=False,
        coerce=int,
        empty_value=None,
        help_text="For providers only. A provider sees this vendor and no other.",
    )

    def __init__(self, *args: Any, vendors: dict[int, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        named = sorted(vendors.items(), key=lambda entry: entry[1].lower())
        self.fields["vendor"].choices = [("", "No vendor: one of our own people"), *named]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("role") == Role.PROVIDER and not cleaned.get("vendor"):
            self.add_error("vendor", "Choose the vendor that this provider's person belongs to.")
        if cleaned.get("role") != Role.PROVIDER:
            cleaned["vendor"] = None
        return cleaned


class InviteForm(RoleForm):
    email = forms.EmailField(label="E-mail address")
    field_order = ("email", "role", "vendor")

    def invitee(self) -> Invitee:
        return Invitee(self.cleaned_data["email"], self.cleaned_data["role"], self.cleaned_data["vendor"])


class PasswordForm(forms.Form):
    """A name and a password for someone who is not known yet; `email` is checked against the password."""

    name = forms.CharField(label="Your name", max_length=120, widget=forms.TextInput(attrs={"autocomplete": "name"}))
    password = password_field("Password")

    def address(self) -> str:
        raise LookupError("a form of this kind knows whose password it sets")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if "password" in cleaned:
            try:
                validate_password(cleaned["password"], Person(name=cleaned.get("name", ""), email=self.address()))
            except ValidationError as weak:
                self.add_error("password", weak)
        return cleaned


class JoinForm(PasswordForm):
    """What an invited person who is not known yet tells about themselves."""

    def __init__(self, *args: Any, email: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.email = email

    def address(self) -> str:
        return self.email


class WelcomeForm(PasswordForm):
    """The first organisation of an installation and its administrator."""

    organisation = forms.CharField(label="Name of the organisation", max_length=120)
    slug = forms.SlugField(
        label="Short name", required=False, help_text="For commands and links. Left empty, it follows the name."
    )
    timezone = forms.CharField(
        label="Time zone",
        initial="Europe/Amsterdam",
        validators=[validate_timezone],
        help_text="Of your head office, as an IANA name: Europe/Amsterdam, America/New_York.",
    )
    currency = forms.RegexField(
        r"^[A-Za-z]{3}$",
        initial="EUR",
        help_text="Three capital letters, such as EUR.",
        error_messages={"invalid": "Give the currency by its three capital letters, such as EUR."},
    )
    email = forms.EmailField(label="Your e-mail address", widget=forms.EmailInput(attrs={"autocomplete": "username"}))
    field_order = ("organisation", "slug", "timezone", "currency", "name", "email", "password")

    def address(self) -> str:
        return str(self.cleaned_data.get("email", ""))

    def clean_email(self) -> str:
        email: str = self.cleaned_data["email"]
        if Person.objects.at_address(email) is not None:
            raise ValidationError("Someone with this address is known already. Sign in, or use another one.")
        return email

    def new_organisation(self) -> dict[str, str]:
        entered = self.cleaned_data
        return {
            "slug": entered["slug"] or slugify(entered["organisation"]) or "organisation",
            "name": entered["organisation"],
            "timezone": entered["timezone"],
            "currency": entered["currency"].upper(),
        }


class OwnNameForm(forms.ModelForm):  # type: ignore[type-arg]
    class Meta:
        model = Person
        fields = ("name",)


class OrganisationForm(forms.ModelForm):  # type: ignore[type-arg]
    class Meta:
        model = Organisation
        fields = ("name", "timezone", "currency")
