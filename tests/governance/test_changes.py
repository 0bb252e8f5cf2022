"""Changes on notice: entered, told, acknowledged, amended, judged; late is a figure and nothing is told twice."""

import uuid
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from governance.changes import answering, giving
from governance.changes.answering import NotTheirs
from governance.changes.giving import InvalidTransition, Telling
from governance.changes.standards import STANDARDS, lay_out_lead_times
from governance.models import BusinessChange, ChangeKind, ChangeNotice, Consequence, LeadTime, NoticeRevision
from portal.accounts.tenancy import acting_for
from tests.cast import Cast
from tests.counting import queries_of
from tests.governance.changes import DAY, NOW, a_change, a_notice
from vendors.models import Site, Vendor

ON_THE_DAY = datetime(2027, 2, 1, 9, 0, tzinfo=NOW.tzinfo)


def acknowledged(notice: ChangeNotice, cast: Cast, answer: str = "Two more people at the desk") -> None:
    answering.acknowledge(notice, answer, cast["provider"], NOW, notice.number)


def said(**more: Any) -> dict[str, Any]:
    form = {"kind": "hiring", "title": "Forty people start", "takes_effect_on": "2027-02-01", "people": "40"}
    return form | {"form_key": str(uuid.uuid4())} | more


def test_a_service_owner_enters_a_change_and_tells_two_providers(client: Client, cast: Cast) -> None:
    client.force_login(cast["service_owner"].person)
    page = client.post(reverse("governance:add-change"), said(description="Not public yet"), follow=True)
    assert "Next: give notice to the providers concerned." in page.content.decode()
    told = {"vendors": [cast.orvane.pk, cast.tessel.pk], "message": "Forty desks", "lines": "Laptops\nOur side: List"}
    page = client.post(page.request["PATH_INFO"], told, follow=True)
    assert "Notice is given to Orvane, Tessel" in page.content.decode()
    with acting_for(cast.organisation.pk):
        notices = list(ChangeNotice.objects.order_by("vendor__name"))
        assert [(one.message, one.people, one.number) for one in notices] == [("Forty desks", 40, 1)] * 2
        lines = list(Consequence.objects.of_notice(notices[0].pk).values_list("text", "side"))
    assert lines == [("Laptops", "provider"), ("List", "client")]


@pytest.mark.parametrize(("days", "words"), [(70, "in time"), (60, "Today is the last day"), (3, "57\u00a0days late")])
def test_the_form_says_what_the_day_means_before_anything_is_stored(
    client: Client, cast: Cast, days: int, words: str
) -> None:
    client.force_login(cast["service_owner"].person)
    today = timezone.now().astimezone(cast.organisation.zone).date()
    asked = {"kind": "hiring", "takes_effect_on": f"{today + timedelta(days=days):%Y-%m-%d}", "preview": "yes"}
    answer = client.post(reverse("governance:add-change"), asked)
    assert (answer.status_code, words in answer.content.decode()) == (200, True)
    assert "This field is required" not in answer.content.decode()
    with acting_for(cast.organisation.pk):
        assert not BusinessChange.objects.exists()


def test_bad_input_is_said_at_its_field_and_nothing_entered_is_lost(client: Client, cast: Cast) -> None:
    client.force_login(cast["service_owner"].person)
    answer = client.post(reverse("governance:add-change"), said(takes_effect_on="soon", title="Kept title"))
    assert answer.status_code == 422
    assert "Enter a valid date." in answer.content.decode()
    assert "Kept title" in answer.content.decode()


def test_the_same_form_sent_twice_is_one_change(client: Client, cast: Cast) -> None:
    client.force_login(cast["service_owner"].person)
    form = said()
    for _ in range(2):
        assert client.post(reverse("governance:add-change"), form).status_code == 302
    with acting_for(cast.organisation.pk):
        assert BusinessChange.objects.count() == 1


