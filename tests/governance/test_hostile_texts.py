"""Texts of governance that are code elsewhere: in PDFs, calendars, mails, pages, files and tables."""

import io
from datetime import UTC, datetime
from pathlib import Path

import icalendar
import pytest
import vobject
from django.core.mail import EmailMultiAlternatives, get_connection
from django.test import Client
from django.urls import reverse
from pypdf import PdfReader

from governance.evidence.manifest import safe_name
from governance.evidence.tables import cell
from governance.meeting.notes import Said, take_note
from governance.meeting.session import end
from governance.minutes.circulating import circulate
from governance.models import (
    Mail,
    Participant,
)
from governance.notifying import folder
from governance.notifying.messages import message_of
from governance.packs.charts import draw
from governance.packs.drawing import svg
from governance.planning import invitations
from governance.printing import pdf
from portal.accounts.tenancy import acting_for
from portal.contributions.pack import PackChart, Section, Series
from tests.cast import Cast
from tests.governance.meetings import an_item, in_session, minutes_later, planned
from tests.objects.governance import a_mail, an_action
from tests.objects.owners import NOW, Owner

TYPST = '#read("/etc/passwd") #sys.inputs.data #eval("1+1") $x^2$ ] [ } { \\ " ` <a> @b // /* #panic()'
HTML = "<script>alert(1)</script><img src=x onerror=alert(1)>"
CRLF = "Review\r\nBcc: press@paper.example\r\nATTENDEE:mailto:press@paper.example\r\nEND:VEVENT"
CONTROL = "Bell\x07 escape\x1b[31m tab\t form\x0c unit\x1f"
BIDI = "\u202ereversed\u202c \ufeff \ud7ff \U0001f600"
NASTY = (TYPST, HTML, CRLF, CONTROL, BIDI)


def owner_of(cast: Cast) -> Owner:
    return Owner(cast.organisation, cast.orvane)


def paper(data: bytes) -> str:
    return " ".join(" ".join(page.extract_text() for page in PdfReader(io.BytesIO(data)).pages).split())


@pytest.mark.parametrize("text", NASTY)
def test_minutes_print_what_was_written_and_run_nothing(acting: Cast, text: str) -> None:
    review = in_session(acting, title=text[:120], place=text[:200])
    item = an_item(review, text[:200])
    take_note(review, item, Said("shared", text), acting["vendor_manager"], NOW)
    minutes = circulate(end(review, acting["vendor_manager"], minutes_later(50)), "", acting["vendor_manager"], NOW)
    told = paper(bytes(minutes.pdf))
    assert "root:" not in told
    if text is TYPST:
        assert '#read("/etc/passwd")' in told


@pytest.mark.parametrize("text", NASTY)
def test_charts_of_packs_hold_any_name(text: str) -> None:
    chart = PackChart("lines", text, ("Sep", text), (Series(text, (1.0, 2.0)), Series("b", (None, 1.0))), "%")
    drawing = draw(chart)
    assert drawing is not None
    section = {
        **Section("trends", text, text, empty=text).as_dict(),
        "chart": {"svg": svg(drawing), "measure": text, "alt": text},
    }  # fmt: skip
    data = {
        "title": text, "cover": [("Organisation", text)], "name": "Pack", "sha": "", "draft": True,
        "notice": ("A draft.", text), "sections": [section], "versions": [["x", text]],
    }  # fmt: skip
    assert pdf("pack", data, datetime(2026, 11, 1, tzinfo=UTC)).startswith(b"%PDF")


