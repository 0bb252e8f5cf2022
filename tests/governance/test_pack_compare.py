"""As presented beside as of now: what moved and by how much, what is new, what is gone, and why."""

from datetime import timedelta

from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from governance.packs.comparing import Fate, compare
from governance.packs.freezing import freeze
from portal.accounts.tenancy import acting_for
from portal.contributions.pack import PackFigure, PackTable, Section
from tests.cast import Cast
from tests.governance.pack_world import NOW, a_full_october, a_review, an_action
from tests.vendors.reported import measured
from vendors.models import MeasuredPeriod


def figure(key: str, value: float | None, word: str = "") -> PackFigure:
    return PackFigure(key, key.title(), "–" if value is None else f"{value:.1f}", "%", value, word=word)


def table(*rows: tuple[str, ...]) -> PackTable:
    return PackTable(("Level", "Service", "State"), rows, naming=2)


values = st.none() | st.integers(-1000, 1000).map(lambda tenths: tenths / 10)
tables = st.none() | st.lists(st.tuples(*[st.sampled_from("xy")] * 3), max_size=3).map(lambda rows: table(*rows))


def a_section(key: str, found: list[float | None], rows: PackTable | None) -> Section:
    """With a figure under a, b, c for each value."""
    figures = tuple(figure(name, value) for name, value in zip("abc", found, strict=False))
    return Section(key, "Title", figures=figures, table=rows)


sections = st.lists(
    st.builds(a_section, st.sampled_from(["levels", "credits"]), st.lists(values, max_size=3), tables), max_size=3
)


@given(sections)
def test_a_pack_beside_itself_moved_nowhere(found: list[Section]) -> None:
    compared = compare(found, found)
    assert compared.moved == 0
    assert compared.reasons == ()
    assert len(compared.sections) == len(found)


@given(sections, sections)
def test_every_figure_and_row_of_both_stands_in_the_comparison_once(then: list[Section], now: list[Section]) -> None:
    compared = compare(then, now)
    for side, found in (("then", then), ("now", now)):
        figures = [pair for one in compared.sections for pair in one.figures if getattr(pair, side) is not None]
        rows = [pair for one in compared.sections for pair in one.rows if getattr(pair, side) is not None]
        assert len(figures) == sum(len(one.figures) for one in found)
        assert len(rows) == sum(len(one.table.rows) for one in found if one.table)


@given(sections, sections)
def test_what_is_new_one_way_is_gone_the_other(then: list[Section], now: list[Section]) -> None:
    def fates(before: list[Section], after: list[Section], fate: Fate) -> int:
        pairs = compare(before, after).sections
        figures = sum(pair.fate is fate for one in pairs for pair in one.figures)
        return figures + sum(pair.fate is fate for one in pairs for pair in one.rows)

    assert fates(then, now, Fate.NEW) == fates(now, then, Fate.GONE)
    assert fates(then, now, Fate.MOVED) == fates(now, then, Fate.MOVED)


def test_differences_carry_their_sign_and_none_is_told_where_a_figure_is_missing() -> None:
    then = [Section("levels", "L", figures=(figure("p2", 97.6), figure("p3", None), figure("p4", 50)))]
    now = [Section("levels", "L", figures=(figure("p2", 86.9), figure("p3", 80), figure("p4", 50, "Met")))]
    pairs = compare(then, now).sections[0].figures
    assert [pair.difference for pair in pairs] == [-10.7, None, 0.0]
    assert [pair.fate for pair in pairs] == [Fate.MOVED, Fate.MOVED, Fate.MOVED]


def test_rows_meet_by_what_names_them_and_tell_which_cells_changed() -> None:
    then = [Section("levels", "L", table=table(("P2", "Desk", "Met"), ("P3", "Desk", "Met"), ("P2", "Depot", "Met")))]
    now = [Section("levels", "L", table=table(("P2", "Depot", "Met"), ("P2", "Desk", "Missed"), ("P9", "Desk", "Met")))]
    pairs = {(pair.now or pair.then or ())[:2]: pair for pair in compare(then, now).sections[0].rows}
    assert pairs["P2", "Desk"].changed == (2,)
    assert pairs["P2", "Depot"].fate is Fate.SAME
    assert pairs["P3", "Desk"].fate is Fate.GONE
    assert pairs["P9", "Desk"].fate is Fate.NEW


def test_reasons_are_the_versions_that_are_others_now() -> None:
    then = [Section("a", "A", versions=("Calendar NL: version 1", "Policy: version 4", "Old: 1"))]
    now = [Section("a", "A", versions=("Calendar NL: version 2", "Policy: version 4", "New: 1"))]
    reasons = [(one.name, one.then, one.now) for one in compare(then, now).reasons]
    assert reasons == [("Calendar NL", "version 1", "version 2"), ("New", None, "1"), ("Old", "1", None)]


def test_the_page_tells_what_moved_since_and_why(client: Client, cast: Cast) -> None:
    with acting_for(cast.organisation.pk):
        contract = a_full_october(cast)
        review = a_review(cast, cast.orvane)
        freeze(review, "Vera", NOW)
        MeasuredPeriod.objects.all().delete()
        measured(contract, {"SD-01": "97.0", "SD-02": "98", "SD-03": "99"}, closed=True)
        an_action(cast, cast.orvane, "Stop the pause", created_at=NOW + timedelta(days=1))
    client.force_login(cast["provider"].person)
    page = client.get(reverse("governance:compare-pack", args=[review.pk])).content.decode()
    assert "October 2026 of ORV-2024-03" in page
    assert "version 1, running" in page
    assert "version 1, closed" in page
    assert "Now: Orvane reports 3 of 3" in page.replace("\u00a0", " ")
    assert "Stop the pause" in page
    assert "86.9" in page
    assert "97.0" in page


def test_a_draft_is_compared_with_nothing(client: Client, cast: Cast) -> None:
    with acting_for(cast.organisation.pk):
        review = a_review(cast, cast.orvane)
    client.force_login(cast["vendor_manager"].person)
    answer = client.get(reverse("governance:compare-pack", args=[review.pk]), follow=True)
    assert answer.redirect_chain[-1][0] == reverse("governance:pack", args=[review.pk])
    assert "shows everything as of now" in answer.content.decode()
