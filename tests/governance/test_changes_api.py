"""Changes and notices over the API: the same stories as on the pages, their refusals as answers."""

from datetime import date
from typing import Any

from django.test import Client
from django.urls import reverse

from portal.accounts.models import Membership
from portal.accounts.tenancy import acting_for
from tests.cast import Cast
from tests.governance.changes import a_change, a_notice


def post(member: Membership, name: str, key: int, said: dict[str, Any]) -> Any:
    client = Client()
    client.force_login(member.person)
    return client.post(reverse(f"governance-api:{name}", args=[key]), said, "application/json")


def test_notice_is_given_acknowledged_and_judged(cast: Cast) -> None:
    with acting_for(cast.organisation.pk):
        change = a_change(cast, takes_effect_on=date(2026, 1, 5))
    told = {"vendors": [cast.orvane.pk], "message": "Forty desks", "lines": ["Laptops", "Our side: List"]}
    assert post(cast["service_owner"], "give-notice", change.pk, told).status_code == 200
    with acting_for(cast.organisation.pk):
        key = change.notices.get().pk
    answer = post(cast["provider"], "acknowledge-notice", key, {"answer": "Two people"}).json()
    assert (answer["answer"], answer["is_late"], len(answer["consequences"])) == ("Two people", True, 2)
    assert post(cast["provider"], "acknowledge-notice", key, {}).status_code == 409
    refused = post(cast["service_owner"], "judge-notice", key, {"ready": False})
    assert (refused.status_code, refused.json()) == (400, {"words": ["Say what was missing."]})
    judged = post(cast["service_owner"], "judge-notice", key, {"ready": True})
    assert (judged.json()["ready"], judged.json()["judged_by"]) == (True, "Serviceowner Person")
    assert post(cast["service_owner"], "judge-notice", key, {"ready": True}).status_code == 409


def test_our_side_does_not_acknowledge_for_a_provider(cast: Cast) -> None:
    with acting_for(cast.organisation.pk):
        notice = a_notice(cast)
    refused = post(cast["vendor_manager"], "acknowledge-notice", notice.pk, {})
    assert (refused.status_code, "itself" in refused.json()["detail"]) == (400, True)


def test_a_vendor_that_is_none_of_ours_cannot_be_told(cast: Cast) -> None:
    with acting_for(cast.organisation.pk):
        change = a_change(cast)
    refused = post(cast["service_owner"], "give-notice", change.pk, {"vendors": [cast.foreign_vendor.pk]})
    assert (refused.status_code, "vendors" in refused.json()) == (400, True)
