"""Sheets as plain values: whose questions, in which order, what branching asks and implies, how far one has come."""

from hypothesis import given
from hypothesis import strategies as st

from assessments.campaigns.sheets import (
    Reply,
    Sheet,
    Standing,
    first_open,
    levels_of,
    progress,
    read_sheet,
    sheet_of,
    which_apply,
)
from assessments.instruments.shape import Condition
from tests.assessments.instruments import a_question, small_instrument

ASKED, WAITS = Standing(True), Standing(False)


def sheet(view: str = "leader") -> Sheet:
    return read_sheet(sheet_of(small_instrument(), view))


def codes(view: str) -> list[str]:
    return [one.code for one in sheet(view).questions]


def test_each_view_has_its_own_questions_in_the_order_of_the_dimensions() -> None:
    assert codes("leader") == ["own-decisions", "own-known", "own-escalation", "rhythm-reviews", "sign-sites"]
    assert codes("provider") == ["own-escalation", "rhythm-reviews", "rhythm-provider"]


def test_a_sheet_says_nothing_of_weights_measurements_and_rules() -> None:
    stored = sheet_of(small_instrument(), "leader")
    assert set(stored) == {"title", "about", "minutes", "dimensions", "questions"}
    told = {key for question in stored["questions"] for key in question}
    assert told == {"code", "dimension", "text", "levels", "help", "examples", "only_if"}


def test_a_dimension_without_a_question_for_the_view_is_left_out() -> None:
    only = small_instrument(questions=(a_question("own-known", "ownership", views=("leader",)),))
    assert [one.code for one in read_sheet(sheet_of(only, "leader")).dimensions] == ["ownership"]
    assert read_sheet(sheet_of(only, "provider")).dimensions == ()


def test_what_is_no_sheet_reads_as_an_empty_one() -> None:
    assert read_sheet({"questions": []}) == Sheet()
    assert read_sheet({"questions": "none"}) == Sheet()


def test_branching_asks_where_the_answer_fits_and_implies_a_level_where_it_does_not() -> None:
    ask = sheet()
    assert which_apply(ask, {})["own-known"] == WAITS
    assert which_apply(ask, {"own-decisions": None})["own-known"] == WAITS
    assert which_apply(ask, {"own-decisions": 2})["own-known"] == Standing(False, 1)
    assert which_apply(ask, {"own-decisions": 3})["own-known"] == ASKED


def test_above_the_upper_bound_the_highest_level_is_implied() -> None:
    bounded = a_question("own-known", "ownership", only_if=Condition("own-decisions", at_least=2, at_most=4))
    ask = read_sheet(
        sheet_of(small_instrument(questions=(a_question("own-decisions", "ownership"), bounded)), "leader")
    )
    assert which_apply(ask, {"own-decisions": 5})["own-known"] == Standing(False, 5)
    assert which_apply(ask, {"own-decisions": 1})["own-known"] == Standing(False, 1)


def test_what_hangs_on_a_question_that_did_not_arise_does_not_arise_either() -> None:
    chain = (
        a_question("first", "rhythm"),
        a_question("second", "rhythm", only_if=Condition("first", at_least=3)),
        a_question("third", "ownership", only_if=Condition("second", at_most=2)),
    )
    ask = read_sheet(sheet_of(small_instrument(questions=chain), "leader"))
    found = which_apply(ask, {"first": 1, "second": 1})
    assert (found["second"], found["third"]) == (Standing(False, 1), Standing(False, 1))
    assert which_apply(ask, {"first": 4, "second": 2})["third"] == ASKED


def test_a_question_that_hangs_on_one_of_another_view_is_not_asked() -> None:
    ours = a_question("own-decisions", "ownership", views=("leader",))
    hangs = a_question("own-known", "ownership", only_if=Condition("own-decisions", at_least=3))
    ask = read_sheet(sheet_of(small_instrument(questions=(ours, hangs)), "provider"))
    assert which_apply(ask, {"own-decisions": 5})["own-known"] == WAITS


def test_progress_counts_what_applies_and_takes_not_known_for_an_answer() -> None:
    replies = {"own-decisions": Reply(3), "own-known": Reply(unknown=True), "rhythm-reviews": Reply()}
    done = progress(sheet(), replies)
    assert (done.asked, done.answered, done.unknown, done.open) == (5, 2, 1, 3)
    assert done.minutes_left == 3
    """Five minutes for five questions; three are open."""


def test_an_answer_from_last_time_counts_and_branches_only_once_it_is_confirmed() -> None:
    replies = {"own-decisions": Reply(4, prefilled=True), "own-known": Reply(4, prefilled=True)}
    done = progress(sheet(), replies)
    assert (done.asked, done.answered, done.waiting) == (4, 0, 1)
    replies["own-decisions"] = Reply(4)
    done = progress(sheet(), replies)
    assert (done.asked, done.answered, done.waiting) == (5, 1, 1)


def test_one_goes_on_where_the_first_question_is_open() -> None:
    ownership = {"own-decisions": Reply(1), "own-escalation": Reply(2)}
    assert first_open(sheet(), {}) == "ownership"
    assert first_open(sheet(), ownership) == "rhythm"
    assert first_open(sheet(), ownership | {"rhythm-reviews": Reply(2), "sign-sites": Reply(unknown=True)}) == ""


replies = st.dictionaries(
    st.sampled_from(["own-decisions", "own-known", "own-escalation", "rhythm-reviews", "sign-sites"]),
    st.one_of(st.builds(Reply, st.integers(1, 5)), st.just(Reply(unknown=True)), st.just(Reply())),
)


@given(replies)
def test_a_dimension_counts_as_much_as_its_part_of_the_whole(said: dict[str, Reply]) -> None:
    whole = progress(sheet(), said)
    parts = [progress(sheet(), said, one.code) for one in sheet().dimensions]
    assert whole.asked == sum(part.asked for part in parts)
    assert whole.answered == sum(part.answered for part in parts)
    assert whole.is_complete == (first_open(sheet(), said) == "")


@given(replies)
def test_a_level_is_implied_only_where_nothing_is_asked(said: dict[str, Reply]) -> None:
    for standing in which_apply(sheet(), levels_of(said)).values():
        assert not (standing.applies and standing.implied is not None)
