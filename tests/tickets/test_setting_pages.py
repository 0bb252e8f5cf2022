"""What tickets are judged by is kept on pages, superseded and not edited, and applied without an upload."""

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from portal.accounts.tenancy import acting_for
from portal.jobs.models import Job
from tests.cast import Cast
from tests.tickets.imports import prepare
from tickets.models import ScorePolicyVersion, Source, TaskRule, TaskType


@pytest.fixture
def administrator(client: Client, cast: Cast) -> Client:
    prepare(cast.organisation)
    client.force_login(cast["administrator"].person)
    return client


def policies(cast: Cast) -> list[ScorePolicyVersion]:
    with acting_for(cast.organisation.pk):
        return list(ScorePolicyVersion.objects.order_by("number"))


def new_policy(client: Client, **changes: object) -> str:
    form = client.get(reverse("new-score-policy")).context["form"]
    said = {name: form[name].value() for name in form.fields} | {"valid_from": "2026-07-01"} | changes
    return client.post(reverse("new-score-policy"), said, follow=True).content.decode()


def test_a_new_policy_supersedes_the_old_one_from_its_day_on(administrator: Client, cast: Cast) -> None:
    shown = new_policy(administrator, weight_lost_time=20, weight_effort=15)
    first, second = policies(cast)
    assert (first.valid.upper, second.valid.lower, second.valid.upper) == (date(2026, 7, 1), date(2026, 7, 1), None)
    assert second.rules["weights"]["effort"] == 15
    assert "Outcome policy 2" in shown


def test_weights_that_do_not_add_up_are_refused(administrator: Client, cast: Cast) -> None:
    assert "add up to 100" in new_policy(administrator, weight_lost_time=90)
    assert len(policies(cast)) == 1


def test_a_policy_cannot_begin_before_the_one_it_follows(administrator: Client, cast: Cast) -> None:
    assert "or later" in new_policy(administrator, valid_from="1999-01-01")
    assert len(policies(cast)) == 1


def test_a_task_type_with_its_rule_is_added_and_applied(administrator: Client, cast: Cast) -> None:
    said = {"name": "Password reset", "kind": "routine", "effort_low": 5, "effort_high": 15}
    administrator.post(reverse("add-task-type"), said)
    with acting_for(cast.organisation.pk):
        task_type = TaskType.objects.get()
    rule = {"task_type": task_type.pk, "words": "password reset", "position": 10}
    administrator.post(reverse("add-task-rule"), rule)
    assert "password reset" in administrator.get(reverse("task-types")).content.decode()
    administrator.post(reverse("apply-rules"))
    with acting_for(cast.organisation.pk):
        assert Job.objects.get().kind == "tickets.rescore"
        rule_key = TaskRule.objects.get().pk
    administrator.post(reverse("remove-task-rule", args=[rule_key]))
    with acting_for(cast.organisation.pk):
        assert not TaskRule.objects.exists()


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("add-task-type", {"name": "X", "kind": "routine", "effort_low": 15, "effort_high": 5}),
        ("add-task-rule", {"position": 1}),
    ],
)
def test_what_contradicts_itself_is_said_at_the_form(
    administrator: Client, cast: Cast, address: str, said: dict[str, object]
) -> None:
    assert administrator.post(reverse(address), said).status_code == 422


def test_a_source_is_renamed_and_keeps_its_mapping(administrator: Client, cast: Cast) -> None:
    with acting_for(cast.organisation.pk):
        source = Source.objects.create(organisation=cast.organisation, name="Desk", mapping={"name": "generic"})
    administrator.post(reverse("edit-source", args=[source.pk]), {"name": "ServiceNow", "timezone": "UTC"})
    shown = administrator.get(reverse("sources")).content.decode()
    assert "ServiceNow" in shown
    assert "generic" in shown


@pytest.mark.parametrize("name", ["sources", "task-types", "score-policy"])
def test_settings_are_read_by_auditors_and_not_by_providers(client: Client, cast: Cast, name: str) -> None:
    client.force_login(cast["auditor"].person)
    assert client.get(reverse(name)).status_code == 200
    client.force_login(cast["provider"].person)
    assert client.get(reverse(name)).status_code == 403
