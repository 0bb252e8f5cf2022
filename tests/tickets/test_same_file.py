"""The same file once more: what is not read again, and what has to be."""

import pytest

from portal.accounts.tenancy import acting_for
from tests.cast import Cast
from tests.tickets.imports import lines, prepare, take_in, ticket
from tickets import importing, same_file
from tickets.intake.parse import parse_file
from tickets.models import ImportBatch, Source

FILE = lines(ticket("INC1"), ticket("INC2"), ticket("INC3", opened_at="soon"))
AGAIN = {"read": 3, "new": 0, "updated": 0, "unchanged": 2, "rejected": 1, "tickets": 2}


@pytest.fixture
def reads(committed_cast: Cast, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The file names that were read, after FILE was taken in once."""
    prepare(committed_cast.organisation)
    take_in(committed_cast.organisation, FILE)
    names: list[str] = []

    def noted(path: object, *rest: object, **named: object) -> object:
        names.append(str(path))
        return parse_file(path, *rest, **named)  # type: ignore[arg-type]

    monkeypatch.setattr(importing, "parse_file", noted)
    return names


def test_the_same_file_is_accounted_for_without_being_read(committed_cast: Cast, reads: list[str]) -> None:
    batch, job = take_in(committed_cast.organisation, FILE)
    assert (batch.counts(), batch.state, job.state) == (AGAIN, "done", "succeeded")
    assert reads == []


def test_the_mapping_that_the_source_remembers_is_the_same_mapping(committed_cast: Cast, reads: list[str]) -> None:
    batch, _ = take_in(committed_cast.organisation, FILE, mapping=None)
    assert batch.counts() == AGAIN
    assert reads == []


def test_a_file_is_read_again_when_another_came_in_between(committed_cast: Cast, reads: list[str]) -> None:
    take_in(committed_cast.organisation, lines(ticket("INC1", reassignment_count=3)))
    batch, _ = take_in(committed_cast.organisation, FILE)
    assert (batch.updated, batch.unchanged, len(reads)) == (1, 1, 2)


def test_a_file_of_another_source_is_another_file(committed_cast: Cast, reads: list[str]) -> None:
    batch, _ = take_in(committed_cast.organisation, FILE, source="Other desk")
    assert (batch.new, len(reads)) == (2, 1)


def test_a_file_is_read_again_in_another_zone(committed_cast: Cast, reads: list[str]) -> None:
    with acting_for(committed_cast.organisation.pk):
        ImportBatch.objects.update(facts={"reader": same_file.reader(), "zone": "Asia/Tokyo", "asked": "servicenow"})
    batch, _ = take_in(committed_cast.organisation, FILE)
    assert (batch.unchanged, len(reads)) == (2, 1)


def test_a_file_is_read_again_by_another_mapping(committed_cast: Cast, reads: list[str]) -> None:
    with acting_for(committed_cast.organisation.pk):
        Source.objects.update(mapping=None)
    take_in(committed_cast.organisation, FILE, mapping="generic")
    assert len(reads) == 1


def test_a_file_is_read_again_after_the_reading_code_changed(
    committed_cast: Cast, reads: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(same_file, "reader", lambda: "newer")
    batch, _ = take_in(committed_cast.organisation, FILE)
    assert (batch.unchanged, len(reads)) == (2, 1)


def test_the_same_rows_in_another_order_are_compared_one_by_one(committed_cast: Cast, reads: list[str]) -> None:
    batch, _ = take_in(committed_cast.organisation, lines(ticket("INC2"), ticket("INC1")))
    assert (batch.updated, batch.unchanged, len(reads)) == (0, 2, 1)