def test_notice_given_twice_tells_nobody_twice(acting: Cast) -> None:
    change = a_change(acting)
    first = a_notice(acting, change=change)
    vendors = [acting.orvane, acting.tessel]
    again = giving.give_notice(change, vendors, Telling("Else"), acting["vendor_manager"], NOW)
    assert [one.vendor for one in again] == [acting.tessel]
    first.refresh_from_db()
    assert first.message == "Forty desks in Cologne"


def test_late_notice_is_given_all_the_same_and_its_days_are_said(client: Client, cast: Cast) -> None:
    today = timezone.now().astimezone(cast.organisation.zone).date()
    with acting_for(cast.organisation.pk):
        change = a_change(cast, takes_effect_on=today + timedelta(days=45))
    client.force_login(cast["service_owner"].person)
    address = reverse("governance:give-notice", args=[change.pk])
    assert "they cannot be held to be ready on day one" in client.get(address).content.decode()
    page = client.post(address, {"vendors": [cast.orvane.pk]}, follow=True).content.decode()
    assert "Notice is given to Orvane, 15\u00a0days late." in page
    assert "45\u00a0days of notice, 15\u00a0days late" in page


def test_the_lead_time_that_held_when_notice_was_given_stays(acting: Cast) -> None:
    lay_out_lead_times(acting.organisation)
    notice = a_notice(acting)
    LeadTime.objects.update(days=90)
    later = a_notice(acting, change=a_change(acting, title="More people start"))
    assert ((notice.lead_days, notice.is_late), (later.lead_days, later.is_late)) == ((60, False), (90, True))
    assert list(ChangeNotice.objects.late()) == [later]
    assert list(ChangeNotice.objects.in_time()) == [notice]


def test_a_provider_acknowledges_once_and_only_its_own_side_does(acting: Cast) -> None:
    notice = a_notice(acting)
    with pytest.raises(NotTheirs, match="Orvane acknowledges its notices itself"):
        answering.acknowledge(notice, "", acting["vendor_manager"], NOW, 1)
    acknowledged(notice, acting)
    with pytest.raises(InvalidTransition, match="Provider Person has acknowledged it. Your answer was not saved: Else"):
        acknowledged(notice, acting, "Else")


def test_an_amendment_keeps_what_was_told_and_asks_again(acting: Cast) -> None:
    change = a_change(acting)
    notice = a_notice(acting, change=change)
    acknowledged(notice, acting)
    change.takes_effect_on, change.people = date(2027, 1, 15), 60
    told = giving.amend(change, "Sooner, and more of them", acting["service_owner"], NOW + timedelta(days=30))
    assert [one.pk for one in told] == [notice.pk]
    notice.refresh_from_db()
    assert (notice.number, notice.takes_effect_on, notice.people) == (2, date(2027, 1, 15), 60)
    assert (notice.given_on, notice.is_late) == (date(2026, 12, 20), True)
    assert (notice.acknowledged_at, notice.answer) == (None, "")
    kept = NoticeRevision.objects.get()
    assert (kept.number, kept.takes_effect_on, kept.people, kept.told_on) == (1, DAY, 40, date(2026, 11, 20))
    assert (kept.answer, kept.acknowledged_by) == ("Two more people at the desk", "Provider Person")
    with pytest.raises(InvalidTransition, match="amended meanwhile"):
        answering.acknowledge(notice, "", acting["provider"], NOW, 1)


def test_a_change_that_only_comes_later_was_announced_in_time(acting: Cast) -> None:
    change = a_change(acting)
    notice = a_notice(acting, change=change)
    change.takes_effect_on = date(2027, 2, 8)
    giving.amend(change, "", acting["service_owner"], NOW + timedelta(days=70))
    notice.refresh_from_db()
    assert (notice.given_on, notice.told_on, notice.is_late) == (date(2026, 11, 20), date(2027, 1, 29), False)
    assert notice.message == "Forty desks in Cologne"


def test_new_words_for_our_side_alone_tell_nobody(acting: Cast) -> None:
    change = a_change(acting)
    notice = a_notice(acting, change=change)
    acknowledged(notice, acting)
    change.description = "The board has agreed"
    assert giving.amend(change, "", acting["service_owner"], NOW) == []
    notice.refresh_from_db()
    assert (notice.number, notice.acknowledged_by) == (1, "Provider Person")


