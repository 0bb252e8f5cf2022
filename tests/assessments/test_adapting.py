"""An organisation adapts an instrument by the pages: copied, changed part by part, checked, frozen as a version."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from assessments.instruments import adapting
from assessments.instruments.library import instrument_of
from assessments.instruments.shape import Condition, Instrument
from assessments.instruments.shaping import as_yaml, canonical
from assessments.models import Campaign, InstrumentDraft, InstrumentVersion
from portal.accounts.tenancy import acting_for
from tests.assessments.instruments import LEVELS, small_instrument
from tests.cast import Cast
from tests.counting import queries_of
from tests.objects.owners import Owner
from tests.objects.readiness import an_instrument

NOW = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)


@pytest.fixture
def draft(acting: Cast) -> InstrumentDraft:
    """Of version 1 of our own small assessment."""
    base = a_version(acting, small_instrument(code="own"))
    return adapting.start(acting["it_leader"], base, "own", "Ours", NOW)


def a_version(cast: Cast, instrument: Instrument) -> InstrumentVersion:
    made = an_instrument(Owner(cast.organisation, cast.orvane), canonical(instrument), title=instrument.title)
    return InstrumentVersion.objects.get(**made)


def stored(draft: InstrumentDraft) -> Instrument:
    return adapting.drafted(InstrumentDraft.objects.get(pk=draft.pk))


def at(name: str, draft: InstrumentDraft, *args: Any) -> str:
    return reverse(f"assessments:{name}", args=[draft.pk, *args])


def leader(cast: Cast, client: Client) -> Client:
    client.force_login(cast["it_leader"].person)
    return client


def a_form(**changes: Any) -> dict[str, Any]:
    """What the form of own-known sends."""
    levels = {f"level_{level}": text for level, text in enumerate(LEVELS, 1)}
    of = {"dimension": "ownership", "weight": 2, "views": ["leader", "vendor_manager"], "measured": "", "answers": ""}
    on = {"depends_on": "own-decisions", "at_least": "3", "at_most": "5"}
    return {"text": "Do people know who decides?", "help": "", "examples": "", **levels, **of, **on} | changes


def version_on(page: Any) -> str:
    """The version that a page carries in its form."""
    return str(page.context["version"])


def test_a_shipped_instrument_is_copied_under_a_short_name_of_its_own(acting: Cast, client: Client) -> None:
    leader(acting, client).get(reverse("assessments:instruments"))
    quick = InstrumentVersion.objects.get(code="quick")
    address = reverse("assessments:adapt-instrument", args=[quick.pk])
    page = client.post(address, {"code": "quick", "title": "Ours"})
    assert (page.status_code, "belongs to an instrument of the portal" in page.content.decode()) == (422, True)
    page = client.post(address, {"code": "ours", "title": "Ours"}, follow=True)
    assert page.request["PATH_INFO"] == InstrumentDraft.objects.get().get_absolute_url()
    assert stored(InstrumentDraft.objects.get()) == replace(instrument_of(quick), code="ours", title="Ours")


def test_what_was_adapted_becomes_version_one_and_the_shipped_one_stays(acting: Cast, client: Client) -> None:
    leader(acting, client).get(reverse("assessments:instruments"))
    quick = InstrumentVersion.objects.get(code="quick")
    draft = adapting.start(acting["it_leader"], quick, "ours", "Ours", NOW)
    text = "Does every decision that stays here have an owner?"
    first = instrument_of(quick).questions[0]
    form = a_form(text=text, dimension=first.dimension, weight=5, views=["leader"], depends_on="")
    assert client.post(at("edit-question", draft, first.code), form).status_code == 302
    assert client.post(at("leave-out-question", draft, "sign-budget")).status_code == 302
    page = client.post(at("make-instrument-version", draft), {"note": "Our own words"}, follow=True)
    version = InstrumentVersion.objects.get(code="ours")
    assert page.request["PATH_INFO"] == version.get_absolute_url()
    assert text in page.content.decode()
    assert (version.number, version.based_on, version.note) == (1, quick, "Our own words")
    made = instrument_of(version)
    assert (made.questions[0].text, made.questions[0].weight) == (text, 5)
    assert made.question("sign-budget") is None
    assert not InstrumentDraft.objects.exists()
    assert instrument_of(InstrumentVersion.objects.get(pk=quick.pk)).question("sign-budget") is not None


def test_the_same_draft_asked_for_twice_is_one_and_another_of_its_name_is_refused(acting: Cast, client: Client) -> None:
    base = a_version(acting, small_instrument(code="own"))
    address = reverse("assessments:adapt-instrument", args=[base.pk])
    for _ in range(2):
        answer = leader(acting, client).post(address, {"code": "own", "title": "Ours"})
        assert answer["Location"] == InstrumentDraft.objects.get().get_absolute_url()
    page = client.post(address, {"code": "own", "title": "Mine"})
    assert (page.status_code, "a draft of this short name already" in page.content.decode()) == (422, True)


def test_adapting_an_own_instrument_makes_its_next_version(draft: InstrumentDraft, acting: Cast) -> None:
    adapting.save(acting["it_leader"], draft, replace(adapting.drafted(draft), minutes=7), NOW)
    version = adapting.make_version(acting["it_leader"], draft, "Longer", NOW)
    assert (version.code, version.number, str(version)) == ("own", 2, "Ours, version 2")
    assert [one.number for one in InstrumentVersion.objects.of_code("own")] == [2, 1]


def test_a_draft_that_changed_nothing_becomes_no_version(acting: Cast, client: Client) -> None:
    base = a_version(acting, small_instrument(code="own"))
    draft = adapting.start(acting["it_leader"], base, "own", "Small assessment", NOW)
    page = leader(acting, client).post(at("make-instrument-version", draft), {"note": "Nothing"})
    assert (page.status_code, "Nothing is different from version 1" in page.content.decode()) == (422, True)
    assert InstrumentDraft.objects.filter(pk=draft.pk).exists()


def test_a_short_name_that_another_instrument_has_is_refused(acting: Cast, client: Client) -> None:
    leader(acting, client).get(reverse("assessments:instruments"))
    a_version(acting, small_instrument(code="own"))
    quick = InstrumentVersion.objects.get(code="quick")
    page = client.post(reverse("assessments:adapt-instrument", args=[quick.pk]), {"code": "own", "title": "Mine"})
    assert (page.status_code, "instrument of this short name already" in page.content.decode()) == (422, True)


def test_what_is_wrong_with_a_question_is_said_at_its_field_and_nothing_is_lost(
    draft: InstrumentDraft, acting: Cast, client: Client
) -> None:
    wrong = {"help": "<script>alert(1)</script>", "at_least": "4", "at_most": "2", "level_3": "", "views": []}
    page = leader(acting, client).post(at("edit-question", draft, "own-known"), a_form(text="Kept words", **wrong))
    body = page.content.decode()
    assert page.status_code == 422
    assert "<script>alert(1)" not in body
    assert "It holds markup" in body
    assert "This lies below the other bound" in body
    assert "Nobody would be asked" in body
    assert body.count("Kept words") == 1
    assert "&lt;script&gt;alert(1)&lt;/script&gt;</textarea>" in body
    assert stored(draft) == adapting.drafted(draft)


def test_leaving_a_question_out_says_what_goes_with_it_and_it_can_come_back(
    draft: InstrumentDraft, acting: Cast, client: Client
) -> None:
    before = stored(draft)
    page = leader(acting, client).get(at("leave-out-question", draft, "own-decisions"))
    for gone in ("Retained decisions have no owner", "Decisions have owners", "will be asked of everybody"):
        assert gone in page.content.decode()
    client.post(at("leave-out-question", draft, "own-decisions"))
    without = stored(draft)
    assert without.question("own-decisions") is None
    assert without.question("own-known").only_if is None  # type: ignore[union-attr]
    assert [one.code for one in without.findings] == ["no-rhythm"]
    assert adapting.what_is_wrong(without) == ()
    client.post(at("take-in-question", draft, "own-decisions"))
    back = stored(draft)
    assert [one.code for one in back.questions] == [one.code for one in before.questions]
    assert {one.code for one in back.findings} == {"no-rhythm", "no-owner"}
    assert set(back.recommendation.models) == set(before.recommendation.models)


def test_a_question_moves_among_those_of_its_dimension(draft: InstrumentDraft, acting: Cast, client: Client) -> None:
    leader(acting, client).post(at("move-question", draft, "own-escalation"), {"to": "up"})
    order = [one.code for one in stored(draft).of_dimension("ownership")]
    assert order == ["own-decisions", "own-escalation", "own-known"]
    for _ in range(4):  # past the end nothing happens
        client.post(at("move-question", draft, "own-decisions"), {"to": "down"})
    page = client.get(draft.get_absolute_url())
    assert "“own-decisions” comes later" in page.content.decode()  # own-known depends on it


def test_a_question_is_added_with_a_short_name_of_its_own(draft: InstrumentDraft, acting: Cast, client: Client) -> None:
    leader(acting, client)
    page = client.post(at("add-question", draft), a_form(code="own-known"))
    assert (page.status_code, "There is a question of this short name already" in page.content.decode()) == (422, True)
    client.post(at("add-question", draft), a_form(code="own-deputies", examples="Ada for Ben\n\nBen for Ada"))
    added = stored(draft).question("own-deputies")
    assert added is not None
    assert (added.examples, added.only_if) == (("Ada for Ben", "Ben for Ada"), Condition("own-decisions", 3, 5))


def test_a_warning_sign_keeps_its_weight_of_none_whatever_is_sent(
    draft: InstrumentDraft, acting: Cast, client: Client
) -> None:
    form = a_form(dimension="rhythm", depends_on="", weight=7, measured="rhythm")
    assert leader(acting, client).post(at("edit-question", draft, "sign-sites"), form).status_code == 302
    sign = stored(draft).question("sign-sites")
    assert sign is not None
    assert (sign.weight, sign.measured, sign.requirement) == (0, "sign-sites", "R3")


def test_two_people_who_change_different_questions_do_not_disturb_each_other(
    draft: InstrumentDraft, acting: Cast, client: Client
) -> None:
    seen = version_on(leader(acting, client).get(at("edit-question", draft, "own-known")))
    client.post(at("edit-question", draft, "own-escalation"), a_form(text="Whom to call?", depends_on=""))
    answer = client.post(at("edit-question", draft, "own-known"), a_form(row_version=seen))
    assert answer.status_code == 302
    texts = [one.text for one in stored(draft).of_dimension("ownership")]
    assert texts[1:] == ["Do people know who decides?", "Whom to call?"]


def test_who_saves_the_same_question_second_is_shown_what_the_first_changed(
    draft: InstrumentDraft, acting: Cast, client: Client
) -> None:
    seen = version_on(leader(acting, client).get(at("edit-question", draft, "own-known")))
    client.post(at("edit-question", draft, "own-known"), a_form(text="The first one’s words?", row_version=seen))
    page = client.post(at("edit-question", draft, "own-known"), a_form(text="The second’s?", row_version=seen))
    body = page.content.decode()
    assert page.status_code == 422
    assert "Someone else saved this while you were editing" in body
    assert "The first one’s words?" in body
    assert "The second’s?" in body
    again = a_form(text="The second’s?", row_version=version_on(page))
    assert client.post(at("edit-question", draft, "own-known"), again).status_code == 302
    assert stored(draft).question("own-known").text == "The second’s?"  # type: ignore[union-attr]


def test_nobody_freezes_what_they_have_not_seen(draft: InstrumentDraft, acting: Cast, client: Client) -> None:
    seen = version_on(leader(acting, client).get(draft.get_absolute_url()))
    client.post(at("edit-question", draft, "own-known"), a_form(text="Changed meanwhile?"))
    page = client.post(at("make-instrument-version", draft), {"note": "Mine", "row_version": seen})
    assert (page.status_code, "Someone else saved this" in page.content.decode()) == (422, True)
    assert not InstrumentVersion.objects.of_code("own").filter(number=2).exists()


def test_a_version_is_made_once_however_often_it_is_asked_for(
    draft: InstrumentDraft, acting: Cast, client: Client
) -> None:
    leader(acting, client)
    for _ in range(2):
        page = client.post(at("make-instrument-version", draft), {"note": "Ours"}, follow=True)
        assert page.request["PATH_INFO"] == InstrumentVersion.objects.get(number=2).get_absolute_url()


def test_a_draft_with_something_wrong_becomes_no_version(draft: InstrumentDraft, acting: Cast, client: Client) -> None:
    wrong = replace(stored(draft), findings=(replace(stored(draft).findings[0], kpi="luck"),))
    adapting.save(acting["it_leader"], draft, wrong, NOW)
    page = leader(acting, client).post(at("make-instrument-version", draft), {"note": "Ours"})
    body = page.content.decode()
    assert page.status_code == 422
    assert "findings, no-owner, kpi: there is no KPI “luck”" in body
    assert "Correct what is listed first" in body
    assert InstrumentDraft.objects.filter(pk=draft.pk).exists()


def test_a_file_replaces_the_draft_and_keeps_its_short_name(
    draft: InstrumentDraft, acting: Cast, client: Client
) -> None:
    text = as_yaml(small_instrument(code="elsewhere", title="From a file", minutes=9))
    file = SimpleUploadedFile("ours.yaml", b"\xef\xbb\xbf" + text.encode())
    assert leader(acting, client).post(at("replace-instrument-draft", draft), {"file": file}).status_code == 302
    found = InstrumentDraft.objects.get(pk=draft.pk)
    assert (found.title, found.code) == ("From a file", "own")
    assert (stored(draft).code, stored(draft).minutes) == ("own", 9)


def test_a_file_with_problems_is_shown_with_all_of_them_and_nothing_is_replaced(
    draft: InstrumentDraft, acting: Cast, client: Client
) -> None:
    text = as_yaml(small_instrument(title="Kept title")).replace("weight: 3", "weight: 33", 1)
    text = text.replace("at_least: 3", "at_least: 8").replace("Who decides,", "<b>Who</b> decides,")
    file = SimpleUploadedFile("ours.yaml", text.encode())
    page = leader(acting, client).post(at("replace-instrument-draft", draft), {"file": file})
    body = page.content.decode()
    assert page.status_code == 422
    for said in ("weight (line", "8 is no level", "it holds markup", "This was not taken yet"):
        assert said in body
    assert "Kept title" in body
    assert "<b>Who" not in body
    assert stored(draft).title == "Ours"


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({"text": " "}, "Choose a file, or write its text."),
        ({"file": SimpleUploadedFile("x.yaml", b"\xff\xfe\x00t")}, "It is not text in UTF-8"),
        ({"file": SimpleUploadedFile("x.yaml", b"#" * 500_001)}, "It is larger than 500 kB"),
        ({"text": "a: &a [x]\nb: *a"}, "anchors and aliases"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_in_a_sentence(
    draft: InstrumentDraft, acting: Cast, client: Client, sent: dict[str, Any], said: str
) -> None:
    page = leader(acting, client).post(at("replace-instrument-draft", draft), sent)
    assert (page.status_code, said in page.content.decode()) == (422, True)


def test_files_download_as_yaml_that_reads_back(draft: InstrumentDraft, acting: Cast, client: Client) -> None:
    answer = leader(acting, client).get(at("instrument-draft-file", draft))
    assert answer["Content-Disposition"] == 'attachment; filename="own-draft.yaml"'
    assert client.post(at("replace-instrument-draft", draft), {"text": answer.content.decode()}).status_code == 302
    assert stored(draft) == adapting.drafted(draft)
    version = client.get(reverse("assessments:instrument-file", args=[draft.based_on_id]))
    assert version.content.decode() == as_yaml(small_instrument(code="own"))


def test_title_and_dimension_are_edited(draft: InstrumentDraft, acting: Cast, client: Client) -> None:
    leader(acting, client).post(at("edit-instrument-about", draft), {"title": "Anew", "about": "Short.", "minutes": 8})
    client.post(at("edit-dimension", draft, "rhythm"), {"title": "Meetings", "about": "Held?", "needed": "2"})
    found = stored(draft)
    assert (found.title, found.about, found.minutes) == ("Anew", "Short.", 8)
    assert found.dimensions[1].title == "Meetings"
    assert found.dimensions[1].needed == 2
    assert InstrumentDraft.objects.get(pk=draft.pk).title == "Anew"


def test_a_draft_is_discarded_after_saying_what_is_lost(draft: InstrumentDraft, acting: Cast, client: Client) -> None:
    leader(acting, client).post(at("edit-question", draft, "own-known"), a_form(text="Lost words?"))
    assert "Lost words?" in client.get(at("discard-instrument-draft", draft)).content.decode()
    page = client.post(at("discard-instrument-draft", draft), follow=True)
    assert "The draft “Ours” is discarded." in page.content.decode()
    assert not InstrumentDraft.objects.exists()
    assert client.get(draft.get_absolute_url()).status_code == 404


def test_a_version_is_readable_and_says_what_is_different(draft: InstrumentDraft, acting: Cast, client: Client) -> None:
    leader(acting, client).post(at("edit-question", draft, "own-known"), a_form(text="Who knows it?"))
    client.post(at("make-instrument-version", draft), {"note": "Clearer words"})
    version = InstrumentVersion.objects.get(number=2)
    told = {"title": "Autumn", "opened_at": NOW, "opened_by": "Vera", "organisation": acting.organisation}
    Campaign.objects.create(instrument=version, **told)
    client.force_login(acting["auditor"].person)
    body = client.get(version.get_absolute_url()).content.decode()
    for said in (
        "Asked where the answer to “How is it with own-decisions?” is at 3 or more",
        "the dimension “Governance rhythm” is at 2 or less",
        "what is measured as rhythm is at 3 or less",
        "Volume is predictable (3)",
        "Starts with +2 for advisory and architecture: Advice stays inside.",
        "Changed: Who knows it?",
        "Autumn",
        "Clearer words",
    ):
        assert said.lower() in body.lower(), said
    assert "Change into a next version" not in body


@pytest.mark.parametrize(
    ("role", "status"), [("it_leader", 200), ("auditor", 200), ("executive", 200), ("provider", 403)]
)
def test_instruments_are_read_by_those_who_see_results(acting: Cast, client: Client, role: str, status: int) -> None:
    client.force_login(acting[role].person)
    assert client.get(reverse("assessments:instruments")).status_code == status


def test_the_list_asks_as_often_for_ten_versions_as_for_one(acting: Cast, client: Client) -> None:
    address = reverse("assessments:instruments")
    leader(acting, client).get(address)
    a_version(acting, small_instrument(code="own"))
    few = queries_of(lambda: client.get(address))
    for minutes in range(10, 19):
        version = a_version(acting, small_instrument(code="own", minutes=minutes))
        adapting.start(acting["it_leader"], version, f"own-{minutes}", "Ours", NOW)
    assert queries_of(lambda: client.get(address)) == few


def test_another_organisation_finds_no_draft(draft: InstrumentDraft, cast: Cast, client: Client) -> None:
    client.force_login(cast.outsider.person)
    for name in ("instrument-draft", "edit-instrument-about", "make-instrument-version"):
        with acting_for(cast.elsewhere.pk):
            assert client.post(at(name, draft)).status_code == 404
