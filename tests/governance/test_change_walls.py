"""A provider learns what its notice says and nothing else, and changes nothing but its answer."""

from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.urls import reverse

from governance.changes import answering, giving
from governance.models import BusinessChange, ChangeNotice, Consequence, LeadTime, NoticeRevision
from portal.accounts.tenancy import acting_for
from tests.cast import Cast
from tests.governance.changes import NOW, a_change, a_notice


@pytest.fixture
def told(cast: Cast) -> ChangeNotice:
    """Orvane's notice of a change of which Tessel has one too; both were amended once."""
    with acting_for(cast.organisation.pk):
        change = a_change(cast, description="planted-description")
        mine, theirs = (a_notice(cast, vendor, change) for vendor in (cast.orvane, cast.tessel))
        answering.acknowledge(theirs, "planted-answer", cast.rival, NOW, 1)
        change.people = 60
        giving.amend(change, "", cast["service_owner"], NOW)
        answering.add_line(theirs, "planted-line", "provider")
        ChangeNotice.objects.filter(pk=theirs.pk).update(message="planted-message")
        return ChangeNotice.objects.get(pk=mine.pk)


def pages(client: Client, *addresses: str) -> str:
    return "".join(client.get(address).content.decode() for address in addresses)


def test_a_provider_learns_neither_of_the_change_nor_of_who_else_was_told(
    client: Client, cast: Cast, told: ChangeNotice
) -> None:
    client.force_login(cast["provider"].person)
    names = ("changes", "change-notices", "change-figures", "lead-times")
    addresses = [*(reverse(f"governance:{name}") for name in names), told.get_absolute_url()]
    addresses += [f"{reverse('governance:change-notices')}?behind=in_time&half=2026-2&vendor={cast.tessel.pk}"]
    addresses += [reverse(f"governance-api:{name}") for name in ("changes", "change-notices")]
    addresses += [reverse("governance-api:one-of-change-notices", args=[told.pk])]
    said = pages(client, *addresses)
    for secret in ("planted-description", "planted-answer", "planted-line", "planted-message", "Tessel"):
        assert secret not in said
    assert ("Forty desks in Cologne" in said, "Laptops" in said) == (True, True)
    assert client.get(reverse("governance:change", args=[told.change_id])).status_code == 404


def test_the_page_of_a_notice_links_a_provider_to_nothing_that_it_may_not_open(
    client: Client, cast: Cast, told: ChangeNotice
) -> None:
    client.force_login(cast["provider"].person)
    assert reverse("governance:change", args=[told.change_id]) not in pages(client, told.get_absolute_url())


def test_the_database_shows_a_provider_its_own_rows_alone(cast: Cast, told: ChangeNotice) -> None:
    with acting_for(cast.organisation.pk, cast.orvane.pk):
        assert not BusinessChange.objects.exists()
        assert list(ChangeNotice.objects.all()) == [told]
        assert set(Consequence.objects.values_list("vendor_id", flat=True)) == {cast.orvane.pk}
        assert NoticeRevision.objects.get().vendor_id == cast.orvane.pk


def is_refused(model: Any, **columns: Any) -> bool:
    try:
        with transaction.atomic():
            return bool(model.objects.update(**columns) == 0)
    except DatabaseError:
        return True


@pytest.mark.parametrize(
    "columns",
    [
        {"takes_effect_on": "2028-01-01"},
        {"given_on": "2026-01-01"},
        {"lead_days": 0},
        {"people": 1},
        {"message": "Else"},
        {"ready": True, "judged_at": NOW, "judged_by": "Pia"},
        {"withdrawn_at": NOW, "withdrawn_reason": "Else"},
        {"number": 9},
        {"acknowledged_at": None, "acknowledged_by": "", "answer": ""},
    ],
)
def test_a_provider_cannot_change_of_its_notice(cast: Cast, told: ChangeNotice, columns: dict[str, Any]) -> None:
    with acting_for(cast.organisation.pk, cast.orvane.pk):
        assert is_refused(ChangeNotice, **columns)


def test_an_answer_stays_as_it_was_once_readiness_is_judged(cast: Cast, told: ChangeNotice) -> None:
    answered = {"acknowledged_at": NOW, "acknowledged_by": "Pia", "answer": "Two people"}
    with acting_for(cast.organisation.pk, cast.orvane.pk):
        assert not is_refused(ChangeNotice, **answered)
    with acting_for(cast.organisation.pk):
        ChangeNotice.objects.update(ready=True, judged_at=NOW, judged_by="Vera")
    with acting_for(cast.organisation.pk, cast.orvane.pk):
        assert is_refused(ChangeNotice, answer="We warned you")


def test_a_provider_ticks_its_own_lines_and_writes_none(cast: Cast, told: ChangeNotice) -> None:
    of = {"organisation": cast.organisation, "vendor": cast.orvane, "notice": told}
    with acting_for(cast.organisation.pk, cast.orvane.pk):
        assert Consequence.objects.update(done_at=NOW, done_by="Pia") == 1
        assert Consequence.objects.get(side="client").done_at is None
        assert is_refused(Consequence, text="Else")
        for made in (
            lambda: Consequence.objects.create(**of, text="x"),
            lambda: LeadTime.objects.create(organisation=cast.organisation, kind="hiring", days=1),
        ):
            with pytest.raises(DatabaseError), transaction.atomic():
                made()


def test_nobody_rewrites_an_edition(cast: Cast, told: ChangeNotice) -> None:
    for vendor_id in (None, cast.orvane.pk):
        with acting_for(cast.organisation.pk, vendor_id):
            assert is_refused(NoticeRevision, message="Else")
            with pytest.raises(DatabaseError), transaction.atomic():
                NoticeRevision.objects.all().delete()


def test_an_edition_hangs_on_a_notice_of_its_own_vendor(acting: Cast) -> None:
    notice = a_notice(acting)
    made = {"organisation": acting.organisation, "vendor": acting.tessel, "notice": notice, "number": 1}
    told = {"title": "x", "takes_effect_on": notice.takes_effect_on, "lead_days": 1, "given_on": notice.given_on}

    def hang() -> None:
        with transaction.atomic():
            NoticeRevision.objects.create(**made, **told, told_on=notice.given_on, superseded_at=NOW)
            connection.check_constraints()

    with pytest.raises(DatabaseError, match="same_vendor"):
        hang()