def test_a_cancelled_change_withdraws_its_notices_with_the_reason(client: Client, cast: Cast) -> None:
    with acting_for(cast.organisation.pk):
        change = a_change(cast)
        notice = a_notice(cast, change=change)
    client.force_login(cast["service_owner"].person)
    address = reverse("governance:cancel-change", args=[change.pk])
    assert client.post(address, {"reason": ""}).status_code == 422
    client.post(address, {"reason": "The hiring is put off"})
    client.force_login(cast["provider"].person)
    assert "The hiring is put off" in client.get(notice.get_absolute_url()).content.decode()
    with acting_for(cast.organisation.pk), pytest.raises(InvalidTransition, match="not coming any more: cancelled"):
        giving.give_notice(change, [cast.tessel], Telling(""), cast["service_owner"], NOW)
    with acting_for(cast.organisation.pk), pytest.raises(InvalidTransition, match="withdrawn: The hiring is put off"):
        acknowledged(notice, cast)


def test_a_notice_that_was_withdrawn_can_be_given_anew(acting: Cast) -> None:
    change = a_change(acting)
    notice = a_notice(acting, change=change)
    giving.withdraw(notice, "Not theirs", NOW)
    with pytest.raises(InvalidTransition):
        giving.withdraw(notice, "Else", NOW)
    giving.give_notice(change, [acting.orvane], Telling("Theirs after all"), acting["service_owner"], ON_THE_DAY)
    notice.refresh_from_db()
    assert (notice.withdrawn_at, notice.withdrawn_reason, notice.message) == (None, "", "Theirs after all")
    assert (notice.given_on, notice.number) == (DAY, 2)


def test_readiness_is_judged_from_the_day_on_and_once(acting: Cast) -> None:
    notice = a_notice(acting)
    manager = acting["service_owner"]
    with pytest.raises(InvalidTransition, match="from 1.Feb.2027 on"):
        answering.judge(notice, True, "", manager, ON_THE_DAY - timedelta(days=1))
    answering.judge(notice, False, "Twelve laptops", manager, ON_THE_DAY)
    with pytest.raises(InvalidTransition, match="Yours was not saved"):
        answering.judge(notice, True, "", manager, ON_THE_DAY)
    assert BusinessChange.objects.get().state == "done"
    with pytest.raises(InvalidTransition, match="took effect"):
        giving.amend(BusinessChange.objects.get(), "Else", manager, ON_THE_DAY)


def test_a_change_is_done_when_the_last_of_its_notices_is_judged(acting: Cast) -> None:
    change = a_change(acting)
    first, second = (a_notice(acting, vendor, change) for vendor in (acting.orvane, acting.tessel))
    answering.judge(first, True, "", acting["service_owner"], ON_THE_DAY)
    change.refresh_from_db()
    assert change.state == "coming"
    with pytest.raises(InvalidTransition, match="Orvane was judged"):
        giving.amend(change, "Else", acting["service_owner"], ON_THE_DAY)
    answering.judge(second, True, "", acting["service_owner"], ON_THE_DAY)
    change.refresh_from_db()
    assert change.state == "done"


def test_not_ready_says_what_was_missing(client: Client, cast: Cast) -> None:
    with acting_for(cast.organisation.pk):
        notice = a_notice(cast, change=a_change(cast, takes_effect_on=date(2026, 1, 5)))
    client.force_login(cast["service_owner"].person)
    address = reverse("governance:judge-notice", args=[notice.pk])
    refused = client.post(address, {"ready": "no", "words": ""})
    assert (refused.status_code, "Say what was missing." in refused.content.decode()) == (422, True)
    client.post(address, {"ready": "no", "words": "Twelve laptops were missing"})
    client.force_login(cast["provider"].person)
    assert "Twelve laptops were missing" in client.get(notice.get_absolute_url()).content.decode()