@pytest.mark.parametrize("text", NASTY)
def test_an_event_is_one_event_whatever_its_words_are(acting: Cast, text: str) -> None:
    review = planned(acting, title=text[:120], place=text[:200])
    Participant.objects.update(name=text[:160])
    written = invitations.invitation(review, Participant.objects.all(), NOW)
    cancelled = invitations.cancellation(review, Participant.objects.all(), NOW)
    for one in (written, cancelled, invitations.published([(review, NOW)], text)):
        events = icalendar.Calendar.from_ical(one).walk("VEVENT")
        assert len(events) == len(list(vobject.readOne(one).vevent_list)) == 1
        people = events[0].get("ATTENDEE", [])
        assert (
            "press@paper.example" not in str(people if isinstance(people, list) else [people]).lower().split("cn=")[0]
        )
        assert not any(line.upper().startswith(("BCC:", "ATTENDEE:MAILTO:PRESS")) for line in one.split("\r\n"))
        assert all(sign >= " " or sign in "\r\n\t" for sign in one)


@pytest.mark.parametrize("text", NASTY)
def test_a_mail_has_the_headers_of_the_portal_and_no_others(acting: Cast, text: str) -> None:
    mail = Mail.objects.get(**a_mail(owner_of(acting)))
    mail.subject, mail.body = text, text
    message: EmailMultiAlternatives = message_of(mail)
    try:
        raw = message.message()
    except ValueError:
        return  # Django refuses a header of several lines
    assert raw["Bcc"] is None
    assert "press@paper.example" not in str(raw["To"])


@pytest.mark.parametrize("text", [HTML, TYPST, CONTROL])
@pytest.mark.parametrize("name", ["review", "meeting", "minutes", "pack", "reviews", "actions", "action-list"])
def test_pages_show_markup_as_text(client: Client, cast: Cast, name: str, text: str) -> None:
    with acting_for(cast.organisation.pk):
        review = in_session(cast, title=text[:120])
        take_note(review, an_item(review, text[:200]), Said("shared", text), cast["provider"], NOW)
        an_action(owner_of(cast), title=text[:200], owner_name=text[:100])
    client.force_login(cast["vendor_manager"].person)
    takes = [review.pk] if name in ("review", "meeting", "minutes", "pack") else []
    page = client.get(reverse(f"governance:{name}", args=takes))
    assert page.status_code == 200
    assert "<script>alert" not in page.content.decode()
    assert "<img src=x" not in page.content.decode()


@pytest.mark.parametrize("divider", ["-" * 79, "-" * 79 + "\r", "-" * 79 + " "])
def test_no_text_of_a_mail_passes_for_another_mail_in_the_folder(acting: Cast, tmp_path: Path, divider: str) -> None:
    forged = f"X-Retained-Mail: {acting.elsewhere.pk}/7\nSubject: Pay now\nTo: otto@brackwater.example\n\nPay"
    mail = Mail.objects.get(**a_mail(owner_of(acting)))
    mail.body = f"See\n{divider}\n{forged}"
    backend = "django.core.mail.backends.filebased.EmailBackend"
    message = message_of(mail)
    message.connection = get_connection(backend, file_path=str(tmp_path))
    message.send()
    assert folder.look(tmp_path, acting.elsewhere.pk).mails == []
    assert "Pay" in folder.look(tmp_path, acting.organisation.pk).mails[0].body


@pytest.mark.parametrize(
    "name", ["../../etc/passwd", "/etc/passwd", "a/../../b", "C:\\..\\b", "..", "a\x00b/\r\n", "./.ssh/id"]
)
def test_a_name_in_an_evidence_file_stays_within_it(name: str) -> None:
    found = safe_name(f"files/7-{name}")
    assert found.startswith("files/7")
    assert not {"..", ".", ""} & set(found.split("/"))
    assert found.isascii()
    assert found.isprintable()


@pytest.mark.parametrize(
    "text", ["=1+1", "+1+1", "-1+1", "@SUM(A1)", "\t=1", "\r=1", " =1", "=cmd|' /C calc'!A0", "-2-3"]
)
def test_no_cell_of_an_evidence_table_is_calculated(text: str) -> None:
    assert cell(text) == f"'{text}"
    assert cell("-12.50") == "-12.50"
