"""Packs: composed from the data of a review's period, read by those who take part, and by nobody else."""

import json
from datetime import date, timedelta
from hashlib import sha256

import pytest
from django.db import DatabaseError, transaction
from django.test import Client
from django.urls import reverse

from governance.models import Action, Pack, Review
from governance.packs.composing import draft
from governance.packs.freezing import content_of, freeze
from governance.packs.page import page_of
from governance.packs.presented import presented
from portal.accounts.tenancy import acting_for
from portal.contributions.pack import KEYS
from tests.cast import Cast
from tests.counting import queries_of
from tests.governance.pack_world import NOW, a_full_october, a_notice, a_review, an_action, figures, section
from tests.threads import at_once
from tests.vendors.reported import LOW, contracted, measured
from vendors.models import CalendarVersion, MeasuredPeriod, ServiceLevel


@pytest.mark.parametrize("cadence", ["weekly", "monthly", "quarterly", "semi_annual", "once"])
def test_a_pack_has_the_sections_of_its_cadence_in_their_order(acting: Cast, cadence: str) -> None:
    a_full_october(acting)
    found = draft(a_review(acting, acting.orvane, cadence), NOW)
    assert tuple(dict.fromkeys(one.key for one in found)) == KEYS[cadence]


def test_a_pack_of_nothing_says_so_and_calls_no_absence_good(acting: Cast) -> None:
    for cadence in ("weekly", "monthly", "quarterly"):
        for one in draft(a_review(acting, acting.tessel, cadence), NOW):
            assert one.title
            assert one.table or one.empty or one.figures
            assert all(figure.shown != "100.0" for figure in one.figures)


def test_levels_say_what_is_reported_and_what_the_tickets_confirm(acting: Cast) -> None:
    a_full_october(acting)
    levels = section(draft(a_review(acting, acting.orvane), NOW), "levels")
    assert levels.title.replace("\u00a0", " ") == "Orvane reports 3 of 3 levels met; the tickets confirm 1"
    assert levels.table is not None
    assert [row[0].split()[0] for row in levels.table.rows] == ["SD-01", "SD-02", "SD-03"]  # worst first
    assert levels.table.rows[0][2:6] == ("95.0\u00a0%", "90.0\u00a0%", "97.6\u00a0%", "86.9\u00a0%")
    assert levels.table.rows[0][6] == "−10.7\u00a0pt"
    assert figures(levels) == {
        "claimed": "3",
        "confirmed": "1",
        "met": "1",
        "missed": "2",
        "unknown": "0",
        "discrepancies": "3",
    }


def test_without_a_report_nothing_stands_beside_the_tickets_and_not_zero(acting: Cast) -> None:
    measured(contracted(acting.organisation, acting.orvane), LOW)
    levels = section(draft(a_review(acting, acting.orvane), NOW), "levels")
    assert levels.title.endswith("nothing is reported")
    assert {key: shown for key, shown in figures(levels).items() if shown == "–"}.keys() == {
        "claimed",
        "confirmed",
        "discrepancies",
    }
    assert figures(levels)["met"] == "1"


def test_a_week_shows_the_month_that_it_ends_in_and_how_far_it_was_measured(acting: Cast) -> None:
    a_full_october(acting)
    levels = section(draft(a_review(acting, acting.orvane, "weekly"), NOW), "levels")
    assert "October 2026 was measured to 5\u00a0Nov\u00a02026 and is still running" in levels.measure
    MeasuredPeriod.objects.update(state="closed", closed_at=NOW, sha256="b" * 64)
    levels = section(draft(a_review(acting, acting.orvane, "weekly"), NOW), "levels")
    assert "October 2026 is closed" in levels.measure


def test_what_the_figures_came_from_is_named(acting: Cast) -> None:
    a_full_october(acting)
    found = draft(a_review(acting, acting.orvane), NOW)
    versions = " ".join(version for one in found for version in one.versions)
    assert "Target SD-01: 95.0" in versions
    assert "October 2026 of ORV-2024-03: version 1, running" in versions
    assert "Figures of October 2026: computed" in versions