def test_each_side_ticks_its_own_lines_and_a_double_click_changes_nothing(client: Client, cast: Cast) -> None:
    with acting_for(cast.organisation.pk):
        ours, theirs = Consequence.objects.of_notice(a_notice(cast).pk).order_by("side")
    client.force_login(cast["provider"].person)
    for _ in range(2):
        client.post(reverse("governance:tick-consequence", args=[theirs.pk]), {"done": "yes"})
    page = client.post(reverse("governance:tick-consequence", args=[ours.pk]), {"done": "yes"}, follow=True)
    assert "The other side sees to this: List of starters" in page.content.decode()
    with acting_for(cast.organisation.pk):
        assert list(Consequence.objects.order_by("pk").values_list("done_by", flat=True)) == ["Provider Person", ""]
    client.post(reverse("governance:tick-consequence", args=[theirs.pk]), {"done": "no"})
    with acting_for(cast.organisation.pk):
        assert not Consequence.objects.exclude(done_by="").exists()


def test_two_who_edit_a_change_at_once_both_see_it(client: Client, cast: Cast) -> None:
    with acting_for(cast.organisation.pk):
        change = a_change(cast)
    client.force_login(cast["vendor_manager"].person)
    address = reverse("governance:edit-change", args=[change.pk])
    seen = client.get(address).context["version"]
    with acting_for(cast.organisation.pk):
        BusinessChange.objects.update(people=55)
    refused = client.post(address, said(people="70", row_version=seen))
    assert refused.status_code == 422
    assert "<ins>55</ins>" in refused.content.decode()
    with acting_for(cast.organisation.pk):
        assert BusinessChange.objects.get().people == 55


def test_a_change_that_nobody_was_told_of_in_time_stands_among_the_late_ones(client: Client, cast: Cast) -> None:
    today = timezone.now().astimezone(cast.organisation.zone).date()
    with acting_for(cast.organisation.pk):
        lay_out_lead_times(cast.organisation)
        a_change(cast, title="Untold and late", takes_effect_on=today + timedelta(days=59))
        a_change(cast, title="Untold with time", takes_effect_on=today + timedelta(days=60))
        a_notice(
            cast,
            change=a_change(cast, title="Told late", takes_effect_on=today + timedelta(days=9)),
            now=timezone.now(),
        )
    client.force_login(cast["executive"].person)
    page = client.get(reverse("governance:changes"), {"late": "yes"}).content.decode()
    assert ("Untold and late" in page, "Told late" in page, "Untold with time" in page) == (True, True, False)


def test_the_list_is_narrowed_by_kind_provider_site_and_words(client: Client, cast: Cast) -> None:
    today = timezone.now().astimezone(cast.organisation.zone).date()
    soon = today + timedelta(days=200)
    with acting_for(cast.organisation.pk):
        site = Site.objects.create(organisation=cast.organisation, name="Ghent", itsm_name="GNT")
        told = a_change(cast, title="First", takes_effect_on=soon)
        a_notice(cast, cast.tessel, told)
        a_change(cast, title="Second", takes_effect_on=soon, kind="move", site=site)
        a_change(cast, title="Third", takes_effect_on=today - timedelta(days=1))
    client.force_login(cast["executive"].person)

    def titles(**asked: Any) -> set[str]:
        page = client.get(reverse("governance:changes"), asked).content.decode()
        return {title for title in ("First", "Second", "Third") if f">{title}</a>" in page}

    assert titles() == {"First", "Second"}
    assert titles(when="past") == {"Third"}
    assert titles(kind="move") == titles(site=site.pk) == titles(q="ghen") == {"Second"}
    assert titles(vendor=cast.tessel.pk) == {"First"}
    assert titles(when="else", vendor="x", kind="y", page="-3") == {"First", "Second"}


