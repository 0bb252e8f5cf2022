"""Links lead nobody to a page that turns them away."""

import pytest
from django.template import Context, Template
from django.test import Client
from django.urls import reverse

from portal.accounts.tenancy import acting_for
from portal.front.addresses import may_open
from tests.cast import Cast
from tests.objects.governance import an_action
from tests.objects.owners import Owner

TASK_TYPES = "/settings/task-types/"


def test_an_address_is_open_to_those_whose_role_includes_it(cast: Cast) -> None:
    assert may_open(cast["vendor_manager"], TASK_TYPES)
    assert may_open(cast["vendor_manager"], f"{TASK_TYPES}?all=1#first")
    assert not may_open(cast["executive"], TASK_TYPES)
    assert not may_open(cast["provider"], "/evidence/")
    assert not may_open(None, TASK_TYPES)


def test_what_is_no_page_of_the_portal_is_open_to_nobody(cast: Cast) -> None:
    assert not may_open(cast["administrator"], "/no-such-page/")
    assert not may_open(cast["administrator"], "javascript:alert(1)")


def test_a_page_without_a_capability_is_open_to_everybody(cast: Cast) -> None:
    assert may_open(cast["executive"], "/account/login/")


def test_a_template_shows_a_link_only_where_it_is_open(cast: Cast) -> None:
    shown = Template("{% if url|open_to:member %}link{% else %}words{% endif %}")
    texts = [
        shown.render(Context({"url": TASK_TYPES, "member": cast[role]})) for role in ("vendor_manager", "executive")
    ]
    assert texts == ["link", "words"]


@pytest.mark.parametrize(("role", "links"), [("it_leader", True), ("service_owner", False)])
def test_an_action_names_where_it_comes_from_and_leads_there_who_may_go(
    client: Client, cast: Cast, role: str, links: bool
) -> None:
    """An assessment's result is not for service owners."""
    result = reverse("assessments:result", args=[1])
    with acting_for(cast.organisation.pk):
        told = {"origin": "finding", "origin_label": "Before renewal", "origin_url": f"{result}#finding-x"}
        action = an_action(Owner(cast.organisation, cast.orvane), **told)
    client.force_login(cast[role].person)
    said = client.get(reverse("governance:action", args=[action["pk"]])).content.decode()
    assert "Before renewal" in said
    assert (f'href="{result}' in said) is links