def test_nothing_internal_and_nothing_of_a_rival_comes_into_a_vendors_pack(acting: Cast) -> None:
    a_full_october(acting)
    an_action(acting, acting.orvane, "Shared matter")
    an_action(acting, acting.orvane, "Secret matter", visibility="client")
    an_action(acting, acting.tessel, "Matter of a rival")
    a_notice(acting, acting.tessel, "Notice to a rival", date(2026, 11, 1))
    told = str([one.as_dict() for one in draft(a_review(acting, acting.orvane), NOW)])
    assert "Shared matter" in told
    assert not [word for word in ("Secret matter", "rival", "Tessel", "Office network") if word in told]


def test_whoever_looks_the_draft_is_the_same(acting: Cast, client: Client) -> None:
    a_full_october(acting)
    an_action(acting, acting.orvane, "Secret matter", visibility="client")
    review = a_review(acting, acting.orvane)
    mine = draft(review, NOW)
    with acting_for(acting.organisation.pk, acting.orvane.pk):
        assert draft(review, NOW) == mine


def test_the_portfolio_lays_all_providers_side_by_side(acting: Cast) -> None:
    a_full_october(acting)
    an_action(acting, acting.tessel, "Fix the line", visibility="client")
    found = draft(a_review(acting, None), NOW)
    side = section(found, "performance")
    assert found[0] is side
    assert side.table is not None
    rows = {row[0]: row for row in side.table.rows}
    assert set(rows) == {"Orvane", "Tessel"}
    assert rows["Tessel"][-1] == "1"
    distances = [float(row[6]) for row in side.table.rows]
    assert distances == sorted(distances, reverse=True)


def test_actions_and_changes_tell_what_is_late(acting: Cast) -> None:
    an_action(acting, acting.orvane, "Late one", due_on=NOW.date() - timedelta(days=1))
    an_action(acting, acting.orvane, "In time")
    an_action(acting, acting.orvane, "It worked", state="effective", closed_at=NOW - timedelta(days=20))
    a_notice(acting, acting.orvane, "Cologne opens", date(2026, 11, 1))
    found = draft(a_review(acting, acting.orvane), NOW)
    actions, changes = section(found, "actions"), section(found, "changes")
    assert figures(actions) == {"open": "2", "overdue": "1", "to_prove": "0", "effective": "1"}
    assert "1 of them overdue" in actions.title
    assert changes.table is not None
    assert changes.table.rows[0][3:5] == ("44 of 60", "Late")


def test_a_pack_is_frozen_once_whatever_changes_afterwards(acting: Cast) -> None:
    contract = a_full_october(acting)
    review = a_review(acting, acting.orvane)
    pack = freeze(review, "Vera", NOW)
    content, pdf = pack.content, bytes(pack.pdf)
    ServiceLevel.objects.update(expected=99)
    CalendarVersion.objects.all().delete()
    MeasuredPeriod.objects.all().delete()
    measured(contract, {"SD-01": "50"})
    an_action(acting, acting.orvane, "Later")
    again = freeze(review, "Somebody else", NOW + timedelta(days=400))
    assert (again.pk, again.content, bytes(again.pdf), again.frozen_by) == (pack.pk, content, pdf, "Vera")
    assert sha256(content.encode()).hexdigest() == pack.sha256
    assert sha256(pdf).hexdigest() == pack.pdf_sha256
    assert content_of(pack).cover.frozen_by == "Vera"


def test_the_same_data_frozen_for_two_reviews_gives_the_same_sections(acting: Cast) -> None:
    a_full_october(acting)
    first = freeze(a_review(acting, acting.orvane), "Vera", NOW)
    second = freeze(a_review(acting, acting.orvane), "Vera", NOW)
    assert json.loads(first.content)["sections"] == json.loads(second.content)["sections"]


def test_the_database_keeps_a_pack_as_it_is(acting: Cast) -> None:
    pack = freeze(a_review(acting, acting.orvane), "Vera", NOW)
    for attempt in (lambda: Pack.objects.update(content="{}"), lambda: Pack.objects.filter(pk=pack.pk).delete()):
        with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
            attempt()
    pack.refresh_from_db()
    assert pack.content != "{}"


def test_of_two_who_freeze_at_once_the_first_one_counts_for_both(committed_cast: Cast) -> None:
    with acting_for(committed_cast.organisation.pk):
        review = a_review(committed_cast, committed_cast.orvane)
    frozen: list[int] = []

    def start() -> None:
        with acting_for(committed_cast.organisation.pk):
            frozen.append(freeze(Review.objects.in_full().get(pk=review.pk), "Vera", NOW).pk)

    assert at_once(3, start) == []
    assert len(frozen) == 3
    assert len(set(frozen)) == 1


