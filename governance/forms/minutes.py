"""Forms of minutes."""

from django import forms


class CirculateForm(forms.Form):
    """What was corrected, from the second version on."""

    reason = forms.CharField(required=False, max_length=300, label="What was corrected")
