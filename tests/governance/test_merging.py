"""Two who write at once: what both wrote stays."""

from collections import Counter
from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st

from governance.meeting.merging import merged

WORDS = st.lists(st.sampled_from(["the", "pause", "is", "agreed", "Orvane", "500", "600", "by", "Friday"]), max_size=12)
TEXTS = st.one_of(WORDS.map(" ".join), WORDS.map("\n".join), st.text(alphabet="ab \n", max_size=20))


@pytest.mark.parametrize(
    ("base", "mine", "theirs", "both"),
    [
        ("", "Orvane agrees.", "", "Orvane agrees."),
        ("One.", "One. Two.", "Zero. One.", "Zero. One. Two."),
        ("Agreed.", "Agreed. Eleven tickets.", "Agreed. Tomas answers.", "Agreed. Eleven tickets. Tomas answers."),
        ("", "Eleven tickets", "Tomas answers", "Eleven tickets Tomas answers"),
        ("The fee is 500.", "The", "The fee is 600.", "The fee is 600."),
        ("The fee is 500.", "The fee was 500.", "The fee is 600.", "The fee was 600."),
        ("They prior", "They priorities", "They prior and pauses", "They priorities and pauses"),
        ("Colour", "Color", "Colours", "Color Colours"),
        ("One.\nTwo.", "One.\nTwo.\nThree.", "One!\nTwo.", "One!\nTwo.\nThree."),
    ],
)
def test_worked_examples(base: str, mine: str, theirs: str, both: str) -> None:
    assert merged(base, mine, theirs) == both


@given(TEXTS, TEXTS, TEXTS)
def test_no_word_that_either_wrote_is_lost(base: str, mine: str, theirs: str) -> None:
    found, before = Counter(merged(base, mine, theirs).split()), Counter(base.split())
    for text in (mine, theirs):
        assert Counter(text.split()) - before <= found


@given(TEXTS, TEXTS, TEXTS)
def test_no_word_is_made_up(base: str, mine: str, theirs: str) -> None:
    assert set(merged(base, mine, theirs).split()) <= {*mine.split(), *theirs.split()}


@given(TEXTS, TEXTS)
def test_what_only_one_changed_is_taken_letter_by_letter(base: str, changed: str) -> None:
    assert merged(base, changed, base) == changed
    assert merged(base, base, changed) == changed
    assert merged(base, changed, changed) == changed


@given(WORDS, st.data())
def test_a_word_that_one_took_out_stays_out_where_the_other_changed_nothing(
    words: list[str], data: st.DataObject
) -> None:
    numbered = [f"{word}{place}" for place, word in enumerate(words)]
    gone = data.draw(st.sets(st.sampled_from(numbered)) if numbered else st.just(set()))
    left = [word for word in numbered if word not in gone]
    theirs = " ".join([*numbered, "", "said", "afterwards"])
    assert not gone & set(merged(" ".join(numbered), " ".join(left), theirs).split()) or numbered[-1] in gone


@dataclass
class Writer:
    """A browser: what stands in its box, and the revision it was last told."""

    box: list[str]
    base: int = 0


class Desk:
    """The portal's side: every revision, and the one that counts."""

    def __init__(self) -> None:
        self.revisions = [""]
        self.text = ""

    def take(self, base: int, text: str) -> tuple[int, str, int]:
        """The submission's revision, the text that counts now, and its revision."""
        self.revisions.append(text)
        submission = len(self.revisions) - 1
        self.text = merged(self.revisions[base], text, self.text)
        self.revisions.append(self.text)
        return submission, self.text, len(self.revisions) - 1


STEPS = st.lists(st.tuples(st.integers(0, 3), st.booleans(), st.booleans(), st.integers(0, 30)), max_size=40)


@given(STEPS)
def test_many_who_save_in_any_order_lose_no_word(steps: list[tuple[int, bool, bool, int]]) -> None:
    """Each types a word at some place; sometimes it is saved; sometimes they typed on before the answer came."""
    desk, writers, written = Desk(), [Writer([]) for _ in range(4)], []
    for number, (who, saves, typed_on, place) in enumerate(steps):
        writer = writers[who]
        writer.box.insert(min(place, len(writer.box)), f"w{number}")
        written.append(f"w{number}")
        if saves:
            submission, text, revision = desk.take(writer.base, " ".join(writer.box))
            writer.base = submission if typed_on else revision
            writer.box = writer.box if typed_on else text.split()
    for writer in writers:
        desk.take(writer.base, " ".join(writer.box))
    assert Counter(desk.text.split()) == Counter(written)