def test_the_hash_on_the_page_is_that_of_the_json(client: Client, cast: Cast) -> None:
    with acting_for(cast.organisation.pk):
        a_full_october(cast)
        review = a_review(cast, cast.orvane)
        pack = freeze(review, "Vera", NOW)
    for role in ("vendor_manager", "provider", "auditor", "executive"):
        client.force_login(cast[role].person)
        page = client.get(reverse("governance:pack", args=[review.pk])).content.decode()
        data = client.get(reverse("governance:pack-json", args=[review.pk])).content
        assert sha256(data).hexdigest() in page
        assert f"Pack {pack.sha256[:4]} {pack.sha256[4:8]}" in page
        assert "The pack is frozen." in page
        assert client.get(reverse("governance:pack-pdf", args=[review.pk])).content == bytes(pack.pdf)


def test_a_draft_says_so_and_follows_the_data(client: Client, cast: Cast) -> None:
    with acting_for(cast.organisation.pk):
        review = a_review(cast, cast.orvane)
    client.force_login(cast["provider"].person)
    address = reverse("governance:pack", args=[review.pk])
    before = client.get(address).content.decode()
    assert "Figures follow the data until the review starts" in before
    assert "Stop the pause" not in before
    with acting_for(cast.organisation.pk):
        an_action(cast, cast.orvane, "Stop the pause")
    assert "Stop the pause" in client.get(address).content.decode()


def test_a_rival_and_an_outsider_find_no_pack(client: Client, cast: Cast) -> None:
    with acting_for(cast.organisation.pk):
        reviews = [a_review(cast, cast.orvane), a_review(cast, None)]
        for review in reviews:
            freeze(review, "Vera", NOW)
    for member, found in ((cast.rival, reviews), (cast.outsider, reviews), (cast["provider"], reviews[1:])):
        client.force_login(member.person)
        for review in found:
            for name in ("pack", "pack-pdf", "pack-json", "compare-pack"):
                assert client.get(reverse(f"governance:{name}", args=[review.pk])).status_code == 404


def test_a_pack_whose_bytes_do_not_fit_their_hash_says_so(acting: Cast) -> None:
    review = a_review(acting, acting.orvane)
    freeze(review, "Vera", NOW)
    shown = presented(review, acting["auditor"], NOW)
    assert page_of(shown)["intact"]
    assert shown.pack is not None
    shown.pack.content = shown.pack.content.replace("Orvane", "Orvanx")
    assert not page_of(shown)["intact"]


def test_the_page_asks_no_more_with_ten_actions_than_with_one(client: Client, cast: Cast) -> None:
    client.force_login(cast["vendor_manager"].person)
    with acting_for(cast.organisation.pk):
        review = a_review(cast, cast.orvane)
        an_action(cast, cast.orvane, "One")
        a_notice(cast, cast.orvane, "Change 1", date(2026, 11, 1))
    address = reverse("governance:pack", args=[review.pk])
    client.get(address)
    one = queries_of(lambda: client.get(address))
    with acting_for(cast.organisation.pk):
        for number in range(9):
            an_action(cast, cast.orvane, f"Action {number}")
            a_notice(cast, cast.orvane, f"Change {number + 2}", date(2026, 11, 1))
        assert Action.objects.count() == 10
    assert queries_of(lambda: client.get(address)) == one


def test_the_api_lists_packs_and_gives_the_content_that_the_hash_is_of(client: Client, cast: Cast) -> None:
    with acting_for(cast.organisation.pk):
        pack = freeze(a_review(cast, cast.orvane), "Vera", NOW)
        freeze(a_review(cast, cast.tessel), "Vera", NOW)
    client.force_login(cast["provider"].person)
    listed = client.get(reverse("governance-api:review-packs")).json()["results"]
    assert [row["sha256"] for row in listed] == [pack.sha256]
    whole = client.get(reverse("governance-api:one-of-review-packs", args=[pack.pk])).json()
    again = json.dumps(whole["content"], sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    assert sha256(again.encode()).hexdigest() == pack.sha256
