"""The form of a service level: what is measured, how good it has to be, over which tickets and windows."""

from decimal import Decimal
from typing import Any, ClassVar

from django import forms

from vendors.levels.attainment import LOWER_IS_BETTER, Kind
from vendors.models import Calendar, Service, ServiceLevel, Site
from vendors.models.levels import TIMED
from vendors.validity import ValidityForm

PRIORITIES = (("", "All priorities"), *((rank, f"P{rank}") for rank in range(1, 6)))


class ServiceLevelForm(ValidityForm):
    """Fields that a kind does not read are left out of what is stored; those it needs are asked for by name."""

    priority_rank = forms.TypedChoiceField(
        label="Priority", choices=PRIORITIES, coerce=int, empty_value=None, required=False
    )
    target_hours = forms.DecimalField(
        label="Target per ticket, hours of working time",
        min_value=Decimal("0.02"),
        decimal_places=2,
        required=False,
        help_text="For a share of tickets within a target. 0.25 is 15 minutes.",
    )
    percentile = forms.DecimalField(
        label="Percentile",
        min_value=Decimal("0.1"),
        max_value=Decimal("99.9"),
        initial=Decimal(90),
        required=False,
        help_text="For a percentile of time: 90 means that nine of ten tickets are as fast as expected.",
    )
    pausing = forms.CharField(
        label="States that pause the clock",
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="As the ticket system calls them, one per line, such as Awaiting User Info.",
    )

    class Meta:
        model = ServiceLevel
        fields: ClassVar = [
            "code", "service", "kind", "metric", "priority_rank", "site", "calendar", "expected", "minimum",
            "higher_is_better", "window", "rolling_months", "counts_by", "minimum_volume", "low_volume", "tolerance",
        ]  # fmt: skip
        labels: ClassVar = {
            "kind": "What is measured",
            "metric": "Which time counts",
            "higher_is_better": "A higher figure is better",
            "rolling_months": "Months of a rolling window",
            "low_volume": "Below the minimum volume",
            "tolerance": "Tolerance for the provider’s figure",
        }
        help_texts: ClassVar = {
            "metric": "For levels of time only.",
            "expected": "Per cent for shares, hours of working time for percentile and mean, a number for counts.",
            "minimum": "The last level tolerated, in the same unit. Empty: every miss is a miss of the expected level.",
            "higher_is_better": "Asked for figures that only the provider reports; for others the kind tells.",
            "minimum_volume": "With fewer counted tickets a window is treated as the next field says.",
            "tolerance": "How far it may lie from the measured one without being a discrepancy, in the same unit.",
        }

    GROUPS: ClassVar = {
        "What is promised": ("code", "service", "kind", "metric", "target_hours", "percentile"),
        "How good it has to be": ("expected", "minimum", "higher_is_better", "tolerance"),
        "Which tickets": ("priority_rank", "site", "counts_by", "calendar", "pausing"),
        "Over which time": ("window", "rolling_months", "minimum_volume", "low_volume", "valid_from", "valid_to"),
    }
    field_order = [name for names in GROUPS.values() for name in names]

    def groups(self) -> dict[str, list[forms.BoundField]]:
        """The fields under the headings of the page."""
        return {title: [self[name] for name in names] for title, names in self.GROUPS.items()}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        level = self.instance
        own = {"organisation": level.organisation}
        self.fields["service"].queryset = Service.objects.filter(vendor=level.vendor)  # type: ignore[attr-defined]
        self.fields["calendar"].queryset = Calendar.objects.filter(**own)  # type: ignore[attr-defined]
        self.fields["site"].queryset = Site.objects.filter(**own)  # type: ignore[attr-defined]
        self.fields["site"].empty_label = "All sites"  # type: ignore[attr-defined]
        self.initial["percentile"] = format((level.quantile * 100).normalize(), "f")
        if level.pk:
            hours = None if level.target_minutes is None else round(level.target_minutes / 60, 2)
            self.initial.update(target_hours=hours, pausing="\n".join(level.pausing_states))

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        kind = cleaned.get("kind")
        self._clean_time(cleaned, kind)
        if kind and kind != Kind.REPORTED:
            cleaned["higher_is_better"] = kind not in LOWER_IS_BETTER
        if cleaned.get("percentile") is not None:
            self.instance.quantile = cleaned["percentile"] / 100
        lines = (line.strip() for line in cleaned.get("pausing", "").splitlines())
        self.instance.pausing_states = [line for line in lines if line]
        return cleaned

    def _clean_time(self, cleaned: dict[str, Any], kind: str | None) -> None:
        """The metric and the target belong to some kinds only: asked for where they do, dropped where they do not."""
        if kind in TIMED and not cleaned.get("metric") and "metric" not in self.errors:
            self.add_error("metric", "Say whether the time to respond or the time to resolve counts.")
        if kind not in TIMED:
            cleaned["metric"] = ""
        hours = cleaned.get("target_hours")
        if kind == Kind.SHARE and hours is None and "target_hours" not in self.errors:
            self.add_error("target_hours", "Give the working time within which a ticket counts as met.")
        self.instance.target_minutes = round(hours * 60) if kind == Kind.SHARE and hours is not None else None
