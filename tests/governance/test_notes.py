"""Notes in the database: both writers' words, every submission kept."""

import pytest

from governance.meeting.notes import Said, save, take_note
from governance.meeting.refusals import NotPossible
from governance.meeting.session import end
from governance.models import Note, NoteRevision
from portal.accounts.tenancy import acting_for
from tests.cast import Cast
from tests.governance.meetings import an_item, in_session, items_of, minutes_later, planned
from tests.objects.owners import NOW
from tests.threads import at_once


def test_two_who_began_with_the_same_text_both_stay(acting: Cast) -> None:
    item = items_of(in_session(acting))[0]
    first = save(item, Said("shared", "Agreed."), "Vera", NOW)
    assert first.revision == first.submission
    save(item, Said("shared", "Agreed. Eleven tickets.", first.revision), "Vera", NOW)
    both = save(item, Said("shared", "Agreed. Tomas answers.", first.revision), "Nora", NOW)
    assert both.text == "Agreed. Tomas answers. Eleven tickets."
    assert both.submission != both.revision
    texts = list(NoteRevision.objects.order_by("pk").values_list("text", flat=True))
    assert texts == ["Agreed.", "Agreed. Eleven tickets.", "Agreed. Tomas answers.", both.text]


def test_who_typed_on_goes_on_from_the_own_submission(acting: Cast) -> None:
    item = items_of(in_session(acting))[0]
    first = save(item, Said("shared", "Agreed."), "Vera", NOW)
    save(item, Said("shared", "Agreed. Tomas answers.", first.revision), "Nora", NOW)
    mine = save(item, Said("shared", "Agreed. Eleven", first.revision), "Vera", NOW)
    on = save(item, Said("shared", "Agreed. Eleven tickets.", mine.submission), "Vera", NOW)
    assert on.text == "Agreed. Eleven tickets. Tomas answers."


def test_the_same_sent_twice_changes_nothing(acting: Cast) -> None:
    item = items_of(in_session(acting))[0]
    first = save(item, Said("shared", "Agreed."), "Vera", NOW)
    again = save(item, Said("shared", "Agreed."), "Vera", NOW)
    assert again == first
    assert NoteRevision.objects.count() == 1


def test_a_base_of_another_note_counts_as_none(acting: Cast) -> None:
    first, second, _ = items_of(in_session(acting))
    other = save(first, Said("shared", "Elsewhere"), "Vera", NOW)
    assert save(second, Said("shared", "Here", other.revision), "Vera", NOW).text == "Here"


def test_two_who_save_at_the_same_moment_lose_no_word(committed_cast: Cast) -> None:
    cast = committed_cast
    with acting_for(cast.organisation.pk):
        item = items_of(in_session(cast))[0]
    words = iter([f"word{number}" for number in range(8)])

    def write() -> None:
        word = next(words)
        with acting_for(cast.organisation.pk):
            save(item, Said("shared", f"Agreed {word}"), word, NOW)

    assert at_once(8, write) == []
    with acting_for(cast.organisation.pk):
        found = Note.objects.get().text.split()
    assert {word for word in found if word.startswith("word")} == {f"word{number}" for number in range(8)}


def test_each_side_keeps_its_own_notes_and_shares_one(acting: Cast) -> None:
    review = in_session(acting)
    item, ours, theirs = items_of(review)[0], acting["it_leader"], acting["provider"]
    take_note(review, item, Said("client", "Half would do"), ours, NOW)
    with acting_for(acting.organisation.pk, acting.orvane.pk):
        take_note(review, item, Said("vendor", "Ask for less"), theirs, NOW)
        take_note(review, item, Said("shared", "Agreed."), theirs, NOW)
        assert set(Note.objects.values_list("text", flat=True)) == {"Ask for less", "Agreed."}
    assert set(Note.objects.values_list("text", flat=True)) == {"Half would do", "Agreed."}
    for member, visibility in ((ours, "vendor"), (theirs, "client")):
        with pytest.raises(NotPossible, match="not for your side"):
            take_note(review, item, Said(visibility, "x"), member, NOW)


def test_what_is_said_of_an_internal_item_cannot_be_shared(acting: Cast) -> None:
    review = in_session(acting)
    item = an_item(review, "Our reserve", visibility="client")
    with pytest.raises(NotPossible, match="not for your side"):
        take_note(review, item, Said("shared", "x"), acting["it_leader"], NOW)


def test_notes_are_taken_in_session_and_corrected_by_our_side_afterwards(acting: Cast) -> None:
    review = planned(acting)
    item = items_of(review)[0]
    with pytest.raises(NotPossible, match="while the review is in session"):
        take_note(review, item, Said("shared", "x"), acting["it_leader"], NOW)
    review = in_session(acting)
    item = items_of(review)[0]
    with pytest.raises(NotPossible, match="while the review is in session"):
        take_note(review, item, Said("shared", "x"), acting["auditor"], NOW)
    held = end(review, acting["vendor_manager"], minutes_later(1))
    take_note(held, item, Said("shared", "Corrected"), acting["it_leader"], NOW)
    with pytest.raises(NotPossible, match="afterwards our side"):
        take_note(held, item, Said("shared", "x"), acting["provider"], NOW)