def test_every_figure_leads_to_its_notices(client: Client, cast: Cast) -> None:
    now = timezone.now()
    today = now.astimezone(cast.organisation.zone).date()
    with acting_for(cast.organisation.pk):
        for number, days in enumerate((70, 70, 70, 5)):
            change = a_change(cast, title=f"Change {number}", takes_effect_on=today + timedelta(days=days))
            a_notice(cast, change=change, now=now)
    client.force_login(cast["executive"].person)
    page = client.get(reverse("governance:change-figures"))
    tile = page.context["tiles"][0]
    assert (tile["figure"], tile["tone"]) == ("75\u00a0%", "bad")
    assert len(client.get(tile["url"]).context["rows"]) == 4
    missed = client.get(page.context["vendors"][0]["cells"][0]["missed_url"])
    assert [row["notice"].title for row in missed.context["rows"]] == ["Change 3"]


def test_without_data_no_figure_is_a_hundred_per_cent(client: Client, cast: Cast) -> None:
    client.force_login(cast["executive"].person)
    page = client.get(reverse("governance:change-figures"), {"half": "2019-1"})
    assert {tile["word"] for tile in page.context["tiles"]} == {"No data"}
    assert "100" not in page.content.decode().split("<main")[1]


def test_empty_pages_teach(client: Client, cast: Cast) -> None:
    for role, words in (
        ("service_owner", "Enter the first change"),
        ("provider", "You have not been told of any change"),
    ):
        client.force_login(cast[role].person)
        assert words in client.get(reverse("governance:changes")).content.decode()


def test_lead_times_are_kept_by_those_who_plan_reviews(client: Client, cast: Cast) -> None:
    with acting_for(cast.organisation.pk):
        lay_out_lead_times(cast.organisation)
        lay_out_lead_times(cast.organisation)
        lead_time = LeadTime.objects.get(kind="hiring")
    assert set(STANDARDS) == set(ChangeKind)
    address = reverse("governance:edit-lead-time", args=[lead_time.pk])
    client.force_login(cast["service_owner"].person)
    assert client.get(address).status_code == 403
    client.force_login(cast["vendor_manager"].person)
    client.post(address, {"days": "75", "lines": "Laptops\n\nOur side: List\nLaptops"})
    refused = client.post(address, {"days": "9999", "lines": "x" * 201})
    assert (refused.status_code, "at most 200 characters" in refused.content.decode()) == (422, True)
    with acting_for(cast.organisation.pk):
        lead_time.refresh_from_db()
    assert (lead_time.days, lead_time.checklist) == (75, ["Laptops", "Our side: List"])


def test_what_the_database_holds_about_notices(acting: Cast) -> None:
    notice = a_notice(acting)
    for wrong in (
        {"acknowledged_at": NOW},
        {"withdrawn_at": NOW},
        {"withdrawn_reason": "Else"},
        {"ready": True},
        {"ready": False, "judged_at": NOW},
        {"answer": "Unread"},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            ChangeNotice.objects.filter(pk=notice.pk).update(**wrong)


def test_the_pages_ask_as_much_for_ten_as_for_one(client: Client, cast: Cast) -> None:
    today = timezone.now().astimezone(cast.organisation.zone).date()

    def one_more(number: int) -> ChangeNotice:
        vendor = Vendor.objects.create(organisation=cast.organisation, name=f"V{number}")
        change = a_change(cast, title=f"Change {number}", takes_effect_on=today + timedelta(days=70))
        a_notice(cast, vendor, change, timezone.now())
        return a_notice(cast, cast.orvane, change, timezone.now())  # type: ignore[no-any-return]

    with acting_for(cast.organisation.pk):
        notice = one_more(0)
    visits = [
        *((cast["vendor_manager"], name) for name in ("changes", "change-notices", "change-figures")),
        (cast["provider"], "changes"),
    ]

    def counts() -> list[int]:
        found = []
        for member, name in visits:
            client.force_login(member.person)
            address = reverse(f"governance:{name}")
            client.get(address)
            found.append(queries_of(lambda address=address: client.get(address)))  # type: ignore[misc]
        return [*found, queries_of(lambda: client.get(notice.get_absolute_url()))]

    before = counts()
    with acting_for(cast.organisation.pk):
        for number in range(1, 10):
            one_more(number)
    assert counts() == before
