"""The pages of notifications: everybody's own, as they wish, and the outbox for those who look after it."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.mail import EmailMessage, get_connection
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from pytest_django import Settings

from governance.models import Mail, MailState, Notification, Preference
from governance.notifying import folder, outbox
from governance.notifying.messages import message_of
from governance.notifying.outbox import Letter, Recipient
from portal.accounts.models import Membership
from portal.accounts.tenancy import acting_for
from tests.cast import Cast
from tests.counting import queries_of

NOW = datetime(2026, 11, 20, 9, tzinfo=UTC)
LIST = "/notifications/"


def tell(cast: Cast, member: Membership, number: int = 1, **more: Any) -> Notification:
    said: dict[str, Any] = {
        "kind": "minutes",
        "title": f"Minutes {number} wait",
        "url": "/vendors/",
        "channel": "portal",
    }
    whose: dict[str, Any] = {"organisation": cast.organisation, "membership": member, "vendor_id": member.vendor_id}
    with acting_for(cast.organisation.pk):
        row = whose | {"key": f"k{number}", "created_at": NOW} | said | more
        return Notification.objects.create(**row)


def read_at(cast: Cast, row: Notification) -> datetime | None:
    with acting_for(cast.organisation.pk):
        return Notification.objects.get(pk=row.pk).read_at


def page(client: Client, address: str = LIST) -> str:
    return client.get(address).content.decode()


@pytest.mark.parametrize("role", ["vendor_manager", "provider", "service_owner", "auditor"])
def test_everybody_reads_their_own_and_the_bell_counts_what_is_unread(client: Client, cast: Cast, role: str) -> None:
    member = cast[role]
    for number in (1, 2):
        tell(cast, member, number)
    tell(cast, cast["it_leader"], 3)
    client.force_login(member.person)
    shown = page(client)
    assert "Minutes 1 wait" in shown
    assert "Minutes 3 wait" not in shown
    assert 'aria-label="Notifications, 2 unread"' in shown


def test_opening_one_marks_it_as_read_and_leads_to_the_thing(client: Client, cast: Cast) -> None:
    for member in (cast["vendor_manager"], cast["provider"]):
        row = tell(cast, member)
        client.force_login(member.person)
        answer = client.get(f"/notifications/{row.pk}/open/")
        assert (answer.status_code, answer["Location"]) == (302, "/vendors/")
        assert read_at(cast, row) is not None
        assert "You have read everything" in page(client)
        assert "Minutes 1 wait" in page(client, f"{LIST}?show=all")
        assert 'aria-label="Notifications"' in page(client)


def test_a_link_that_leads_out_of_the_portal_is_not_followed(client: Client, cast: Cast) -> None:
    row = tell(cast, cast["vendor_manager"], url="//elsewhere.example/")
    client.force_login(cast["vendor_manager"].person)
    assert client.get(f"/notifications/{row.pk}/open/")["Location"] == LIST


@pytest.mark.parametrize("role", ["administrator", "it_leader", "provider"])
def test_nobody_opens_or_marks_what_another_person_was_told(client: Client, cast: Cast, role: str) -> None:
    row = tell(cast, cast["vendor_manager"])
    client.force_login(cast[role].person)
    assert client.get(f"/notifications/{row.pk}/open/").status_code == 404
    assert client.post(f"/notifications/{row.pk}/read/").status_code == 404
    assert "Minutes 1 wait" not in page(client, f"{LIST}?show=all")
    assert read_at(cast, row) is None


def test_a_colleague_at_the_same_provider_reads_only_their_own(client: Client, cast: Cast) -> None:
    with acting_for(cast.organisation.pk):
        colleague = Membership.objects.create(
            organisation=cast.organisation, person=cast.stranger, role="provider", vendor_id=cast.orvane.pk
        )
    row = tell(cast, cast["provider"])
    client.force_login(colleague.person)
    assert client.get(f"/notifications/{row.pk}/open/").status_code == 404


def test_all_are_marked_as_read_at_once_or_those_of_one_kind(client: Client, cast: Cast) -> None:
    member = cast["provider"]
    minutes, action = tell(cast, member), tell(cast, member, 2, kind="actions")
    foreign = tell(cast, cast["vendor_manager"], 3)
    client.force_login(member.person)
    client.post("/notifications/read/", {"kind": "actions"})
    assert (read_at(cast, minutes), read_at(cast, action) is not None) == (None, True)
    assert "1\u00a0notification marked as read" in client.post("/notifications/read/", follow=True).content.decode()
    assert read_at(cast, minutes) is not None
    assert read_at(cast, foreign) is None


def test_one_is_marked_as_read_without_going_there_and_twice_is_harmless(client: Client, cast: Cast) -> None:
    row = tell(cast, cast["vendor_manager"])
    client.force_login(cast["vendor_manager"].person)
    client.post(f"/notifications/{row.pk}/read/")
    first = read_at(cast, row)
    answer = client.post(f"/notifications/{row.pk}/read/", {"show": "all"})
    assert (read_at(cast, row), answer["Location"]) == (first, f"{LIST}?show=all")
    assert client.get(f"/notifications/{row.pk}/read/").status_code == 405


def test_the_list_costs_the_same_for_one_and_for_ten(client: Client, cast: Cast) -> None:
    member = cast["vendor_manager"]
    client.force_login(member.person)
    tell(cast, member)
    page(client)
    one = queries_of(lambda: page(client))
    for number in range(2, 12):
        tell(cast, member, number)
    assert queries_of(lambda: page(client)) == one


def test_the_bell_costs_one_query_and_none_where_there_is_no_top_bar(client: Client, cast: Cast) -> None:
    client.force_login(cast["vendor_manager"].person)
    page(client, "/jobs/")
    with CaptureQueriesContext(connection) as asked:
        page(client, "/jobs/")
    assert sum("governance_notification" in query["sql"] for query in asked.captured_queries) == 1
    with CaptureQueriesContext(connection) as asked:
        client.get(reverse("jobs:indicator"))
    assert not any("governance_notification" in query["sql"] for query in asked.captured_queries)


def wishes(cast: Cast, member: Membership) -> dict[str, str]:
    with acting_for(cast.organisation.pk):
        return dict(Preference.objects.of_member(member.pk).values_list("kind", "channel"))


@pytest.mark.parametrize("role", ["vendor_manager", "provider"])
def test_each_person_sets_each_kind_and_takes_it_back(client: Client, cast: Cast, role: str) -> None:
    member = cast[role]
    client.force_login(member.person)
    settings_page = "/notifications/settings/"
    client.post(settings_page, {"minutes": "none", "disputes": "digest", "agenda": "digest"})
    assert wishes(cast, member) == {"minutes": "none", "disputes": "digest"}  # a digest is usual for agendas
    assert '<option value="none" selected>Not at all</option>' in page(client, settings_page)
    client.post(settings_page, {"all": "digest"})
    assert set(wishes(cast, member).values()) == {"digest"}
    client.post(settings_page, {"all": "defaults"})
    assert wishes(cast, member)["minutes"] == "at_once"
    refused = client.post(settings_page, {"minutes": "by pigeon"})
    assert refused.status_code == 422
    assert wishes(cast, member)["minutes"] == "at_once"


def test_providers_choose_among_the_kinds_that_they_are_told_of(client: Client, cast: Cast) -> None:
    client.force_login(cast["provider"].person)
    shown = page(client, "/notifications/settings/")
    assert "Minutes to sign" in shown
    for ours in ("Reviews that were missed", "Imports that need attention", "Evidence", "Dates that come near"):
        assert ours not in shown


def a_mail(cast: Cast, key: str = "k", **more: str) -> Mail:
    with acting_for(cast.organisation.pk):
        letter = Letter(
            key, more.get("subject", "Review on 3 Dec"), "Read <b>this</b>.", more.get("ics", ""), "REQUEST"
        )
        mail = outbox.put(cast.organisation.pk, Recipient("nora@ashcombe.example"), letter, NOW)
    assert mail is not None
    return mail


def fail(cast: Cast, mail: Mail) -> None:
    with acting_for(cast.organisation.pk):
        Mail.objects.filter(pk=mail.pk).update(state=MailState.FAILED, reason="Connection refused", attempts=5)


def test_an_administrator_sees_the_outbox_and_sends_again_what_failed(client: Client, cast: Cast) -> None:
    waiting, failed = a_mail(cast), a_mail(cast, "k2", subject="Minutes to sign")
    fail(cast, failed)
    client.force_login(cast["administrator"].person)
    assert "Minutes to sign" in page(client, "/notifications/mail/")
    assert "Review on 3 Dec" not in page(client, "/notifications/mail/?state=failed")
    shown = page(client, f"/notifications/mail/{failed.pk}/")
    assert "Connection refused" in shown
    assert "Read &lt;b&gt;this&lt;/b&gt;." in shown
    assert "Send again" not in page(client, f"/notifications/mail/{waiting.pk}/")
    for _ in range(2):
        client.post(f"/notifications/mail/{failed.pk}/again/")
    with acting_for(cast.organisation.pk):
        assert set(Mail.objects.values_list("state", "attempts")) == {(MailState.WAITING, 0)}


def test_the_outbox_costs_the_same_for_one_and_for_ten(client: Client, cast: Cast) -> None:
    client.force_login(cast["administrator"].person)
    a_mail(cast)
    page(client, "/notifications/mail/")
    one = queries_of(lambda: page(client, "/notifications/mail/"))
    for number in range(10):
        a_mail(cast, f"more{number}")
    assert queries_of(lambda: page(client, "/notifications/mail/")) == one


def test_an_invitation_is_downloaded_as_a_file(client: Client, cast: Cast) -> None:
    mail = a_mail(cast, ics="BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n")
    client.force_login(cast["administrator"].person)
    answer = client.get(f"/notifications/mail/{mail.pk}/invite.ics")
    assert answer.content == b"BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n"
    assert answer["Content-Disposition"] == 'attachment; filename="invite.ics"'


@pytest.fixture
def mail_folder(settings: Settings, tmp_path: Path) -> Path:
    settings.EMAIL_BACKEND = folder.FILE_BACKEND
    settings.EMAIL_FILE_PATH = str(tmp_path / "mail")
    return tmp_path / "mail"


def write(*messages: EmailMessage) -> None:
    """As the runtime does it: several mails of one connection go into one file."""
    get_connection().send_messages(list(messages))


def test_the_folder_shows_mails_of_the_outbox_as_they_were_written(
    client: Client, cast: Cast, mail_folder: Path
) -> None:
    ics = "BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n"
    first, second = a_mail(cast, "k1", subject="Größe – 3 Dec", ics=ics), a_mail(cast, "k2", subject="Plain one")
    write(message_of(first), message_of(second))
    client.force_login(cast["administrator"].person)
    shown = page(client, "/notifications/mail/folder/")
    assert "Größe – 3 Dec" in shown
    assert "Plain one" in shown
    assert "Read &lt;b&gt;this&lt;/b&gt;." in shown
    assert shown.count("Invitation (.ics)") == 1


def test_the_folder_keeps_secret_links_and_mails_of_others_to_itself(
    client: Client, cast: Cast, mail_folder: Path
) -> None:
    client.post(reverse("account_reset_password"), {"email": cast["auditor"].person.email})
    with acting_for(cast.elsewhere.pk):
        foreign = outbox.put(cast.elsewhere.pk, Recipient("x@brackwater.example"), Letter("k", "Theirs", "Secret"), NOW)
    assert foreign is not None
    write(message_of(foreign))
    assert len(list(mail_folder.glob("*.log"))) == 2
    client.force_login(cast["administrator"].person)
    shown = page(client, "/notifications/mail/folder/")
    assert "Theirs" not in shown
    assert "password/reset" not in shown
    assert "The folder has no mail of yours" in shown


def test_where_mails_go_to_a_server_there_is_no_folder(client: Client, cast: Cast) -> None:
    client.force_login(cast["administrator"].person)
    assert "Mails go to a mail server" in page(client, "/notifications/mail/folder/")


def test_a_mail_that_was_sent_into_the_folder_by_the_outbox_is_found_there(cast: Cast, mail_folder: Path) -> None:
    a_mail(cast)
    outbox.deliver(cast.organisation.pk, NOW + timedelta(minutes=1))
    found = folder.look(mail_folder, cast.organisation.pk)
    assert [(one.subject, one.to) for one in found.mails] == [("Review on 3 Dec", "nora@ashcombe.example")]
    assert (found.others, folder.look(mail_folder, cast.elsewhere.pk).others) == (0, 1)
