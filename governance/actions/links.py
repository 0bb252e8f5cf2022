"""Addresses that lead to actions from elsewhere."""

from urllib.parse import urlencode

from django.urls import reverse


def new_action_url(origin: str, label: str, url: str, vendor_id: int | None, review_id: int | None = None) -> str:
    """The form of a new action, prefilled with what it comes from: an `Origin`, its name, the address of its page."""
    said = {"origin": origin, "label": label, "url": url, "vendor": vendor_id, "review": review_id}
    return f"{reverse('governance:new-action')}?{urlencode({key: value for key, value in said.items() if value})}"
