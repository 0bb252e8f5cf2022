"""Readiness attacked: what others said, before it may be read; results that were altered; texts that would do harm."""

from urllib.parse import urlencode

import pytest
from django.test import Client
from django.urls import reverse

from assessments.models import Campaign, CampaignResult
from governance.models import BusinessFunction
from governance.scope.standard import lay_out_functions
from portal.accounts.tenancy import acting_for
from tests.assessments.surveys import a_campaign, answered, asked, closed
from tests.cast import Cast
from tests.objects.owners import NOW

ALTERED = {"content": "{}", "sha256": "0" * 64, "frozen_at": NOW, "frozen_by": "Vera"}


def of(campaign: Campaign) -> list[str]:
    """Every page and file that shows what was answered in a campaign."""
    names = ("result", "result-pdf", "result-xlsx", "compare", "recommendation")
    function = BusinessFunction.objects.order_by("pk")[0]
    return [
        *(reverse(f"assessments:{name}", args=[campaign.pk]) for name in names),
        reverse("assessments:function-recommendation", args=[campaign.pk, function.pk]),
    ]


@pytest.mark.parametrize("role", ["it_leader", "vendor_manager", "administrator"])
def test_no_page_tells_what_others_said_before_the_own_sheet_is_finished(client: Client, cast: Cast, role: str) -> None:
    with acting_for(cast.organisation.pk):
        lay_out_functions(cast.organisation.pk)
        earlier = closed(a_campaign(cast, title="Spring"))
        campaign = a_campaign(cast, previous=earlier)
        answered(asked(campaign, cast[role]), own_decisions=3)
        answered(asked(campaign, cast["service_owner"]), comment="Nobody knows", own_decisions=1)
        pages = of(campaign)
    client.force_login(cast[role].person)
    for url in pages:
        assert "Answer your own sheet first" in client.get(url).content.decode(), url


def test_an_altered_result_recommends_nothing(client: Client, cast: Cast) -> None:
    """It is told of on every page that would read it; none of them breaks."""
    with acting_for(cast.organisation.pk):
        lay_out_functions(cast.organisation.pk)
        campaign = a_campaign(cast, closed_at=NOW, closed_by="Vera")
        CampaignResult.objects.create(organisation=cast.organisation, campaign=campaign, **ALTERED)
        pages = [*of(campaign), reverse("assessments:plan", args=[campaign.pk])]
        override = reverse("assessments:override", args=[campaign.pk, BusinessFunction.objects.order_by("pk")[0].pk])
    client.force_login(cast["it_leader"].person)
    for answer in (*map(client.get, pages), client.post(override, {"chosen": "internal", "reason": "Ours"})):
        assert (answer.status_code, b"it was altered after it was frozen" in answer.content) == (409, True)


@pytest.mark.parametrize("text", ["\x00", "quick\x00", "9" * 3000, "<script>", "../../quick"])
def test_what_an_address_names_may_be_anything(client: Client, cast: Cast, text: str) -> None:
    """No text of the database holds a NUL."""
    with acting_for(cast.organisation.pk):
        campaign = closed(a_campaign(cast))
    client.force_login(cast["it_leader"].person)
    sent = {name: text for name in ("instrument", "previous", "finding", "with", "code")}
    opening, take_up = reverse("assessments:open-campaign"), reverse("assessments:take-up-finding", args=[campaign.pk])
    assert client.get(opening, sent).status_code == 200
    assert client.get(reverse("assessments:compare", args=[campaign.pk]), sent).status_code == 200
    answer = client.post(f"{take_up}?{urlencode(sent)}", follow=True)
    assert "It does not stand aside any more." in answer.content.decode()
