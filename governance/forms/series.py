"""Forms of review series: when they are, and who takes part."""

from datetime import date
from typing import Any, ClassVar

from django import forms

from governance.models import Cadence, Part, Participant, ReviewSeries, Side
from governance.planning.cadences import DEFAULTS, ORDINALS, WEEKDAYS, Choice, choice_of
from governance.planning.participating import participant_of
from governance.planning.recurrence import InvalidRule, check
from portal.accounts.capabilities import Capability
from portal.accounts.models import Membership
from portal.validity import DayInput, refuse_what_the_database_would
from vendors.models import Calendar, Contract, Vendor

EARLIEST, LATEST = date(2000, 1, 1), date(2100, 1, 1)
MONTHS_OF_PERIOD = {1: "first", 2: "second", 3: "third"}


class TimeInput(forms.TimeInput):
    input_type = "time"

    def __init__(self) -> None:
        super().__init__(format="%H:%M")


class SeriesForm(forms.ModelForm):  # type: ignore[type-arg]
    """A cadence with its weekday, or a rule of one's own; both end as the row's `rule`."""

    weekday = forms.TypedChoiceField(
        label="On", choices=list(enumerate(WEEKDAYS)), coerce=int, empty_value=None, required=False
    )
    ordinal = forms.TypedChoiceField(
        label="Which of the month",
        choices=list(ORDINALS.items()),
        coerce=int,
        empty_value=None,
        required=False,
        help_text="For monthly reviews and rarer ones.",
    )
    month = forms.TypedChoiceField(
        label="Month of the quarter or half-year",
        choices=list(MONTHS_OF_PERIOD.items()),
        coerce=int,
        empty_value=None,
        required=False,
        help_text="For quarterly and semi-annual reviews.",
    )
    own_rule = forms.CharField(
        label="Own rule",
        required=False,
        max_length=200,
        help_text="For experts: a recurrence rule (RFC 5545) such as FREQ=WEEKLY;INTERVAL=2;BYDAY=WE. It takes the "
        "place of the weekday above.",
    )

    class Meta:
        model = ReviewSeries
        fields: ClassVar = [
            "title", "vendor", "contract", "cadence", "first_on", "starts_at", "minutes", "timezone", "calendar",
            "shift", "place", "sign_within",
        ]  # fmt: skip
        widgets: ClassVar = {"first_on": DayInput, "starts_at": TimeInput}
        labels: ClassVar = {
            "vendor": "With",
            "calendar": "Working days of",
            "timezone": "Time zone",
            "sign_within": "Days to sign the minutes",
        }
        help_texts: ClassVar = {
            "first_on": "From this day on the rule counts.",
            "timezone": "An IANA name such as Europe/Amsterdam. The review keeps its time on the wall there.",
            "sign_within": "Working days from circulating the minutes to the signatures of both sides.",
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._limit_choices()
        self._start_from(self.instance)

    def _limit_choices(self) -> None:
        organisation = self.instance.organisation
        fields: Any = self.fields
        if self.instance.pk:
            del fields["vendor"]
            contracts = Contract.objects.filter(organisation=organisation, vendor_id=self.instance.vendor_id)
        else:
            fields["vendor"].queryset = Vendor.objects.active().filter(organisation=organisation)
            fields["vendor"].empty_label = "The whole portfolio, our side alone"
            contracts = Contract.objects.filter(organisation=organisation)
        fields["contract"].queryset = contracts.select_related("vendor")
        fields["contract"].empty_label = "All contracts"
        fields["contract"].label_from_instance = lambda one: f"{one} ({one.vendor.name})"
        fields["calendar"].queryset = Calendar.objects.filter(organisation=organisation)
        fields["calendar"].empty_label = "Monday to Friday, no holidays"

    def _start_from(self, series: ReviewSeries) -> None:
        cadence = series.cadence or Cadence.MONTHLY
        choice = choice_of(cadence, series.rule) if series.rule else DEFAULTS[cadence]
        self.initial["cadence"] = self.initial.get("cadence") or cadence
        if choice is None:
            self.initial["own_rule"] = series.rule
        elif cadence != Cadence.ONCE:
            self.initial.update(weekday=choice.weekday, ordinal=choice.ordinal, month=choice.month)

    @property
    def groups(self) -> dict[str, list[forms.BoundField]]:
        names = {
            "What and with whom": ["title", "vendor", "contract", "place"],
            "How often": ["cadence", "ordinal", "weekday", "month", "own_rule", "first_on"],
            "At what time": ["starts_at", "minutes", "timezone", "calendar", "shift"],
            "Minutes": ["sign_within"],
        }
        return {title: [self[name] for name in fields if name in self.fields] for title, fields in names.items()}

    def clean_first_on(self) -> date:
        first_on: date = self.cleaned_data["first_on"]
        if not EARLIEST <= first_on < LATEST:
            raise forms.ValidationError(f"Give a day of the years {EARLIEST.year} to {LATEST.year - 1}.")
        return first_on

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        contract, vendor = cleaned.get("contract"), cleaned.get("vendor", self.instance.vendor)
        if contract is not None and contract.vendor_id != (vendor.pk if vendor else None):
            self.add_error(
                "contract", f"This is a contract with {contract.vendor}. Choose that vendor, or no contract."
            )
        if "cadence" in cleaned and cleaned.get("first_on"):
            self._take_rule(cleaned, cleaned["first_on"])
        return cleaned

    def _take_rule(self, cleaned: dict[str, Any], first_on: date) -> None:
        own = cleaned.get("own_rule", "")
        rule = own.strip().upper() or _chosen(cleaned).rule()
        try:
            check(rule, first_on)
        except InvalidRule as wrong:
            self.add_error("own_rule" if own else "cadence", str(wrong))
        else:
            self.instance.rule = rule.removeprefix("RRULE:")

    def validate_unique(self) -> None:
        refuse_what_the_database_would(self)


def _chosen(cleaned: dict[str, Any]) -> Choice:
    """What was chosen, with the cadence's own day where nothing was."""
    usual = DEFAULTS[cleaned["cadence"]]
    said = {name: cleaned.get(name) for name in ("weekday", "ordinal", "month")}
    return Choice(
        usual.cadence, **{name: getattr(usual, name) if value is None else value for name, value in said.items()}
    )


class EndSeriesForm(forms.ModelForm):  # type: ignore[type-arg]
    """No review is planned for that day or later; empty takes the end back."""

    class Meta:
        model = ReviewSeries
        fields: ClassVar = ["ended_on"]
        labels: ClassVar = {"ended_on": "The first day without a review"}
        widgets: ClassVar = {"ended_on": DayInput}
        help_texts: ClassVar = {"ended_on": "Empty: the series goes on, and the reviews that its end cancelled return."}


OTHER_PARTS = [(part.value, part.label) for part in Part if part != Part.CHAIR]


class ParticipantForm(forms.ModelForm):  # type: ignore[type-arg]
    """A member of either side, or a guest by name and address."""

    member = forms.ModelChoiceField(label="Member", queryset=Membership.objects.none(), required=False)

    class Meta:
        model = Participant
        fields: ClassVar = ["part", "name", "email", "side"]
        labels: ClassVar = {"name": "Or a guest: name", "email": "The guest's e-mail address", "side": "Of which side"}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        series = self.instance.series
        reached = Membership.objects.current().in_reach_of(series.organisation_id, series.vendor_id)
        members = reached.who_can(Capability.VIEW_REVIEWS)
        fields: Any = self.fields
        fields["part"].choices = OTHER_PARTS
        fields["member"].queryset = members.select_related("person").order_by("vendor_id", "person__name")
        fields["member"].empty_label = "A guest"
        fields["member"].label_from_instance = lambda one: f"{one.person}, {one.get_role_display()}"
        for name in ("name", "email", "side"):
            fields[name].required = False
        if series.vendor_id is None:
            fields["side"].choices = [(Side.CLIENT.value, Side.CLIENT.label)]
        self.order_fields(["member", "name", "email", "side", "part"])

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if member := cleaned.get("member"):
            found = participant_of(self.instance.series, member)
            self.instance.membership = member
            cleaned |= {"name": found.name, "email": found.email, "side": found.side}
        else:
            self._refuse_nameless(cleaned)
        return cleaned | {"email": str(cleaned.get("email", "")).lower()}

    def _refuse_nameless(self, cleaned: dict[str, Any]) -> None:
        if not cleaned.get("name") and "name" not in self.errors:
            self.add_error("name", "Choose a member, or give the guest's name.")
        if not cleaned.get("email") and "email" not in self.errors:
            self.add_error("email", "A guest is invited by e-mail. Give the address.")
        if not cleaned.get("side"):
            cleaned["side"] = Side.CLIENT.value

    def validate_unique(self) -> None:
        refuse_what_the_database_would(self)


class PartForm(forms.ModelForm):  # type: ignore[type-arg]
    """What part somebody takes; the chair is made by a button of its own, which hands over."""

    class Meta:
        model = Participant
        fields: ClassVar = ["part"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["part"].choices = OTHER_PARTS  # type: ignore[attr-defined]


__all__ = ["EndSeriesForm", "PartForm", "ParticipantForm", "SeriesForm"]
